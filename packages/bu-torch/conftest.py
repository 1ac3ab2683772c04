"""Where torch is missing, no doctest is looked for in the sources."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["src/*", "README.md"]

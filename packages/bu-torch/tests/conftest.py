"""Where torch is missing there is nothing to test: bu_torch cannot be imported."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_*.py", "*/test_*.py"]

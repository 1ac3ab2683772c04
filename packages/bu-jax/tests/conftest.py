"""Where jax is missing there is nothing to test: bu_jax cannot be imported."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("jax") else ["test_*.py"]

"""Where jax is missing there is nothing to test: bu_jax cannot be imported."""

import sys
from importlib.util import find_spec
from pathlib import Path

collect_ignore_glob = [] if find_spec("jax") else ["test_*.py", "*/test_*.py"]

# --import-mode=importlib puts no test folder on the path. Not this one: `sparse` is a library's name, too.
sys.path.append(str(Path(__file__).parent / "checks"))

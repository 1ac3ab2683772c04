"""Programs that mypy reads and nothing runs; where the modules are that the tests import."""

import sys
from pathlib import Path

collect_ignore_glob = ["typing/*"]

# --import-mode=importlib puts no test folder on the path. In front, for `tools` has a `support`, too.
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]
sys.path += [str(HERE.parent), str(HERE.parent / "packages/bu-array/tests")]  # benchmarks; strict_backend

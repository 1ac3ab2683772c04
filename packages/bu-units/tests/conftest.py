"""Let the test modules import `unit_laws`, whichever folder pytest is started from."""

import sys
from pathlib import Path

# --import-mode=importlib puts no test folder on the path. The name is unlike any other package's.
sys.path.append(str(Path(__file__).parent))

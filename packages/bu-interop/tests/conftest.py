"""What the tests of bu_interop share: helpers beside them are found by their names."""

import sys
from pathlib import Path

# --import-mode=importlib puts no test folder on the path. The names are unlike any other package's.
sys.path.append(str(Path(__file__).parent))

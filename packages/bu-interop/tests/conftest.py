"""What the tests of bu_interop share: helpers beside them are found by their names."""

import sys
from contextlib import suppress
from pathlib import Path

# --import-mode=importlib puts no test folder on the path. The names are unlike any other package's.
sys.path.append(str(Path(__file__).parent))

# It sets an environment variable when it is imported: before the tests look at those.
with suppress(ModuleNotFoundError):
    import netCDF4 as netCDF4  # for what the import does

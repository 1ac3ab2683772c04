"""What the tests of bu_interop share: helpers beside them are found by their names."""

import sys
import warnings
from contextlib import suppress
from pathlib import Path

# --import-mode=importlib puts no test folder on the path. Not this one: its folders are called as the
# libraries that they are about, and would be taken for those where they are not installed.
sys.path.append(str(Path(__file__).parent / "checks"))

# It sets an environment variable when it is imported: before the tests look at those. Editions before 1.7.4
# warn of what numpy, too, ignores: "numpy.ndarray size changed".
with suppress(ModuleNotFoundError), warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import netCDF4 as netCDF4  # for what the import does

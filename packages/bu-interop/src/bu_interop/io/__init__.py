"""Trees of quantities in files: HDF5, zarr, netCDF and numpy's archives, by the ending of the name.

    u.io.save("run.h5", {"v": v, "dt": 0.1 * u.ms, "cells": [soma, axon], "title": "control"})
    run = u.io.load("run.h5")
    u.io.write("run.h5", "v", more, append=0)

Units are written as CF has them, in the attribute `units`, so that other programs read them, and files of
other programs are read by theirs.
"""

from __future__ import annotations

from ._errors import FileError
from ._load import load
from ._save import save, write

__all__ = ["FileError", "load", "save", "write"]

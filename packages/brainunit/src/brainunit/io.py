"""`bu_interop.io` under its public name: trees of quantities in files."""

from __future__ import annotations

from bu_interop.io import FileError, load, save, write

__all__ = ["FileError", "load", "save", "write"]

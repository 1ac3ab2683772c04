"""Quantities in other people's libraries: frames, files, forms, solvers, and other libraries of units.

One module for each neighbour. It is loaded when the user's own program imports the neighbour, and nothing
of a neighbour is imported before.
"""

from __future__ import annotations

from ._version import __version__

__all__ = ["__version__"]

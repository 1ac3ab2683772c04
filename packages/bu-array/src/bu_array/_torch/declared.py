"""The declared functions that have one rule, by name."""

from __future__ import annotations

from functools import cache
from typing import Any

from .. import linalg as linalg  # they declare
from .. import math as math
from ..declare import DECLARED

__all__ = ["declared"]


@cache
def declared() -> dict[str, Any]:
    """Return the declared functions of one array or two with one rule, by name."""
    found: dict[str, Any] = {}  # rules of one unit and of two
    for each in DECLARED:
        # first come: those of bu_array.math; a package of functions beside it has namesakes
        if (
            each.law is not None
            and each.module.startswith("bu_array.")
            and not each.module.endswith("dtypes")
        ):
            found.setdefault(each.name, each)
    return found

"""What bodies make of the options that users pass: masks, dtypes."""

from __future__ import annotations

from typing import Any

from bu_dispatch import convert

from ..core.admission import number_dtype
from ..declare import Namespace

__all__ = ["Axis", "dtype_of", "mask_of"]

Axis = int | tuple[int, ...] | None


def mask_of(xp: Namespace, where: Any) -> Any:
    """Return the option `where` as an array of the library that computes."""
    return convert(where, xp.backend)


def dtype_of(xp: Namespace, dtype: Any) -> Any:
    """Return the option `dtype` as a dtype of the library that computes."""
    return None if dtype is None else number_dtype(xp.backend, dtype)

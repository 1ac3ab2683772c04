"""``is_<name>_array(x)``: whether an array is that library's, a function for each record."""

# Type checkers and editors read _membership.pyi, which `hatch run gen` writes from the records.

from __future__ import annotations

from bu_dispatch._registry import BUILTIN, known, third_party
from bu_dispatch._select import _UNKNOWN, _keep, _known, _owner, _scalars

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable

    from bu_dispatch._backend import Backend


def _is_array(x: object, record: Backend) -> bool:
    cls = type(x)
    try:
        owner: Backend | None = _known.get(cls, _UNKNOWN)
    except Exception:  # noqa: BLE001  # a metaclass may raise anything from __hash__ and __eq__; no array's does
        return False
    if owner is _UNKNOWN:
        owner = _owner(cls, known())
        if owner is not None:
            _keep(cls, owner)
    return owner is record and cls not in _scalars


def membership(record: Backend) -> Callable[[object], bool]:
    """``is_<name>_array`` of a record."""

    def is_array(x: object) -> bool:
        return _is_array(x, record)

    is_array.__name__ = is_array.__qualname__ = f"is_{record.name}_array"
    classes = " or ".join(f"{record.module}.{name}" for name in record.array_types)
    besides = "".join(f", no {record.module}.{name}" for name in record.scalar_types)
    is_array.__doc__ = (
        f"Whether `x` is an array of {record.title}: {classes}{besides}. Never raises, imports nothing."
    )
    return is_array


def of_another_package(name: str) -> Callable[[object], bool] | None:
    """The function called `name` where that is ``is_<name>_array`` of a third party's record."""
    if not (name.startswith("is_") and name.endswith("_array")):
        return None
    if name not in globals():
        for record in third_party():
            if name == f"is_{record.name}_array":
                globals()[name] = membership(record)
    test: Callable[[object], bool] | None = globals().get(name)
    return test


__all__ = [f"is_{record.name}_array" for record in BUILTIN]
globals().update({f"is_{record.name}_array": membership(record) for record in BUILTIN})

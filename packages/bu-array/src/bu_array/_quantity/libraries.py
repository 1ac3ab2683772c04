"""``q.to_<name>()`` for every library: `to_backend` with the name of a record, and its options by name."""

# Type checkers and editors read libraries.pyi, which `hatch run gen` writes from the records.

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from inspect import Parameter, Signature
from typing import Any

from bu_dispatch import Backend, backends, builtin_backends
from bu_units.nearness import hint

from ..core.foreign import writer_to
from ..core.pair import FINDERS


class Libraries:
    """The conversions to one library each, made of the records below: part of `Quantity`."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        # Only names that are nowhere else get here: records of other packages are looked for when needed,
        # and not kept on the class, which is everyone's.
        if name.startswith("to_"):
            for record in backends():
                if name == f"to_{record.name}":
                    return conversion_to(record).__get__(self)
            write = writer_to(name[3:])
            if write is not None:
                return write.__get__(self)
        if (
            not name.startswith("_") and name not in _ELSEWHERE
        ):  # nor is anything asked of a quantity that is being made
            for find in FINDERS:
                found = find(self, name)
                if found is not NotImplemented:
                    return found
        try:
            return object.__getattribute__(self, name)  # which raises the error of the first attempt again
        except AttributeError as error:
            cls: Any = type(self)
            meant = "" if name.startswith("_") else _meant(cls, name)
            if not meant:
                raise
            raise AttributeError(f"{error}{meant}", name=name) from None


# What other libraries of units call it, and how it is written here.
_ELSEWHERE = {
    "value": "mantissa, or to_decimal(unit) for the numbers in a unit",
    "m": "mantissa",
    "v": "mantissa",
    "d": "mantissa",
    "ndview": "mantissa",
    "units": "unit",
    "u": "unit",
    "dimensionality": "dim",
    "dimensions": "dim",
    "dimension": "dim",
    "physical_type": "dim",
    "to_value": "to_decimal(unit)",
    "m_as": "to_decimal(unit)",
    "ito": "to(unit), which returns the quantity in it",
    "in_units": "to(unit)",
    "convert": "to(unit)",
    "convert_to": "to(unit)",
    "as_unit": "to(unit)",
    "value_in": "to_decimal(unit)",
    "value_in_unit": "to_decimal(unit)",
    "uncertainty": "a field of bu_units.constants, for constants alone",
    "source": "a field of bu_units.constants, for constants alone",
    "convert_to_units": "to(unit)",
    "rescale": "to(unit)",
    "si": "to_base()",
    "cgs": 'in_system("cgs")',
    "decompose": "to_base()",
    "to_base_units": "to_base()",
    "to_root_units": "to_base()",
    "in_base": "to_base()",
    "convert_to_base": "to_base()",
    "simplified": "to_base()",
    "unitless": "is_unitless",
    "dimensionless": "is_unitless",
    "is_compatible_with": "unit.has_same_dim(other)",
    "is_equivalent": "unit.has_same_dim(other)",
    "to_string": 'format specs, f"{q:.2f~P}"',
    "to_reduced_units": "to_base() or to_preferred([units])",
    "numpy": "to_numpy()",
}


@lru_cache(maxsize=256)  # libraries ask what they are given for names of their own, again and again
def _meant(cls: type, name: str) -> str:
    """Return what a wrong name may have been meant for, as the end of an error's text; empty for nothing."""
    if name in _ELSEWHERE:
        return f"; here it is {_ELSEWHERE[name]}"
    return hint(name, (known for known in dir(cls) if not known.startswith("_")))


def conversion_to(record: Backend) -> Callable[..., Any]:
    """Return the method ``to_<name>`` of a record."""
    library = record.name

    def to_library(self: Any, **options: Any) -> Any:
        return self.to_backend(library, **options)

    to_library.__name__ = f"to_{library}"
    to_library.__qualname__ = f"Quantity.to_{library}"
    to_library.__doc__ = (
        f"Return the quantity with a mantissa of {record.title}, itself where it has one; see `to_backend`."
    )
    keywords = [
        Parameter(option, Parameter.KEYWORD_ONLY, default=default, annotation="Any")
        for option, default in record.options.items()
    ]
    own = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    to_library.__signature__ = Signature([own, *keywords], return_annotation="Quantity")  # type: ignore[attr-defined]  # PEP 362
    return to_library


for _record in builtin_backends():
    setattr(Libraries, f"to_{_record.name}", conversion_to(_record))

"""``q.to_<name>()`` for every library: `to_backend` with the name of a record, and its options by name."""

# Type checkers and editors read libraries.pyi, which `hatch run gen` writes from the records.

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from bu_dispatch import Backend, backends, builtin_backends


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
        return object.__getattribute__(self, name)  # which raises the error of the first attempt again


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

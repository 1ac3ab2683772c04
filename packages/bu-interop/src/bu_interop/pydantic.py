"""Fields of pydantic models that are quantities: loaded once the user's program has imported pydantic.

``u.Quantity``, ``u.Quantity["length"]``, ``u.Quantity[u.mV]`` and ``Annotated[u.Quantity, u.mV]`` read
quantities, texts such as "5 km" and the form of `Quantity.to_dict`. The last two have the quantity in it.
A text in ``Annotated[u.Quantity, "length"]`` is what it is in the brackets of `Quantity`.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Callable, Mapping
from copy import copy
from functools import wraps
from typing import Any, Union, get_args, get_origin

from pydantic import GetCoreSchemaHandler
from pydantic._internal import _generate_schema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, core_schema

from bu_array import Quantity, parse_quantity
from bu_array.forms import FormError, from_dict
from bu_array.typing import PhysicalType, quantity_type
from bu_units import Unit, UnitMismatchError, UnitParseError

__all__: list[str] = []


def _read(x: Any) -> Quantity:
    """Return the quantity that is given, or that a text or a form says."""
    if isinstance(x, Quantity):
        return x
    if not isinstance(x, (str, Mapping)):
        raise _error("a quantity, a text such as '5 km', or {'value': 5, 'unit': 'km'} is wanted")
    try:
        return parse_quantity(x) if isinstance(x, str) else from_dict(x)
    except (UnitParseError, FormError) as error:
        problem = str(error)
    raise _error(problem)


def _error(problem: str) -> PydanticCustomError:
    return PydanticCustomError("quantity", "{problem}", {"problem": problem})


def _of_quantity(cls: type[Quantity], source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    form = core_schema.typed_dict_schema(
        {
            "value": core_schema.typed_dict_field(core_schema.any_schema()),
            "unit": core_schema.typed_dict_field(core_schema.str_schema()),
            "dtype": core_schema.typed_dict_field(core_schema.str_schema(), required=False),
            "shape": core_schema.typed_dict_field(
                core_schema.list_schema(core_schema.int_schema(ge=0)), required=False
            ),
            "mask": core_schema.typed_dict_field(core_schema.any_schema(), required=False),
            "fill_value": core_schema.typed_dict_field(core_schema.any_schema(), required=False),
            "kind": core_schema.typed_dict_field(core_schema.str_schema(), required=False),
            "backend": core_schema.typed_dict_field(core_schema.str_schema(), required=False),
        },
        extra_behavior="forbid",
    )
    texts = core_schema.union_schema([core_schema.str_schema(), form])
    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_plain_validator_function(_read, json_schema_input_schema=texts),
        python_schema=core_schema.lax_or_strict_schema(
            core_schema.no_info_plain_validator_function(_read, json_schema_input_schema=texts),
            core_schema.is_instance_schema(Quantity),
        ),
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda q: q.to_dict(strict=True), return_schema=form, when_used="json"
        ),
    )


def _with(check: Callable[[Any, Quantity], Quantity]) -> Any:
    """Return the hook of an annotation: the quantity is checked once it is read; None of a union passes."""

    def hook(self: Any, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda q: None if q is None else check(self, q), handler(source)
        )

    return hook


def _in_unit(unit: Unit, q: Quantity) -> Quantity:
    try:
        return q.to(unit)
    except UnitMismatchError as error:
        problem = str(error)
    raise _error(problem)


def _of_type(wanted: PhysicalType, q: Quantity) -> Quantity:
    if q.unit.dim is not wanted.dim:
        raise _error(f"a quantity of {wanted.name} is wanted, got one in {q.unit}")
    return q


_hooks: tuple[tuple[Any, Any], ...] = (
    (Quantity, classmethod(_of_quantity)),
    (Unit, _with(_in_unit)),
    (PhysicalType, _with(_of_type)),
)
for _kind, _hook in _hooks:
    _kind.__get_pydantic_core_schema__ = _hook


# ---------------------------------------------------------------- texts in Annotated


def _is_quantity(source: Any) -> bool:
    """Whether an annotation is Quantity, or a union of it and None."""
    if get_origin(source) in (Union, types.UnionType):
        return all(part is type(None) or _is_quantity(part) for part in get_args(source))
    return isinstance(source, type) and issubclass(source, Quantity)


def _read_texts(annotations: list[Any]) -> list[Any]:
    """Return what an annotation has beside the type, a text as what it asks for: the first counts."""
    for i, meta in enumerate(annotations):
        read = meta
        if isinstance(meta, FieldInfo):  # a parameter of a function has its annotations inside
            read = copy(meta)
            read.metadata = _read_texts(meta.metadata)
            if read.metadata is meta.metadata:
                continue
        elif isinstance(meta, str):
            read = get_args(quantity_type(meta))[1]
        elif not isinstance(meta, (Unit, PhysicalType)):
            continue
        return [*annotations[:i], read, *annotations[i + 1 :]]
    return annotations


def _teach_texts(generator: Any) -> None:
    """Let pydantic read a text: it asks hooks of an annotation's type, and a text can have none."""
    apply = getattr(generator, "_apply_annotations", None)  # pydantic 2.11 to 2.14 have it
    if apply is None:
        warnings.warn(
            'this pydantic is not known: of Annotated[Quantity, "length"] it does not check the text; '
            'write Quantity["length"]',
            stacklevel=2,
        )
        return

    @wraps(apply)
    def applied(self: Any, source_type: Any, annotations: list[Any], *args: Any, **kwargs: Any) -> Any:
        read = _read_texts(annotations) if _is_quantity(source_type) else annotations
        return apply(self, source_type, read, *args, **kwargs)

    generator._apply_annotations = applied


_teach_texts(_generate_schema.GenerateSchema)

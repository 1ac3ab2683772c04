"""Functions of bare arrays as functions of quantities, and the other way round, checked at each call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import fields, replace
from functools import partial, wraps
from typing import Any, overload

import numpy as np

from bu_dispatch import backend_of, get_default_backend
from bu_units import UNITLESS, Unit
from bu_units.tracing import tracing

from .._quantity.quantity import Quantity
from ..core import Pair, as_unit, has_unit, join, split, suited
from .trees import is_record
from .vectors import Layout, taken

__all__ = ["Bare", "bare", "boundary", "callable_name", "parameters"]

_Converter = Callable[[Any, str], Any]
_NUMPY = np.zeros(0)


@overload
def boundary(
    f: None = None, /, inputs: Any = None, outputs: Any = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]: ...


@overload
def boundary(f: Callable[..., Any], /, inputs: Any = None, outputs: Any = None) -> Callable[..., Any]: ...


def boundary(f: Callable[..., Any] | None = None, /, inputs: Any = None, outputs: Any = None) -> Any:
    """Function of bare arrays as one of quantities: arguments converted to units, results in units.

    inputs: a dict by the names of arguments, a tuple by their places, or what is wanted of the first. What is
    wanted is a unit or its text, None (anything, as it is), a `Layout` (a tree, which becomes a vector), a
    `Bare` (a function of quantities, which becomes one of bare arrays), or dicts, tuples, lists and
    dataclasses of these in the structure of the argument; a dict may name some of the keys or fields.
    outputs: the same for the result, where a `Layout` makes a tree of a vector.
    A unit stands for every leaf of a dict or dataclass; a list or tuple of quantities becomes an array.
    None as an argument, texts, and defaults of `f` pass. Without `f`, a decorator.
    Raises UnitMismatchError with the argument, the place in it and both units, before `f` is called, and
    TypeError for a unit in an argument of which nothing is said.

    >>> import numpy as np
    >>> from bu_array import Quantity, boundary
    >>> interp = boundary(np.interp, inputs=("s", "s", "mV"), outputs="mV")
    >>> print(
    ...     interp(
    ...         Quantity(500.0, "ms"),
    ...         Quantity(np.array([0.0, 1.0]), "s"),
    ...         Quantity(np.array([0.0, 3.0]), "V"),
    ...     )
    ... )
    1500. mV
    """
    if f is None:
        return lambda function: boundary(function, inputs, outputs)
    name = callable_name(f)
    face = _Face(f, name, inputs, _off)
    give = _on(outputs, f"{name}: outputs")
    result = f"{name}: the result"

    @wraps(f)
    def function(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = face.converted(args, kwargs)
        return give(f(*args, **kwargs), result)

    return function


class Bare:
    """What makes a function of bare arrays of one of quantities; see `bare`."""

    __slots__ = ("__weakref__", "inputs", "outputs")

    def __init__(self, inputs: Any, outputs: Any) -> None:
        self.inputs = inputs
        self.outputs = outputs

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        """Return `f`, a function of quantities, as one of bare arrays."""
        return _bared(f, self.inputs, self.outputs)

    def __repr__(self) -> str:
        return f"bare(inputs={self.inputs!r}, outputs={self.outputs!r})"


@overload
def bare(f: None = None, /, inputs: Any = None, outputs: Any = None) -> Bare: ...


@overload
def bare(f: Callable[..., Any], /, inputs: Any = None, outputs: Any = None) -> Callable[..., Any]: ...


def bare(f: Callable[..., Any] | None = None, /, inputs: Any = None, outputs: Any = None) -> Any:
    """Function of quantities as one of bare arrays, as solvers call it, the unit of its result checked.

    inputs, outputs: as in `boundary`, the other way round: an argument gets its unit, and the result is
    converted to the one that is wanted of it; a `Layout` makes a tree of a vector argument, and a vector of a
    result. Every call is checked: UnitMismatchError with both units where the result has another dimension.
    Without `f`, what makes such a function of a function: a decorator, and an entry of `boundary`'s `inputs`.

    >>> from bu_array import Quantity, bare
    >>> decay = bare(lambda t, v: -v / Quantity(10.0, "ms"), inputs=("s", "mV"), outputs="mV/s")
    >>> print(round(decay(0.0, 3.0), 9))
    -300.0
    """
    made = Bare(inputs, outputs)
    return made if f is None else made(f)


def _bared(f: Callable[..., Any], inputs: Any, outputs: Any) -> Callable[..., Any]:
    name = callable_name(f)
    face = _Face(f, name, inputs, _on)
    take = _off(outputs, f"{name}: outputs")
    result = f"the result of {name}"
    quick = _quick(f, face, inputs, outputs, take, result)
    if quick is not None:
        return quick

    @wraps(f)
    def function(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = face.converted(args, kwargs)
        return take(f(*args, **kwargs), result)

    return function


def _quick(
    f: Callable[..., Any], face: _Face, inputs: Any, outputs: Any, take: _Converter, result: str
) -> Callable[..., Any] | None:
    """Return the function for two arguments, as the right side of an equation has; None where it has others.

    It does what the general one does, with as little as there is to do: a solver calls it a million times.
    """
    if not isinstance(inputs, tuple) or len(inputs) != 2 or isinstance(outputs, (tuple, dict)):
        return None
    first, second = (entry if isinstance(entry, Layout) else _plain_unit(entry) for entry in inputs)
    wanted: Any = outputs if isinstance(outputs, Layout) else _plain_unit(outputs)
    if first is None or second is None or wanted is None or isinstance(first, Layout):
        return None
    factors: dict[Any, Any] = {}
    new = object.__new__

    def off(value: Any) -> Any:
        if type(value) is Quantity:
            unit = value._unit
            if type(unit) is Unit and unit.kind is None and unit.dim is wanted.dim and not tracing():
                factors[unit.ident] = suited(unit, wanted)
        return take(value, result)

    def general(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = face.converted(args, kwargs)
        return take(f(*args, **kwargs), result)

    if isinstance(second, Layout) or isinstance(wanted, Layout):
        unravel = second if isinstance(second, Layout) else partial(join, unit=second)
        ravel = wanted.ravel if isinstance(wanted, Layout) else take

        @wraps(f)
        def mixed(*args: Any, **kwargs: Any) -> Any:
            if kwargs or len(args) != 2 or isinstance(args[0], Pair) or isinstance(args[1], Pair):
                return general(*args, **kwargs)
            x = new(Quantity)
            x._mantissa = args[0]
            x._unit = first
            return ravel(f(x, unravel(args[1])), result)

        return mixed

    @wraps(f)
    def function(*args: Any, **kwargs: Any) -> Any:
        if kwargs or len(args) != 2:
            return general(*args, **kwargs)
        a, b = args
        if type(a) is Quantity or type(b) is Quantity:
            return general(*args)
        x = new(Quantity)
        x._mantissa = a
        x._unit = first
        y = new(Quantity)
        y._mantissa = b
        y._unit = second
        value = f(x, y)
        if type(value) is Quantity:
            factor = factors.get(value._unit.ident, factors)
            if factor is None:
                return value._mantissa
        return off(value)

    return function


def _plain_unit(entry: Any) -> Any:
    """Return the unit that an entry means, if it is a factor with a dimension; None for anything else."""
    if not isinstance(entry, (str, Unit)):
        return None
    unit = as_unit(entry, "bare")
    return unit if type(unit) is Unit and unit is not UNITLESS and unit.kind is None else None


# ---------------------------------------------------------------- arguments


class _Face:
    """The parameters of a function, and what becomes of each argument."""

    def __init__(
        self, f: Callable[..., Any], name: str, inputs: Any, converter: Callable[[Any, str], _Converter]
    ) -> None:
        if not callable(f):
            raise TypeError(f"a function is wanted, got {type(f).__name__}")
        if inspect.isgeneratorfunction(f) or inspect.iscoroutinefunction(f):
            raise TypeError(f"{name} returns no value when it is called; wrap what computes the values")
        self.name = name
        self.lets_pass = converter is _on
        names, further, keywords = parameters(f)
        self.names = names
        if isinstance(inputs, dict):
            wanted = dict(inputs)
            unknown = [key for key in wanted if not (keywords or key in names)]
            if unknown:
                raise TypeError(
                    f"{name} has no argument {', '.join(map(repr, unknown))}; it has {names}; "
                    "what is wanted of one argument that is a dict stands in a tuple, ({...},)"
                )
            self.places: list[_Converter | None] = []
        else:
            entries = inputs if isinstance(inputs, tuple) else () if inputs is None else (inputs,)
            if len(entries) > len(names) and not further:
                raise TypeError(f"{name} takes {len(names)} arguments, {len(entries)} are described")
            wanted = dict(zip(names, entries, strict=False))
            texts = [f"{name}: inputs[{index}]" for index in range(len(entries))]
            self.places = [converter(entry, text) for entry, text in zip(entries, texts, strict=True)]
        self.converters = {key: converter(entry, f"{name}: inputs[{key!r}]") for key, entry in wanted.items()}

    def converted(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return the arguments of a call, each as is wanted of it."""
        names, converters = self.names, self.converters
        found = []
        for index, value in enumerate(args):
            key = names[index] if index < len(names) else ""
            converter = self.places[index] if index < len(self.places) else converters.get(key)
            found.append(self._one(converter, value, key or f"number {index + 1}"))
        return tuple(found), {
            key: self._one(converters.get(key), value, key) for key, value in kwargs.items()
        }

    def _one(self, converter: _Converter | None, value: Any, key: str) -> Any:
        if converter is not None:
            return converter(value, f"{self.name}: {key}")
        if not self.lets_pass:
            _refuse_unit(value, f"{self.name}: {key}")
        return value


def parameters(f: Callable[..., Any], *, required: bool = False) -> tuple[list[str], bool, bool]:
    """Return the names of parameters, and whether any further ones are taken by place and by name.

    f: the function; required: those without a default alone.
    """
    try:
        found = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):  # of a compiled function that does not tell
        return [], True, True
    kinds = inspect.Parameter
    several = (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)
    named = [parameter for parameter in found if parameter.kind not in several]
    names = [p.name for p in named if not required or p.default is kinds.empty]
    there = {parameter.kind for parameter in found}
    return names, kinds.VAR_POSITIONAL in there, kinds.VAR_KEYWORD in there


def _refuse_unit(value: Any, name: str) -> None:
    """Raise TypeError for a unit in an argument, or a part of one, of which nothing is said."""
    if isinstance(value, dict):
        for key, part in value.items():
            _refuse_unit(part, f"{name}[{key!r}]")
    elif has_unit(value):
        found = f"one in {split(value)[1]}" if isinstance(value, Pair) else "one"
        raise TypeError(f"{name} takes no unit, got {found}; say its unit in inputs, or None for any")


def callable_name(f: Any) -> str:
    """Return what errors call a function."""
    return getattr(f, "__name__", None) or type(f).__name__


# ---------------------------------------------------------------- what is wanted, as functions of values


def _off(wanted: Any, name: str) -> _Converter:
    """Return what makes bare arrays of quantities."""
    if wanted is None:
        return _as_it_is
    if isinstance(wanted, Layout):
        return wanted.ravel
    if isinstance(wanted, Bare):
        return lambda value, place: wanted(value) if callable(value) else value
    unit = _wanted_unit(wanted, name)
    if unit is None:
        return _structured(wanted, name, _off, _refused)

    def off(value: Any, place: str) -> Any:
        if type(value) is Quantity and value._unit is unit:
            return value._mantissa
        if isinstance(value, Pair) or backend_of(value) is not None:
            return taken(value, unit, place)
        if value is None or isinstance(value, (str, bytes)):
            return value
        if isinstance(value, dict) or is_record(value) or _is_named(value):
            return _each(value, off, place)
        if isinstance(value, (list, tuple)):  # becomes an array: of numbers alone numpy's, as a vector does
            parts = [off(part, f"{place}[{index}]") for index, part in enumerate(value)]
            return split(parts, *(() if get_default_backend() else (_NUMPY,)))[0]
        return taken(value, unit, place)

    return off


def _on(wanted: Any, name: str) -> _Converter:
    """Return what makes quantities of bare arrays."""
    if wanted is None:
        return _as_it_is
    if isinstance(wanted, Layout):
        return lambda value, place: wanted(value)
    if isinstance(wanted, Bare):
        raise TypeError(f"{name}: a function as a result has no units to put on")
    unit = _wanted_unit(wanted, name)
    if unit is None:
        return _structured(wanted, name, _on, _as_it_is)

    def on(value: Any, place: str) -> Any:
        if backend_of(value) is not None or type(value) in (float, int, complex):
            return value if unit is UNITLESS else join(value, unit)
        if value is None or isinstance(value, (str, bytes)):
            return value
        if isinstance(value, (dict, list, tuple)) or is_record(value):
            return _each(value, on, place)
        number = taken(value, unit, place)
        return number if unit is UNITLESS else join(number, unit)

    return on


def _as_it_is(value: Any, place: str) -> Any:
    return value


def _refused(value: Any, place: str) -> Any:
    _refuse_unit(value, place)
    return value


def _wanted_unit(wanted: Any, name: str) -> Unit | None:
    """Return the unit that is wanted; None for a structure."""
    if isinstance(wanted, (dict, list, tuple)) or is_record(wanted):
        return None
    return as_unit(wanted, name)


def _each(value: Any, convert: _Converter, place: str) -> Any:
    """Return a container with every part converted."""
    labels, parts = _opened(value)
    return _like(
        value,
        labels,
        [convert(part, place + _label(value, label)) for label, part in zip(labels, parts, strict=True)],
    )


def _structured(
    wanted: Any, name: str, converter: Callable[[Any, str], _Converter], rest: _Converter
) -> _Converter:
    """Return what converts a container part by part; `rest` takes the parts of a dict that are not named."""
    keys, entries = _opened(wanted)
    converters = {
        key: converter(entry, name + _label(wanted, key)) for key, entry in zip(keys, entries, strict=True)
    }
    named = isinstance(wanted, dict)

    def convert(value: Any, place: str) -> Any:
        if value is None:
            return None
        labels, parts = _opened(value)
        missing = [key for key in converters if key not in labels]
        if missing or (not named and len(labels) != len(converters)):
            found = f"{type(value).__name__} with {labels}" if labels else type(value).__name__
            raise TypeError(f"{place} must have the parts {[*converters]}, got {found}")
        return _like(
            value,
            labels,
            [
                converters.get(label, rest)(part, place + _label(value, label))
                for label, part in zip(labels, parts, strict=True)
            ],
        )

    return convert


def _opened(value: Any) -> tuple[list[Any], list[Any]]:
    """Return keys, names of fields or positions, and what is there; nothing for what is no container."""
    if isinstance(value, Mapping):
        return [*value], [*value.values()]
    if _is_named(value):
        return [*value._fields], [*value]
    if isinstance(value, (list, tuple)):
        return [*range(len(value))], [*value]
    if is_record(value):
        names = [field.name for field in fields(value) if field.init]
        return names, [getattr(value, name) for name in names]
    return [], []


def _is_named(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _label(value: Any, label: Any) -> str:
    return f".{label}" if _is_named(value) or is_record(value) else f"[{label!r}]"


def _like(value: Any, labels: list[Any], parts: list[Any]) -> Any:
    if isinstance(value, dict):
        made = copy(value)  # a result of scipy's keeps its class
        made.update(zip(labels, parts, strict=True))
        return made
    if _is_named(value):
        return value._replace(**dict(zip(labels, parts, strict=True)))
    if is_record(value):
        return replace(value, **dict(zip(labels, parts, strict=True)))
    return type(value)(parts)

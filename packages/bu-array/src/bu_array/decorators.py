"""Decorators that check the units of arguments and results, or take them off and put them on.

The fast path is the one where everything fits: a look at the type and the identity of the unit.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar, cast, overload

from bu_units import (
    UNITLESS,
    Dimension,
    DimensionMismatchError,
    Unit,
    UnitMismatchError,
    UnitParseError,
    parse_unit,
)

from ._quantity.quantity import Quantity
from .checks import name_of, unit_of
from .core import Pair, detach_asked, has_unit, is_plain_zero, split

__all__ = ["Assigned", "assign_units", "check_dims", "check_units", "converts"]

P = ParamSpec("P")
P_ = ParamSpec("P_")
R = TypeVar("R")

_NO_DEFAULT: Any = inspect.Parameter.empty
_ABSENT: Any = object()


class Check(NamedTuple):
    """What is wanted of one parameter."""

    place: int
    """Its position; beyond all positions for a keyword."""
    name: str
    wanted: Any
    """A Unit, a Dimension, or a type; None where it is to be like another argument."""
    default: Any

    def given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return the argument of a call, or its default; `_NO_DEFAULT` where there is neither."""
        return args[self.place] if self.place < len(args) else kwargs.get(self.name, self.default)


class Face:
    """The parameters of a decorated function, and what the decorator says of them."""

    def __init__(
        self, function: Callable[..., Any], wanted: dict[str, Any], read: Callable[[Any], Any]
    ) -> None:
        wanted = dict(wanted)
        self.name = name_of(function)
        self.result = wanted.pop("result", None)
        if self.result is not None and (
            inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function)
        ):
            raise TypeError(f"{self.name} yields values: result= is for a function that returns one")
        parameters = inspect.signature(function).parameters
        unknown = [name for name in wanted if name not in parameters]
        if unknown:
            raise TypeError(
                f"{self.name} has no argument {', '.join(map(repr, unknown))}; it has {[*parameters]}"
            )
        kinds = inspect.Parameter
        self.parameters = list(parameters.values())
        for name in wanted:
            if parameters[name].kind in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD):
                raise TypeError(f"{self.name}: *{name} stands for any number of arguments and takes no unit")
        self.likes: list[tuple[Check, Check]] = []
        """Arguments that are to be like another, each with that one."""
        for name, text in list(wanted.items()):
            if isinstance(text, str) and text != name and text in parameters:
                self.likes.append((self._check(name, None), self._check(text, None)))
                del wanted[name]
        self.checks = [
            self._check(p.name, self._read(read, p.name, wanted[p.name]))
            for p in self.parameters
            if wanted.get(p.name) is not None
        ]
        if not callable(self.result) or isinstance(self.result, (type, Dimension)):
            self.result = _each(self.result, lambda one: self._read(read, "result", one))

    def _check(self, name: str, wanted: Any) -> Check:
        place = next(place for place, p in enumerate(self.parameters) if p.name == name)
        parameter = self.parameters[place]
        if parameter.kind not in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            place = 1 << 30
        return Check(place, name, wanted, parameter.default)

    def _read(self, read: Callable[[Any], Any], name: str, wanted: Any) -> Any:
        try:
            return read(wanted)
        except TypeError as error:
            raise TypeError(f"{self.name}, {name!r}: {error}") from None
        except UnitParseError as error:
            names = [parameter.name for parameter in self.parameters]
            reason = f"{self.name}, {name!r}: {wanted!r} is none of its arguments {names}; {error.reason}"
            raise UnitParseError(reason, error.text, error.position) from None

    def models(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[tuple[Check, Any, Any]]:
        """Return each argument that is to be like another, its value and the other's.

        Raises TypeError where the other is missing.
        """
        found = []
        for check, other in self.likes:
            value, model = check.given(args, kwargs), other.given(args, kwargs)
            if value is None or value is _NO_DEFAULT:
                continue
            if model is None or model is _NO_DEFAULT:
                if check.place >= len(args) and check.name not in kwargs:
                    continue  # a default of the function's own
                raise TypeError(
                    f"{self.name}: argument {check.name!r} is to be like {other.name!r}, which is missing"
                )
            found.append((check, value, model))
        return found

    def values(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return every argument by name, defaults too, ``*args`` and ``**kwargs`` aside."""
        found = []
        for place, parameter in enumerate(self.parameters):
            if parameter.kind is parameter.VAR_POSITIONAL or parameter.kind is parameter.VAR_KEYWORD:
                continue
            positional = parameter.kind is not parameter.KEYWORD_ONLY
            if positional and place < len(args):
                found.append((parameter.name, args[place]))
            elif parameter.name in kwargs or parameter.default is not _NO_DEFAULT:
                found.append((parameter.name, kwargs.get(parameter.name, parameter.default)))
        return found

    def asked(self, of: Callable[[Any], Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return what is wanted of the result: of a callable, its answer to what the arguments are in."""
        if not callable(self.result) or isinstance(self.result, (type, Dimension)):
            return self.result
        known = {check.name: check.wanted for check in self.checks if not isinstance(check.wanted, type)}
        return self.result(*(known.get(name) or of(value) for name, value in self.values(args, kwargs)))


def _each(x: Any, function: Callable[[Any], Any]) -> Any:
    """Return `function` of `x`, or of each part of a tuple, list or dict; of None nothing."""
    if isinstance(x, (tuple, list)):
        return _like(x, [_each(part, function) for part in x])
    if isinstance(x, dict):
        return {key: _each(part, function) for key, part in x.items()}
    return None if x is None else function(x)


def _like(x: Any, parts: list[Any]) -> Any:
    """Return parts in a tuple, named tuple or list like `x`."""
    return type(x)(*parts) if hasattr(x, "_fields") else type(x)(parts)


def _paired(x: Any, wanted: Any, name: str) -> list[tuple[Any, Any]]:
    """Return the parts of a result, each with what is wanted of it; TypeError where they do not match."""
    if isinstance(wanted, dict):
        if not isinstance(x, dict) or x.keys() != wanted.keys():
            raise TypeError(f"{name}: the result must be a dict with the keys {[*wanted]}, got {x!r}")
        return [(x[key], wanted[key]) for key in x]
    if not isinstance(x, (tuple, list)) or len(x) != len(wanted):
        raise TypeError(f"{name}: the result must be {len(wanted)} values, got {x!r}")
    return list(zip(x, wanted, strict=True))


def _wanted_unit(wanted: Any) -> Any:
    """Return the unit that a Unit, a text, a quantity of one or the number 1 means; a type as it is."""
    if isinstance(wanted, (Unit, type)):
        return wanted
    if isinstance(wanted, str):
        return parse_unit(wanted)
    if isinstance(wanted, Pair) and wanted._mantissa == 1:
        return wanted._unit
    if wanted == 1 and not isinstance(wanted, bool):
        return UNITLESS
    raise TypeError(f"a Unit, its text or None is wanted, got {wanted!r}")


def _as_dim(wanted: Any) -> Any:
    return wanted if isinstance(wanted, (Dimension, type)) else _wanted_unit(wanted).dim


# ---------------------------------------------------------------- checks


def check_units(**au: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check that arguments, and the result, are in exactly the units given by name.

    ``@check_units(v=u.mV, result=u.nA)``: UnitMismatchError for 1 V. None as the unit, and an argument
    that is None or a text, pass; so does a plain zero. A type (``bool``) is checked by isinstance. A text
    that names another argument, ``w="v"``, wants the same unit as that one has. The result may be a tuple,
    list or dict, also nested, with units in the same structure; a callable `result` is given the units of all
    arguments and returns that of the result. Arguments in ``*args`` are not touched. The result of an
    ``async def`` is what it gives when awaited; a generator function has no result to check.
    """

    def fits(value: Any, wanted: Unit) -> bool:
        unit = unit_of(value)
        return unit is wanted or unit == wanted or (wanted.kind is None and unit.without_kind() == wanted)

    return _checker(au, _wanted_unit, fits, unit_of, UnitMismatchError)


def check_dims(**au: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check that arguments, and the result, have the dimensions given by name, in any unit.

    A unit, or its text, stands for its dimension. DimensionMismatchError for another one; for the rest
    see `check_units`; a callable `result` is given dimensions.
    """

    def dim_of(value: Any) -> Dimension:
        return unit_of(value).dim

    def fits(value: Any, wanted: Dimension) -> bool:
        return dim_of(value) is wanted

    return _checker(au, _as_dim, fits, dim_of, DimensionMismatchError)


def _checker(
    au: dict[str, Any],
    read: Callable[[Any], Any],
    fits: Callable[[Any, Any], bool],
    of: Callable[[Any], Any],
    error: type[Exception],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        face = Face(function, au, read)
        later = inspect.iscoroutinefunction(function)
        checks, result = face.checks, None if later else face.result

        def check(what: str, value: Any, wanted: Any) -> None:
            if value is None or wanted is None:
                return
            if isinstance(wanted, type):
                if not isinstance(value, wanted):
                    raise TypeError(
                        f"{face.name}: {what} must be {wanted.__name__}, got {type(value).__name__}"
                    )
            elif not (isinstance(value, str) or fits(value, wanted) or is_plain_zero(value)):
                found = of(value)
                text = f"{face.name}: {what} must be in {wanted}, got one in {found}"
                if error is DimensionMismatchError:
                    text = f"{face.name}: {what} must have the dimension {wanted}, got {found}"
                raise error(text, found, wanted)

        def check_result(value: Any, wanted: Any) -> None:
            if not isinstance(wanted, (tuple, list, dict)):
                check("the result", value, wanted)
                return
            for part, unit in _paired(value, wanted, face.name):
                check_result(part, unit)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            count = len(args)
            for place, name, wanted, default in checks:
                value = args[place] if place < count else kwargs.get(name, default)
                if type(value) is Quantity and value._unit is wanted:
                    continue
                if value is not _NO_DEFAULT:
                    check(f"argument {name!r}", value, wanted)
            if face.likes:
                for like, value, model in face.models(args, kwargs):
                    check(f"argument {like.name!r}", value, of(model))
            returned: Any = function(*args, **kwargs)
            if result is not None and not (type(returned) is Quantity and returned._unit is result):
                check_result(returned, face.asked(of, args, kwargs))
            return cast("R", returned)

        if not later:
            return checked

        @wraps(function)
        async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
            returned = await cast("Any", checked(*args, **kwargs))
            check_result(returned, face.asked(of, args, kwargs))
            return returned

        return cast("Callable[P, R]", awaited)

    return decorate


# ---------------------------------------------------------------- units off, units on


class Assigned(Protocol[P_]):
    """A function whose arguments lose their units and whose result gets one."""

    without_result_units: Callable[P_, Any]
    """The same function with the bare result."""

    def __call__(self, *args: P_.args, **kwargs: P_.kwargs) -> Any:
        """Call the function with quantities."""
        ...

    def __get__(self, instance: object, owner: type | None = None) -> Callable[..., Any]: ...


@overload
def assign_units(f: Callable[P, Any], **au: Any) -> Assigned[P]: ...
@overload
def assign_units(f: None = None, **au: Any) -> Callable[[Callable[P, Any]], Assigned[P]]: ...
def assign_units(f: Callable[..., Any] | None = None, **au: Any) -> Any:
    """Run a function on bare arrays: arguments are converted to the units given by name and stripped.

    ``@assign_units(v=u.mV, result=u.nA)``: the function gets numbers of mV, a plain number counts as
    one, and its bare result is one of nA. None as the unit, and an argument that is None or a text,
    pass. A text that names another argument means the unit given for that one, or that it has. The result
    may be a tuple, list or dict, also nested, with units in the same structure; a callable `result` is given
    the units of all arguments and returns that of the result. ``f.without_result_units(...)`` gives the bare
    result.
    """
    return _assigner(au, plain=True) if f is None else _assigner(au, plain=True)(f)


def converts(**au: Any) -> Callable[[Callable[P, Any]], Assigned[P]]:
    """Run a function on bare arrays, as `assign_units` does, but refuse arguments without a unit.

    An argument may come in any unit of the dimension; a plain number is a UnitMismatchError, unless it
    is zero or the unit is dimensionless.
    """
    return _assigner(au, plain=False)


def _assigner(au: dict[str, Any], plain: bool) -> Callable[[Callable[P, Any]], Assigned[P]]:
    def decorate(function: Callable[P, Any]) -> Assigned[P]:
        face = Face(function, au, _wanted_unit)
        checks = face.checks
        units = {check.name: check.wanted for check in checks}
        targets = {check.name: units.get(other.name) for check, other in face.likes}

        def bare(name: str, value: Any, wanted: Any) -> Any:
            if isinstance(wanted, type):
                if not isinstance(value, wanted):
                    raise TypeError(
                        f"{face.name}: argument {name!r} must be {wanted.__name__}, got {type(value).__name__}"
                    )
                return value
            if isinstance(value, str):
                return value
            if plain and not has_unit(value):
                return split(value)[0]
            return detach_asked(value, wanted, f"{face.name}: argument {name!r}")

        def stripped(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
            values = list(args)
            count = len(values)
            passed = dict(kwargs) if face.likes else kwargs
            for place, name, wanted, default in checks:
                value = values[place] if place < count else kwargs.get(name, default)
                if value is None or value is _NO_DEFAULT:
                    continue
                if type(value) is Quantity and value._unit is wanted:
                    value = value._mantissa
                else:
                    value = bare(name, value, wanted)
                if place < count:
                    values[place] = value
                else:
                    kwargs[name] = value
            # The models are the arguments as they were passed.
            for check, value, model in face.models(args, passed) if face.likes else ():
                value = bare(check.name, value, targets[check.name] or unit_of(model))
                if check.place < count:
                    values[check.place] = value
                else:
                    kwargs[check.name] = value
            return values, kwargs

        @wraps(function)
        def assigned(*args: Any, **kwargs: Any) -> Any:
            values, named = stripped(args, dict(kwargs))
            returned = function(*values, **named)
            return _dressed(returned, face.asked(unit_of, args, kwargs), face.name)

        @wraps(function)
        def without_result_units(*args: Any, **kwargs: Any) -> Any:
            values, named = stripped(args, kwargs)
            return function(*values, **named)

        @wraps(function)
        async def awaited(*args: Any, **kwargs: Any) -> Any:
            returned = await without_result_units(*args, **kwargs)
            return _dressed(returned, face.asked(unit_of, args, kwargs), face.name)

        dressed: Any = awaited if inspect.iscoroutinefunction(function) else assigned
        dressed.without_result_units = without_result_units
        return cast("Assigned[P]", dressed)

    return decorate


def _dressed(x: Any, units: Any, name: str) -> Any:
    """Return a result, or each part of it, with its unit."""
    if x is None or units is None:
        return x
    if not isinstance(units, (tuple, list, dict)):
        unit = _wanted_unit(units)
        return x if isinstance(unit, type) else Quantity(x, unit)
    parts = [_dressed(part, unit, name) for part, unit in _paired(x, units, name)]
    return dict(zip(x, parts, strict=True)) if isinstance(x, dict) else _like(x, parts)

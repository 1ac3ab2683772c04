"""How functions of several arrays are declared: of one dimension, or each with a unit by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import CO_VARARGS, signature
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from bu_dispatch import backend_of, common_backend
from bu_units import UNITLESS, Unit

from ..core import (
    Bodies,
    Factor,
    Requirement,
    as_result,
    has_unit,
    has_zero,
    pure_number,
    refused_on_scale,
    split,
    zero_wanted,
)
from ..core.pair import refuse_no_number
from .arrays import Namespace, Q, register
from .quick import quick
from .writing import Into, detached

__all__ = ["ANY", "PURE", "WHOLE", "Arguments", "Namespace", "Part", "Plan", "Q", "aligned", "ruled"]

P = ParamSpec("P")
R = TypeVar("R")

Part = tuple[Unit | None, Factor]
"""Unit of a result (None: a bare array), and the factor to fold in."""

PURE: Any = object()
"""Instead of a unit to convert to: an operand that takes none."""
ANY: Any = object()
"""Instead of a unit to convert to: an operand left in the unit it has."""
WHOLE: Any = object()
"""The same, and a list of integers stays one, whatever the precision of the other operands."""


class Arguments:
    """The arguments of calls of a body, by the names of its parameters after `xp`.

    Much faster than `inspect.Signature.bind`.
    """

    def __init__(self, body: Callable[..., Any]) -> None:
        code = body.__code__
        positional, keywords = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
        self.body = body
        self.names = code.co_varnames[1:positional]
        self.keywords = frozenset(code.co_varnames[max(1, code.co_posonlyargcount) : keywords])
        self.required = frozenset(self.names[: len(self.names) - len(body.__defaults__ or ())])
        self.optional = frozenset(name for name, x in signature(body).parameters.items() if x.default is None)
        """Those that None may stand for: elsewhere it is no number."""
        self.rest = code.co_varnames[keywords] if code.co_flags & CO_VARARGS else None
        """The name of ``*args``."""
        self.by_place = self.names if self.rest else self.names[: max(0, code.co_posonlyargcount - 1)]

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments by name, without those that were not passed."""
        names = self.names
        given = dict(zip(names, args, strict=False))
        wrong = len(args) > len(names) and self.rest is None
        if kwargs:
            # Not isdisjoint and issuperset: torch.compile does not follow them.
            for key in kwargs:
                wrong = wrong or key in given or key not in self.keywords
            given |= kwargs
        if wrong or not self.required <= given.keys():
            self.body(None, *args, **kwargs)  # raises the TypeError that says which argument it is
        if self.rest is not None:
            given[self.rest] = args[len(names) :]
        return given

    def call(self, run: Callable[..., Any], values: dict[str, Any]) -> Any:
        """Call the body, bound to a library, with arguments by name."""
        if self.by_place:
            args = [values.pop(name) for name in self.by_place if name in values]
            if self.rest is not None:
                args += values.pop(self.rest)
            return run(*args, **values)
        return run(*values.pop(self.rest), **values) if self.rest else run(**values)


class Operands:
    """The operands among the arguments of a call: the arrays, those of a sequence one by one."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.names = [name.lstrip("*") for name in wanted]
        self.stars = frozenset(name[1:] for name in wanted if name.startswith("*"))

    def taken(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take the operands that were passed out of the arguments."""
        found = {name: given.pop(name) for name in self.names if name in given}
        for name in self.stars & found.keys():
            if found[name] is None:
                del found[name]
            else:
                found[name] = list(found[name])
        return found

    def flat(self, operands: dict[str, Any]) -> list[Any]:
        """Return the operands in a row."""
        flat: list[Any] = []
        for name, value in operands.items():
            flat += value if name in self.stars else [value]
        return flat

    def folded(self, operands: dict[str, Any], row: list[Any]) -> dict[str, Any]:
        """Return what stands in a row by the names of the operands again."""
        folded = {}
        for name, value in operands.items():
            count = len(value) if name in self.stars else 1
            folded[name], row = (row[:count] if name in self.stars else row[0]), row[count:]
        return folded


# ---------------------------------------------------------------- one dimension


def aligned(
    *operands: str,
    plain: Sequence[str] = (),
    unitless: bool = False,
    numbers: bool = False,
    requires: Requirement | None = None,
    into: Into | None = None,
    fills: Callable[[dict[str, Any]], str | None] | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of several arrays of one dimension, converted to the unit of the first.

    `operands` are parameters; ``*name`` is a sequence of arrays; None passes where it is the default. Arrays
    among `plain` take no unit. The result (each of a tuple or list) has that unit too, unless it is
    `unitless`. Sequences reach the body as lists of arrays.
    With `numbers` the body takes Python numbers as they are.
    fills: names the operand whose default zero a call takes, or None: refused on a scale, where that is a
    value like any other.
    into: operands that the body writes into the dtype of another, ``{"fill_value": "a"}``, or of the option
    `dtype`, which goes before: what integers cannot hold is an error, unless all operands are bare.
    """
    holders = into or {}

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, requires)
        name = body.__name__
        arguments = Arguments(body)
        wanted = Operands([*operands, *plain])
        pure = frozenset(plain)
        labels = {key: f"{name}: argument {key!r}" for key in wanted.names}

        def slow(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            given = arguments.bind(args, kwargs)
            filled = None if fills is None else fills(given)
            found = wanted.taken(given)
            arrays = {key: x for key, x in found.items() if key not in pure}
            flat = wanted.flat(arrays)
            unit, any_unit = common_unit(flat)
            if filled is not None and not has_zero(unit):
                raise zero_wanted(name, filled, unit)
            mantissas: list[Any] = []
            for key, value in arrays.items():
                each = value if key in wanted.stars else [value]
                holder = holders.get(key) if any_unit else None
                for x in each:
                    if x is None:
                        _refuse_none(key, arguments, labels)
                        mantissas.append(None)
                    else:
                        mantissas.append(detached(x, unit, labels[key], holder, given | found, flat))
            for key in plain:
                if key in found:
                    x = found[key]
                    if x is None:
                        _refuse_none(key, arguments, labels)
                    mantissas.append(None if x is None else pure_number(x, name, key, *flat))
                    flat.append(x)
            run, row = bodies.ready_for(mantissas, flat, numbers)
            folded = wanted.folded(found, row)
            for key in wanted.stars & folded.keys():
                folded[key] = _arrays(folded[key])
            result = called(bodies, arguments, run, given | folded, row)
            if not any_unit or unitless:
                return result
            return _with_units(result, (unit, None), False)

        function = quick(body, bodies, slow, operands, plain, unitless, bool(into), arguments.optional)
        return cast("Callable[P, R]", register(body, function, "aligned", "same"))

    return declare


def _refuse_none(key: str, arguments: Arguments, labels: Mapping[str, str]) -> None:
    """Raise TypeError for None where an array is wanted: numpy would make NaN of it, or an object."""
    if key not in arguments.optional:
        refuse_no_number(labels[key], None)


def called(
    bodies: Bodies,
    arguments: Arguments,
    run: Callable[..., Any],
    values: dict[str, Any],
    arrays: Sequence[Any],
) -> Any:
    """Call the body with arguments by name, with functions for objects where numpy's do not know them."""
    try:
        return arguments.call(run, dict(values))
    except (TypeError, AttributeError) as error:
        return bodies.by_elements(error, arrays, lambda run: arguments.call(run, dict(values)))


def common_unit(operands: list[Any]) -> tuple[Unit, bool]:
    """Return the unit of the first operand that has one, and whether any has."""
    bare = False
    for x in operands:
        if has_unit(x):
            _, unit = split(x)
            # Behind a plain operand, a scaled number (a percentage) is converted to a plain one.
            return (UNITLESS if bare and unit.dim.is_dimensionless else unit), True
        bare = bare or x is not None
    return UNITLESS, False


# ---------------------------------------------------------------- a rule of all the units


class Plan(NamedTuple):
    """What a rule says: the unit that each operand is converted to, and what the results are in."""

    targets: Mapping[str, Any]
    """Operand -> Unit, `PURE`, `ANY` or `WHOLE`; what is not named is left in its own unit."""
    results: Part | Unit | list[Part | Unit | None] | None
    """One unit for everything, or one for each part of a tuple."""


def ruled(
    rule: Callable[..., Plan],
    *operands: str,
    on_scales: bool = False,
    numbers: bool = False,
    steps: Sequence[str] = (),
    requires: Requirement | None = None,
    into: Into | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of several arrays whose units follow from those of all of them.

    `operands` are the parameters that are arrays; ``*name`` is a sequence of them; None passes where it is
    the default. The rule is given the Unit of each, by position: a list of them for a sequence, None for an
    operand that is None or was not passed. It answers with a `Plan`. A result that is a tuple or list keeps
    its type; parts that are None stay None. Bare operands give bare results. Values on a scale
    (degC) are refused unless `on_scales`. The body gets arrays; with `numbers` Python numbers as
    they are.
    steps: operands of which a single value is a distance, and an array has coordinates: these alone may be
    points or levels then, and the others differences of levels.
    into: operands that the body writes into the dtype of another; see `aligned`.
    """
    holders = into or {}

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, requires)
        name = body.__name__
        arguments = Arguments(body)
        wanted = Operands(operands)
        labels = {key: f"{name}: argument {key!r}" for key in wanted.names}

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            found = wanted.taken(given)
            flat = wanted.flat(found)
            pairs = [(None, None) if x is None else split(x, *flat) for x in flat]
            units = [unit for _, unit in pairs]
            if not on_scales:
                scales = [unit for unit in units if unit is not None and type(unit) is not Unit]
                if scales:
                    raise refused_on_scale(name, *scales)
            units_of = wanted.folded(found, units)
            if steps:
                _refuse_points(name, steps, wanted.folded(found, pairs))
            plan = rule(*(units_of.get(key) for key in wanted.names))
            bare = not any(has_unit(x) for x in flat)

            def fitted(key: str, x: Any, pair: tuple[Any, Any]) -> Any:
                target, holder = plan.targets.get(key, ANY), None if bare else holders.get(key)
                if x is None:
                    _refuse_none(key, arguments, labels)
                    return None
                if target is WHOLE and isinstance(x, (list, tuple)) and not has_unit(x):
                    return common_backend(*(mantissa for mantissa, _ in pairs)).asarray(x)
                if target is PURE:
                    return pure_number(x, name, key, *flat)
                if target is ANY or target is WHOLE:
                    if holder is None:
                        return pair[0]
                    target = pair[1]
                return detached(x, target, labels[key], holder, given | found, flat)

            keys = [key for key, value in found.items() for _ in (value if key in wanted.stars else [value])]
            mantissas = [fitted(*each) for each in zip(keys, flat, pairs, strict=True)]
            run, arrays = bodies.ready_for(mantissas, flat, numbers)
            if not numbers:
                arrays = _arrays(arrays)
            result = called(bodies, arguments, run, given | wanted.folded(found, arrays), arrays)
            if isinstance(plan.results, list):
                parts = [_part(x, part, bare) for x, part in zip(result, plan.results, strict=True)]
                return _like(result, parts)
            return _with_units(result, plan.results, bare)

        return cast("Callable[P, R]", register(body, function, "ruled", rule.__name__.strip("_")))

    return declare


def _refuse_points(name: str, steps: Sequence[str], pairs: Mapping[str, Any]) -> None:
    """Raise TypeError for values on a scale that are no coordinates; a single value is a distance."""
    for key, found in pairs.items():
        for mantissa, unit in found if isinstance(found, list) else [found]:
            if unit is None or has_zero(unit) or (key in steps and getattr(mantissa, "shape", ()) != ()):
                continue
            raise refused_on_scale(name, unit)


def _arrays(operands: list[Any]) -> list[Any]:
    """Return the operands with Python numbers as arrays in the dtype that they take beside the others."""
    found = [x for x in operands if backend_of(x) is not None]
    if not found:
        return operands
    xp = cast("Any", backend_of(found[0])).xp
    found = [x for x in found if not xp.isdtype(x.dtype, "bool")] or found  # not the mask's
    like = found[0]
    if xp.isdtype(like.dtype, "unsigned integer"):  # which has no -1; what it is to meet may have
        like = next((x for x in found if not xp.isdtype(x.dtype, "unsigned integer")), like)
    return [xp.like_array(x, like) if x is not None and backend_of(x) is None else x for x in operands]


def _with_units(result: Any, part: Part | Unit | None, bare: bool) -> Any:
    """Return a result, or each part of a tuple or list, with its unit."""
    if isinstance(result, (tuple, list)):
        return _like(result, [_with_units(x, part, bare) for x in result])
    return _part(result, part, bare)


def _like(result: Any, parts: list[Any]) -> Any:
    """Return `parts` as a list, tuple or named tuple, whichever `result` is."""
    return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)


def _part(x: Any, part: Part | Unit | None, bare: bool) -> Any:
    if x is None:
        return None
    unit, fold = part if isinstance(part, tuple) else (part, None)
    return as_result(x, unit, fold, bare=bare)

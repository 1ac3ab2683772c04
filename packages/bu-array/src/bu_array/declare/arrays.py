"""How functions are declared.

A declared function is one readable def: name, signature, docstring, unit rule and body. The body
receives the functions of one array library as `xp` and bare arrays of that library. What the
decorators here add: the unit rule is answered once per unit (pair) and remembered, the library is
chosen once per type of mantissa, operands are scaled where units differ, the result is wrapped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeVar,
    cast,
    runtime_checkable,
)

from bu_dispatch import backend_of, common_backend, convert
from bu_units import UNITLESS, ScaleUnit, Unit
from bu_units.tracing import tracing

from ..core import (
    BinaryRule,
    Bodies,
    Factor,
    Pair,
    Requirement,
    ScaleRule,
    Unary,
    UnaryRule,
    as_result,
    by_default,
    compared_on_scale,
    detach,
    has_unit,
    join,
    parameters,
    pure_number,
    raised_pair,
    refused_on_scale,
    require,
    rules,
    scaled,
    split,
)
from ..core.objects import together
from ..core.operate import INCOMPARABLE, LIMIT, Outcomes, is_operand, new_table, no_operand
from ..core.operate import apart as disagreed
from ..core.pair import when_attached

if TYPE_CHECKING:
    from .._quantity.quantity import Quantity

__all__ = [
    "DECLARED",
    "Array",
    "Declaration",
    "Namespace",
    "Q",
    "binary",
    "parted",
    "powered",
    "pure_unary",
    "register",
    "scalable",
    "scaled_unary",
    "shaped",
    "unary",
]

Namespace = Any
"""The functions of one array library (`bu_dispatch.Namespace`)."""


@runtime_checkable
class Array(Protocol):
    """An array of any library."""

    @property
    def shape(self) -> Any:
        """The length of each axis."""

    @property
    def dtype(self) -> Any:
        """The type of the elements."""


Q = TypeVar("Q", bound="Quantity | Array | complex")
"""A quantity, or a bare array or number where no unit is needed."""
P = ParamSpec("P")
R = TypeVar("R")

_MISSING: Any = object()
_new = object.__new__


class Declaration(NamedTuple):
    """A declared function, for the generated lists, the documentation and the support matrix."""

    name: str
    module: str
    kind: str
    rule: str
    function: Callable[..., Any]
    law: UnaryRule | BinaryRule | None
    """The rule itself, where one of one or two units says everything."""
    on_scale: UnaryRule | ScaleRule | None = None
    """The rule for values on a scale; None where they are refused, or another rule says it all."""


DECLARED: list[Declaration] = []

_Quantity: type[Pair] = Pair


@when_attached
def _attach(quantity: type[Pair]) -> None:
    global _Quantity
    _Quantity = quantity


def register(
    body: Callable[..., Any],
    function: Callable[..., Any],
    kind: str,
    rule: str | UnaryRule | BinaryRule,
    on_scale: UnaryRule | ScaleRule | None = None,
) -> Any:
    """Give the function the face of its body, less `xp`, and put it on the list."""
    law = None if isinstance(rule, str) else rule
    rule = rule if isinstance(rule, str) else rule.__name__
    function.__name__ = body.__name__
    function.__qualname__ = body.__qualname__
    function.__module__ = body.__module__
    function.__doc__ = body.__doc__
    function.__annotations__ = {name: each for name, each in body.__annotations__.items() if name != "xp"}
    # inspect.signature looks here; a partial without `xp` has the signature that callers see.
    function.__wrapped__ = partial(body, None)  # type: ignore[attr-defined]  # the attribute functools.wraps sets
    DECLARED.append(Declaration(body.__name__, body.__module__, kind, rule, function, law, on_scale))
    return function


# ---------------------------------------------------------------- one array


def unary(
    rule: UnaryRule,
    *companions: str,
    requires: Requirement | None = None,
    on_scale: UnaryRule | None = None,
    fills: str | None = None,
    of_result: bool = False,
    idle: Callable[..., bool] | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one array and options; `companions` are options in the array's unit.

    `on_scale` is the rule for values on a scale (degC, dBm). Without one they are refused, but for functions
    that drop the unit, and for differences of levels (dB) where the unit is kept. `fills` is the companion
    whose default is a zero: on a scale, where that is a value like any other, it must be given. With
    `of_result` the companions are in the unit of the result: differences where the array has points.
    idle: of the options, whether with them the array is the result as it is; no rule is asked then.
    """
    scales = on_scale or by_default(rule)

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        outcomes: dict[object, Unary] = new_table()
        bodies = Bodies(body, requires)
        bound, names, name = bodies.bound, parameters(body), body.__name__
        places = {option: names.index(option) - 1 for option in companions}
        before = min(places.values(), default=len(names))

        def function(x: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            if type(x) is _Quantity and len(args) <= before and not (kwargs and _overlap(kwargs, places)):
                try:
                    factor, unit, fold = outcomes[x._unit.ident]
                    run = bound[type(x._mantissa)]
                except KeyError:
                    pass  # an error of `slow` would show the KeyError first
                else:
                    mantissa = x._mantissa if factor is None else scaled(x._mantissa, factor)
                    try:
                        # Without the stars where there is nothing to pass on: 40 ns less.
                        result = run(mantissa, *args, **kwargs) if args or kwargs else run(mantissa)
                    except (TypeError, AttributeError) as error:
                        result = bodies.again(error, (mantissa,), args, kwargs)
                    if unit is None:
                        return result if fold is None else scaled(result, fold)
                    quantity = _new(_Quantity)
                    quantity._mantissa = result
                    quantity._unit = unit
                    return quantity
            return slow(x, args, kwargs)

        def slow(x: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            x = _taken(name, x, names[0], kwargs)
            mantissa, own = split(x)
            outcome = outcomes.get(own.ident)
            if outcome is None:
                _admit(requires, name, x)
                outcome = _answered(rule if type(own) is Unit else scales, name, own)
                _keep(outcomes, own, outcome)
            factor, unit, fold = outcome
            if companions:
                args, kwargs, mantissa = _fitted(
                    name, places, fills, (unit if of_result else None) or own, args, kwargs, x, mantissa
                )
            run, mantissa = bodies.ready(mantissa, x)
            result = bodies.computed(run, (scaled(mantissa, factor),), args, kwargs)
            return as_result(result, unit, fold, bare=unit is UNITLESS and not has_unit(x))

        whole = function if idle is None else _unless(idle, function, names[0])
        return cast("Callable[P, R]", register(body, whole, "unary", rule, scales))

    return declare


def _unless(idle: Callable[..., bool], function: Callable[..., Any], first: str) -> Callable[..., Any]:
    def unless_idle(x: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
        if (args or kwargs) and idle(*args, **kwargs):
            given = kwargs.get(first, x)
            if has_unit(given) or backend_of(given) is not None:
                return given
        return function(x, *args, **kwargs)

    return unless_idle


def _answered(law: UnaryRule, name: str, unit: Unit) -> Unary:
    """Return what a rule says of a unit, or raise what it refuses it with."""
    outcome = law.of(unit)
    if outcome is None:
        raise law.refuse(name, unit)
    return outcome


def _keep(outcomes: dict[object, Any], unit: Unit, outcome: Any) -> None:
    """Remember what a rule said of a unit."""
    if tracing() or (type(unit) is Unit and isinstance(outcome, tuple) and isinstance(outcome[1], ScaleUnit)):
        return  # what finds an outcome makes a plain Quantity; the root of dB^2 is of another class
    if len(outcomes) >= LIMIT:
        outcomes.clear()
    outcomes[unit.ident] = outcome


def _overlap(kwargs: dict[str, Any], names: dict[str, int]) -> bool:
    """Whether a keyword is among `names`. torch.compile does not follow isdisjoint."""
    for key in kwargs:  # noqa: SIM110  any() makes a generator
        if key in names:
            return True
    return False


def _fitted(
    name: str,
    places: dict[str, int],
    fills: str | None,
    unit: Unit,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    x: Any,
    mantissa: Any,
) -> tuple[tuple[Any, ...], dict[str, Any], Any]:
    """Convert the options named in `places` (by position behind the array) to `unit`; `fills`: see `unary`.

    They and the mantissa of `x` become arrays of the library that computes.
    """
    given = dict(enumerate(args)) | kwargs
    keys = [place if place < len(args) else option for option, place in places.items()]
    if fills is not None and not rules.has_zero(unit) and given.get(fills, given.get(places[fills])) is None:
        raise rules.zero_wanted(name, fills, unit)
    fitted = {key: detach(given[key], unit, name, x) for key in keys if given.get(key) is not None}
    backend = common_backend(mantissa, *fitted.values())
    given |= {key: m if backend_of(m) is None else convert(m, backend) for key, m in fitted.items()}
    if fitted and backend_of(mantissa) is not None:
        mantissa = convert(mantissa, backend)
    return tuple(given[i] for i in range(len(args))), {key: given[key] for key in kwargs}, mantissa


def pure_unary(
    body: Callable[Concatenate[Namespace, P], R],
) -> Callable[P, R]:
    """Declare a function of one pure number, with the option to scale: ``f(x, unit_to_scale=None)``."""
    return scaled_unary(rules.pure)(body)


def scaled_unary(
    rule: UnaryRule,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one number that `rule` makes of a quantity, with the option to scale."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        outcomes: dict[object, Factor] = {}
        bodies = Bodies(body)
        bound = bodies.bound
        first = parameters(body)[0]
        name = body.__name__

        def function(x: Any = _MISSING, /, unit_to_scale: Unit | str | None = None, **kwargs: Any) -> Any:
            if unit_to_scale is not None:
                return slow(x, unit_to_scale, kwargs)
            try:
                if type(x) is _Quantity:
                    factor = outcomes[x._unit.ident]
                    run, x = bound[type(x._mantissa)], x._mantissa
                else:
                    factor, run = None, bound[type(x)]
            except KeyError:
                pass  # as in `unary`
            else:
                x = x if factor is None else scaled(x, factor)
                try:
                    return run(x, None, **kwargs)
                except (TypeError, AttributeError) as error:
                    return bodies.again(error, (x,), (None,), kwargs)
            return slow(x, None, kwargs)

        def slow(x: Any, unit_to_scale: Unit | str | None, kwargs: dict[str, Any]) -> Any:
            mantissa, own = split(_taken(name, x, first, kwargs))
            if unit_to_scale is not None:
                factor = _scale_factor(name, own, unit_to_scale)
            else:
                outcome = rule.of(own)
                if outcome is None:
                    raise rule.refuse(name, own)
                factor = outcome[0]
                _keep(outcomes, own, factor)
            run, mantissa = bodies.ready(mantissa, x)
            return bodies.computed(run, (scaled(mantissa, factor),), (None,), kwargs)

        return cast("Callable[P, R]", register(body, function, "unary", rule))

    return declare


def _scale_factor(name: str, unit: Unit, unit_to_scale: Unit | str) -> Factor:
    """Return the factor for ``x / unit_to_scale``."""
    unit_to_scale = rules.as_unit(unit_to_scale, name, "unit_to_scale")
    if not (rules.has_zero(unit) and rules.has_zero(unit_to_scale)):
        raise refused_on_scale(f"{name} with unit_to_scale", unit, unit_to_scale)
    if unit.dim is not unit_to_scale.dim:
        raise rules.one_unit(f"{name} with unit_to_scale", unit, unit_to_scale)
    return rules.suited(unit, unit_to_scale)


# ---------------------------------------------------------------- two arrays


def binary(
    rule: BinaryRule,
    requires: Requirement | None = None,
    on_scale: ScaleRule | None = None,
    aside: Callable[[Any, Any], Any] | None = None,
    apart: bool | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of two arrays and options.

    `on_scale` is the rule where one is on a scale (degC, dBm); without one they are compared, else refused.
    `aside` is asked first of operands that are no quantities; what it answers NotImplemented to goes by the
    rules. `apart` is the answer for two that have nothing in common, as two dimensions; without one they are
    refused.
    """
    scales = compared_on_scale if on_scale is None and rule is rules.compared else on_scale
    return _binary(rule, requires, scales, aside, apart)


def _binary(
    rule: BinaryRule,
    requires: Requirement | None,
    scales: ScaleRule | None,
    aside: Callable[[Any, Any], Any] | None = None,
    apart: bool | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, requires)
        bound, names, name = bodies.bound, parameters(body), body.__name__
        outcomes = Outcomes(name, rule, scales)
        asked = _asked(outcomes, aside, apart)
        table = outcomes.table

        def function(x: Any = _MISSING, y: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            if type(x) is _Quantity and type(y) is _Quantity and type(x._mantissa) is type(y._mantissa):
                a, b = x._mantissa, y._mantissa
                try:
                    fx, fy, unit, fold = table[x._unit.ident][y._unit.ident]
                    run = bound[type(a)]
                except KeyError:
                    pass  # an error of `slow` would show the KeyError first
                else:
                    if fx is not None or fy is not None:
                        if a.dtype is not b.dtype:  # there may be decimals beside integers
                            return slow(x, y, args, kwargs)
                        a, b = scaled(a, fx), scaled(b, fy)
                    try:
                        result = run(a, b, *args, **kwargs) if args or kwargs else run(a, b)  # as in `unary`
                    except (TypeError, AttributeError) as error:
                        result = bodies.again(error, (a, b), args, kwargs)
                    if fold is not None:
                        result = scaled(result, fold)
                    if unit is None:
                        return result
                    quantity = _new(_Quantity)
                    quantity._mantissa = result
                    quantity._unit = unit
                    return quantity
            return slow(x, y, args, kwargs)

        def slow(x: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            x, y = _taken(name, x, names[0], kwargs), _taken(name, y, names[1], kwargs)
            _admit(requires, name, x, y)
            found = asked(x, y)
            if len(found) == 1:
                return found[0]
            a, b, fx, fy, unit, fold = found
            run, (a, b) = bodies.ready_for(together((a, b)), (x, y))
            result = bodies.computed(run, (scaled(a, fx), scaled(b, fy)), args, kwargs)
            bare = unit is UNITLESS and not (has_unit(x) or has_unit(y))
            return as_result(result, unit, fold, bare=bare)

        return cast("Callable[P, R]", register(body, function, "binary", rule, scales))

    return declare


def _asked(
    outcomes: Outcomes, aside: Callable[[Any, Any], Any] | None, apart: bool | None
) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Return what settles two operands, or answers, alone in a tuple, where nothing is computed."""

    def settle(x: Any, y: Any) -> tuple[Any, ...]:
        found = NotImplemented if aside is None else aside(x, y)
        if found is not NotImplemented:
            return (found,)
        settled: tuple[Any, ...] | None = None
        comparable = True
        try:
            settled = outcomes.settle(x, y)
        except INCOMPARABLE:
            if apart is None:
                raise
            comparable = False
        # Not in the handler: an error about shapes would show the other.
        if not comparable and apart is not None:
            return (disagreed(x, y, apart),)
        if settled is not None:
            return settled
        if apart is None:
            raise no_operand(outcomes.name, x, y)
        return (x != y if apart else x == y,)  # a stranger has its say

    return settle


def scalable(
    rule: BinaryRule, *, second_plain: bool = False
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of two arrays with the option to scale: ``f(x, y, unit_to_scale=None)``.

    With `unit_to_scale` both operands are divided by it (with `second_plain` the first alone), and
    the result has no unit; without it `rule` says what happens.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        listed = len(DECLARED)
        plain = _binary(rule, None, None)(body)
        del DECLARED[listed:]
        bodies = Bodies(body)
        names = parameters(body)
        name = body.__name__

        def function(
            x: Any = _MISSING, y: Any = _MISSING, /, unit_to_scale: Unit | str | None = None, **kwargs: Any
        ) -> Any:
            x = _taken(name, x, names[0], kwargs)
            y = _taken(name, y, names[1], kwargs)
            if unit_to_scale is None:
                return plain(x, y, **kwargs)
            a, first = split(x, y)
            a = scaled(a, _scale_factor(name, first, unit_to_scale))
            if second_plain:
                b = pure_number(y, name, names[1], x)
            else:
                b, second = split(y, x)
                b = scaled(b, _scale_factor(name, second, unit_to_scale))
            run, arrays = bodies.ready_for((a, b), (x, y))
            return bodies.computed(run, arrays, (), kwargs)

        return cast("Callable[P, R]", register(body, function, "scalable", rule))

    return declare


def parted(
    *parts: BinaryRule,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of two arrays with a tuple of results, a rule for each of the `parts`.

    The rules agree on the factors of the operands.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        names = parameters(body)
        name = body.__name__
        outcomes = [Outcomes(name, rule) for rule in parts]

        def function(x: Any = _MISSING, y: Any = _MISSING, /, **kwargs: Any) -> Any:
            x = _taken(name, x, names[0], kwargs)
            y = _taken(name, y, names[1], kwargs)
            found = [settled for each in outcomes if (settled := each.settle(x, y)) is not None]
            if not found:
                raise no_operand(name, x, y)
            a, b, fx, fy, *_ = found[0]
            run, (a, b) = bodies.ready_for(together((a, b)), (x, y))
            results = bodies.computed(run, (scaled(a, fx), scaled(b, fy)), (), kwargs)
            bare = not (has_unit(x) or has_unit(y))
            return tuple(
                as_result(part, unit, fold, bare=bare)
                for part, (*_, unit, fold) in zip(results, found, strict=True)
            )

        rule = ", ".join(rule.__name__ for rule in parts)
        return cast("Callable[P, R]", register(body, function, "parted", rule))

    return declare


def _admit(requires: Requirement | None, name: str, *operands: Any) -> None:
    """Refuse arrays of another library than the required one, before anything is said of their units."""
    if requires is not None:
        require(requires, name, operands)


def _taken(function: str, value: Any, name: str, kwargs: dict[str, Any]) -> Any:
    """Return an argument that was passed by position, or take it from the keywords."""
    if value is not _MISSING:
        return value
    if name not in kwargs:
        raise TypeError(f"{function}() missing its argument {name!r}")
    return kwargs.pop(name)


# ---------------------------------------------------------------- units that depend on values or shapes


def shaped(
    rule: Callable[..., tuple[Unit | None, Factor]],
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one array whose unit depends on the shape: ``rule(unit, array, **options)``."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        names = parameters(body)

        def function(x: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            x = _taken(body.__name__, x, names[0], kwargs)
            mantissa, own = split(x)
            run, mantissa = bodies.ready(mantissa, x)
            result = bodies.computed(run, (mantissa,), args, kwargs)
            if own is UNITLESS:
                return result
            unit, fold = rule(own, mantissa, **dict(zip(names[1:], args, strict=False)), **kwargs)
            return scaled(result, fold) if unit is None else join(result, unit)

        return cast("Callable[P, R]", register(body, function, "shaped", rule.__name__))

    return declare


def powered(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare ``f(x, exponent)``: one exponent raises the unit too, an array needs a pure number."""
    bodies = Bodies(body)
    names = parameters(body)
    name = body.__name__

    def function(x: Any = _MISSING, y: Any = _MISSING, /, **kwargs: Any) -> Any:
        x = _taken(name, x, names[0], kwargs)
        y = _taken(name, y, names[1], kwargs)
        if not (is_operand(x) and is_operand(y)):
            raise no_operand(name, x, y)
        base, exponent, unit, fold = raised_pair(name, x, y)
        run, arrays = bodies.ready_for((base, exponent), (x, y))
        result = bodies.computed(run, arrays, (), kwargs)
        return scaled(result, fold) if unit is None else join(result, unit)

    return cast("Callable[P, R]", register(body, function, "powered", "power"))

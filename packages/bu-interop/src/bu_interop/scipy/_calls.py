"""Callables of the user: they get and return quantities, and every result is checked."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast

import numpy as np

from bu_array import Quantity
from bu_array.bridge import Layout
from bu_array.core import Pair, scaled, suited
from bu_units import UNITLESS, Unit, UnitMismatchError

from ._layouts import One, Parts, layout_of, plain
from ._letters import PURE, Call, Power, Rule, rule_of
from ._results import Blocks

__all__ = ["Calls", "Own", "calls"]

_new = object.__new__


class Own(Rule):
    """A tolerance: a plain number is the solver's own; one with a unit is converted.

    default: scipy's, of numbers near one; size: what it is a part of, where nothing is given.
    """

    late = True

    def __init__(self, of: Power, default: float = 0.0, size: Callable[..., Any] | None = None) -> None:
        self.of = of
        self.default = default
        self.size = size

    def absent(self, given: dict[str, Any], call: Call) -> Any:
        """Return the default where numbers have units, which does not depend on them; None for scipy's."""
        if self.size is None or (
            all(layout.is_pure for layout in call.env.values()) and self.of.names() <= {*call.env}
        ):
            return None
        size = self.size(given, call)
        return None if size is None else self.default * size

    def take(self, value: Any, call: Call, place: str) -> Any:
        return value if value is None or plain(value) else self.of.take(value, call, place)

    def __str__(self) -> str:
        return f"{self.of} or the solver's own"


class Calls(Rule):
    """A callable of the user."""

    late = True

    def __init__(self, takes: tuple[Any, ...], gives: Any, at: Any, star: bool, state: Any) -> None:
        self.takes = [rule_of(rule) for rule in takes]
        self.gives = rule_of(gives)
        self.at = at
        self.star = star
        self.state = rule_of(state)

    def names(self) -> set[str]:
        return set().union(*(rule.names() for rule in self.takes))

    def take(self, value: Any, call: Call, place: str) -> Any:
        if type(value).__name__ == "LowLevelCallable":
            if not all(call.env[name].is_pure for name in self.names() if name in call.env):
                raise TypeError(
                    f"{place}: a LowLevelCallable is compiled for bare numbers, the arguments have units; "
                    "call scipy's own through boundary(f, inputs, outputs)"
                )
            return value
        if callable(value) and not isinstance(value, Pair):
            return _Called(self, value, call, place).function()
        if isinstance(value, (Pair, Blocks, np.ndarray, list, tuple, dict, int, float)) and not isinstance(
            value, bool
        ):
            return self.gives.take(value, call, place)  # a constant one: a matrix, a limit
        return value

    def __str__(self) -> str:
        return f"f({', '.join(map(str, self.takes))}) in {self.gives}"


def calls(*takes: Any, gives: Any, at: Any = None, star: bool = False, state: Any = None) -> Calls:
    """Return the rule of a callable.

    takes, gives: of its arguments and of its result; further arguments are the user's own. at: what gives the
    arguments of a trial call, for a tolerance whose unit only the result says. star: whether the last letter
    are all the further arguments. state: the rule of results that the solver shows on the way.
    """
    return Calls(takes, gives, at, star, state)


class _Called:
    """The function that the solver calls. No call more than without units."""

    def __init__(self, rule: Calls, user: Callable[..., Any], call: Call, place: str) -> None:
        self.rule = rule
        self.user = user
        self.call = call
        self.place = place
        self.result = f"the result of {place}"
        self.ready: list[Any] = []
        self.gives: Any = None
        self.factors: dict[Any, Any] = {}
        self.run: Callable[..., Any] = self.first

    def function(self) -> Callable[..., Any]:
        function = self._at_once()
        if function is None:

            def function(*args: Any, **kwargs: Any) -> Any:
                return self.run(*args, **kwargs)

        update_wrapper(function, self.user)  # solvers read the signature
        for name in ("terminal", "direction"):  # and attributes, of an object its class's too
            if hasattr(self.user, name):
                setattr(function, name, getattr(self.user, name))
        return cast("Callable[..., Any]", function)

    def _at_once(self) -> Any:
        """Return the quick function, where all that it needs is known before the first call."""
        known = self.call.env.keys()
        if not self.rule.names() <= known or self.rule.names() & self.call.unsaid:
            return None
        if not self.rule.gives.names() <= known:
            return None
        self.ready = [rule.of(self.call) if isinstance(rule, Power) else rule for rule in self.rule.takes]
        return self._quick()

    def first(self, *args: Any, **kwargs: Any) -> Any:
        for wanted in self.rule.takes:
            for name in wanted.names() - self.call.env.keys():
                raise TypeError(f"{self.place}: no argument says the unit of {name}")
        self.ready = [rule.of(self.call) if isinstance(rule, Power) else rule for rule in self.rule.takes]
        quick = self._quick()
        self.run = self.general if quick is None else quick
        unsaid = self.rule.names() & self.call.unsaid
        if not unsaid:
            return self.run(*args, **kwargs)
        try:
            return self.run(*args, **kwargs)
        except (TypeError, ValueError) as error:  # of units, as it seems
            error.add_note(
                f"{self.place} got pure numbers: no argument of {self.call.name} says the unit of "
                f"{', '.join(sorted(unsaid))} (plain zeros and infinities fit any)"
            )
            raise

    def general(self, *args: Any, **kwargs: Any) -> Any:
        count = len(self.ready) - self.rule.star
        given = [self._given(one, arg) for one, arg in zip(self.ready[:count], args, strict=False)]
        state = self.rule.state
        rest = [_shown(state, arg, self.call) for arg in args[count:]]
        kwargs = {key: _shown(state, arg, self.call) for key, arg in kwargs.items()}
        if not self.rule.star:
            columns = [arg.shape[1] for one, arg in zip(self.ready, args, strict=False) if _many(one, arg)]
            return self.checked(self.user(*given, *rest, **kwargs), columns[0] if columns else None)
        last = self.ready[-1].give(np.asarray(args[count:]))
        if isinstance(last, dict):
            return self.checked(self.user(*given, **last))
        if isinstance(self.ready[-1], Parts) and not isinstance(last, (list, tuple)):
            return self.checked(self.user(*given, last))
        return self.checked(self.user(*given, *last))

    def _given(self, one: Any, arg: Any) -> Any:
        return one.give(arg, self.call) if isinstance(one, Rule) else one.give(arg)

    def checked(self, result: Any, columns: int | None = None) -> Any:
        gives = self.rule.gives
        if not isinstance(gives, Power):
            return gives.asked(self.call).take(result, self.call, self.result)
        if self.gives is None:
            if gives.missing(self.call):
                gives.bind(layout_of(result, tree=gives.tree), self.call, self.result)
            self.gives = gives.of(self.call)
        wanted = self.gives
        if columns is not None and isinstance(wanted, Parts):
            return wanted.take_many(result, columns, self.result)
        try:
            value = wanted.take(result, self.result)
        except UnitMismatchError as error:
            raise _told(error, self.result, wanted) from None
        if (
            isinstance(wanted, One)
            and type(result) is Quantity
            and type(wanted.unit) is type(result._unit) is Unit
        ):
            self.factors[result._unit.ident] = suited(result._unit, wanted.unit)
        return value

    def off(self, result: Any) -> Any:
        if type(result) is Quantity and result._unit.ident in self.factors:
            factor = self.factors[result._unit.ident]
            return result._mantissa if factor is None else scaled(result._mantissa, factor)
        return self.checked(result)

    def _quick(self) -> Callable[..., Any] | None:
        """Return the function of one or two arguments that has as little to do as there is."""
        if self.rule.star or len(self.ready) not in (1, 2) or not isinstance(self.rule.gives, Power):
            return None
        kinds = [_kind(one) for one in self.ready]
        if None in kinds or self.rule.state is not rule_of(None):
            return None
        if len(kinds) == 1:
            return self._unary(kinds[0])
        if isinstance(kinds[0], Unit):
            return (
                self._binary(kinds[0], kinds[1])
                if isinstance(kinds[1], Unit)
                else self._mixed(kinds[0], kinds[1])
            )
        return None

    def _unary(self, kind: Any) -> Callable[..., Any] | None:
        user, off = self.user, self.off
        if not isinstance(kind, Unit):
            return None

        def function(x: Any, *rest: Any, **kwargs: Any) -> Any:
            quantity = _new(Quantity)
            quantity._mantissa = x
            quantity._unit = kind
            return off(user(quantity, *rest, **kwargs))

        return function

    def _binary(self, first: Unit, second: Unit) -> Callable[..., Any]:
        user, factors, off = self.user, self.factors, self.off

        def function(x: Any, y: Any, *rest: Any, **kwargs: Any) -> Any:
            a = _new(Quantity)
            a._mantissa = x
            a._unit = first
            b = _new(Quantity)
            b._mantissa = y
            b._unit = second
            result = user(a, b, *rest, **kwargs) if rest or kwargs else user(a, b)
            if type(result) is Quantity and factors.get(result._unit.ident, factors) is None:
                return result._mantissa
            return off(result)

        return function

    def _mixed(self, first: Unit, layout: Layout) -> Callable[..., Any] | None:
        user, general, rule = self.user, self.general, self.rule.gives
        if not isinstance(rule, Power) or rule.missing(self.call):
            return None
        wanted = rule.of(self.call)
        if not isinstance(wanted, Parts):
            return None
        ravel, alike, place, kind = wanted.layout.ravel, wanted._alike, self.result, wanted.kind

        def function(x: Any, y: Any, *rest: Any, **kwargs: Any) -> Any:
            if y.ndim != 1:
                return general(x, y, *rest, **kwargs)
            a = _new(Quantity)
            a._mantissa = x
            a._unit = first
            result = user(a, layout(y), *rest, **kwargs)
            return ravel(result if type(result) is kind else alike(result), place)

        return function


def _kind(one: Any) -> Any:
    """Return the unit that a quick function puts on, or the layout of a tree; None where it is neither."""
    if isinstance(one, Parts):
        return one.layout
    if not isinstance(one, One) or one.fold is not None or type(one.out) is not Unit or one.out is UNITLESS:
        return None
    return one.out


def _many(one: Any, arg: Any) -> bool:
    return isinstance(one, Parts) and getattr(arg, "ndim", 1) > 1


def _shown(state: Rule, arg: Any, call: Call) -> Any:
    return state.give(arg, call) if type(arg).__name__ == "OptimizeResult" else arg


def _told(error: UnitMismatchError, place: str, wanted: Any) -> Exception:
    if not isinstance(wanted, One):
        return error
    found = error.args[-1] if len(error.args) == 3 else "another"
    return type(error)(f"{place} must be in {wanted}, got {found}", *error.args[1:])


def pure_calls(count: int, gives: Any) -> Calls:
    """Return the rule of a callable of pure numbers."""
    return calls(*[PURE] * count, gives=gives)

"""The vocabulary of unit rules: letters that stand for units, and their products.

The first argument that has a letter binds it, everything else is converted to it. Letters multiply:
``y / t``, ``x**2``. A letter alone is a value (degC); a product, `delta` included, is a difference (K).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from inspect import signature
from typing import Any, ClassVar

from bu_array.core import is_neutral, pure_number, refused_on_scale
from bu_units import UNITLESS, ScaleUnit

from ._layouts import Carrier, One, Parts, first_of, layout_of, plain

__all__ = ["ANY", "PURE", "Call", "Power", "Rule", "delta", "letters", "rule_of"]


class Call:
    """One call: what each letter stands for, and what was given."""

    __slots__ = ("asked", "env", "name", "unsaid")

    def __init__(self, name: str, env: dict[str, One | Parts], asked: dict[str, Any]) -> None:
        self.name = name
        self.env = env
        self.asked = asked
        self.unsaid: set[str] = set()
        """The letters of which no argument says the unit: their values are pure numbers."""


class Rule:
    """What becomes of the units of an argument or of a result."""

    late: ClassVar[bool] = False
    """Whether an argument is read after those that say the units."""

    def take(self, value: Any, call: Call, place: str) -> Any:
        """Return what scipy gets for an argument, or for the result of a callable."""
        raise NotImplementedError

    def give(self, value: Any, call: Call) -> Any:
        """Return what the user gets for a result, or for the argument of a callable."""
        raise NotImplementedError

    def names(self) -> set[str]:
        """Return the letters that values alone can bind."""
        return set()

    def asked(self, call: Call) -> Rule:
        """Return the rule that the options of a call choose."""
        return self


class Power(Rule):
    """A product of letters."""

    def __init__(self, powers: dict[str, Fraction], *, point: bool = False, tree: bool = False) -> None:
        self.powers = powers
        self.point = point
        self.tree = tree

    def __mul__(self, other: Power) -> Power:
        names = {**self.powers, **other.powers}
        found = {
            name: self.powers.get(name, Fraction(0)) + other.powers.get(name, Fraction(0)) for name in names
        }
        return Power({name: power for name, power in found.items() if power})

    def __pow__(self, exponent: float | Fraction) -> Power:
        return Power({name: power * Fraction(exponent) for name, power in self.powers.items()})

    def __truediv__(self, other: Power) -> Power:
        return self * other**-1

    def __rtruediv__(self, one: int) -> Power:
        return self**-1

    def missing(self, call: Call) -> list[str]:
        """Return the letters that stand for nothing yet."""
        return [name for name in self.powers if name not in call.env]

    def names(self) -> set[str]:
        return {*self.powers}

    def of(self, call: Call) -> Any:
        """Return what the product stands for: `One` or `Parts`."""
        if self.point:
            return call.env[next(iter(self.powers))]
        return self._known(call)

    def _known(self, call: Call) -> Any:
        factors = [call.env[name] ** power for name, power in self.powers.items() if name in call.env]
        return reduce(lambda first, second: first * second, factors, One(UNITLESS, computed=True))

    def bind(self, layout: One | Parts, call: Call, place: str) -> None:
        """Let the one missing letter be what makes the product `layout`."""
        name, *others = self.missing(call)
        if others:
            raise TypeError(f"{place}: no argument says the unit of {', '.join(others)}")
        if self.point:
            self._admit(layout, call)
            call.env[name] = layout
        else:
            call.env[name] = (layout * self._known(call) ** Fraction(-1)) ** (1 / self.powers[name])

    def _admit(self, layout: One | Parts, call: Call) -> None:
        pass

    def take(self, value: Any, call: Call, place: str) -> Any:
        if value is None or isinstance(value, (str, bytes)):
            return value
        if self.missing(call):
            structure = self.tree and not isinstance(value, list)
            first: Any
            if isinstance(value, Carrier) or (structure and isinstance(value, (tuple, dict))):
                first = value
            else:
                first = first_of(value) if not (self.tree and isinstance(value, list)) else value
                if first is None or (isinstance(value, list) and first_of(value) is None):
                    return value  # zeros, NaN and infinities fit what others say
            self.bind(layout_of(first, tree=self.tree), call, place)
        return self.of(call).take(value, place)

    def give(self, value: Any, call: Call) -> Any:
        if value is None:
            return None
        missing = self.missing(call)
        if missing:
            raise TypeError(f"{call.name}: no argument says the unit of {', '.join(missing)}")
        return self.of(call).give(value)

    def __str__(self) -> str:
        if not self.powers:
            return "1"
        text = " ".join(name if power == 1 else f"{name}^{power}" for name, power in self.powers.items())
        return text if self.point or len(self.powers) > 1 or text != next(iter(self.powers)) else f"Δ{text}"


class Linear(Power):
    """A letter of values that add up, or take part in products: no points or levels."""

    def _admit(self, layout: One | Parts, call: Call) -> None:
        for unit in [layout.unit] if isinstance(layout, One) else layout.units:
            if isinstance(unit, ScaleUnit):
                raise refused_on_scale(call.name, unit)


class _Any(Rule):
    """Nothing is said of the units: what the callables of the user get as they are."""

    def take(self, value: Any, call: Call, place: str) -> Any:
        return value

    def give(self, value: Any, call: Call) -> Any:
        return value

    def __str__(self) -> str:
        return "any"


class _Plain(Rule):
    """No unit: what the row does not name."""

    def take(self, value: Any, call: Call, place: str) -> Any:
        return value if plain(value) else pure_number(value, call.name, place.removeprefix(f"{call.name}: "))

    def give(self, value: Any, call: Call) -> Any:
        return value

    def __str__(self) -> str:
        return "plain"


class Chosen(Rule):
    """A rule that depends on options of the call, by their names."""

    def __init__(self, choose: Callable[..., Any]) -> None:
        self.choose = choose
        self.options = [*signature(choose).parameters]

    def asked(self, call: Call) -> Rule:
        return rule_of(self.choose(*[call.asked.get(name) for name in self.options])).asked(call)

    def take(self, value: Any, call: Call, place: str) -> Any:
        return self.asked(call).take(value, call, place)

    def give(self, value: Any, call: Call) -> Any:
        return self.asked(call).give(value, call)

    def __str__(self) -> str:
        return f"by {', '.join(self.options)}"


class Each(Rule):
    """A list of things alike; one that stands alone is one of them."""

    def __init__(self, rule: Any) -> None:
        self.rule = rule_of(rule)

    def names(self) -> set[str]:
        return self.rule.names()

    def take(self, value: Any, call: Call, place: str) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([self.rule.take(part, call, f"{place}[{i}]") for i, part in enumerate(value)])
        return self.rule.take(value, call, place)

    def give(self, value: Any, call: Call) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([self.rule.give(part, call) for part in value])
        return self.rule.give(value, call)

    def __str__(self) -> str:
        return f"[{self.rule}]"


class Several(Rule):
    """A tuple, part by part."""

    def __init__(self, rules: tuple[Any, ...]) -> None:
        self.rules = [rule_of(rule) for rule in rules]

    def names(self) -> set[str]:
        return set().union(*(rule.names() for rule in self.rules))

    def take(self, value: Any, call: Call, place: str) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(self.rules):
            raise TypeError(f"{place} must be {len(self.rules)} values, got {type(value).__name__}")
        parts = enumerate(zip(self.rules, value, strict=True))
        return tuple(rule.take(part, call, f"{place}[{i}]") for i, (rule, part) in parts)

    def give(self, value: Any, call: Call) -> Any:
        parts = [rule.give(part, call) for rule, part in zip(self.rules, value, strict=False)]
        parts += value[len(parts) :]
        if hasattr(value, "_fields"):
            return rebuilt_tuple(value, dict(zip(value._fields, parts, strict=False)))
        return parts if isinstance(value, list) else tuple(parts)

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.rules))})"


def rebuilt_tuple(value: Any, changed: dict[str, Any]) -> Any:
    """Return a named tuple of scipy's own class, past its ``__new__``, some fields replaced."""
    made = tuple.__new__(
        type(value), [changed.get(name, old) for name, old in zip(value._fields, value, strict=False)]
    )
    if hasattr(made, "__dict__"):
        made.__dict__.update({**value.__dict__, **changed})
    return made


def rule_of(rule: Any) -> Rule:
    """Return what a row says as a rule: a tuple, a list of one, a dict, a function of options."""
    if isinstance(rule, Rule):
        return rule
    if rule is None:
        return NOTHING
    if isinstance(rule, tuple):
        return Several(rule)
    if isinstance(rule, list):
        return Each(rule[0])
    if isinstance(rule, dict):
        from ._results import Fields  # which knows this module

        return Fields(rule)
    return Chosen(rule)


def letters(text: str, *, tree: bool = False, linear: bool = False) -> list[Power]:
    """Return letters; with `tree` states, that may have several units; with `linear` no points of scales."""
    kind = Linear if linear else Power
    return [kind({name: Fraction(1)}, point=True, tree=tree) for name in text.split()]


def delta(letter: Power) -> Power:
    """Return the differences of values: a tolerance, a distance, a deviation."""
    return Power(dict(letter.powers), tree=letter.tree)


PURE = Power({})
"""A pure number: percent and radian become one."""
ANY = _Any()
NOTHING = _Plain()


def neutral(value: Any) -> bool:
    """Whether a plain value fits any unit."""
    return value is None or is_neutral(value)

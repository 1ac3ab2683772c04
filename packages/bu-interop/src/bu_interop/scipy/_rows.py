"""Functions of scipy declared with units, one row each: same names, same signatures, quantities."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from bu_units import UNITLESS

from ._calls import Calls
from ._layouts import One, plain
from ._letters import ANY, NOTHING, Call, Rule, rule_of

__all__ = ["Row", "Rows", "row"]

_OWN = ("args", "kwargs", "kwds", "callback")
"""What goes to the user's own callables, as it is."""


class Places:
    """The parameters of a function of scipy."""

    def __init__(self, function: Callable[..., Any], described: list[str]) -> None:
        self.names = described
        self.variable = ""
        self.defaults: dict[str, Any] = {}
        self.named = ""
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):  # a compiled function that does not tell: as the row has it
            return
        self.names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        self.defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
        self.variable = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), "")
        self.named = next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), "")


@cache
def _places(function: Callable[..., Any], described: tuple[str, ...]) -> Places:
    return Places(function, [*described])


class Row:
    """The unit rules of a function: of each argument by its name, and of the result."""

    def __init__(
        self,
        takes: dict[str, Any],
        gives: Any,
        check: Callable[[dict[str, Any]], None] | None,
        order: str = "",
    ) -> None:
        self.takes = {name: rule_of(rule) for name, rule in takes.items()}
        self.gives = rule_of(gives)
        self.check = check
        self.order = tuple(order.split()) if order else tuple(self.takes)
        self.fixed = bool(order)

    def places(self, function: Callable[..., Any]) -> Places:
        """Return the parameters of the function, or of the method without its object."""
        if self.fixed:
            return _fixed(self.order)
        plain_function = getattr(function, "__func__", None)
        if plain_function is None:
            return _places(function, self.order)
        found = _places(plain_function, ("self", *self.order))
        made = Places.__new__(Places)
        made.names, made.variable = found.names[1:], found.variable
        made.defaults, made.named = found.defaults, found.named
        return made

    def run(self, function: Callable[..., Any], bound: dict[str, Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call the function, `bound` the letters that an object has already."""
        if not bound and not self._has_calls and all(map(plain, args)) and all(map(plain, kwargs.values())):
            return function(*args, **kwargs)  # scipy itself
        places = self.places(function)
        given = {**dict(zip(places.names, args, strict=False)), **kwargs}
        if places.variable and len(args) > len(places.names):
            given[places.variable] = tuple(args[len(places.names) :])
        call = Call(getattr(function, "__name__", "call"), dict(bound), {**places.defaults, **given})
        if self.check is not None:
            self.check(call.asked)
        self._take(given, call)
        further = self._absent(given, call)
        front = [given[name] for name in places.names[: len(args)] if name in given]
        rest = given.pop(places.variable) if places.variable in given else args[len(places.names) :]
        result = function(*front, *rest, **{**{key: given[key] for key in kwargs}, **further})
        return self.gives.give(result, call)

    def _absent(self, given: dict[str, Any], call: Call) -> dict[str, Any]:
        """Return the tolerances that are not given and would mean another accuracy in another unit."""
        found = {
            name: rule.absent(given, call)
            for name, rule in self.takes.items()
            if hasattr(rule, "absent")
            and (name not in given or (name == "options" and given[name] is not None))
        }
        return {name: value for name, value in found.items() if value is not None}

    @property
    def _has_calls(self) -> bool:
        return any(isinstance(rule, Calls) or type(rule).__name__ == "Chosen" for rule in self.takes.values())

    def _take(self, given: dict[str, Any], call: Call) -> None:
        rules = {name: rule.asked(call) for name, rule in self.takes.items()}
        for name, value in given.items():
            if name not in rules and name not in _OWN:
                given[name] = NOTHING.take(value, call, f"{call.name}: {name}")
        for name, rule in rules.items():
            if name in given and not rule.late:
                given[name] = rule.take(given[name], call, f"{call.name}: {name}")
        said = {
            name: rule.gives.names() - rule.names() for name, rule in rules.items() if isinstance(rule, Calls)
        }
        self._unsaid(rules, call, set().union(*said.values()))
        for name, rule in rules.items():
            if name in given and isinstance(rule, Calls):
                given[name] = rule.take(given[name], call, f"{call.name}: {name}")
        self._unsaid(
            rules, call, set().union(*(said[name] for name in said if callable(call.asked.get(name))))
        )
        for name, rule in rules.items():
            if name in given and rule.late and not isinstance(rule, Calls):
                if not plain(given[name]):
                    self._try(rules, given, call)
                given[name] = rule.take(given[name], call, f"{call.name}: {name}")

    def _unsaid(self, rules: dict[str, Rule], call: Call, later: set[str]) -> None:
        """Let the letters that no argument says be pure numbers; `later` are those that callables say."""
        for rule in rules.values():
            for letter in rule.names() - later if not rule.late or isinstance(rule, Calls) else ():
                if letter not in call.env:
                    call.env[letter] = One(UNITLESS)
                    call.unsaid.add(letter)

    def _try(self, rules: dict[str, Rule], given: dict[str, Any], call: Call) -> None:
        """Bind what only a callable can tell, for a tolerance with a unit: one call more."""
        for name, rule in rules.items():
            if isinstance(rule, Calls) and rule.at is not None and rule.gives.names() - call.env.keys():
                given[name](*rule.at(given))


@cache
def _fixed(order: tuple[str, ...]) -> Places:
    made = Places.__new__(Places)
    made.names, made.variable, made.defaults, made.named = [*order], "", {}, ""
    return made


def row(gives: Any = None, order: str = "", **takes: Any) -> Row:
    """Return the row of a method: what each argument and the result are in."""
    return Row(takes, gives, None, order)


class Rows:
    """The rows of a module of scipy; made is what they are to users."""

    def __init__(self, module: str) -> None:
        self.name = module
        self.module = import_module(module)
        self.made: dict[str, Any] = {}
        self.rows: dict[str, Row] = {}
        self.declared: list[tuple[str, ...]] = []
        """The names of functions that were declared together."""

    def __call__(
        self, names: str, /, gives: Any = None, check: Any = None, order: str = "", **takes: Any
    ) -> None:
        """Declare functions of one rule; those that this release of scipy has not are left out."""
        self.declared.append(tuple(name for name in names.split() if hasattr(self.module, name)))
        for name in names.split():
            if hasattr(self.module, name):
                made = Row(takes, gives, check, order)
                self.rows[name] = made
                self.made[name] = self._function(name, getattr(self.module, name), made)

    def same(self, names: str) -> None:
        """Show names of scipy's own, which have nothing to do with units."""
        self.made |= {
            name: getattr(self.module, name) for name in names.split() if hasattr(self.module, name)
        }

    def _function(self, name: str, target: Callable[..., Any], made: Row) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            return made.run(target, {}, *args, **kwargs)

        function.__name__ = function.__qualname__ = name
        function.__module__ = f"bu_interop.{self.name}"
        function.__doc__ = documented(f"{self.name}.{name}", made)
        function.__wrapped__ = target  # type: ignore[attr-defined]  # where inspect finds the signature
        return function

    def unlisted(self, name: str) -> NoReturn:
        """Raise AttributeError with the way out for what has no row."""
        public = f"{self.name}.{name}"
        if name.startswith("_") or not hasattr(self.module, name):
            raise AttributeError(f"{self.name} has no {name!r}", name=name)
        raise AttributeError(
            f"{public} has no unit rule; brainunit.scipy.boundary({public}, inputs, outputs) calls it with the "
            "units that you say",
            name=name,
        )


def documented(name: str, made: Row) -> str:
    """Return the docstring of a function: the sentence of its units."""
    result = f"in {made.gives}" if made.gives is not NOTHING else "without a unit"
    takes = ", ".join(f"{key} in {rule}" for key, rule in made.takes.items() if rule is not ANY)
    return (
        f"`{name}` of quantities; the result is {result}.\n\n"
        f"{takes or 'every argument is plain'}; letters are units, bound by the first argument that has them.\n"
        f"Parameters and values are those of `{name}`.\n"
    )

"""How functions are declared whose units depend on their options: bins, returned=, a degree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bu_dispatch import backend_of

from ..core import Bodies, as_unit, detach_asked, has_unit
from ..core.pair import refuse_no_number
from .arrays import Namespace, register
from .several import Arguments, called

__all__ = ["Finish", "any_unit", "floating", "prepared", "to_scale"]

P = ParamSpec("P")
R = TypeVar("R")
Finish = Callable[[Any], Any]


def prepared(
    prepare: Callable[[str, dict[str, Any]], Finish], *operands: str
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function whose units are the work of `prepare` alone.

    ``prepare(name, given)`` replaces the `operands` among the arguments, where they were passed, by
    bare arrays, or by lists of them, and returns what makes the result of the body's. Numbers, None and
    texts that name a way to compute stay what they are.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        arguments = Arguments(body)
        name = body.__name__

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            for key in operands:
                if key in given and given[key] is None and key not in arguments.optional:
                    refuse_no_number(f"{name}: argument {key!r}", None)
            finish = prepare(name, given)
            row: list[Any] = []
            for key in operands:
                value = given.get(key)
                row += value if isinstance(value, list) else [value]
            row = [None if isinstance(x, str) else x for x in row]
            run, arrays = bodies.ready_for(row, row, numbers=True)
            if all(backend_of(x) is None for x in arrays):  # no array at all: the default's
                run, first = bodies.ready(arrays[0], arrays[0])
                arrays = [first, *arrays[1:]]
            for key in operands:
                value = given.get(key)
                count = len(value) if isinstance(value, list) else 1
                if key in given and not isinstance(value, str):
                    given[key] = arrays[:count] if isinstance(value, list) else arrays[0]
                arrays = arrays[count:]
            return finish(called(bodies, arguments, run, given, row))

        rule = prepare.__name__.strip("_").replace("_", " ")
        return cast("Callable[P, R]", register(body, function, "prepared", rule))

    return declare


def to_scale(name: str, given: dict[str, Any], *operands: str) -> bool:
    """Divide the operands by the option `unit_to_scale`, if it was passed; whether it was."""
    option = given.pop("unit_to_scale", None)
    if option is None:
        return False
    unit = as_unit(option, name, "unit_to_scale")
    every = [given[key] for key in operands if given.get(key) is not None]
    for key in operands:
        if given.get(key) is not None:
            given[key] = detach_asked(given[key], unit, f"{name} with unit_to_scale", *every)
    return True


def floating(xp: Namespace, x: Any) -> Any:
    """Return `x`, integers and booleans in the default floating-point dtype."""
    whole = xp.isdtype(x.dtype, ("bool", "integral"))
    return xp.astype(x, xp.asarray(0.0).dtype) if whole else x


def any_unit(*operands: Any) -> bool:
    """Whether one of the operands has a unit."""
    return any(has_unit(x) for x in operands)

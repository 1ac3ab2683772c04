"""How functions of jax.lax are declared where the decorators of `bu_array` have no form for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bu_array.core import (
    Bodies,
    as_unit,
    detach_asked,
    has_unit,
    join,
    known_number,
    pure,
    refused_on_scale,
    require,
    scaled,
    split,
)
from bu_array.declare import DECLARED, Arguments, Declaration, Namespace, register
from bu_dispatch import backend_of
from bu_units import UNITLESS, Unit

from ._jax import JAX, like

__all__ = ["each", "listed", "made", "numbers", "parted", "parts", "unit_option"]

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])


def listed(kind: str, rule: str) -> Callable[[F], F]:
    """Put a function that works out its units itself on the list of the declared ones."""

    def declare(function: F) -> F:
        DECLARED.append(Declaration(function.__name__, function.__module__, kind, rule, function, None))
        return function

    return declare


def numbers(*operands: str) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of pure numbers; all `operands` are divided by its option `unit_to_scale`."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, JAX)
        arguments = Arguments(body)
        name = body.__name__

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            unit = given.pop("unit_to_scale", None)
            xs = [given.pop(key) for key in operands]
            for x in xs:
                require(JAX, name, x)  # first: whether a unit is in the way matters only to jax
            mantissas = [_number(name, x, unit, xs) for x in xs]
            run, arrays = bodies.ready_for(mantissas, xs)
            array = next(x for x in arrays if hasattr(x, "dtype"))
            return arguments.call(
                run, given | {k: like(x, array) for k, x in zip(operands, arrays, strict=True)}
            )

        return cast("Callable[P, R]", register(body, function, "numbers", pure))

    return declare


def _number(name: str, x: Any, unit_to_scale: Unit | str | None, beside: list[Any]) -> Any:
    """Return ``x / unit_to_scale``, or the pure number that `x` is."""
    if unit_to_scale is not None:
        unit_to_scale = as_unit(unit_to_scale, name, "unit_to_scale")
        return detach_asked(x, unit_to_scale, f"{name} with unit_to_scale", *beside)
    mantissa, own = split(x, *beside)
    if type(own) is not Unit:
        raise refused_on_scale(name, own)
    outcome = pure.of(own)
    if outcome is None:
        raise pure.refuse(name, own)
    return scaled(mantissa, outcome[0])


def parts(
    *with_unit: bool, on_scales: bool = False
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one array with several results: each has the unit of the array, or none.

    A result that is left alone, because the others were not asked for, has the unit.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, JAX)
        arguments = Arguments(body)
        name = body.__name__
        first = arguments.names[0]

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            x = given.pop(first)
            mantissa, own = split(x)
            if type(own) is not Unit and not on_scales:
                raise refused_on_scale(name, own)
            run, mantissa = bodies.ready(mantissa, x)
            result = run(mantissa, **given)
            if not has_unit(x):
                return result
            if not isinstance(result, (tuple, list)):
                return join(result, own)
            return type(result)(
                join(part, own) if unit else part for part, unit in zip(result, with_unit, strict=False)
            )

        rule = ", ".join("keep" if unit else "drop" for unit in with_unit)
        return cast("Callable[P, R]", register(body, function, "parts", rule))

    return declare


def each(*operands: str) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function with as many results as arrays, each with the unit of its array.

    `operands` are parameters that are arrays, or one that is an array or a sequence of them.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body, JAX)
        arguments = Arguments(body)

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            xs = [given.pop(key) for key in operands]
            sequence = len(operands) == 1 and isinstance(xs[0], (list, tuple)) and not _row_of_numbers(xs[0])
            xs = list(xs[0]) if sequence else xs
            pairs = [split(x) for x in xs]
            run, arrays = bodies.ready_for([mantissa for mantissa, _ in pairs], xs)
            given |= {operands[0]: arrays} if sequence else dict(zip(operands, arrays, strict=True))
            result = run(**given)
            results = result if isinstance(result, (tuple, list)) else [result]
            joined = tuple(
                join(part, unit) if has_unit(x) else part
                for part, x, (_, unit) in zip(results, xs, pairs, strict=True)
            )
            return joined[0] if results is not result else joined

        return cast("Callable[P, R]", register(body, function, "each", "keep"))

    return declare


def _row_of_numbers(items: Sequence[Any]) -> bool:
    return all(isinstance(item, (int, float, complex)) for item in items)


def made(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function that makes an array from none; its option `unit` attaches a unit."""
    name = body.__name__
    arguments = Arguments(body)

    def function(*args: Any, **kwargs: Any) -> Any:
        given = arguments.bind(args, kwargs)
        unit = unit_option(name, given.pop("unit", None))
        make: Callable[..., Any] = body
        result = make(None, **given)
        return result if unit is None or unit is UNITLESS else join(result, unit)

    return cast("Callable[P, R]", register(body, function, "creation", "attached"))


def parted(name: str, x: Any) -> tuple[Any, Unit]:
    """Return the mantissa of `x` as a jax array, and its unit; BackendError for another library."""
    backend = require(JAX, name, x)
    mantissa, unit = split(x)
    return (mantissa if backend_of(mantissa) is backend else backend.asarray(known_number(mantissa))), unit


def unit_option(name: str, unit: Any) -> Unit | None:
    """Return the Unit of an option `unit`, which may be its text; TypeError for anything else."""
    return None if unit is None else as_unit(unit, name)

"""How functions are declared that are not one array in, one array out: decompositions, chains, transforms.

As in `arrays`, a declared function is one readable def.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bu_dispatch import backend_of, default_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import Bodies, Factor, as_result, has_unit, join, linear, rules, scaled
from ..core.admission import number_dtype
from .arrays import DECLARED, Namespace, register, unary
from .several import Arguments

__all__ = ["frequencies", "multiplied", "parts", "plain_sum", "transform"]

P = ParamSpec("P")
R = TypeVar("R")
Part = tuple[Unit | None, Factor]


# ---------------------------------------------------------------- a unit for each part of a tuple


def parts(
    units: Callable[..., Sequence[Part]],
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function whose result is a named tuple; `units` answers (unit, factor) for each part.

    `units` takes the units of as many arrays, the first parameters, as it has parameters itself. A
    part that is None was not asked for; the one that is left alone is the result.
    """
    count = len(inspect.signature(units).parameters)

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        arguments = Arguments(body)
        name = body.__name__

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            xs = [given.pop(key) for key in arguments.names[:count]]
            pairs = [linear(name, x, *xs) for x in xs]
            run, arrays = bodies.ready_for([mantissa for mantissa, _ in pairs], xs)
            result = cast("tuple[Any, ...]", bodies.computed(run, arrays, (), given))
            bare = not any(has_unit(x) for x in xs)
            answers = units(*(unit for _, unit in pairs))
            joined: list[Any] = [
                None if part is None else as_result(part, *answer, bare=bare)
                for part, answer in zip(result, answers, strict=True)
            ]
            asked = [part for part in joined if part is not None]
            return asked[0] if len(asked) == 1 else type(result)(*joined)

        return cast("Callable[P, R]", register(body, function, "parts", units.__name__.strip("_")))

    return declare


# ---------------------------------------------------------------- a chain of arrays


def multiplied(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function of a sequence of arrays, in the product of all their units."""
    bodies = Bodies(body)
    arguments = Arguments(body)
    name = body.__name__

    def function(*args: Any, **kwargs: Any) -> Any:
        given = arguments.bind(args, kwargs)
        xs = list(given.pop(arguments.names[0]))
        pairs = [linear(name, x, *xs) for x in xs]
        run, arrays = bodies.ready_for([mantissa for mantissa, _ in pairs], xs)
        result = run(arrays, **given)
        total, fold = UNITLESS, None
        for _, unit in pairs:
            found, factor = rules.product.result(total, unit)
            total = UNITLESS if found is None else found
            fold = factor if fold is None else fold * (1 if factor is None else factor)
        return as_result(result, total, fold, bare=True)

    return cast("Callable[P, R]", register(body, function, "multiplied", "product"))


# ---------------------------------------------------------------- from time to frequency and back


def transform(
    power: int, axes: Callable[..., int]
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a Fourier transform, times ``dt**power`` for each of ``axes(array, **options)`` axes.

    The body does not see the value of its option `dt`, the spacing of the samples: a time, or a
    number of seconds, 1 s by default. A bare array stays one, unless `dt` has a unit.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        arguments = Arguments(body)
        name = body.__name__

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            x, dt = given.pop(arguments.names[0]), given.pop("dt", None)
            mantissa, own = linear(name, x)
            spacing, time = _spacing(name, dt, x)
            run, (array, step) = bodies.ready_for((mantissa, spacing), (x, dt))
            count = axes(array, **given)
            result = run(array, **given)
            if step is not None:
                result = result * step**count if power > 0 else result / step**count
            if time is None:
                return result
            unit, fold = rules.settled(own * time ** (power * count))
            return as_result(result, unit, fold)

        return cast("Callable[P, R]", register(body, function, "transform", f"second**{power} for each axis"))

    return declare


def plain_sum(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a transform declared by `transform` as a sum of the samples, in their unit, without a spacing.

    So the array API standard has them.
    """
    listed = len(DECLARED)
    found: Callable[..., Any] = unary(rules.keep)(function.__wrapped__.func)  # type: ignore[attr-defined]  # see `register`
    del DECLARED[listed:]
    return found


def _second() -> Unit:
    return Unit("s")


def _spacing(name: str, dt: Any, x: Any) -> tuple[Any, Unit | None]:
    """Return the number and the unit of time that `dt` stands for; no unit where all is bare."""
    spacing, unit = (None, UNITLESS) if dt is None else linear(name, dt, x)
    if has_unit(dt) and not unit.dim.is_dimensionless:
        if unit.dim is not _second().dim:
            raise UnitMismatchError(f"{name}: dt must be a time, or a number of seconds", unit, _second())
        return spacing, unit
    return scaled(spacing, rules.suited(unit, UNITLESS)), _second() if has_unit(x) else None


def frequencies(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare ``f(n, d)``: for a spacing `d` the frequencies in its inverse, hertz for a time."""
    arguments = Arguments(body)
    name = body.__name__

    def function(*args: Any, **kwargs: Any) -> Any:
        given = arguments.bind(args, kwargs)
        d = given.pop("d", 1.0)
        spacing, unit = linear(name, d)
        if unit.dim.is_dimensionless:
            spacing, frequency = scaled(spacing, rules.suited(unit, UNITLESS)), None
        else:
            frequency = _frequency(unit) if unit.dim is _second().dim else unit**-1
        backend = backend_of(spacing) or default_backend()
        if given.get("dtype") is not None:
            given["dtype"] = number_dtype(backend, given["dtype"])
        if given.get("device") is not None:
            given["device"] = backend.device(given["device"])
        make: Callable[..., Any] = body
        result = make(backend.xp, d=spacing, **given)
        return result if frequency is None else join(result, frequency)

    return cast("Callable[P, R]", register(body, function, "frequencies", "1/unit of d"))


def _frequency(time: Unit) -> Unit:
    """Return ``1 / time``, named where it is a decimal multiple of the hertz: kHz for ms, 1 / h for h."""
    inverse: Unit = time**-1
    multiples = (Unit(f"{prefix}Hz") for prefix in ("", "k", "M", "G", "T", "P", "m", "u"))
    return next((unit for unit in multiples if unit == inverse), inverse)

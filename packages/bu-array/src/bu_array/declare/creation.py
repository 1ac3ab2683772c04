"""How functions that make new arrays are declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bu_dispatch import Backend, backend_of, default_backend
from bu_units import UNITLESS, Unit

from ..core import Bodies, detach, has_unit, join, pure_number, rules, split
from ..core.admission import number_dtype
from ..core.holding import asks_truth
from .arrays import Namespace, Q, register
from .several import Arguments
from .writing import detached

__all__ = ["Namespace", "Q", "creation", "liked"]

P = ParamSpec("P")
R = TypeVar("R")


def creation(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function that makes an array from no array; its keyword `unit` attaches a unit.

    The default backend makes it. The result is a bare array where `unit` is the number one.
    """
    name = body.__name__
    arguments = Arguments(body)

    def function(*args: Any, **kwargs: Any) -> Any:
        values = arguments.bind(args, kwargs)
        unit = rules.as_unit(values.pop("unit", UNITLESS), name)
        backend = default_backend()
        if values.get("dtype") is not None:
            values["dtype"] = number_dtype(backend, values["dtype"])
        if values.get("device") is not None:
            values["device"] = backend.device(values["device"])
        make: Callable[..., Any] = body
        result = make(backend.xp, **values)
        return result if unit is UNITLESS else join(result, unit)

    return cast("Callable[P, R]", register(body, function, "creation", "attached"))


def liked(
    *, converts: bool = False, fill: str = "", fills: Callable[[Any], bool] | None = None
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function that makes an array like another; its option `unit` converts or attaches.

    With `converts` the values of the array are in the result, and are converted too. `fills` says of an array
    whether there are zeros beside them: refused on a scale, where those are values like any other.
    fill: the parameter that all elements are set to: it is converted to the unit, and a plain array takes its
    unit. A result that is asked for in booleans has no unit.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = Bodies(body)
        name = body.__name__
        arguments = Arguments(body)

        def function(*args: Any, **kwargs: Any) -> Any:
            values = arguments.bind(args, kwargs)
            x = values.pop(arguments.names[0])
            model, own = split(x)
            given = values.pop("unit", None)
            unit = own if given is None else rules.as_unit(given, name)
            if given is None or (unit is UNITLESS and not own.dim.is_dimensionless):
                unit = own
            elif converts:
                model = model if own is UNITLESS else detach(x, unit, name)
            elif own is not UNITLESS and own.dim is not unit.dim:
                raise rules.one_unit(name, own, unit)
            truth = asks_truth(values.get("dtype"), model)
            if truth and converts and not rules.has_zero(unit):
                raise rules.refused_on_scale(f"{name} to booleans", unit)
            if fill:
                value = values[fill]
                unit = split(value)[1] if own is UNITLESS and has_unit(value) else unit
                number = _fitted(value, None if truth else unit, name, fill, x, values.get("dtype"))
                run, (model, values[fill]) = bodies.ready_for((model, number), (x, value))
            else:
                run, model = bodies.ready(model, model)
            if fills is not None and not rules.has_zero(unit) and fills(model):
                raise rules.zero_wanted(name, "", unit)
            backend = cast("Backend", backend_of(model))
            if values.get("dtype") is not None:
                values["dtype"] = number_dtype(backend, values["dtype"])
            if values.get("device") is not None:
                values["device"] = backend.device(values["device"])
            result = run(model, **values)
            bare = unit is UNITLESS and not (fill and (has_unit(x) or has_unit(value)))
            return result if bare or truth else join(result, unit)

        return cast("Callable[P, R]", register(body, function, "liked", "keep"))

    return declare


def _fitted(value: Any, unit: Unit | None, function: str, name: str, model: Any, dtype: Any) -> Any:
    """Return what an array like `model` is filled with, as a number in `unit`; of no unit for None.

    Raises ValueError for what the integers of the array cannot hold, unless both are bare.
    """
    if unit is None:
        return pure_number(value, function, f"argument {name!r}", model)
    holder = name if has_unit(value) or has_unit(model) else None
    given = {name: model, "dtype": dtype}
    return detached(value, unit, f"{function}: argument {name!r}", holder, given, (value, model))

"""numpy's ufuncs on quantities: ``np.add(q, r)``, ``np.add.reduce(q)``, ``out=``, ``where=``.

A call without options is that of the declared function of the same name, in the mantissas' own
library. With options of numpy's the ufunc itself computes on numpy mantissas, the unit by the rule
of the declared function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from bu_dispatch import backend_of, common_backend, convert, get_backend, using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

from .. import math
from ..core import (
    BinaryRule,
    Factor,
    Pair,
    ScaleRule,
    UnaryRule,
    as_result,
    by_default,
    has_unit,
    is_date,
    linear,
    nothing,
    pure_number,
    raised_pair,
    rules,
    scaled,
    split,
    unwrapped,
)
from ..core.containers import answered
from ..core.holding import counts, held, held_as
from ..core.objects import of_objects, together
from ..core.operate import INCOMPARABLE, Outcomes, apart, is_operand, may_be_date, no_operand
from ..core.pair import AS_IT_IS
from ..declare import DECLARED

__all__ = ["array_ufunc", "holds_array", "written"]

# What numpy calls differently.
_OTHER_NAMES = {
    "absolute": "abs",
    "conjugate": "conj",
    "degrees": "rad2deg",
    "radians": "deg2rad",
    "invert": "bitwise_not",
}
Laws = tuple[UnaryRule | BinaryRule | None, Any]
# Ufuncs without a function of ours that has one rule, with theirs, and that for scales.
_RULES: dict[str, Laws] = {
    "spacing": (rules.keep, None),
    "modf": (rules.keep, nothing),
    "bitwise_count": (rules.truth, None),
    "matvec": (rules.product, None),
    "vecmat": (rules.product, None),
}
_POWERS = frozenset({"power", "float_power"})
# What ``ufunc.reduce`` and ``ufunc.accumulate`` are called as functions, for libraries other than numpy.
_REDUCTIONS = {
    "add": "sum",
    "multiply": "prod",
    "maximum": "max",
    "minimum": "min",
    "logical_and": "all",
    "logical_or": "any",
}
_ACCUMULATIONS = {"add": "cumsum", "multiply": "cumprod"}
# Reductions that leave values in the unit they have.
_KEEPING = frozenset({"add", "maximum", "minimum", "fmax", "fmin", "hypot", "gcd", "lcm"})
# Reductions that pick one of the values, which those on a scale (degC) allow, too.
_PICKING = frozenset({"maximum", "minimum", "fmax", "fmin"})


def holds_array(operands: Iterable[Any]) -> bool:
    """Whether an array of any library is among the operands, in quantities and lists, too."""
    for x in operands:
        if isinstance(x, Pair):
            x = x._mantissa
        if isinstance(x, (list, tuple)):
            if holds_array(x):
                return True
        elif backend_of(unwrapped(x)) is not None:
            return True
    return False


def array_ufunc(ufunc: np.ufunc, method: str, inputs: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Answer ``ufunc(*inputs)`` or one of its methods; NotImplemented for operands of unknown kind."""
    if method == "__call__" and not kwargs:
        first = inputs[0]
        if type(first) is np.ndarray and ufunc in _REFLECTED:
            # A scalar of numpy's arrives as an array without axes; it gives way to any library's array.
            return _REFLECTED[ufunc](inputs[1], first if first.ndim else first[()])
        function = _functions[ufunc]
        if function is not None:
            for x in inputs:
                if type(x) not in AS_IT_IS and not _is_ours(ufunc, x):
                    return answered(ufunc, *inputs)
            if holds_array(inputs):
                return function(*inputs)
            with using_backend("numpy"):  # the caller named the library
                return function(*inputs)
    outs = kwargs.pop("out", ())
    if not all(_is_ours(ufunc, x) or x is None for x in (*inputs, *outs)):
        ready = method == "__call__" and not outs
        return answered(lambda *xs: ufunc(*xs, **kwargs), *inputs) if ready else NotImplemented
    options = {key: _option(ufunc, key, value) for key, value in kwargs.items() if key != "initial"}
    if "initial" in kwargs:
        options["initial"] = kwargs["initial"]
    if common_backend(*(x._mantissa if isinstance(x, Pair) else x for x in inputs)).name != "numpy":
        return _elsewhere(ufunc, method, inputs, outs, options)
    return _METHODS[method](ufunc, inputs, outs, options)


def _is_ours(ufunc: np.ufunc, x: Any) -> bool:
    """Whether `x` is of a kind that this package computes with; other kinds have their own protocols."""
    return is_operand(x) or is_date(x) or (ufunc in _EQUALITY and not hasattr(type(x), "__array_ufunc__"))


def _option(ufunc: np.ufunc, key: str, value: Any) -> Any:
    """Return an option, which takes no unit."""
    return pure_number(value, ufunc.__name__, key) if isinstance(value, Pair) else value


# ``array * q`` arrives here: the operator of the quantity is the shortest way.
_REFLECTED: dict[Any, Callable[[Any, Any], Any]] = {
    np.add: lambda q, x: q.__radd__(x),
    np.subtract: lambda q, x: q.__rsub__(x),
    np.multiply: lambda q, x: q.__rmul__(x),
    np.divide: lambda q, x: q.__rtruediv__(x),
    np.matmul: lambda q, x: q.__rmatmul__(x),
    np.less: lambda q, x: q > x,
    np.less_equal: lambda q, x: q >= x,
    np.greater: lambda q, x: q < x,
    np.greater_equal: lambda q, x: q <= x,
    np.equal: lambda q, x: q == x,
    np.not_equal: lambda q, x: q != x,
}


# What has nothing in common is unequal: nothing raises.
_EQUALITY = frozenset({np.equal, np.not_equal})
# They move dates.
_OF_DATES = frozenset({np.add, np.subtract})


class _Functions(dict[Any, Any]):
    """Ufunc -> what answers a call without options; None: the ufunc itself computes."""

    def __missing__(self, ufunc: np.ufunc) -> Any:
        name = ufunc.__name__
        found: Any = None
        if _is_numpys(ufunc):
            found = getattr(math, _OTHER_NAMES.get(name, name), None)
        self[ufunc] = found
        return found


_functions = _Functions()


def _is_numpys(ufunc: np.ufunc) -> bool:
    """Whether a ufunc is one of numpy's own, not a namesake such as ``scipy.special.exp2``."""
    return getattr(np, ufunc.__name__, None) is ufunc


def _law(ufunc: np.ufunc) -> Laws:
    """Return the rules of a ufunc, the second for scales, as the declared function has them."""
    if not _is_numpys(ufunc):
        return None, None
    name = ufunc.__name__
    if not _laws:
        _laws.update(_RULES)
        for declared in DECLARED:
            if declared.law is not None and declared.module.startswith("bu_array.math."):
                _laws[declared.name] = declared.law, declared.on_scale
    return _laws.get(_OTHER_NAMES.get(name, name), (None, None))


_laws: dict[str, Laws] = {}


# ---------------------------------------------------------------- numpy computes


def _call(ufunc: np.ufunc, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    """Compute ``ufunc(*inputs, out=..., **options)`` on numpy mantissas."""
    if ufunc in _OF_DATES and any(map(may_be_date, inputs)):
        return _dates(ufunc, inputs, outs, options)
    arrays, results = _ruled(ufunc, inputs)
    return _computed(ufunc, lambda out: ufunc(*arrays, **out, **options), results, outs, options)


def _dates(ufunc: np.ufunc, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    """Answer for dates that are moved, into `outs` where there are any."""
    where, casting = options.pop("where", True), options.pop("casting", "same_kind")
    if options:
        raise TypeError(f"np.{ufunc.__name__} of dates takes no {' and no '.join(options)}")
    result = _functions[ufunc](*inputs)
    if not outs or outs[0] is None:
        return result
    np.copyto(outs[0], result, casting=casting, where=where)
    return outs[0]


def _outer(ufunc: np.ufunc, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    arrays, results = _ruled(ufunc, inputs)
    return _computed(ufunc, lambda out: ufunc.outer(*arrays, **out, **options), results, outs, options)


Result = tuple[Unit | None, Factor]


def _ruled(ufunc: np.ufunc, inputs: Sequence[Any]) -> tuple[list[Any], list[Result]]:
    """Return the numpy arrays to compute with, and unit and factor for each result."""
    name = ufunc.__name__
    if name in _POWERS:
        base, exponent, unit, fold = raised_pair(name, *inputs)
        return [_numpy(base), _numpy(exponent)], [(unit, fold)]
    if name == "divmod":
        arrays, quotient = _two(ufunc, rules.floored, None, *inputs)
        return arrays, [*quotient, *_two(ufunc, rules.remainder, None, *inputs)[1]]
    law, on_scale = _law(ufunc)
    if isinstance(law, UnaryRule) and len(inputs) == 1:
        mantissa, own = split(inputs[0])
        if type(own) is not Unit:
            law = on_scale or by_default(law)
        outcome = law.of(own)
        if outcome is None:
            raise law.refuse(name, own)
        factor, unit, fold = outcome
        return [_numpy(scaled(mantissa, factor))], [(unit, fold)] * ufunc.nout
    if isinstance(law, BinaryRule) and len(inputs) == 2:
        return _two(ufunc, law, on_scale, *inputs)
    # A stranger, scipy.special.erf say: of pure numbers.
    return [_numpy(pure_number(x, name, "each operand", *inputs)) for x in inputs], [
        (None, None)
    ] * ufunc.nout


@cache
def _outcomes(name: str, rule: BinaryRule, on_scale: ScaleRule | None) -> Outcomes:
    return Outcomes(name, rule, on_scale)


def _two(
    ufunc: np.ufunc, rule: BinaryRule, on_scale: ScaleRule | None, x: Any, y: Any
) -> tuple[list[Any], list[Result]]:
    name = ufunc.__name__
    found: Any = None
    comparable = True
    try:
        found = _outcomes(name, rule, on_scale).settle(x, y)
    except INCOMPARABLE:
        if ufunc not in _EQUALITY:
            raise
        comparable = False
    if not comparable:  # not in the handler: an error about shapes would show the other first
        return [apart(x, y, False), True], [(None, None)]
    if found is None:
        if ufunc in _EQUALITY:
            return [False, True], [(None, None)]
        raise no_operand(name, x, y)
    a, b, fx, fy, unit, fold = found
    a, b = together((a, b))
    return [_numpy(scaled(a, fx)), _numpy(scaled(b, fy))], [(unit, fold)]


def _numpy(mantissa: Any) -> Any:
    return mantissa if backend_of(mantissa) is None else convert(mantissa, get_backend("numpy"))


def _computed(
    ufunc: np.ufunc,
    compute: Callable[[dict[str, Any]], Any],
    results: list[Result],
    outs: Sequence[Any],
    options: dict[str, Any],
) -> Any:
    """Compute into `outs`, if any, and return the results with their units."""
    if not outs or all(out is None for out in outs):
        values = compute({})
        parts = values if isinstance(values, tuple) else (values,)
        wrapped = tuple(as_result(part, *result) for part, result in zip(parts, results, strict=True))
        return wrapped if isinstance(values, tuple) else wrapped[0]
    given = [*outs, *[None] * (len(results) - len(outs))]
    factors = [_factor_into(ufunc.__name__, out, *r) for out, r in zip(given, results, strict=True)]
    where, casting = options.get("where", True), options.get("casting", "same_kind")
    # What integers hold is looked at before it is written.
    held_back = [casting != "unsafe" and isinstance(out, Pair) and _counts(out) for out in given]
    bare = tuple(
        None if late else out._mantissa if isinstance(out, Pair) else out
        for out, late in zip(given, held_back, strict=True)
    )
    values = compute({"out": None if all(out is None for out in bare) else bare})
    parts = values if isinstance(values, tuple) else (values,)
    done = []
    for part, out, factor, result, late in zip(parts, given, factors, results, held_back, strict=True):
        if out is None:
            done.append(as_result(part, *result))
            continue
        if late:
            known = part if where is True else np.where(where, part, 0)
            written(ufunc.__name__, out, as_result(known, *result), where)
        elif factor is not None and of_objects(part):
            np.copyto(part, scaled(part, factor), where=where)
        elif factor is not None:  # numpy's result was in the unit that the rule says
            np.multiply(part, factor, out=part, where=where, casting=casting)
        done.append(out)
    return tuple(done) if isinstance(values, tuple) else done[0]


def _factor_into(name: str, out: Any, unit: Unit | None, fold: Factor) -> Factor:
    """Return the factor from a result to what `out` holds; UnitMismatchError if it holds something else."""
    if out is None:
        return None
    found = UNITLESS if unit is None else unit
    target = out._unit if isinstance(out, Pair) else UNITLESS
    if target.ident == found.ident:
        return fold
    if type(target) is not Unit or not target.is_comparable(found):
        raise UnitMismatchError(f"{name}: out cannot hold the result, make it a quantity", target, found)
    factor = rules.suited(found, target)
    return fold if factor is None else factor if fold is None else factor * fold


def written(name: str, out: Any, result: Any, where: Any = True) -> Any:
    """Write a result into `out`, converted to its unit; return `out`."""
    mantissa, unit = split(result)
    factor = _factor_into(name, out, unit, None)
    if isinstance(out, Pair):
        array = out._mantissa
        values = held(result, array, out._unit, name) if _counts(out) else scaled(mantissa, factor)
    else:
        array, values = out, scaled(mantissa, factor)
    np.copyto(array, values, casting="same_kind", where=where)
    return out


def _counts(out: Pair) -> bool:
    return counts(out._mantissa.dtype)


# ---------------------------------------------------------------- reductions


def _reduce(ufunc: Any, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    mantissa, result = _reduced(ufunc, "reduce", inputs[0], options)

    def run(out: dict[str, Any]) -> Any:
        return ufunc.reduce(mantissa, *inputs[1:], **out, **options)

    return _computed(ufunc, run, [result], outs, {})


def _accumulate(ufunc: Any, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    mantissa, result = _reduced(ufunc, "accumulate", inputs[0], options)

    def run(out: dict[str, Any]) -> Any:
        return ufunc.accumulate(mantissa, *inputs[1:], **out, **options)

    return _computed(ufunc, run, [result], outs, {})


def _reduceat(ufunc: Any, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> Any:
    mantissa, result = _reduced(ufunc, "reduceat", inputs[0], options)
    places = pure_number(inputs[1], f"{ufunc.__name__}.reduceat", "indices")

    def run(out: dict[str, Any]) -> Any:
        return ufunc.reduceat(mantissa, places, *inputs[2:], **out, **options)

    return _computed(ufunc, run, [result], outs, {})


def _reduced(ufunc: np.ufunc, method: str, x: Any, options: dict[str, Any]) -> tuple[Any, Result]:
    """Return the mantissa to reduce, and unit and factor of the result; converts the option `initial`."""
    name = f"{ufunc.__name__}.{method}"
    mantissa, unit = split(x) if ufunc.__name__ in _PICKING else linear(name, x)
    mantissa = _numpy(mantissa)
    initial = options.get("initial")
    if unit.dim.is_dimensionless and unit is not UNITLESS and ufunc.__name__ not in _KEEPING:
        mantissa, unit = scaled(mantissa, rules.suited(unit, UNITLESS)), UNITLESS
    if unit is UNITLESS:
        if isinstance(initial, Pair):
            options["initial"] = _numpy(pure_number(initial, name, "initial"))
        return mantissa, (UNITLESS if has_unit(x) and ufunc.__name__ in _KEEPING else None, None)
    if ufunc.__name__ in _KEEPING:
        if initial is not None:
            # numpy cuts it to the dtype of the result
            dtype = np.dtype(options.get("dtype") or np.result_type(mantissa))
            label = f"{name}: argument 'initial'"
            options["initial"] = _numpy(held_as(initial, dtype, get_backend("numpy"), unit, label))
        return mantissa, (unit, None)
    if ufunc.__name__ == "multiply" and method == "reduce" and options.get("where", True) is True:
        if isinstance(initial, Pair):
            options["initial"] = _numpy(pure_number(initial, name, "initial"))
        axis = options.get("axis", 0)
        axes = range(mantissa.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
        count = int(np.prod([mantissa.shape[each] for each in axes], dtype=int)) if mantissa.ndim else 1
        return mantissa, rules.raised(unit, count)
    raise TypeError(f"{name} of a quantity in {unit}: each step would give another unit")


def _at(ufunc: np.ufunc, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]) -> None:
    """Apply ``ufunc.at(q, indices, values)`` in place, in the unit that `q` has."""
    name = f"{ufunc.__name__}.at"
    target, places, *values = inputs
    own = (split(target) if ufunc.__name__ in _PICKING else linear(name, target))[1]
    places = pure_number(places, name, "indices") if isinstance(places, Pair) else places
    array = target._mantissa if isinstance(target, Pair) else target
    if ufunc.__name__ in ("multiply", "divide", "floor_divide"):
        pure = [pure_number(value, name, "the values") for value in values]
        arrays = [held(value, array, UNITLESS, name) for value in pure]
    elif own is UNITLESS or ufunc.__name__ in _KEEPING or ufunc.__name__ == "subtract":
        arrays = [held(value, array, own, name) for value in values]
    else:
        law = _law(ufunc)[0]
        outcome = law.of(own) if isinstance(law, UnaryRule) else None
        if outcome is None or outcome[1] is not own:
            raise TypeError(f"{name} would change the unit {own} of the elements it changes")
        arrays = []
    arrays = [_numpy(each) for each in arrays]
    if isinstance(target, Pair) and _counts(target):  # numpy cuts what it writes here
        given = [each.dtype if hasattr(each, "dtype") else type(each) for each in arrays]
        *_, found = ufunc.resolve_dtypes((array.dtype, *given, None))
        if not np.can_cast(found, array.dtype, "same_kind"):
            raise ValueError(
                f"{name}: results of {found} may not fit {array.dtype}; "
                "make the quantity one of floats first: .astype(float)"
            )
    ufunc.at(array, places, *arrays)


_METHODS: dict[str, Callable[..., Any]] = {
    "__call__": _call,
    "outer": _outer,
    "reduce": _reduce,
    "accumulate": _accumulate,
    "reduceat": _reduceat,
    "at": _at,
}


# ---------------------------------------------------------------- another library computes


def _elsewhere(
    ufunc: np.ufunc, method: str, inputs: Sequence[Any], outs: Sequence[Any], options: dict[str, Any]
) -> Any:
    """Answer for mantissas of another library than numpy, where a function of ours says the same."""
    name = ufunc.__name__
    table = {"reduce": _REDUCTIONS, "accumulate": _ACCUMULATIONS}.get(method, {})
    if outs or options.keys() - {"axis", "dtype", "keepdims", "initial"} or name not in table:
        raise TypeError(
            f"np.{name}{'' if method == '__call__' else '.' + method} with these options computes with numpy; "
            "use the function of brainunit.math, or convert the quantity first: .to_numpy()"
        )
    return getattr(math, table[name])(*inputs, **{"axis": 0, **options})

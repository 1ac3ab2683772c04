"""Every door to a function gives one answer: operator, in place, np.*, brainunit.math, method.

An operation that one door takes and another refuses is a fault, and so is another value, unit, dtype or class
of error. Which doors there are follows from the declarations; see `array_doors`. What is left out is counted.
"""

import operator
import os
from collections import Counter

import numpy as np
import pytest
from array_checks import STRICT, values
from array_doors import (
    QUANTITIES,
    SHAPED,
    Door,
    Outcome,
    agree,
    declared_in_math,
    doors,
    mantissa,
    numpy_functions,
    of_library,
    of_numpy,
    operators,
    outcome,
    pairs,
    required,
    ufuncs,
)

from bu_array import Quantity, math
from bu_dispatch import using_backend
from bu_units import UNITLESS

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
AT_NIGHT = pytest.mark.skipif(
    not NIGHTLY, reason="thousands of pairs: asked at night, HYPOTHESIS_PROFILE=nightly"
)

OF_TWO = {
    name: doors(row)
    for name, row in declared_in_math().items()
    if row.kind in ("binary", "powered", "parted", "scalable") and required(row.function) == 2
}
OF_NUMBERS = ("percent", "3.5 %", "deg", "turn", "mV/V", "g/kg")
TEXTS = ("text", "list of texts", "texts")


@pytest.fixture(autouse=True)
def numpy_computes():
    """Python numbers become arrays of numpy's, as behind its own doors."""
    with using_backend("numpy"), np.errstate(all="ignore"):
        yield


def test_the_doors_are_found():
    """The tables that the tests below walk are not empty by an accident."""
    kinds = Counter(door.kind for found in OF_TWO.values() for door in found)
    assert kinds["math"] == len(OF_TWO) >= 45
    assert kinds["operator"] == 20  # + - * / // % divmod ** @ & | ^ << >> and the six comparisons
    assert kinds["in place"] == 13
    assert kinds["numpy"] >= 50
    assert kinds["options"] >= 35
    assert sum(map(len, numpy_functions().values())) >= 150
    assert sum(map(len, ufuncs().values())) >= 80
    assert {name for of in operators().values() for name, *_ in of} >= {"add", "imul", "divmod", "neg", "abs"}


# ---------------------------------------------------------------- two operands


def left_out(door, x, y):
    """Why a door is not asked about two operands, or None."""
    if door.kind in ("numpy", "options") and (x.startswith("Unit") or y.startswith("Unit")):
        return "numpy refuses a Unit itself"
    if door.kind == "in place" and x not in QUANTITIES:
        return "not changed in place"
    if door.kind == "method" and x not in QUANTITIES:
        return "no method"
    if door.kind == "operator" and x in ("masked", "records"):
        return "its own class answers, and asks nobody"
    if door.name == "mod" and x in TEXTS:
        return "% formats"
    if door.name in ("mul", "imul") and (x in TEXTS or y in TEXTS):
        return "* repeats"
    if door.name == "pow" and x.startswith("Unit"):
        return "a power of a unit is a unit"
    if door.kind == "options" and "masked" in (x, y):
        return "numpy's ufuncs know no mask"
    if door.kind == "operator" and x == "Decimal" and y in OF_NUMBERS:
        return "a comparison is turned round, and a Decimal takes no factor"
    return None


def cast_refused(found, expected, x):
    """Whether an operator in place refuses a result that its array does not hold."""
    if (
        not isinstance(found, Outcome)
        or found.error is not TypeError
        or not isinstance(expected.values, np.ndarray)
    ):
        return False
    return not np.can_cast(expected.values.dtype, values(x).dtype, "same_kind")


def bare_differ(door, ours, x, y):
    """Whether the library's own doors differ on the bare operands: its matter, not that of units."""
    a, b = mantissa(x), mantissa(y)
    return not agree(
        outcome(door.call, Quantity(a) if door.kind == "in place" else a, b), outcome(ours.call, a, b)
    )


@pytest.mark.parametrize("name", sorted(OF_TWO))
def test_two_operands(name):
    walk(name, pairs())


@AT_NIGHT
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(OF_TWO))
def test_all_pairs_of_operands(name):
    walk(name, pairs(full=True))


# Of each kind of rule, by day; all at night.
BY_DAY = ("add", "bitwise_and", "equal", "less", "multiply", "power", "remainder")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(OF_TWO) if NIGHTLY else BY_DAY)
@pytest.mark.skip_backend("numpy", reason="above")
def test_two_operands_of_other_libraries(backend, name):
    made = of_library(backend)
    few = ("m", "percent") if backend.lazy else ("m", "percent", "degC", "int m")
    operands = [(x, y) for x in few for y in made] + [("2", "dB")]
    if backend.name == STRICT:  # mixes no integers with floats, which whole kilometres in metres are before
        operands = [pair for pair in operands if "int m" not in pair]
    else:  # whose operators ask no other class
        operands += [("floats", "m"), ("floats", "percent")]
    with using_backend(backend.name):
        walk(name, operands, lambda x: made[x]())


def walk(name, operands, operand=of_numpy):
    """Ask every door to a function about all pairs of `operands`, made by `operand`."""
    ours, *others = OF_TWO[name]
    if operand is not of_numpy:  # with options numpy computes, and refuses others' arrays
        others = [door for door in others if door.kind != "options"]
    wrong, skipped, asked = [], Counter(), 0
    for x, y in operands:
        expected = outcome(ours.call, operand(x), operand(y))
        for door in others:
            asked += 1
            reason = left_out(door, x, y)
            if reason is not None:
                skipped[reason] += 1
                continue
            found = outcome(door.call, operand(x), operand(y))
            if agree(found, expected, door.kind == "in place", 1e-6 if door.kind == "in place" else 0.0):
                continue
            if door.kind == "in place" and cast_refused(found, expected, operand(x)):
                skipped["not cast in place"] += 1
            elif bare_differ(door, ours, operand(x), operand(y)):
                skipped["the library's own doors differ"] += 1
            else:
                wrong.append(f"{door.name}({x}, {y}): {_shown(found)}; {ours.name}: {_shown(expected)}")
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong[:40])
    assert sum(skipped.values()) <= 0.35 * asked, skipped


def _shown(found):
    return [str(part) for part in found] if isinstance(found, list) else str(found)


# ---------------------------------------------------------------- one operand

OF_ONE = {
    name: doors(row)
    for name, row in declared_in_math().items()
    if required(row.function) == 1 and len(doors(row)) > 1 and name != "empty_like"  # which has any values
}


@pytest.mark.parametrize("name", sorted(OF_ONE))
def test_one_operand(name):
    ours, *others = OF_ONE[name]
    wrong = []
    for x in (*QUANTITIES, *SHAPED):
        expected = outcome(ours.call, of_numpy(x))
        for door in others:
            found = outcome(door.call, of_numpy(x))
            if agree(found, expected):
                continue
            a = mantissa(of_numpy(x))
            if not agree(
                outcome(door.call, Quantity(a) if door.kind == "method" else a), outcome(ours.call, a)
            ):
                continue
            wrong.append(f"{door.name}({x}): {_shown(found)}; {ours.name}: {_shown(expected)}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])


# ---------------------------------------------------------------- whole part and rest

# Door -> whole part, rest, both, product, sum.
DIVISIONS = {
    "operators": (operator.floordiv, operator.mod, divmod, operator.mul, operator.add),
    "numpy": (np.floor_divide, np.remainder, np.divmod, np.multiply, np.add),
    "math": (math.floor_divide, math.remainder, math.divmod, math.multiply, math.add),
}


@pytest.mark.parametrize("door", DIVISIONS)
def test_whole_part_and_rest(door):
    """``divmod(x, y) == (x // y, x % y)`` and ``x == (x // y) * y + x % y`` for all that has a rest."""
    floor, rest, both, multiply, add = DIVISIONS[door]
    kind = "operator" if door == "operators" else "numpy"
    wrong, held = [], 0
    for x, y in pairs():
        if {"Decimal", "Fraction", "objects", "masked", "list of lengths"} & {x, y} or left_out(
            Door("mod", rest, kind), x, y
        ) is not None:
            continue
        found = outcome(both, of_numpy(x), of_numpy(y))
        parts = [outcome(each, of_numpy(x), of_numpy(y)) for each in (floor, rest)]
        if isinstance(found, list):
            if not agree(found, parts):
                wrong.append(f"divmod({x}, {y}): {_shown(found)}; one by one {_shown(parts)}")
        elif found.error not in (parts[0].error, parts[1].error):
            wrong.append(f"divmod({x}, {y}): {_shown(found)}; one by one {_shown(parts)}")
        if any(part.error is not None for part in parts):
            continue
        a, b = of_numpy(x), of_numpy(y)
        back = outcome(lambda: add(multiply(floor(a, b), b), rest(a, b)))  # noqa: B023  # called at once
        held += 1
        if not _is_back(back, a, b):
            wrong.append(f"{x}, {y}: {_shown(back)} and not {a}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])
    assert held >= 150


def _is_back(back, x, y):
    """Whether the dividend `x` is there again, but for where nothing divides: by 0, NaN and infinity."""
    if back.error is not None:
        return False
    start, divisor = (outcome(math.add, each, 0) for each in (x, y))
    here, there, other = (each.unit or UNITLESS for each in (back, start, divisor))
    if start.unit is None and not here.dim.is_dimensionless:  # a plain zero, of any unit
        there = here
    factors = here.factor_to(there), 1.0, other.factor_to(there) if other.dim is there.dim else 1.0
    parts = (each.values * factor for each, factor in zip((back, start, divisor), factors, strict=True))
    found, wanted, by = np.broadcast_arrays(*parts)
    there = np.isfinite(np.abs(found)) & np.isfinite(np.abs(wanted)) & np.isfinite(np.abs(by)) & (by != 0)
    size = np.max(np.abs(wanted[there]), initial=0) + np.max(np.abs(by[there]), initial=0)
    digits = 1e-6 if "float32" in (back.dtype, start.dtype, divisor.dtype) else 1e-9
    return bool(np.all(np.abs(found[there] - wanted[there]) <= digits * max(size, 1)))

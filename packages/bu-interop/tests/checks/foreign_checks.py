"""What the tests of each library of units ask alike: both orders of operands, every path in."""

import operator

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

LENGTHS = (np.array([1.0, 2.0]), "km")
METRES = np.array([1000.0, 3.0])


def numbers(quantity, unit):
    """The numbers of a quantity in a unit, as numpy's array; of what is no quantity an error."""
    assert isinstance(quantity, Quantity), f"taken bare: {quantity!r}"
    return np.asarray(quantity.to_decimal(unit))


def check_paths_in(lengths, times):
    """Every path by which a foreign array of 1 and 2 km, and one of 1 and 2 s, comes in."""
    metre = Unit("m")
    for taken in (
        Quantity(lengths),
        Quantity(lengths, "m"),
        Quantity(lengths, metre),
        math.add(lengths, 0 * metre),
        math.concatenate([Quantity([], "m"), lengths]),
        Quantity(np.zeros(2), "m") + lengths,
        lengths + Quantity(np.zeros(2), "m"),
    ):
        np.testing.assert_allclose(numbers(taken, "m"), [1000, 2000])
    written = Quantity(np.zeros(2), "m")
    written[:] = lengths
    written[0] = lengths[1]
    assert numbers(written, "m").tolist() == [2000, 2000]
    for taken in (Quantity([lengths[0], lengths[1]]), Quantity([Quantity(1.0, "m"), lengths[1]])):
        assert numbers(taken, "km")[1] == 2
    np.testing.assert_allclose(numbers(lengths * Unit("s"), "km s"), [1, 2])
    np.testing.assert_allclose(numbers(Unit("s") * lengths, "km s"), [1, 2])
    np.testing.assert_allclose(numbers(Unit("s") / lengths, "s/km"), [1, 0.5])
    np.testing.assert_allclose(numbers(lengths / Unit("s"), "km/s"), [1, 2])
    assert math.sum(lengths).to_decimal("m") == 3000
    for refuse in (
        lambda: Quantity(lengths, "s"),
        lambda: Quantity(METRES, "m") + times,
        lambda: times + Quantity(METRES, "m"),
        lambda: Quantity([lengths[0], times[0]]),
        lambda: Quantity(METRES, "m") < times,
        lambda: written.__setitem__(0, times[0]),
    ):
        with pytest.raises((TypeError, UnitMismatchError)):
            refuse()
    assert numbers(written, "m").tolist() == [2000, 2000], "a refused write changes nothing"


def check_operators(lengths, values):
    """Both orders of each operator, as of two quantities of ours. values: whether numpy's are asked."""
    ours, same = Quantity(METRES, "m"), Quantity(*LENGTHS)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "eq", "ne", "lt", "le", "gt", "ge"):
        operate = getattr(operator, name)
        for found, wanted in (
            (operate(lengths, ours), operate(same, ours)),
            (operate(ours, lengths), operate(ours, same)),
        ):
            _agree(found, wanted, name)
    for name in ("add", "multiply", "equal", "maximum", "hypot") if values else ():
        function = getattr(np, name)
        _agree(function(lengths, ours), function(same, ours), name)
        _agree(function(ours, lengths), function(ours, same), name)
    for name in ("concatenate", "stack") if values else ():
        function = getattr(np, name)
        _agree(function([lengths, ours]), function([same, ours]), name)
        _agree(function([ours, lengths]), function([ours, same]), name)


def _agree(found, wanted, name):
    if isinstance(wanted, Quantity):
        np.testing.assert_allclose(
            numbers(found, wanted.unit), wanted.to_numpy().mantissa, rtol=1e-6, err_msg=name
        )
    else:
        assert not isinstance(found, Quantity), name
        np.testing.assert_allclose(np.asarray(found), wanted, rtol=1e-6, err_msg=name)


UNITS = (
    "mV", "uA/cm^2", "Mohm", "N*m", "um", "deg", "rad", "h", "min", "l", "Hz", "inch", "K", "kW*h", "m^0.5", "1/ms", "%",
)  # fmt: skip


def check_units_there_and_back(write, read=None):
    """Units that every library knows come back equal. write: our unit as theirs."""
    from bu_array import as_unit

    for text in UNITS:
        unit = Unit(text)
        assert (read or as_unit)(write(unit)) == unit, text

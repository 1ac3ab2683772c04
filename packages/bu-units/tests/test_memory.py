"""A process that makes units without end does not keep them all; pickles of old are read."""

import base64
import gc
import pickle
from fractions import Fraction
from pathlib import Path

import pytest

import bu_units as bu
from bu_units import Unit, names, parse_unit
from bu_units._dimension import Dimension
from bu_units._interning import _CACHE_LIMIT
from bu_units._magnitude import Magnitude

PICKLES = Path(__file__).parent / "data" / "units.txt"


def alive():
    gc.collect()
    counts = {Unit: 0, Dimension: 0, Magnitude: 0}
    for thing in gc.get_objects():
        if type(thing) in counts:
            counts[type(thing)] += 1
    return counts


@pytest.mark.slow
def test_a_hundred_thousand_units_leave_memory_bounded():
    before = alive()
    for n in range(2, 20_002):
        scaled = Unit(names.metre.dim, factor=n)
        scaled * names.second
        names.metre / scaled
        names.volt ** Fraction(n, 20_011)  # a prime: the fractions are in lowest terms
        parse_unit(f"{n} mV / s")
    after = alive()
    # What the caches of metre, second and volt hold, and the parser's.
    assert all(after[kind] - before[kind] < 8 * _CACHE_LIMIT for kind in after), (before, after)


def test_units_that_are_let_go_leave():
    names.metre, names.second  # built before
    bu._unit.forget_names()
    before = alive()[Unit]
    kept = [Unit(names.metre.dim, factor=Fraction(n, 7)) for n in range(1, 1000)]
    assert alive()[Unit] - before > 900
    del kept
    assert alive()[Unit] - before < 100


def test_pickles_of_old_load():
    """tests/data/units.txt holds one pickle a line, in base64, with the texts of what is in it."""
    for line in PICKLES.read_text("utf-8").splitlines():
        texts, _, data = line.rpartition("\t")
        for text, unit in zip(texts.split("\t"), pickle.loads(base64.b64decode(data)), strict=True):
            assert unit == parse_unit(text), text
            assert str(unit) == str(parse_unit(str(unit))), text
            if parse_unit(text).is_fullname:
                # When they were written, "L" was shown as "l".
                assert unit is parse_unit(str(unit) if str(unit).lower() == text.lower() else text), text

"""What the tests of bu_units share: how many examples, units and exponents to draw, errors, subprocesses."""

import os
import subprocess
import sys
from fractions import Fraction
from functools import reduce
from operator import mul
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

import bu_units as bu
from bu_units import Unit

SOURCE = Path(bu.__file__).parents[1]

settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
laws = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
"""Decorates every test of a law; other packages' settings stay what they are."""

# By text: the attribute `pH` is a scale, which has no part in algebra, and the text the picohenry.
named = st.sampled_from(bu.attribute_names()).map(bu.parse_unit)
powers = st.sampled_from(
    [Fraction(n, d) for n, d in [(-3, 1), (-2, 1), (-1, 1), (1, 1), (2, 1), (3, 1), (1, 2), (-1, 2), (2, 3)]]
)
roots = st.integers(1, 12)
factors = st.floats(1e-12, 1e12)
# Magnitudes that no registered unit has.
scaled = st.builds(lambda factor, scale: Unit(factor=factor, scale=scale), factors, st.integers(-40, 40))


def product(units: list[Unit]) -> Unit:
    return reduce(mul, units, bu.UNITLESS)


compounds = st.lists(st.builds(pow, named, powers), max_size=4).map(product)
units = st.one_of(named, compounds, st.builds(mul, scaled, compounds))


def outcome_of(function, *args):
    """Return what a function returns, or the ValueError (UnitParseError is one) that it raises."""
    try:
        return function(*args)
    except ValueError as error:
        return error


def python(code: str, *options: str, stdin: str = "") -> str:
    """Run `code` in a fresh interpreter that finds bu_units; return what it printed."""
    code = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}"
    command = [sys.executable, "-W", "error", *options, "-c", code]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()

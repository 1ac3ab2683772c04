"""Which unit a value is shown in: the one whose prefix reads best, or one made of those that are preferred.

>>> from fractions import Fraction
>>> from bu_units import parse_unit
>>> compact_unit(parse_unit("V / m"), Fraction(3, 2000))
Unit("mV / m")
>>> preferred_unit(parse_unit("J").dim, [parse_unit("kW"), parse_unit("h")])
Unit("kW * h")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import NamedTuple

from ._catalogue import BINARY_PREFIXES, PREFIXES, Prefix, Row
from ._dimension import Dimension
from ._elimination import solve
from ._magnitude import ONE, Magnitude, magnitude
from ._registry import _splits, find, row_of, scaled
from ._unit import Unit, written

__all__ = ["compact_unit", "preferred_unit"]

_STEP = 3  # of the powers of ten: no centi, deci, deca or hecto
_MOST_FACTORS = 5
_MOST_PRODUCTS = 10_000  # looked at, at 50 us each
_ONLY_THOUSANDS = tuple(prefix for prefix in PREFIXES if prefix.power % _STEP == 0)


# ---------------------------------------------------------------- the prefix that reads best


class _Stem(NamedTuple):
    """A named unit taken apart: its row, the spelling without the prefix, and the prefix."""

    row: Row
    spelling: str
    prefix: Prefix | None


def compact_unit(unit: Unit, size: Fraction) -> Unit:
    """Return `unit` with the prefix under which a value of this size in it is 1 or more, and below the next.

    size: the absolute value of what is shown.
    The prefix is that of the first factor that takes prefixes, above the fraction line if there is one; in
    steps of a thousand, for the kibi- and mebibyte of 1024. A scale (degC, dBm), a unit without prefixes
    (min, inch) and any unit for a size of 0 is returned as it is.
    """
    if type(unit) is not Unit or size <= 0:
        return unit
    pairs = list(unit.atoms)
    place, stem = next(_prefixable(pairs), (None, None))
    if place is None or stem is None:
        return unit
    atom, power = pairs[place]
    plain = _exact(unit.coefficient) * size
    pairs[place] = _best(stem, atom, power, plain), power
    return written(pairs)


def _prefixable(pairs: Sequence[tuple[Unit, Fraction]]) -> Iterator[tuple[int, _Stem]]:
    """Yield the places of factors that take prefixes, above the fraction line unless there is nothing."""
    above = any(power > 0 for _, power in pairs)
    for place, (atom, power) in enumerate(pairs):
        stem = _stem(atom) if (power > 0) == above else None
        if stem is not None and any(stem.row.takes(prefix) for prefix in _family(stem)):
            yield place, stem


def _stem(atom: Unit) -> _Stem | None:
    """Take a named unit of the catalogue, or of a definition, apart; None for any other."""
    name = next(
        (text for text in (atom.name, atom.dispname) if find(text) is atom), None
    )  # "mL" is no mlitre
    if name is None:
        return None
    row = row_of(name)
    if row is not None and row.definition == "[mass]":  # the one base unit with a prefix
        prefix, gram, spelling = next(_splits("k" + name.removeprefix("kilo")))
        return _Stem(gram, spelling, prefix)
    if row is not None:
        return _Stem(row, name, None)
    return next(
        (_Stem(row, name.removeprefix(prefix.symbol), prefix) for prefix, row, _ in _splits(name)), None
    )


def _family(stem: _Stem) -> tuple[Prefix, ...]:
    return BINARY_PREFIXES if stem.prefix is not None and stem.prefix.base != 10 else _ONLY_THOUSANDS


def _best(stem: _Stem, atom: Unit, power: Fraction, size: Fraction) -> Unit:
    """Return the atom with the prefix that suits a value of this size in ``atom**power``."""
    candidates = [None, *(prefix for prefix in _family(stem) if stem.row.takes(prefix))]
    ratios = [(_ratio(prefix, stem.prefix) ** power, prefix) for prefix in candidates]
    ratios.sort(key=lambda pair: _exponent(pair[0]))
    best = ratios[0][1]
    for ratio, prefix in ratios:
        if _is_within(ratio, size):
            best = prefix
    if best is stem.prefix:
        return atom
    found = find(("" if best is None else best.symbol) + stem.spelling)
    if best is not None and (best.symbol, stem.row.names.split()[0]) == ("k", "gram"):
        found = find("kilo" + stem.spelling)
    assert found is not None
    return found


def _ratio(prefix: Prefix | None, own: Prefix | None) -> Magnitude:
    """Return how many of the atom with its own prefix one with another prefix is."""
    return (ONE if prefix is None else scaled(ONE, prefix)) / (ONE if own is None else scaled(ONE, own))


def _is_within(ratio: Magnitude, size: Fraction) -> bool:
    """Whether a value of this size is 1 or more in a unit so many times as large."""
    root = 1
    for _, power in ratio.parts:
        root = max(root, power.denominator)
    exact = (ratio**root).fraction
    return exact is None or exact <= size**root


def _exponent(ratio: Magnitude) -> Fraction:
    """Return what powers of a thousand, or of 1024, are sorted by: the exponent of two in them."""
    return next((power for base, power in ratio.parts if base == 2), Fraction(0))


def _exact(number: Magnitude) -> Fraction:
    """Return the number in front as a fraction; rounded where it is irrational (pi)."""
    exact = number.fraction
    return Fraction(float(number)) if exact is None else exact


# ---------------------------------------------------------------- preferred units


def preferred_unit(dim: Dimension, units: Iterable[Unit]) -> Unit | None:
    """Return the unit of `dim` among `units`, or the product of powers of them with the fewest factors.

    dim: the dimension that is wanted; units: those to choose from, the most wanted first.
    Exponents are integers, unless the dimension itself has roots. Of products with as many factors the one
    with the smallest exponents is taken, then the one whose units come first. None where there is none.
    """
    given = list(units)
    for unit in given:
        if unit.dim is dim:
            return unit
    factors = [unit for unit in given if type(unit) is Unit and not unit.dim.is_dimensionless]
    whole = all(power.denominator == 1 for power in dim.exponents.values())
    for count in range(1, min(len(factors), _MOST_FACTORS) + 1):
        if comb(len(factors), count) > _MOST_PRODUCTS:
            break
        found = []
        for order, chosen in enumerate(combinations(factors, count)):
            powers = solve([unit.dim for unit in chosen], dim.exponents)
            if powers is not None and all(powers) and (not whole or all(p.denominator == 1 for p in powers)):
                found.append((sum(map(abs, powers)), order, list(zip(chosen, powers, strict=True))))
        if found:
            return _product(min(found, key=lambda each: each[:2])[2])
    return None


def _product(pairs: Iterable[tuple[Unit, Fraction]]) -> Unit:
    atoms, number = [], magnitude(1)
    for unit, power in pairs:
        atoms += [(atom, own * power) for atom, own in unit.atoms]
        number = number * unit.coefficient**power
    return written(atoms, number)

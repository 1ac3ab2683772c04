"""Dimensions: base dimensions with rational exponents, interned."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from ._interning import WeakTable, remember
from ._rational import LONGEST_PLAIN, bounded, exponent

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = [
    "BASES",
    "DIMENSIONLESS",
    "Dimension",
    "add_base",
    "attach_units",
    "drop_base",
    "get_or_create_dimension",
    "is_base",
]

# The seven base quantities and the symbols of their base units, in the order of the SI
# Brochure's customary listing for texts: m kg s A K mol cd (SI Brochure 9th ed., table 2).
BASES: dict[str, str] = {
    "length": "m",
    "mass": "kg",
    "time": "s",
    "current": "A",
    "temperature": "K",
    "substance": "mol",
    "luminosity": "cd",
}

_SYNONYMS: dict[str, str] = {
    "metre": "length",
    "meter": "length",
    "kilogram": "mass",
    "second": "time",
    "electric current": "current",
    "electric_current": "current",
    "amp": "current",
    "ampere": "current",
    "kelvin": "temperature",
    "quantity of substance": "substance",
    "amount": "substance",
    "amount_of_substance": "substance",
    "mole": "substance",
    "luminous_intensity": "luminosity",
    "candle": "luminosity",
    "candela": "luminosity",
} | {symbol: name for name, symbol in BASES.items()}

# Counted by units of their own (IEC 80000-13): outside the SI, where a bit is the number one, but a
# rate in bit/s is no frequency. Differences on logarithmic scales in products: dB/km is no wavenumber, and
# two scales of which one falls as the other rises (magnitudes, pH) have no positive factor between them.
_FURTHER: dict[str, str] = {
    "information": "bit",
    "level": "dB",
    "stellar_magnitude": "mag",
    "acidity": "delta_pH",
    "frequency_ratio": "decade",
    "air_mass": "airmass",
}
_SYNONYMS |= {symbol: name for name, symbol in _FURTHER.items()}
# What detectors count (`_trades`). Their symbols are no synonyms: a program may have a dimension of its own
# that is counted in pixels.
COUNTED: dict[str, str] = {
    "photon_number": "photon",
    "electron_number": "electron",
    "picture_elements": "pixel",
    "volume_elements": "voxel",
    "digital_level": "adu",
    "beam_area": "beam",
}

# All base dimensions with their symbols, the user's own at the end. Replaced as a whole when one is
# added, so that another thread never sees it change under an iteration.
_bases: dict[str, str] = BASES | _FURTHER | COUNTED
_lock = threading.RLock()

Exponents = tuple[tuple[str, Fraction], ...]


def _base_name(name: str) -> str:
    """Return the base dimension that `name` (or a synonym, or a unit symbol) stands for."""
    found = name if name in _bases else _SYNONYMS.get(name)
    if found is None:
        raise ValueError(f"unknown base dimension {name!r}; known are {', '.join(_bases)}")
    return found


def add_base(name: str, symbol: str) -> None:
    """Add a base dimension and the symbol of its unit; the same once more changes nothing.

    Raises ValueError when the name or the symbol belongs to another one.
    """
    global _bases
    with _lock:  # unpickling in another thread comes here too
        if _bases.get(name) == symbol:
            return
        if not name.isidentifier():
            raise ValueError(f"a base dimension is named by an identifier such as 'currency', not {name!r}")
        if name in _bases:
            raise ValueError(f"the base dimension {name!r} is counted in {_bases[name]!r} already")
        for text in (name, symbol):
            if text in _bases or text in _SYNONYMS:
                raise ValueError(f"{text!r} already names the base dimension {_base_name(text)!r}")
        _bases = _bases | {name: symbol}
        if symbol != name:
            _SYNONYMS[symbol] = name


def drop_base(name: str) -> None:
    """Take back what `add_base` did, before anything was counted in the dimension."""
    global _bases
    with _lock:
        _SYNONYMS.pop(_bases[name], None)
        _bases = {base: symbol for base, symbol in _bases.items() if base != name}


def _define(name: str, symbol: str) -> Dimension:
    """Add a base dimension where there are no units (see `attach_units`)."""
    add_base(name, symbol)
    return Dimension([(name, 1)])


_define_base: Callable[[str, str], Dimension] = _define


def attach_units(define: Callable[[str, str], Dimension]) -> None:
    """Set what adds a base dimension and the unit that it is counted in."""
    global _define_base
    _define_base = define


def is_base(name: str) -> bool:
    """Whether `name` is the name of a base dimension."""
    return name in _bases


class Dimension:
    """A product of powers of base dimensions; one object per distinct dimension.

    dims: seven exponents in the order of the SI, or pairs of a base dimension and its exponent.
    Compared and hashed by identity, which interning makes the same as by value.
    """

    __slots__ = ("__weakref__", "_exponents", "_powers", "_products")

    _exponents: Exponents
    _products: dict[Dimension, Dimension]
    _powers: dict[Fraction, Dimension]

    # numpy and its kin must leave ``array * dimension`` to this class, which refuses it.
    __array_ufunc__ = None
    __array_priority__ = 1000

    def __new__(cls, dims: Sequence[Any] | Iterable[tuple[str, Any]]) -> Dimension:
        """Make the dimension of seven exponents, or of (name, exponent) pairs."""
        items = list(dims)
        if items and not isinstance(items[0], (tuple, list)):
            if len(items) != len(BASES):
                raise ValueError(f"a dimension takes {len(BASES)} exponents, got {len(items)}")
            items = list(zip(BASES, items, strict=True))
        totals: dict[str, Fraction] = {}
        for name, value in items:
            base = _base_name(name)
            totals[base] = totals.get(base, Fraction(0)) + exponent(value)
        return _intern(totals)

    @staticmethod
    def define(name: str, symbol: str | None = None) -> Dimension:
        """Add a base dimension, counted in a unit with this symbol or, for now, its own name.

        The same once more changes nothing. `Unit.define` with ``dimension=`` names the unit. Raises
        ValueError when something else has the name or the symbol.

        >>> Dimension.define("headcount")
        Dimension(headcount=1)
        """
        if not isinstance(name, str):
            raise TypeError(f"a dimension is defined by its name, got {type(name).__name__}")
        return _define_base(name, name if symbol is None else symbol)

    @property
    def dim(self) -> tuple[float, ...]:
        """The exponents of the seven SI base dimensions, as floats."""
        return tuple(float(self.get_dimension(name)) for name in BASES)

    @property
    def exponents(self) -> dict[str, Fraction]:
        """The exact exponents by base dimension; absent ones are zero."""
        return dict(self._exponents)

    @property
    def order(self) -> Exponents:
        """The same exponents as pairs, to sort dimensions by."""
        return self._exponents

    @property
    def hash(self) -> int:
        """The hash, as ``hash(dimension)`` gives it."""
        return hash(self)

    @property
    def is_dimensionless(self) -> bool:
        """Whether every exponent is zero."""
        return self is DIMENSIONLESS  # interned, and torch.compile follows it

    def get_dimension(self, d: str) -> Fraction:
        """Return the exponent of base dimension `d` ("length", "metre" or "m").

        d: the name or symbol of a base dimension, or of its unit.
        """
        return dict(self._exponents).get(_base_name(d), Fraction(0))

    def __mul__(self, other: Dimension) -> Dimension:
        if not isinstance(other, Dimension):
            return NotImplemented
        try:
            return self._products[other]
        except KeyError:
            merged = dict(self._exponents)
            for base, power in other._exponents:
                merged[base] = merged.get(base, Fraction(0)) + power
            return remember(self._products, other, _intern(merged))

    def __truediv__(self, other: Dimension) -> Dimension:
        if not isinstance(other, Dimension):
            return NotImplemented
        return self * other**-1

    def __rtruediv__(self, other: object) -> Dimension:
        return self**-1 if isinstance(other, int) and other == 1 else NotImplemented

    def __pow__(self, power: object) -> Dimension:
        exact = exponent(power)
        if exact == 1:
            return self
        try:
            return self._powers[exact]
        except KeyError:
            return remember(
                self._powers, exact, _intern({base: own * exact for base, own in self._exponents})
            )

    def __str__(self) -> str:
        if not self._exponents:
            return "1"
        return " ".join(
            _bases[base] if power == 1 else f"{_bases[base]}^{power_text(power)}"
            for base, power in self._exponents
        )

    def __repr__(self) -> str:
        inside = ", ".join(f"{base}={power_text(power)}" for base, power in self._exponents)
        return f"Dimension({inside})"

    def __call__(self, *arguments: object) -> NoReturn:
        """Raise TypeError: layers of torch's call ``x.dim()`` for the number of axes, and take no units."""
        raise TypeError(
            "dim is the physical dimension, and no function: the number of axes is ndim. Layers of torch that "
            "call x.dim() (BatchNorm, LSTM, MultiheadAttention) compute with pure numbers: give them "
            "q.to_decimal(unit), and the result its unit"
        )

    def __copy__(self) -> Dimension:
        return self

    def __deepcopy__(self, memo: object) -> Dimension:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # A base dimension of the user's own goes along: another process may not have it yet.
        own = {base: _bases[base] for base, _ in self._exponents if base not in BASES}
        return _rebuild, (self._exponents, own)


_table: WeakTable[Exponents, Dimension] = WeakTable()


def _intern(powers: Mapping[str, Fraction]) -> Dimension:
    """Return the one Dimension with these exponents; zeros are dropped."""
    exponents = tuple((base, bounded(powers[base])) for base in _bases if powers.get(base))
    found = _table.get(exponents)
    if found is not None:
        return found
    new = object.__new__(Dimension)
    new._exponents = exponents
    new._products = {}
    new._powers = {}
    return _table.add(exponents, new)


def _rebuild(exponents: Exponents, own: Mapping[str, str]) -> Dimension:
    """Unpickle: the interned dimension with these exponents."""
    for name, symbol in own.items():
        add_base(name, symbol)
    return Dimension(exponents)


def power_text(power: Fraction) -> str:
    """Return an exponent as in ``m^2``, ``m^0.5`` or ``m^(1/3)``."""
    if power.denominator == 1:
        text = str(power.numerator)
        return text if len(text) <= LONGEST_PLAIN else f"({text})"
    decimal = repr(float(power)) if abs(power) < 1e15 else ""
    exact = decimal and "e" not in decimal and Fraction(decimal) == power
    return decimal if exact else f"({power})"


DIMENSIONLESS: Dimension = _intern({})


def get_or_create_dimension(*args: Any, **kwds: Any) -> Dimension:
    """Return the dimension of seven exponents, or of keywords such as ``length=1, time=-1``.

    args: the exponents of the seven base dimensions of the SI, one after another or in a sequence; kwds:
    exponents by the name of the base dimension.
    Raises TypeError when both or neither form is given in full, ValueError for an unknown base
    dimension or a non-finite exponent.
    """
    if args and kwds:
        raise TypeError("give seven exponents or keywords such as length=1, not both")
    if not args:
        return Dimension(kwds.items())
    exponents = args[0] if len(args) == 1 else args
    if isinstance(exponents, Dimension):
        return exponents
    if not hasattr(exponents, "__len__") or len(exponents) != len(BASES):
        raise TypeError("a dimension takes seven exponents, or keywords such as length=1, time=-1")
    return Dimension(exponents)

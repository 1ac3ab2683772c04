"""The words of a dialect: code -> unit and unit -> code, built from rows on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from .._catalogue import ROWS
from .._dimension import DIMENSIONLESS, Dimension
from .._interning import remember
from .._magnitude import ONE, Magnitude
from .._parse import Pairs
from .._rational import LONGEST_PLAIN
from .._registry import base_unit, find, named
from .._unit import Unit, make_atom, watch_names, written

__all__ = ["Measure", "Stem", "Vocabulary", "join"]

Measure = Callable[[str], tuple[Dimension, Magnitude]]


class Stem(NamedTuple):
    """A unit of a dialect without a prefix."""

    code: str
    """How the dialect's printer writes it."""
    definition: str
    """A text of the dialect, or ``= name`` for a unit of the catalogue."""
    prefixed: bool
    own: bool = False
    """Never taken for a unit of the catalogue of equal size: an equivalent is no mole."""


class Vocabulary:
    """The units of one dialect; `measure` reads the definitions of its rows."""

    def __init__(
        self,
        title: str,
        stems: Mapping[str, Stem],
        prefixes: Mapping[str, Magnitude],
        measure: Measure,
        compounds: Iterable[str] = (),
        scales: Mapping[str, str] | None = None,
    ) -> None:
        self.title = title
        self._stems = stems
        # The longest first: "da" before "d".
        self._prefixes = dict(sorted(prefixes.items(), key=lambda item: -len(item[0])))
        self._measure = measure
        self._compounds = tuple(compounds)
        self._scales = scales or {}
        self._found: dict[str, Unit] = {}
        self._codes: dict[tuple[Dimension, Magnitude], Stem] = {}
        self._terms: dict[object, tuple[dict[str, Fraction], Magnitude]] = {}
        watch_names(self._forget)

    def _forget(self) -> None:
        self._found.clear()
        self._terms.clear()

    # ------------------------------------------------------------ code -> unit

    def find(self, code: str) -> Unit | None:
        """Return the unit of one code, prefix included; None if there is none."""
        unit = self._found.get(code)
        if unit is None:
            prefix, stem = next(self.splits(code), ("", None))
            if stem is not None:
                unit = self._build(prefix + stem.code, stem, self._prefixes.get(prefix, ONE))
                remember(self._found, code, unit)
        return unit

    def splits(self, code: str) -> Iterator[tuple[str, Stem]]:
        """Yield the ways to read `code` as a prefix (or none, "") and a unit."""
        stem = self._stems.get(code)
        if stem is not None:
            yield "", stem
        for prefix in self._prefixes:
            if code.startswith(prefix):
                stem = self._stems.get(code[len(prefix) :])
                if stem is not None and stem.prefixed:
                    yield prefix, stem

    def _build(self, code: str, stem: Stem, prefix: Magnitude) -> Unit:
        """Return the unit of the catalogue that a stem with a prefix is, else an atom of the dialect."""
        dimension, size = self._size(stem)
        size = size * prefix
        if not stem.own:
            unit = (
                _plain(stem.definition[1:].strip()) if prefix is ONE and stem.definition[0] == "=" else None
            )
            unit = unit or _plain(code)
            if unit is not None and unit.dim is dimension and unit.exact is size:
                return unit
            unit = _catalogue_unit(dimension, size)
            if unit is not None:
                return unit
        # Without a symbol: in any other text it is written as what it stands for.
        return make_atom(code, None, dimension, size)

    def _size(self, stem: Stem) -> tuple[Dimension, Magnitude]:
        if stem.definition[0] != "=":
            return self._measure(stem.definition)
        unit = find(stem.definition[1:].strip())
        if unit is None:
            raise LookupError(f"the catalogue has no unit {stem.definition[1:]!r}")
        return unit.dim, unit.exact

    def scale(self, text: str) -> Unit | None:
        """Return the scale (degC, dBm) that a text says by itself; None if it says none."""
        name = self._scales.get(text)
        return None if name is None else find(name)

    def scale_of_differences(self, text: str) -> Unit | None:
        """Return the scale that a text says whose differences take part in products; None for others."""
        unit: Any = self.scale(text)
        return None if unit is None or unit.step is None else unit

    # ------------------------------------------------------------ unit -> code

    def scale_code(self, unit: Unit) -> str | None:
        """Return the code of a scale; None for one that the dialect has not, and for any other unit."""
        if type(unit) is Unit:
            return None
        return next((code for code in self._scales if self.scale(code) is unit), None)

    def terms(self, unit: Unit) -> tuple[dict[str, int], Magnitude]:
        """Return the codes with their exponents, and the number in front, that say `unit`.

        Raises ValueError, saying why, for a unit that the dialect cannot say.
        """
        totals: dict[str, Fraction] = {}
        number = unit.coefficient
        for atom, power in unit.atoms:
            codes, size = self._atom_terms(atom)
            number = number * size**power
            for code, own in codes.items():
                totals[code] = totals.get(code, Fraction(0)) + own * power
        for power in totals.values():
            if power.denominator != 1:
                raise ValueError(f"{self.title} cannot say {unit}: its exponents are integers, not {power}")
            if len(str(power)) > LONGEST_PLAIN:
                raise ValueError(f"{self.title} cannot say {unit}: its exponents have up to 40 digits")
        return {code: int(power) for code, power in totals.items() if power}, number

    def _atom_terms(self, atom: Unit) -> tuple[dict[str, Fraction], Magnitude]:
        known = self._terms.get(atom.ident)
        if known is not None:
            return known
        if type(atom) is not Unit:
            raise ValueError(f"{self.title} cannot say {atom}: it is a scale, no unit that has a factor")
        code = self._code(atom)
        terms = ({code: Fraction(1)}, ONE) if code else self._compound(atom) or self._expanded(atom)
        return remember(self._terms, atom.ident, terms)

    def _code(self, atom: Unit) -> str | None:
        """Return the code of a named unit, prefix included; None if it has none."""
        # An atom of a dialect has its code as its name and no symbol; another's symbol tells it from
        # units of equal size.
        own = atom._symbol is None
        for code in (atom.name,) if own else (atom.dispname, atom.name):
            prefix, stem = next(self.splits(code), ("", None))
            if stem is not None and self._means(prefix + stem.code, atom):
                return prefix + stem.code
        self._fill_codes()
        exact = self._codes.get((atom.dim, atom.exact))
        if exact is not None and self._means(exact.code, atom):
            return exact.code
        if atom.dim is DIMENSIONLESS:
            return None  # a permille is no milliradian
        for prefix, size in self._prefixes.items():
            stem = self._codes.get((atom.dim, atom.exact / size))
            if stem is not None and stem.prefixed and self._means(prefix + stem.code, atom):
                return prefix + stem.code
        return None

    def _means(self, code: str, atom: Unit) -> bool:
        """Whether the code says the unit; a name of the catalogue must not be one by chance ("P")."""
        unit = self.find(code)
        return unit is atom or (unit is not None and unit == atom)

    def _fill_codes(self) -> None:
        if not self._codes:
            codes: dict[tuple[Dimension, Magnitude], Stem] = {}
            for stem in self._stems.values():
                if not stem.own:
                    codes.setdefault(self._size(stem), stem)
            codes.pop((DIMENSIONLESS, ONE), None)  # any count would be a radian
            self._codes = codes

    def _compound(self, atom: Unit) -> tuple[dict[str, Fraction], Magnitude] | None:
        """Return an atom as one of the compounds that are usual for it: mM as mmol/L."""
        for text in self._compounds:
            above, below = text.split("/")
            dimension, size = self._measure(text)
            for prefix, factor in {"": ONE, **self._prefixes}.items():
                if dimension is atom.dim and size * factor is atom.exact and self.find(prefix + above):
                    return {prefix + above: Fraction(1), below: Fraction(-1)}, ONE
        return None

    def _expanded(self, atom: Unit) -> tuple[dict[str, Fraction], Magnitude]:
        """Return an atom that has no code in coherent units, with its number."""
        plain = named(atom.dim, ONE)
        code = None if plain is None else self._code(plain)
        if code is not None:
            return {code: Fraction(1)}, atom.exact
        codes: dict[str, Fraction] = {}
        for base, power in atom.dim.exponents.items():
            code = self._code(base_unit(base))
            if code is None:
                raise ValueError(f"{self.title} cannot say {atom}: it has no unit of {base}")
            codes[code] = power
        return codes, atom.exact / _size_of(self, codes)

    # ------------------------------------------------------------ errors

    def near(self, text: str) -> list[str]:
        """Return codes that an unknown one may have been meant for, the nearest first."""
        import difflib  # 3 ms, only when an error is certain

        near = [name for name in self._stems if name.lower() == text.lower()]
        meant = _plain(text)
        if meant is not None:
            near = [code for code in (self._code(meant),) if code] + near
        # Prefixed codes are near too if what stands behind the prefix is.
        near += difflib.get_close_matches(text, self._stems, n=3, cutoff=0.7)
        return list(dict.fromkeys(near))[:3]


def join(pairs: Pairs, number: Magnitude) -> Unit:
    """Return the product as it is written; see `bu_units._unit.written`."""
    return written(pairs, number, all(atom._symbol is not None for atom, _ in pairs))


def _size_of(vocabulary: Vocabulary, codes: Mapping[str, Fraction]) -> Magnitude:
    size = ONE
    for code, power in codes.items():
        unit = vocabulary.find(code)
        if unit is not None:
            size = size * unit.exact**power
    return size


def _plain(name: str) -> Unit | None:
    """Return the unit of the catalogue with this name or symbol; None for scales and powers."""
    unit = find(name)
    return unit if type(unit) is Unit and unit.is_fullname else None


_by_size: dict[tuple[Dimension, Magnitude], Unit] = {}


def _catalogue_unit(dimension: Dimension, size: Magnitude) -> Unit | None:
    """Return a unit of the catalogue with this dimension and magnitude, if there is one."""
    if not _by_size:
        found: dict[tuple[Dimension, Magnitude], Unit] = {}
        for row in ROWS:
            unit = _plain(row.names.split()[0])
            if unit is not None:
                found.setdefault((unit.dim, unit.exact), unit)
        found.pop((DIMENSIONLESS, ONE), None)  # any count would be a radian
        _by_size.update(found)
    return named(dimension, size) or _by_size.get((dimension, size))

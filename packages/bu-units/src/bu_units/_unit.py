"""Unit: dimension + exact magnitude + symbol; algebra, conversion factors; interned."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import count
from types import MethodType
from weakref import WeakMethod

from . import _attached, _magnitude
from ._dimension import DIMENSIONLESS, Dimension
from ._display import Display, display
from ._exact import noted_factor
from ._fields import Fields, usual_scale
from ._format import DIALECTS, dialect_text, shown_text, unit_text
from ._interning import _CACHE_LIMIT, WeakTable, remember
from ._magnitude import Magnitude, magnitude
from ._rational import bounded, exponent
from .errors import KindMismatchError, UnitMismatchError
from .tracing import KEPT, constant, noted, tracing

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if not TYPE_CHECKING:

    def overload(function: Any) -> Any:
        """Do nothing: type checkers read what it marks."""
        return function

else:
    from typing import Any, TypeVar, overload

    U = TypeVar("U", bound="Unit")

__all__ = [
    "UNITLESS",
    "Unit",
    "compose",
    "differences",
    "enter",
    "units_in_use",
    "watch_names",
    "written",
]

Pairs = Iterable[tuple["Unit", Fraction]]


_idents = count()
_idents_lock = threading.Lock()


def new_ident() -> str:
    """Return what stands for one unit in caches, and is hashed and compared at C speed.

    A text, because that is what torch.compile (2.13) compares before it runs a program again: of other
    objects it asks the type only. Code that decides by the identity of a unit asks its ident, therefore.
    """
    with _idents_lock:
        return f"unit {next(_idents)}"


class Unit(Fields):
    """A physical unit; one object per distinct unit, made by algebra, text or definition.

    is_fullname: whether the name is one in full, and no symbol; display_parts: how a compound is written,
    for this class alone.
    Two units are equal when dimension and exact magnitude agree; names do not count. A named
    unit (metre, mV) is an *atom*; a compound keeps its atoms with their exponents and, in
    front, a coefficient for what no atom accounts for. What algebra makes is in a normal form; what
    a text says (``N m``) is another object, equal to it, that keeps the atoms as they were written.
    """

    # No plain int among the attributes: torch.compile (2.x) treats an int attribute of an object
    # it meets as a dynamic size and recompiles or breaks at the second unit.
    __slots__ = (
        "__weakref__",
        "_atoms",
        "_coefficient",
        "_dimension",
        "_factors",
        "_magnitude",
        "_name",
        "_plain",
        "_powers",
        "_products",
        "_quotients",
        "_scale",
        "_symbol",
        "ident",
        "kind",
    )

    ident: str
    """The key for caches per unit or pair of units; see `new_ident`."""
    kind: str | None
    """The kind of quantity that it is a unit of, by its name in ISO 80000; None unless given by `of_kind`."""

    _dimension: Dimension
    _magnitude: Magnitude
    _atoms: tuple[tuple[Unit, Fraction], ...]
    _coefficient: Magnitude
    _name: str | None
    _symbol: str | None
    _scale: Fraction | None
    _plain: Unit | None
    _products: dict[object, Unit]
    _quotients: dict[object, Unit]
    _powers: dict[float | str, Unit]
    _factors: dict[object, float]

    # ``array * unit`` must come to Unit.__rmul__, not go through the array element by element.
    __array_ufunc__ = None
    __array_priority__ = 1000
    __pandas_priority__ = 5000  # above a DataFrame's 4000: series * unit is for the unit to answer

    def __new__(
        cls,
        dim: Dimension | Unit | str | None = None,
        scale: float = 0,
        base: float = 10.0,
        factor: float = 1.0,
        name: str | None = None,
        dispname: str | None = None,
        is_fullname: bool | None = None,
        display_parts: object = None,
    ) -> Unit:
        """Make the unit ``factor * base**scale`` times the coherent SI unit of `dim`.

        A text as `dim` is parsed. With a `name` the unit is a new atom, shown as `dispname`; its
        `scale` and `factor` stay as they are given.
        """
        if isinstance(dim, (str, Unit)):
            if (scale, factor, name, dispname, is_fullname) != (0, 1, None, None, None):
                raise TypeError("a text or a unit says everything: it takes no further arguments")
            return _attached.catalogue_parse(dim) if isinstance(dim, str) else dim
        if dim is None:
            dim = DIMENSIONLESS
        elif not isinstance(dim, Dimension):
            raise TypeError(f"a unit is made from a Dimension or a text, got {type(dim).__name__}")
        size = magnitude(factor, scale, base)
        if name or dispname:
            given = exponent(scale) if base == 10 else None
            return make_atom(name or str(dispname), dispname or str(name), dim, size, given)
        return compose(_coherent_atoms(dim), size)

    # ------------------------------------------------------------ making

    @staticmethod
    def create(
        dim: Dimension, name: str, dispname: str, scale: float = 0, base: float = 10.0, factor: float = 1.0
    ) -> Unit:
        """Make a named unit of `dim`, ``factor * base**scale`` coherent SI units, shown as `dispname`."""
        return Unit(dim, scale, base, factor, name, dispname)

    @staticmethod
    def create_scaled_unit(baseunit: Unit, scalefactor: float | str) -> Unit:
        """Return ``10**scalefactor`` times `baseunit`; a text is the symbol of an SI prefix.

        baseunit: a unit; scalefactor: the power of ten, or the symbol of a prefix.
        """
        if isinstance(scalefactor, str):
            return _attached.catalogue_prefixed(baseunit, scalefactor)
        return compose(baseunit.atoms, baseunit._coefficient * magnitude(1, scalefactor))

    @staticmethod
    def define(
        name: str,
        symbol: str,
        definition: str | Unit | None = None,
        *,
        dimension: Dimension | None = None,
        prefixes: bool = False,
        aliases: Iterable[str] = (),
        of: str | Unit | None = None,
        zero: object = None,
        reference: object = None,
        per_decade: float | None = None,
        difference: str | Unit | None = None,
    ) -> Unit:
        """Add a unit of the user's own, found by its names and symbol from then on; return it.

        definition: a text or a unit.
        prefixes: whether the names take the prefixes of the SI; aliases: further names.
        of: the unit that a scale of points counts in; zero: where its zero lies, a text (``"1 atm"``), a
        quantity, or a number of `of`.
        reference: the quantity, or its text, whose level is zero on a scale of levels; per_decade: how many
        units a factor of ten is: 10 for powers, 20 for amplitudes, -1 for a negative logarithm.
        difference: the unit of differences of levels.
        It is what `definition` says, a text or a unit; or, given a `dimension` instead, the unit that
        the dimension is counted in. Products equal to it take its name unless they have one. The same
        definition once more gives the same unit. Raises ValueError, and registers nothing, where a
        name or a symbol (with a prefix, where it takes them) means something else already.

        With `of` and `zero` it is a scale of points like degC, whose differences are in ``delta_<symbol>``,
        defined beside it. With `reference` and `per_decade` it is a scale of levels like dBm: differences are
        in dB where a factor of ten is 10 or 20, in mag where it is -2.5, else in ``delta_<symbol>``. A scale
        takes no prefixes.

        >>> Unit.define("fortnight", "fortnight", "14 day")
        Unit("fortnight")
        >>> Unit.define("bar_overpressure", "bar_op", of="bar", zero="1 atm").difference
        Unit("delta_bar_op")
        >>> Unit.define("decibel_full_scale", "dBFS", reference="1", per_decade=20).difference
        Unit("dB")
        """
        scale = of, zero, reference, per_decade, difference
        return _attached.catalogue_define(name, symbol, definition, dimension, prefixes, aliases, *scale)

    def copy(self) -> Unit:
        """Return the unit itself: units never change."""
        return self

    def factorless(self) -> Unit:
        """Return the unit with the same dimension and scale whose factor is 1."""
        size = magnitude(1, self._exact_scale())
        return self if size is self._magnitude else compose(_coherent_atoms(self._dimension), size)

    def reverse(self) -> Unit:
        """Return the reciprocal unit, ``1 / self``."""
        return self**-1

    # ------------------------------------------------------------ kinds of quantity

    def of_kind(self, kind: str) -> Unit:
        """Return this unit for quantities of one kind: another object, unequal to it, of the same size.

        kind: the name of a kind of this dimension, "torque"; see `bu_units.kinds`.
        Raises ValueError for an unknown name, KindMismatchError for a kind of another dimension.
        """
        key = f"kind {kind}"  # beside the powers: no exponent is written so
        try:
            return self._powers[key]
        except KeyError:
            pass
        return _first_time(_of_kind, self, kind, self._powers, key)

    def without_kind(self) -> Unit:
        """Return the unit without a kind of quantity: itself where it has none."""
        return self._plain or self

    def of_kind_of(self, other: Unit) -> Unit:
        """Return this unit for the kind of quantity of another, unless it has a kind itself."""
        if self.kind is not None or other.kind is None:
            return self
        key = f"of kind {other.kind}"  # that of `of_kind` is by any name of the kind
        try:
            return self._powers[key]
        except KeyError:
            pass
        return _first_time(kinded, self, other.kind, self._powers, key)

    def is_comparable(self, other: Unit) -> bool:
        """Return whether quantities in two units can be added: of one dimension, and of one kind or none.

        other: a unit.
        """
        return self._dimension is other._dimension and self.kind == other.kind

    # ------------------------------------------------------------ comparison

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Unit):
            return NotImplemented
        if self.ident == other.ident:
            return True
        if self._magnitude is not other._magnitude or self._dimension is not other._dimension:
            return False
        # torch.compile (2.13) does not ask the scale first: dB is not 1
        return self.kind == other.kind and type(self) is type(other)

    def __hash__(self) -> int:
        return hash((self._dimension, self._magnitude))

    def has_same_dim(self, other: Any) -> bool:
        """Return whether `other` (a unit, or anything with `dim`) has the same dimension."""
        return self._dimension is other.dim

    def has_same_magnitude(self, other: Unit) -> bool:
        """Return whether `other` has the same exact factor to SI."""
        return self._magnitude is other._magnitude

    def has_same_base(self, other: Unit) -> bool:
        """Return whether `other` counts its scale in powers of the same base (all do: ten)."""
        return self.base == other.base

    # ------------------------------------------------------------ conversion

    def factor_to(self, other: Unit) -> float:
        """Return by what to multiply a value in this unit to have it in `other`.

        The correctly rounded float64 of the exact ratio. Raises UnitMismatchError when the
        dimensions differ, OverflowError when the ratio is beyond float64.
        """
        try:
            return self._factors[other.ident]
        except KeyError:
            pass
        if self._dimension is not other._dimension:
            raise UnitMismatchError("Cannot convert between units of different dimension", self, other)
        if type(other) is not Unit:
            raise UnitMismatchError("No factor leads to a scale; convert a quantity", self, other)
        if other.kind is not None and other.kind != self.kind:
            raise kinds_apart("Cannot convert between kinds of quantity", self, other)
        factor = _ratio(self, other)
        return factor if tracing() else remember(self._factors, other.ident, factor)

    def is_equivalent(self, other: Unit | str, equivalencies: Any = ()) -> bool:
        """Return whether quantities in this unit can be converted to `other`.

        other: a unit or its text; equivalencies: laws that lead to another dimension, one or a list of them,
        beside those that a block of ``bu_units.equivalencies.equivalent`` enables.
        """
        target = other if isinstance(other, Unit) else _attached.catalogue_parse(other)
        return self._dimension is target._dimension or _attached.is_reachable(self, target, equivalencies)

    # ------------------------------------------------------------ algebra

    @overload
    def __mul__(self, other: Unit) -> Unit: ...
    @overload
    def __mul__(self, other: Any) -> Any: ...
    def __mul__(self, other: Any) -> Any:
        if type(other) is Unit or isinstance(other, Unit):
            try:
                return self._products[other.ident]
            except KeyError:
                pass  # what is raised below shows no look-up of ours
            return _first_time(_product, self, other, self._products, other.ident)
        return _attached.make_quantity(other, self)

    def __rmul__(self, other: Any) -> Any:
        return _attached.make_quantity(other, self)

    @overload
    def __truediv__(self, other: Unit) -> Unit: ...
    @overload
    def __truediv__(self, other: Any) -> Any: ...
    def __truediv__(self, other: Any) -> Any:
        if type(other) is Unit or isinstance(other, Unit):
            try:
                return self._quotients[other.ident]
            except KeyError:
                pass
            return _first_time(_quotient, self, other, self._quotients, other.ident)
        return _attached.divide_by_quantity(other, self)

    def __rtruediv__(self, other: Any) -> Any:
        return _attached.make_quantity(other, self**-1)

    def __abs__(self) -> Unit:
        return self  # its size is positive

    def __pow__(self, power: Any) -> Unit:
        if type(power) not in (int, float, Fraction):
            power = exponent(power)  # an array, or a number that may be changed in place
        # A fraction as its text: the float 0.1 stands for 1/10, which is another one than it equals, and
        # torch.compile cannot look into a dict that has fractions among its keys.
        key = str(power) if type(power) is Fraction else power
        try:
            return self._powers[key]
        except KeyError:
            pass
        return _first_time(_power, self, power, self._powers, key)

    # ------------------------------------------------------------ text

    def __str__(self) -> str:
        options = display()
        if options.unicode or (options.product is not None and self._symbol is None):
            return self._shown(options)
        return self.dispname

    def __repr__(self) -> str:
        return f'Unit("{self}")' + kind_suffix(self)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        if spec.removeprefix("~") in DIALECTS:
            return dialect_text(self, spec)
        return unit_text(*self._in_words(), spec)

    def _in_words(self) -> tuple[list[tuple[str, Fraction]], Magnitude]:
        unit = self._in_symbols()
        return [(atom.dispname, power) for atom, power in unit.atoms], unit._coefficient

    def _shown(self, options: Display) -> str:
        """Return the text that `set_display` asks for; the sign of a product only where it reads back.

        Without a sign some products are other units: "fl oz" is the fluid ounce.
        """
        pairs, number = self._in_words()
        text = shown_text(pairs, number, options, options.product)
        if options.product is None or options.product.strip():
            return text
        try:
            same = _attached.catalogue_parse(text) == self
        except ValueError:
            same = False
        return text if same else shown_text(pairs, number, options, None)

    def _in_symbols(self) -> Unit:
        """Return the unit with each atom that has no symbol, being a dialect's, as what it stands for."""
        if all(atom._symbol is not None for atom, _ in self.atoms):
            return self
        pairs, size = [], self._coefficient
        for atom, power in self.atoms:
            if atom._symbol is None:
                size = size * atom._magnitude**power
                coherent = compose(_coherent_atoms(atom._dimension))
                pairs += [(part, own * power) for part, own in coherent.atoms]
            else:
                pairs.append((atom, power))
        return compose(pairs, size)

    def _repr_latex_(self) -> str:
        return f"${self:~L}$"

    def _repr_html_(self) -> str:
        return format(self, "~H")

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return the texts by which notebooks show the unit, by their MIME types.

        include: the types that are wanted, all of them unless given; exclude: those that are not.
        """
        texts = {"text/plain": repr(self), "text/html": self._repr_html_(), "text/latex": self._repr_latex_()}
        wanted, unwanted = set(include or texts), set(exclude or ())
        return {kind: text for kind, text in texts.items() if kind in wanted - unwanted}

    # ------------------------------------------------------------ copying

    def __copy__(self) -> Unit:
        return self

    def __deepcopy__(self, memo: object) -> Unit:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if self._plain is not None:
            return kinded, (self._plain, self.kind)
        if self._name is not None:
            return make_atom, (self._name, self._symbol, self._dimension, self._magnitude, self._scale)
        return written, (self._atoms, self._coefficient, False)


# ---------------------------------------------------------------- units met for the first time


def _first_time(make: Callable[..., Unit], unit: Unit, other: Any, cache: dict[Any, Unit], key: Any) -> Unit:
    """Make a unit and keep it, out of the sight of torch.compile."""
    name = noted(make, unit, other)
    if name:
        kept: Unit = getattr(KEPT, name)
        return kept
    return remember(cache, key, make(unit, other))


@constant
def _ratio(unit: Unit, other: Unit) -> float:
    return noted_factor(unit._magnitude / other._magnitude)


def _worked_out(unit: Unit) -> Unit:
    """Return the unit of algebra that equals one as it was written: J for "N m", which squared is J^2."""
    return compose(unit._atoms, unit._coefficient) if len(unit._atoms) > 1 else unit


def _product(first: Unit, second: Unit) -> Unit:
    if first is UNITLESS or second is UNITLESS:  # as it is written
        return second if first is UNITLESS else first
    one, other = _worked_out(first), _worked_out(second)
    unit = compose((*one.atoms, *other.atoms), one._coefficient * other._coefficient)
    return unit if first.kind is second.kind is None else _attached.kind_of_product(first, second, unit)


def _quotient(first: Unit, second: Unit) -> Unit:
    if second is UNITLESS:
        return first
    one, other = _worked_out(first), _worked_out(second)
    below = ((atom, -power) for atom, power in other.atoms)
    unit = compose((*one.atoms, *below), one._coefficient / other._coefficient)
    return unit if first.kind is second.kind is None else _attached.kind_of_quotient(first, second, unit)


def _power(unit: Unit, power: float | Fraction) -> Unit:
    exact = exponent(power)
    if exact == 1:
        return unit
    unit = _worked_out(unit)
    pairs = [(atom, own * exact) for atom, own in unit.atoms]
    return compose(pairs, unit._coefficient**exact, renamed=False)


# ---------------------------------------------------------------- kinds of quantity


def kinded(unit: Unit, kind: str | None) -> Unit:
    """Return the unit for quantities of a kind, whose name is not looked at; the unit itself for None."""
    if kind is None:
        return unit
    plain = unit._plain or unit
    key = ("kind", plain.ident, kind)
    return _intern(
        key, plain._dimension, plain._magnitude, plain.atoms, plain._coefficient, plain._name, plain._symbol,
        plain._scale, kind, plain,
    )  # fmt: skip


def _of_kind(unit: Unit, kind: str) -> Unit:
    return kinded(unit, _attached.kind_named(kind, unit))


def kind_suffix(unit: Unit) -> str:
    """Return what stands behind a text of a unit or a quantity to say its kind: ``.of_kind("torque")``."""
    return "" if unit.kind is None else f'.of_kind("{unit.kind}")'


def kinds_apart(text: str, first: Unit, second: Unit) -> KindMismatchError:
    """Build the error for two units of one dimension and different kinds."""
    first_kind, second_kind = first.kind or "no kind", second.kind or "no kind"
    way = ".of_kind(...) or .without_kind() says that it is meant"
    return KindMismatchError(f"{text}, {first_kind} and {second_kind}: {way}", first, second)


# ---------------------------------------------------------------- names that are added


def forget_names() -> None:
    """Forget results of algebra; a newly registered name shows from then on."""
    units = _table.in_use()
    _converted[:] = [unit for unit in units if unit._factors][-_CACHE_LIMIT:]
    for unit in units:
        for cache in (unit._products, unit._quotients, unit._powers):
            cache.clear()
    for watcher in list(_watchers):
        forget = watcher() if isinstance(watcher, WeakMethod) else watcher
        if forget is not None:
            forget()
        else:
            _watchers.remove(watcher)


# Units that only the caches had: who remembers a factor may ask which unit it belongs to, as `explain` does.
_converted: list[Unit] = []
_watchers: list[WeakMethod[Callable[[], None]] | Callable[[], None]] = []


def watch_names(forget: Callable[[], None]) -> None:
    """Have `forget` called whenever a name is added: whoever remembers units forgets them, and asks anew.

    forget: a function without arguments; a method, as long as its object lives.
    """
    _watchers.append(WeakMethod(forget) if isinstance(forget, MethodType) else forget)


# ---------------------------------------------------------------- one object per unit

_table: WeakTable[tuple[Any, ...], Unit] = WeakTable()
units_in_use = _table.in_use


def enter(key: tuple[Any, ...], unit: U) -> U:
    """Return the one unit with this key: `unit`, one of another class, where there is none yet."""
    return _table.add(key, unit)  # type: ignore[return-value]  # of the class that the key names


def _intern(
    key: tuple[Any, ...],
    dimension: Dimension,
    size: Magnitude,
    atoms: tuple[tuple[Unit, Fraction], ...] = (),
    coefficient: Magnitude = _magnitude.ONE,
    name: str | None = None,
    symbol: str | None = None,
    scale: Fraction | None = None,
    kind: str | None = None,
    plain: Unit | None = None,
) -> Unit:
    """Return the one Unit with this key, made from the other arguments when it is new."""
    found = _table.get(key)
    if found is not None:
        return found
    new = object.__new__(Unit)
    new.ident = new_ident()
    new._dimension, new._magnitude = dimension, size
    new._atoms, new._coefficient = atoms, coefficient
    new._name, new._symbol, new._scale = name, symbol, scale
    new.kind, new._plain = kind, plain
    new._products, new._quotients = {}, {}
    new._powers, new._factors = {}, {}
    return _table.add(key, new)


def make_atom(
    name: str, symbol: str | None, dimension: Dimension, size: Magnitude, scale: Fraction | None = None
) -> Unit:
    """Return the named unit; `scale` fixes how its magnitude splits into factor and power of ten.

    Without a symbol the name is a dialect's, and other texts show what the unit stands for.
    """
    if scale is not None and scale == usual_scale(size):
        scale = None
    key = (name, symbol, dimension, size, scale)
    return _intern(key, dimension, size, name=name, symbol=symbol, scale=scale)


def compose(atoms: Pairs, coefficient: Magnitude = _magnitude.ONE, renamed: bool = True) -> Unit:
    """Return the unit ``coefficient * atom1**p1 * atom2**p2 ...`` in its normal form.

    Equal atoms merge, radian drops out beside a dimension, and a product that equals a unit
    with a name of its own becomes that unit (not if `renamed` is false: powers keep their atoms). A
    scale (degC, dB) stands by itself, and beside others for the unit of its differences.
    """
    pairs = list(atoms)
    if any(type(atom) is not Unit for atom, _ in pairs):
        if len(pairs) == 1 and pairs[0][1] == 1 and coefficient is _magnitude.ONE:
            return pairs[0][0]
        pairs = differences(pairs)
    kept = _merged(pairs)
    dimension, size = _measured(kept, coefficient)
    if dimension is not DIMENSIONLESS:
        kept = [(atom, power) for atom, power in kept if not atom.is_unitless]
    elif size is _magnitude.ONE and (len(kept) != 1 or coefficient is not _magnitude.ONE):
        kept, coefficient = [], _magnitude.ONE
    if coefficient is _magnitude.ONE and len(kept) == 1 and kept[0][1] == 1:
        return (
            _attached.scale_of_difference(kept[0][0])
            if dimension in _attached.level_dimensions
            else kept[0][0]
        )
    if renamed and (len(kept) > 1 or coefficient is not _magnitude.ONE):
        named = _attached.catalogue_named(dimension, size)
        if named is not None:
            return named
    ordered = tuple(sorted(kept, key=_order))
    key = (tuple((atom.ident, power) for atom, power in ordered), coefficient)
    return _intern(key, dimension, size, ordered, coefficient)


def written(atoms: Pairs, coefficient: Magnitude = _magnitude.ONE, named: bool = True) -> Unit:
    """Return the unit of `compose` as it is written: ``N * m``, ``rad / s``, ``kW * h``.

    Equal atoms merge here, too. With a number in front (``1000 m``) it is worked out: where the whole has
    a name (if `named`) it takes it.
    """
    pairs, has_number = list(atoms), coefficient is not _magnitude.ONE
    plain = compose(pairs, coefficient, named and has_number)
    kept = _merged(pairs if len(pairs) < 2 else differences(pairs))
    if len(kept) < 2 or plain is UNITLESS or (has_number and plain._coefficient is _magnitude.ONE):
        return plain
    ordered = sorted(kept, key=_order)
    # Texts have the numerators first; what reads alike is one object.
    if sorted(ordered, key=_is_below) == sorted(kept, key=_is_below):
        kept = ordered
    key = (tuple((atom.ident, power) for atom, power in kept), coefficient)
    return _intern(key, plain._dimension, plain._magnitude, tuple(kept), coefficient)


def _merged(atoms: Pairs) -> list[tuple[Unit, Fraction]]:
    """Return atoms with the sums of their exponents, in the order in which they come; zeros are dropped."""
    totals: dict[tuple[Any, ...], tuple[Unit, Fraction]] = {}
    for atom, power in atoms:
        # The litre has two symbols, l and L; no others of one size differ by their case alone.
        same = (str(atom._symbol or atom._name).lower(), atom._dimension, atom._magnitude)
        known = totals.get(same)
        totals[same] = (atom, power) if known is None else (known[0], known[1] + power)
    return [(atom, bounded(power)) for atom, power in totals.values() if power]


def _measured(atoms: Pairs, coefficient: Magnitude) -> tuple[Dimension, Magnitude]:
    dimension, size = DIMENSIONLESS, coefficient
    for atom, power in atoms:
        dimension = dimension * atom._dimension**power
        size = size * atom._magnitude**power
    return dimension, size


def _is_below(pair: tuple[Unit, Fraction]) -> bool:
    return pair[1] < 0


def differences(pairs: list[tuple[Unit, Fraction]]) -> list[tuple[Unit, Fraction]]:
    """Return atoms with the units of differences in the place of scales (degC), which a product is of."""
    alone = len(pairs) == 1 and pairs[0][1] == 1  # but for a number
    return [
        (atom if type(atom) is Unit else atom._in_products(alone), power)  # type: ignore[attr-defined]  # a scale
        for atom, power in pairs
    ]


def _order(pair: tuple[Unit, Fraction]) -> tuple[Any, ...]:
    """Sort by symbol ignoring case; the rest keeps units apart that share a symbol."""
    atom, symbol = pair[0], str(pair[0]._symbol or pair[0]._name)
    return symbol.lower(), symbol, atom._name, atom._dimension.order, atom._magnitude.parts


def _coherent_atoms(dimension: Dimension) -> list[tuple[Unit, Fraction]]:
    """Return the SI base units that make up the coherent unit of `dimension`."""
    return [(_attached.catalogue_base_unit(base), power) for base, power in dimension.exponents.items()]


UNITLESS: Unit = compose(())

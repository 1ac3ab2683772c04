"""Conversions across dimensions, where a law of physics leads from one to the other, and who asked for it.

>>> from bu_units import names
>>> from bu_units.equivalencies import convert, mass_energy, spectral
>>> names.nm.is_equivalent(names.THz), names.nm.is_equivalent(names.THz, spectral())
(False, True)
>>> convert(1.0, names.kilogram, names.joule, mass_energy())
8.987551787368176e+16

A law that is a product is an exact factor, rounded once; what else there is are functions of values.
Two laws are never combined unasked: an equivalency leads as far as one of its relations does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import count
from operator import mul, truediv
from typing import Any, NamedTuple

from . import constants
from ._attached import attach_reachable
from ._registry import parse_unit
from ._scales import ScaleUnit, convert_value
from ._unit import UNITLESS, Unit
from .errors import UnitMismatchError
from .tracing import KEPT, constant, noted

__all__ = [
    "Equivalency",
    "Relation",
    "convert",
    "dimensionless_angles",
    "enabled",
    "equivalent",
    "light_travel_time",
    "mass_energy",
    "molecular",
    "parallax",
    "reachable",
    "spectral",
    "temperature_energy",
]

Log10 = Callable[[Any], Any]


class Relation(NamedTuple):
    """One way between two dimensions: a factor with a unit, or a pair of functions of values.

    With a `factor`, a quantity x of the dimension of `first` is ``factor * x**power`` in that of `second`.
    With functions, `forward` takes values in `first` and gives values in `second`, `backward` the reverse;
    None is the value itself, as in astropy. Where it is `scaled` they are a product and a quotient with a
    factor that is no unit, an array say, and take a number to multiply the factor by: so units cost no
    rounding of their own.
    """

    first: Unit
    second: Unit
    factor: Unit | None = None
    power: int = 1
    forward: Callable[..., Any] | None = None
    backward: Callable[..., Any] | None = None
    scaled: bool = False


def _itself(x: Any) -> Any:
    return x


_serials = count()


class Equivalency:
    """Named relations between dimensions, to be given to conversions: ``q.to("nm", u.spectral())``.

    name: what errors call it; relations: `Relation` objects, or tuples as astropy has them,
    ``(first, second, forward, backward)`` of units, or their texts, and functions of values in these units,
    or ``(first, second, factor)`` with how many of `second` one of `first` is. `per`: a unit by which a
    quantity of any dimension is multiplied or divided to reach the other, such as a molar mass.
    ``a + b`` has the relations of both.
    """

    __slots__ = ("_ways", "ident", "name", "per", "relations")

    name: str
    """What errors call it."""
    relations: tuple[Relation, ...]
    """The ways between two dimensions each."""
    per: tuple[Unit, ...]
    """Units by which a quantity of any dimension is multiplied or divided."""

    def __init__(self, name: str, relations: Iterable[Any] = (), per: Iterable[Unit] = ()) -> None:
        self.name = name
        self.relations = tuple(_relation(each, name) for each in relations)
        self.per = tuple(per)
        self.ident = f"equivalency {next(_serials)}"
        self._ways: dict[tuple[str, str], tuple[int, float, Relation | None]] = {}

    def __add__(self, other: Equivalency) -> Equivalency:
        if not isinstance(other, Equivalency):
            return NotImplemented
        name = f"{self.name} + {other.name}"
        return Equivalency(name, (*self.relations, *other.relations), (*self.per, *other.per))

    def __repr__(self) -> str:
        pairs = [f"{row.first} <-> {row.second}" for row in self.relations]
        return f"Equivalency({self.name}: {', '.join([*pairs, *(f'any <-> {unit}' for unit in self.per)])})"

    def way(self, own: Unit, target: Unit) -> tuple[int, float, Relation | None]:
        """Return how values in `own` become values in `target`: a power, a factor, a relation.

        own, target: units of different dimensions.
        ``factor * x**power`` with the power 1 or -1; with the power 2 the functions of the relation lead
        forward, with -2 backward, and with 3 and -3 they take the factor, too; with 0 nothing leads there.
        """
        key = own.ident, target.ident
        try:
            return self._ways[key]
        except KeyError:
            found = self._ways[key] = self._find(own, target)
            return found

    def _find(self, own: Unit, target: Unit) -> tuple[int, float, Relation | None]:
        for row in self.relations:
            for first, second, forward in ((row.first, row.second, True), (row.second, row.first, False)):
                if first.dim is own.dim and second.dim is target.dim:
                    return _leads(row, own, target, forward)
        for unit in self.per:
            for product in (own * unit, own / unit):
                if product.dim is target.dim:
                    return 1, product.factor_to(target), None
        return 0, 0.0, None


def _leads(row: Relation, own: Unit, target: Unit, forward: bool) -> tuple[int, float, Relation | None]:
    if row.scaled:  # the same number there and back
        first, second = (own, target) if forward else (target, own)
        return 3 if forward else -3, (first * row.second).factor_to(row.first * second), row
    if row.factor is None:
        return 2 if forward else -2, 1.0, row
    if row.power == 1:
        product = row.factor * own if forward else own / row.factor
    else:  # x -> factor / x is its own inverse
        product = row.factor / own
    return row.power, product.factor_to(target), row


def _relation(given: Any, name: str) -> Relation:
    """Return a relation from what was given as one."""
    if isinstance(given, Relation):
        return given
    try:
        first, second, *rest = given
        units = [parse_unit(each) if isinstance(each, str) else each for each in (first, second)]
    except TypeError:
        units, rest = [], []
    if not units or len(rest) > 2 or not all(isinstance(unit, Unit) for unit in units):
        raise TypeError(
            f"a relation of the equivalency {name!r} is (unit, unit, forward, backward) or (unit, unit, factor); "
            f"got {given!r}"
        )
    first, second = map(_absolute, units)
    if len(rest) == 1 and not callable(rest[0]):
        return Relation(first, second, _number(rest[0]) * second / first)
    if len(rest) == 1 or not all(each is None or callable(each) for each in rest):
        raise TypeError(
            f"the equivalency {name!r} needs two functions, forward and backward, or one factor; got {rest!r}"
        )
    forward, backward = (each or _itself for each in (*rest, None, None)[:2])
    return Relation(units[0], units[1], None, 1, forward, backward)


def _number(factor: Any) -> Unit:
    """Return a positive number as a unit of measurement of dimension one."""
    return Unit(factor=factor)


def _absolute(unit: Unit) -> Unit:
    """Return the unit itself; that of a scale's dimension where it is of a scale."""
    return Unit(unit.dim) if isinstance(unit, ScaleUnit) else unit


# ---------------------------------------------------------------- which of them count


_enabled: ContextVar[tuple[Equivalency, ...]] = ContextVar("bu_units_equivalencies", default=())


def enabled() -> tuple[Equivalency, ...]:
    """Return the equivalencies of the blocks of `equivalent` that this code is in."""
    name = noted(_current)  # torch.compile follows no ContextVar
    return getattr(KEPT, name) if name else _enabled.get()


def _current() -> tuple[Equivalency, ...]:
    return _enabled.get()


@contextmanager
def equivalent(*equivalencies: Any) -> Iterator[None]:
    """Let all conversions of a block use equivalencies, in this thread and task; blocks add up.

    equivalencies: such as ``spectral()``, or lists of them.
    They are for ``q.to``, ``q.to_decimal`` and kin, and ``unit.is_equivalent``. Sums and comparisons of
    different dimensions stay errors.
    """
    given = tuple(each for one in equivalencies for each in as_equivalencies(one))
    token = _enabled.set((*given, *_enabled.get()))
    try:
        yield
    finally:
        _enabled.reset(token)


def as_equivalencies(given: Any) -> tuple[Equivalency, ...]:
    """Return what was given as equivalencies: one, several in a list, or tuples as astropy has them."""
    if isinstance(given, Equivalency):
        return (given,)
    if given is None:
        return ()
    if not isinstance(given, (list, tuple)):
        raise TypeError(
            f"equivalencies are such as spectral(), or lists of them; got {type(given).__name__}"
            + (": call it" if callable(given) else "")
        )
    if given and all(isinstance(each, Equivalency) for each in given):
        return tuple(given)
    return (Equivalency("given as a list", given),) if given else ()


# ---------------------------------------------------------------- conversion


@constant
def _power(equivalency: Equivalency, own: Unit, target: Unit) -> int:
    return equivalency.way(own, target)[0]


@constant
def _factor(equivalency: Equivalency, own: Unit, target: Unit) -> float:
    return equivalency.way(own, target)[1]


def reachable(own: Unit, target: Unit, equivalencies: Any = ()) -> bool:
    """Return whether values in `own` can be given in `target`, by the equivalencies given or enabled.

    own, target: units; equivalencies: one or a list, as in `convert`.
    """
    if own.dim is target.dim:
        return True
    first, second = _absolute(own), _absolute(target)
    return any(_power(each, first, second) for each in (*as_equivalencies(equivalencies), *enabled()))


def convert(
    x: Any,
    own: Unit,
    target: Unit,
    equivalencies: Any = (),
    *,
    times: Callable[[Any, float], Any] = mul,
    under: Callable[[float, Any], Any] = truediv,
    log10: Log10 | None = None,
) -> Any:
    """Return what values in `own` are in `target`, also where it is of another dimension.

    x: a number, or an array of any library: its own arithmetic computes; own, target: units;
    equivalencies: one, or a list of them, beside those that are enabled; times, under: how an array and
    a factor are multiplied, and a factor is divided by an array; log10: the logarithm for such arrays
    where a unit is one of levels.
    Raises UnitMismatchError where no relation leads from one dimension to the other.
    """
    if own.dim is target.dim:
        return _moved(x, own, target, times, log10)
    first, second = _absolute(own), _absolute(target)
    for each in (*as_equivalencies(equivalencies), *enabled()):
        power = _power(each, first, second)
        if not power:
            continue
        values = _moved(x, own, first, times, log10)
        factor = _factor(each, first, second)
        if power == 1:
            values = times(values, factor)
        elif power == -1:
            values = under(factor, values)
        elif abs(power) == 3:
            values = _times_own(each, power, values, factor, first, second)
        else:
            values = _mapped(each, power, values, first, second, times)
        return _moved(values, second, target, times, log10)
    raise UnitMismatchError(_refusal(own, target, equivalencies), own, target)


def _mapped(equivalency: Equivalency, power: int, x: Any, own: Unit, target: Unit, times: Any) -> Any:
    """Return what the functions of a relation make of values."""
    row = equivalency.way(own, target)[2]
    assert row is not None  # that of the functions
    begin, end = (row.first, row.second) if power > 0 else (row.second, row.first)
    function: Any = row.forward if power > 0 else row.backward
    return _moved(function(_moved(x, own, begin, times, None)), end, target, times, None)


def _times_own(equivalency: Equivalency, power: int, x: Any, factor: float, own: Unit, target: Unit) -> Any:
    """Return values times the factor of a relation that is no unit, or divided by it."""
    row = equivalency.way(own, target)[2]
    assert row is not None  # that of the factor
    function: Any = row.forward if power > 0 else row.backward
    return function(x, factor)


def _moved(x: Any, own: Unit, target: Unit, times: Any, log10: Log10 | None) -> Any:
    """Return values in `own` in `target`, of the same dimension."""
    if own.ident == target.ident:
        return x
    if type(own) is Unit and type(target) is Unit:
        factor = own.factor_to(target)
        return x if factor == 1.0 else times(x, factor)
    return convert_value(x, own, target, log10) if log10 else convert_value(x, own, target)


def _refusal(own: Unit, target: Unit, equivalencies: Any) -> str:
    names = [each.name for each in (*as_equivalencies(equivalencies), *enabled())]
    asked = f": {', '.join(names)} {'leads' if len(names) == 1 else 'lead'} from neither to the other"
    return f"Cannot convert a quantity in {own} to {target}" + (asked if names else "")


attach_reachable(reachable)


# ---------------------------------------------------------------- the laws


def _unit_of(*terms: tuple[str, int]) -> Unit:
    """Return a product of powers of constants as a unit of measurement, exactly."""
    product = UNITLESS
    for name, power in terms:
        product = product * getattr(constants, name).as_unit() ** power
    return product


@cache
def spectral() -> Equivalency:
    """Wavelength, frequency, wavenumber and photon energy: of light, in vacuum.

    A frequency is cycles per time, Hz, and a wavenumber cycles per length: an angular one, in rad, is 2 pi
    times that and of the same dimension, so divide by ``2 * pi`` first. Source: E = h nu, c = lambda nu.
    """
    c, h = _unit_of(("speed_of_light", 1)), _unit_of(("planck", 1))
    length, per_time, per_length, energy = map(parse_unit, ("m", "Hz", "1/m", "J"))
    return Equivalency(
        "spectral",
        [
            Relation(length, per_time, c, -1),
            Relation(length, per_length, UNITLESS, -1),
            Relation(length, energy, h * c, -1),
            Relation(per_time, per_length, c**-1),
            Relation(per_time, energy, h),
            Relation(per_length, energy, h * c),
        ],
    )


@cache
def mass_energy() -> Equivalency:
    """Mass and energy at rest, also per length, area, volume and time. Source: E = m c^2."""
    square = _unit_of(("speed_of_light", 2))
    per = [parse_unit(text) for text in ("1", "1/m", "1/m^2", "1/m^3", "1/s")]
    mass, energy = parse_unit("kg"), parse_unit("J")
    return Equivalency("mass_energy", [Relation(mass * each, energy * each, square) for each in per])


@cache
def temperature_energy() -> Equivalency:
    """A temperature and the energy k T. Celsius and Fahrenheit are taken as the temperatures they are."""
    return Equivalency(
        "temperature_energy", [Relation(parse_unit("K"), parse_unit("J"), _unit_of(("boltzmann", 1)))]
    )


@cache
def parallax() -> Equivalency:
    """A distance and the angle under which one astronomical unit is seen from there, in small-angle form.

    One arcsecond is one parsec: the definition of the parsec (IAU 2015 B2). A plain number is radians.
    """
    arcsecond, parsec = parse_unit("arcsec"), parse_unit("pc")
    return Equivalency("parallax", [Relation(arcsecond, parsec, arcsecond * parsec, -1)])


@cache
def light_travel_time() -> Equivalency:
    """A length and the time that light in vacuum takes for it. Source: the metre's definition."""
    per_c = _unit_of(("speed_of_light", -1))
    return Equivalency("light_travel_time", [Relation(parse_unit("m"), parse_unit("s"), per_c)])


@cache
def molecular() -> Equivalency:
    """Per mole and per particle: a mole is N_A of them. For quantities of any dimension, J/mol and J, say."""
    return Equivalency("molecular", per=[_unit_of(("avogadro", 1))])


@cache
def dimensionless_angles() -> Equivalency:
    """Angles as plain numbers: nothing is to be done, as a radian is the number one here (SI Brochure)."""
    return Equivalency("dimensionless_angles")

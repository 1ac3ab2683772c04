"""How functions are declared; the only place where mantissas leave and enter quantities.

A declared function is one readable def: name, signature, docstring, unit rule and body. The body
receives the functions of one array library as `xp` and bare arrays of that library. What the
decorators here add: the unit rule is answered once per unit (pair) and remembered, the library is
chosen once per type of mantissa, operands are scaled where units differ, the result is wrapped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import frexp, ldexp
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar, cast

from bu_dispatch import (
    Backend,
    BackendError,
    backend_of,
    common_backend,
    convert,
    default_backend,
    get_backend,
)
from bu_units import UNITLESS, Unit

from . import _rules
from ._rules import Binary, BinaryRule, Factor, Unary, UnaryRule

if TYPE_CHECKING:
    from ._quantity import Quantity

__all__ = [
    "DECLARED",
    "Array",
    "Declaration",
    "Namespace",
    "Pair",
    "PairTable",
    "Q",
    "Requirement",
    "admit",
    "aligned",
    "attach",
    "binary",
    "creation",
    "detach",
    "join",
    "liked",
    "operate",
    "powered",
    "pure_unary",
    "raised_pair",
    "scaled",
    "shaped",
    "split",
    "unary",
]

Namespace = Any
"""The functions of one array library (`bu_dispatch.Namespace`)."""


class Array(Protocol):
    """An array of any library."""

    @property
    def shape(self) -> Any: ...
    @property
    def dtype(self) -> Any: ...


Q = TypeVar("Q", bound="Quantity | Array | complex")
"""A quantity, or a bare array or number where no unit is needed."""
P = ParamSpec("P")
R = TypeVar("R")

_MISSING: Any = object()
_new = object.__new__


class Declaration(NamedTuple):
    """A declared function, for the generated lists, the documentation and the support matrix."""

    name: str
    module: str
    kind: str
    rule: str
    function: Callable[..., Any]


DECLARED: list[Declaration] = []


# ---------------------------------------------------------------- mantissas leave and enter


class Pair:
    """The pair of a mantissa and a unit; `Quantity` derives from it."""

    __slots__ = ("__weakref__", "_mantissa", "_unit")

    _mantissa: Any
    _unit: Unit


_Quantity: type[Pair] = Pair


def attach(quantity: type[Pair]) -> None:
    """Set the class that results are wrapped in. `Quantity` takes functions as methods, so it comes last."""
    global _Quantity
    _Quantity = quantity


def join(mantissa: Any, unit: Unit) -> Any:
    """Return the Quantity of a mantissa and a unit that are right by construction."""
    quantity = _new(_Quantity)
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


def split(x: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit: of a quantity its own, of a unit one of it, else `x` without a unit."""
    if isinstance(x, Pair):
        return x._mantissa, x._unit
    if isinstance(x, Unit):
        return 1, x
    if isinstance(x, (list, tuple)):
        return gather(x)
    return x, UNITLESS


def detach(x: Any, unit: Unit, name: str) -> Any:
    """Return the mantissa of `x` in `unit`; a plain zero fits any unit."""
    mantissa, own = split(x)
    if own is unit:
        return mantissa
    outcome = _rules.same.of(unit, own)
    if outcome is None:
        if own is UNITLESS and is_plain_zero(x):
            return mantissa
        raise _rules.same.refuse(name, unit, own)
    return scaled(mantissa, outcome[1])


def gather(items: Sequence[Any], backend: Backend | None = None) -> tuple[Any, Unit]:
    """Return nested lists as one array in the unit of the first quantity among them.

    The array belongs to the library of the arrays inside; to `backend`, or to the default, where
    there is none.
    """
    flat = list(_leaves(items))
    unit = next((leaf._unit for leaf in flat if isinstance(leaf, Pair)), UNITLESS)
    if unit is not UNITLESS or any(isinstance(leaf, Pair) for leaf in flat):
        items = _map_leaves(items, lambda leaf: detach(leaf, unit, "array"))
        flat = list(_leaves(items))
    chosen = backend or common_backend(*flat)
    if any(backend_of(leaf) is not None for leaf in flat):
        return _stacked(items, chosen), unit
    return chosen.asarray(items), unit


def _leaves(items: Any) -> Any:
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from _leaves(item)
        else:
            yield item


def _map_leaves(items: Any, function: Callable[[Any], Any]) -> Any:
    return [
        _map_leaves(item, function) if isinstance(item, (list, tuple)) else function(item) for item in items
    ]


def _stacked(items: Any, backend: Backend) -> Any:
    """Stack nested lists of arrays and numbers, so that tracers and gradients pass through."""
    if not isinstance(items, (list, tuple)):
        return backend.asarray(items) if backend_of(items) is None else convert(items, backend)
    return backend.xp.stack([_stacked(item, backend) for item in items])


# float16 ends at 65504 and is normal down to 6.1e-5.
_LARGEST_HALF, _SMALLEST_HALF = 6.5e4, 6.2e-5


def scaled(mantissa: Any, factor: Factor) -> Any:
    """Return ``mantissa * factor`` in the mantissa's own precision: one multiply, none for None."""
    if factor is None:
        return mantissa
    if not _SMALLEST_HALF < factor < _LARGEST_HALF and "float16" in str(getattr(mantissa, "dtype", "")):
        # A factor beyond half precision must not make an infinity of a result that fits: two
        # steps, the first by a power of two, which is exact.
        _, power = frexp(factor)
        step = ldexp(1.0, power // 2)
        return mantissa * step * (factor / step)
    return mantissa * factor


def is_plain_zero(x: Any) -> bool:
    """Whether `x` is a zero without a unit whose value is known now. Asked only before an error."""
    if isinstance(x, Pair):
        return False
    backend = backend_of(x)
    if backend is None:
        return isinstance(x, (int, float, complex)) and x == 0
    return bool(backend.is_concrete(x) and not (x != 0).any())


# ---------------------------------------------------------------- which library computes


class Requirement(NamedTuple):
    """A library that a function needs, and the public name of the module that the function is in."""

    backend: str
    public: str


class _Bodies(dict[type, Callable[..., Any]]):
    """Type of mantissa -> the body bound to the functions of its library."""

    def __init__(self, body: Callable[..., Any], requires: Requirement | None = None) -> None:
        super().__init__()
        self.body = body
        self.requires = requires

    def ready(self, mantissa: Any, x: Any) -> tuple[Callable[..., Any], Any]:
        """Return the body bound to the library of the mantissa of `x`, and the mantissa as its array."""
        found = self.get(type(mantissa))
        if found is not None:
            return found, mantissa
        if self.requires is not None:
            backend = admit(self.requires, self.body.__name__, x)
            if backend_of(mantissa) is not backend:
                return partial(self.body, backend.xp), backend.asarray(mantissa)
        own = backend_of(mantissa)
        if own is None:
            own = default_backend()
            return partial(self.body, own.xp), own.asarray(mantissa)
        self[type(mantissa)] = found = partial(self.body, own.xp)
        return found, mantissa

    def ready_for(
        self, mantissas: Sequence[Any], xs: Sequence[Any], numbers: bool = False
    ) -> tuple[Callable[..., Any], list[Any]]:
        """Return the body of the common library and the mantissas of `xs` as arrays of it.

        Python numbers beside an array stay numbers: they take its dtype. Without any array they
        become arrays, unless the body takes `numbers`.
        """
        if self.requires is None:
            backend = common_backend(*mantissas)
        else:
            for x in xs:
                backend = admit(self.requires, self.body.__name__, x)
        arrays = [m if backend_of(m) is None else convert(m, backend) for m in mantissas]
        if not numbers and all(backend_of(m) is None for m in arrays):
            arrays = [m if m is None else backend.asarray(m) for m in arrays]
        bound = partial(self.body, backend.xp)
        for m in mantissas:
            if backend_of(m) is backend:
                self[type(m)] = bound  # the next call with this type comes here no more
        return bound, arrays


def admit(requires: Requirement, name: str, x: Any) -> Backend:
    """Return the required library; BackendError if `x` is of another one.

    Numbers pass, and so do bare numpy arrays, which every array library takes.
    """
    backend = get_backend(requires.backend)
    mantissa = x._mantissa if isinstance(x, Pair) else x
    own = backend_of(mantissa)
    if own is None or own is backend or own.gives_way(type(mantissa)):
        return backend
    if own.name == "numpy" and not isinstance(x, Pair):
        return backend
    kind = "Quantity" if isinstance(x, Pair) else "array"
    raise BackendError(
        f"{requires.public}.{name} requires the {backend.name} backend; got {own.name}-backed {kind}. "
        f"Call .to_{backend.name}() on the input first."
    )


def _registered(body: Callable[..., Any], function: Callable[..., Any], kind: str, rule: str) -> Any:
    """Give the function the face of its body, less `xp`, and put it on the list."""
    function.__name__ = body.__name__
    function.__qualname__ = body.__qualname__
    function.__module__ = body.__module__
    function.__doc__ = body.__doc__
    # inspect.signature looks here; a partial without `xp` has the signature that callers see.
    function.__wrapped__ = partial(body, None)  # type: ignore[attr-defined]  # the attribute functools.wraps sets
    DECLARED.append(Declaration(body.__name__, body.__module__, kind, rule, function))
    return function


def _parameters(body: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the body's parameters after `xp`."""
    code = body.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]


# ---------------------------------------------------------------- one array


def unary(
    rule: UnaryRule, *companions: str, requires: Requirement | None = None
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one array and options; `companions` are options in the array's unit."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        outcomes: dict[object, Unary] = {}
        bodies = _Bodies(body, requires)
        names = _parameters(body)
        places = {name: names.index(name) - 1 for name in companions}
        name = body.__name__

        def function(x: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            if type(x) is _Quantity and not companions:
                try:
                    factor, unit, fold = outcomes[x._unit.ident]
                    run = bodies[type(x._mantissa)]
                except KeyError:
                    return slow(x, args, kwargs)
                mantissa = x._mantissa
                if factor is not None:
                    mantissa = scaled(mantissa, factor)
                result = run(mantissa, *args, **kwargs)
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(_Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
            return slow(x, args, kwargs)

        def slow(x: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            x = _taken(name, x, names[0], kwargs)
            mantissa, own = split(x)
            outcome = outcomes.get(own.ident)
            if outcome is None:
                outcome = rule.of(own)
                if outcome is None:
                    raise rule.refuse(name, own)
                outcomes[own.ident] = outcome
            factor, unit, fold = outcome
            if companions:
                args, kwargs = _fitted(name, places, own, args, kwargs)
            run, mantissa = bodies.ready(mantissa, x)
            result = run(scaled(mantissa, factor), *args, **kwargs)
            plain = unit is None or (unit is UNITLESS and not _has_unit(x))
            return scaled(result, fold) if plain else join(result, cast("Unit", unit))

        return cast("Callable[P, R]", _registered(body, function, "unary", rule.__name__))

    return declare


def _has_unit(x: Any) -> bool:
    """Whether `x` is a quantity, or a list with one inside."""
    return isinstance(x, Pair) or (
        isinstance(x, (list, tuple)) and any(isinstance(leaf, Pair) for leaf in _leaves(x))
    )


def _fitted(
    name: str, places: dict[str, int], unit: Unit, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Convert the options named in `places` (by position behind the array) to `unit`."""
    positional = list(args)
    for option, place in places.items():
        if place < len(positional) and positional[place] is not None:
            positional[place] = detach(positional[place], unit, name)
        elif kwargs.get(option) is not None:
            kwargs[option] = detach(kwargs[option], unit, name)
    return tuple(positional), kwargs


def pure_unary(
    body: Callable[Concatenate[Namespace, P], R],
) -> Callable[P, R]:
    """Declare a function of one pure number, with the option to scale: ``f(x, unit_to_scale=None)``."""
    outcomes: dict[object, Factor] = {}
    bodies = _Bodies(body)
    first = _parameters(body)[0]
    name = body.__name__

    def function(x: Any = _MISSING, /, unit_to_scale: Unit | None = None, **kwargs: Any) -> Any:
        if unit_to_scale is None:
            try:
                if type(x) is _Quantity:
                    factor = outcomes[x._unit.ident]
                    run, x = bodies[type(x._mantissa)], x._mantissa
                    return run(x if factor is None else scaled(x, factor), None, **kwargs)
                return bodies[type(x)](x, None, **kwargs)
            except KeyError:
                pass
        return slow(x, unit_to_scale, kwargs)

    def slow(x: Any, unit_to_scale: Unit | None, kwargs: dict[str, Any]) -> Any:
        mantissa, own = split(_taken(name, x, first, kwargs))
        if unit_to_scale is not None:
            factor = _scale_factor(name, own, unit_to_scale)
        else:
            outcome = _rules.pure.of(own)
            if outcome is None:
                raise _rules.pure.refuse(name, own)
            outcomes[own.ident] = factor = outcome[0]
        run, mantissa = bodies.ready(mantissa, x)
        return run(scaled(mantissa, factor), None, **kwargs)

    return cast("Callable[P, R]", _registered(body, function, "unary", "pure"))


def _scale_factor(name: str, unit: Unit, unit_to_scale: Unit) -> Factor:
    """Return the factor for ``x / unit_to_scale``."""
    if not isinstance(unit_to_scale, Unit):
        raise TypeError(f"{name}: unit_to_scale must be a Unit, got {type(unit_to_scale).__name__}")
    if unit.dim is not unit_to_scale.dim:
        raise _rules.one_unit(f"{name} with unit_to_scale", unit, unit_to_scale)
    return _rules.suited(unit, unit_to_scale)


# ---------------------------------------------------------------- two arrays


class PairTable(dict[object, dict[Any, Any]]):
    """What was answered for a unit and a partner (another unit's identity, an exponent)."""

    # A program that makes units without end must not keep an answer for each.
    LIMIT = 4096

    def keep(self, first: Unit, partner: object, answer: Any) -> Any:
        """Remember an answer and return it."""
        row = self.get(first.ident)
        if row is None or len(row) >= self.LIMIT:
            if len(self) >= self.LIMIT:
                self.clear()
            row = self[first.ident] = {}
        row[partner] = answer
        return answer


class _Outcomes:
    """The answers of a binary rule, by the identity of the two units."""

    def __init__(self, name: str, rule: BinaryRule) -> None:
        self.name = name
        self.rule = rule
        self.table = PairTable()

    def find(self, x: Any, y: Any, first: Unit, second: Unit) -> Binary:
        """Answer for two operands, remember it; apply the zero rule; raise where nothing fits."""
        try:
            known: Binary = self.table[first.ident][second.ident]
            return known
        except KeyError:
            outcome = self.rule.of(first, second)
        if outcome is not None:
            return cast("Binary", self.table.keep(first, second.ident, outcome))
        # A plain zero takes the other's unit.
        if second is UNITLESS and is_plain_zero(y):
            return cast("Binary", self.rule.of(first, first))
        if first is UNITLESS and is_plain_zero(x):
            return cast("Binary", self.rule.of(second, second))
        raise self.rule.refuse(self.name, first, second)


def binary(
    rule: BinaryRule, requires: Requirement | None = None
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of two arrays and options."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = _Bodies(body, requires)
        names = _parameters(body)
        name = body.__name__
        outcomes = _Outcomes(name, rule)
        table = outcomes.table

        def function(x: Any = _MISSING, y: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            if type(x) is _Quantity and type(y) is _Quantity:
                a, b = x._mantissa, y._mantissa
                try:
                    fx, fy, unit, fold = table[x._unit.ident][y._unit.ident]
                    if type(a) is not type(b):
                        return slow(x, y, args, kwargs)
                    run = bodies[type(a)]
                except KeyError:
                    return slow(x, y, args, kwargs)
                if fx is not None:
                    a = scaled(a, fx)
                if fy is not None:
                    b = scaled(b, fy)
                result = run(a, b, *args, **kwargs)
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(_Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
            return slow(x, y, args, kwargs)

        def slow(x: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            x = _taken(name, x, names[0], kwargs)
            y = _taken(name, y, names[1], kwargs)
            a, first = split(x)
            b, second = split(y)
            fx, fy, unit, fold = outcomes.find(x, y, first, second)
            run, (a, b) = bodies.ready_for((a, b), (x, y))
            result = run(scaled(a, fx), scaled(b, fy), *args, **kwargs)
            if unit is None or (unit is UNITLESS and not (_has_unit(x) or _has_unit(y))):
                return scaled(result, fold)
            return join(result, unit)

        return cast("Callable[P, R]", _registered(body, function, "binary", rule.__name__))

    return declare


def _taken(function: str, value: Any, name: str, kwargs: dict[str, Any]) -> Any:
    """Return an argument that was passed by position, or take it from the keywords."""
    if value is not _MISSING:
        return value
    if name not in kwargs:
        raise TypeError(f"{function}() missing its argument {name!r}")
    return kwargs.pop(name)


def operate(name: str, rule: BinaryRule, operator: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return an operator on quantities: the mantissas' own `operator`, the unit by `rule`.

    Python numbers stay Python numbers. NotImplemented for operands of unknown kind.
    """
    outcomes = _Outcomes(name, rule)
    table = outcomes.table

    def apply(x: Any, y: Any) -> Any:
        if type(x) is _Quantity and type(y) is _Quantity and type(x._mantissa) is type(y._mantissa):
            try:
                fx, fy, unit, fold = table[x._unit.ident][y._unit.ident]
            except KeyError:
                return general(x, y)
            a, b = x._mantissa, y._mantissa
            if fx is not None:
                a = scaled(a, fx)
            if fy is not None:
                b = scaled(b, fy)
            result = operator(a, b)
            if unit is None:
                return result if fold is None else scaled(result, fold)
            quantity = _new(_Quantity)
            quantity._mantissa = result
            quantity._unit = unit
            return quantity
        return general(x, y)

    def general(x: Any, y: Any) -> Any:
        a, first = split(x)
        b, second = split(y)
        if not (_is_operand(a) and _is_operand(b)):
            return NotImplemented
        fx, fy, unit, fold = outcomes.find(x, y, first, second)
        if type(a) is not type(b) and backend_of(a) is not backend_of(b):
            a, b = _in_one_library(a, b)
        result = operator(scaled(a, fx), scaled(b, fy))
        return scaled(result, fold) if unit is None else join(result, unit)

    return apply


def _is_operand(mantissa: Any) -> bool:
    return isinstance(mantissa, (int, float, complex)) or backend_of(mantissa) is not None


def _in_one_library(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two mantissas of different kinds as arrays of the library that computes with them.

    Python numbers stay, and so do numpy scalars that meet an array: they are no array's library.
    """
    if backend_of(a) is None or backend_of(b) is None:
        return a, b
    backend = common_backend(a, b)
    return convert(a, backend), convert(b, backend)


# ---------------------------------------------------------------- units that depend on values or shapes


def shaped(
    rule: Callable[..., tuple[Unit | None, Factor]],
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of one array whose unit depends on the shape: ``rule(unit, array, **options)``."""

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = _Bodies(body)
        names = _parameters(body)

        def function(x: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
            x = _taken(body.__name__, x, names[0], kwargs)
            mantissa, own = split(x)
            run, mantissa = bodies.ready(mantissa, x)
            result = run(mantissa, *args, **kwargs)
            if own is UNITLESS:
                return result
            unit, fold = rule(own, mantissa, **dict(zip(names[1:], args, strict=False)), **kwargs)
            return scaled(result, fold) if unit is None else join(result, unit)

        return cast("Callable[P, R]", _registered(body, function, "shaped", rule.__name__))

    return declare


def powered(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare ``f(x, exponent)``: one exponent raises the unit too, an array needs a pure number."""
    bodies = _Bodies(body)
    names = _parameters(body)
    name = body.__name__

    def function(x: Any = _MISSING, y: Any = _MISSING, /, **kwargs: Any) -> Any:
        x = _taken(name, x, names[0], kwargs)
        y = _taken(name, y, names[1], kwargs)
        base, exponent, unit, fold = raised_pair(name, x, y)
        run, arrays = bodies.ready_for((base, exponent), (x, y))
        result = run(*arrays, **kwargs)
        return scaled(result, fold) if unit is None else join(result, unit)

    return cast("Callable[P, R]", _registered(body, function, "powered", "power"))


def raised_pair(name: str, x: Any, y: Any) -> tuple[Any, Any, Unit | None, Factor]:
    """Return base, exponent, unit and factor of the result of ``x ** y``.

    Raises TypeError for an exponent with a dimension, or of more than one number where `x` has one.
    """
    base, unit = split(x)
    exponent = _number(y, name, "the exponent")
    if unit.dim.is_dimensionless and (unit is UNITLESS or not _is_one_number(exponent)):
        return scaled(base, _rules.suited(unit, UNITLESS)), exponent, None, None
    if not _is_one_number(exponent):
        raise TypeError(
            f"{name}: the exponent of a quantity in {unit} must be one number whose value is known; "
            "each element, or each call, would have another unit"
        )
    known = exponent if isinstance(exponent, (int, Fraction)) else float(exponent)
    if isinstance(exponent, Fraction):  # array libraries know no fractions
        exponent = exponent.numerator if exponent.denominator == 1 else float(exponent)
    return base, exponent, *_rules.raised(unit, known)


def _is_one_number(x: Any) -> bool:
    if isinstance(x, (int, float, Fraction)):
        return True
    backend = backend_of(x)
    return backend is not None and x.shape == () and bool(backend.is_concrete(x))


# ---------------------------------------------------------------- several arrays of one dimension


def aligned(
    *operands: str,
    plain: Sequence[str] = (),
    unitless: bool = False,
    numbers: bool = False,
    requires: Requirement | None = None,
) -> Callable[[Callable[Concatenate[Namespace, P], R]], Callable[P, R]]:
    """Declare a function of several arrays of one dimension, converted to the unit of the first.

    `operands` are parameters; ``*name`` is a sequence of arrays; None passes. Arrays among `plain`
    take no unit. The result (each of a tuple) has that unit too, unless it is `unitless`. With
    `numbers` the body takes Python numbers as they are.
    """

    def declare(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
        bodies = _Bodies(body, requires)
        names = _parameters(body)
        name = body.__name__
        stars = {operand.lstrip("*") for operand in operands if operand.startswith("*")}
        wanted = [operand.lstrip("*") for operand in operands]

        def function(*args: Any, **kwargs: Any) -> Any:
            given = dict(zip(names, args, strict=False))
            if len(args) > len(names) or not given.keys().isdisjoint(kwargs):
                body(None, *args, **kwargs)  # raises the TypeError that says which argument it is
            given |= kwargs
            values = {key: given.pop(key, None) for key in (*wanted, *plain)}
            given_plain = {key: values[key] for key in plain}
            flat: list[Any] = []
            for key in wanted:
                flat += list(values[key]) if key in stars else [values[key]]
            unit, any_unit = _common_unit(flat)
            mantissas = [x if x is None else detach(x, unit, name) for x in flat]
            mantissas += [None if values[key] is None else _number(values[key], name, key) for key in plain]
            run, arrays = bodies.ready_for(mantissas, [*flat, *(given_plain[key] for key in plain)], numbers)
            for key in wanted:
                count = len(values[key]) if key in stars else 1
                values[key], arrays = (arrays[:count] if key in stars else arrays[0]), arrays[count:]
            values |= dict(zip(plain, arrays, strict=True))
            result = run(**values, **given)
            if not any_unit or unitless:
                return result
            if isinstance(result, tuple):
                return tuple(join(part, unit) for part in result)
            return join(result, unit)

        return cast("Callable[P, R]", _registered(body, function, "aligned", "same"))

    return declare


def _common_unit(operands: list[Any]) -> tuple[Unit, bool]:
    """Return the unit of the first operand that has one, and whether any has."""
    bare = False
    for x in operands:
        if isinstance(x, Unit) or _has_unit(x):
            _, unit = split(x)
            # Behind a plain operand, a scaled number (a percentage) is converted to a plain one.
            return (UNITLESS if bare and unit.dim.is_dimensionless else unit), True
        bare = bare or x is not None
    return UNITLESS, False


def _number(x: Any, function: str, name: str) -> Any:
    """Return a plain array or number; a dimensionless quantity is one, its scale folded in."""
    mantissa, unit = split(x)
    if not unit.dim.is_dimensionless:
        raise TypeError(f"{function}: {name} takes no unit, got one in {unit}")
    return scaled(mantissa, _rules.suited(unit, UNITLESS))


# ---------------------------------------------------------------- new arrays


def creation(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function that makes an array from no array; its keyword `unit` attaches a unit.

    The default backend makes it. The result is a bare array where `unit` is the number one.
    """
    name = body.__name__
    names = _parameters(body)

    def function(*args: Any, **kwargs: Any) -> Any:
        values = dict(zip(names, args, strict=False))
        if len(args) > len(names) or not values.keys().isdisjoint(kwargs):
            body(None, *args, **kwargs)  # raises the TypeError that says which argument it is
        values |= kwargs
        unit = values.pop("unit", UNITLESS)
        if not isinstance(unit, Unit):
            raise TypeError(f"{name}: unit must be a Unit, got {type(unit).__name__}")
        backend = default_backend()
        if values.get("dtype") is not None:
            values["dtype"] = backend.dtype(values["dtype"])
        make: Callable[..., Any] = body
        result = make(backend.xp, **values)
        return result if unit is UNITLESS else join(result, unit)

    return cast("Callable[P, R]", _registered(body, function, "creation", "attached"))


def liked(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function that makes an array like another; its option `unit` converts or attaches."""
    bodies = _Bodies(body)
    names = _parameters(body)
    name = body.__name__

    def function(*args: Any, **kwargs: Any) -> Any:
        values = dict(zip(names, args, strict=False))
        if (
            len(args) > len(names)
            or not values.keys().isdisjoint(kwargs)
            or names[0] not in {**values, **kwargs}
        ):
            body(None, *args, **kwargs)  # raises the TypeError that says which argument it is
        values |= kwargs
        model, own = split(values.pop(names[0]))
        unit = values.pop("unit", None)
        if unit is None:
            unit = own
        elif not isinstance(unit, Unit):
            raise TypeError(f"{name}: unit must be a Unit, got {type(unit).__name__}")
        elif own is not UNITLESS and own.dim is not unit.dim:
            raise _rules.one_unit(name, own, unit)
        run, model = bodies.ready(model, model)
        backend = cast("Backend", backend_of(model))
        if values.get("dtype") is not None:
            values["dtype"] = backend.dtype(values["dtype"])
        result = run(model, **values)
        return result if unit is UNITLESS else join(result, unit)

    return cast("Callable[P, R]", _registered(body, function, "liked", "kept"))

"""Lines such as ``input=a weight=b bias=ab -> ab``: read once, then asked by each call."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import torch  # noqa: TID253  # this module is loaded when torch asks

from bu_units import UNITLESS, Unit
from bu_units.tracing import tracing

from ..core import Factor, Pair, detach, has_unit, is_neutral, refused_on_scale, rules, split
from ..core.holding import counts, held
from ..core.operate import new_table
from ..core.pair import class_for
from ..declare.several import common_unit
from .laws import PLAIN, Answer, number
from .names import SYNONYMS
from .results import computed, dressed, stays, tensor_beside, torchs

__all__ = ["Form", "Line", "by_line", "combined", "form"]

Form = tuple[tuple[str, Fraction], ...]
"""Letters and their exponents; empty for a pure number."""

_Tensor = torch.Tensor
_new = object.__new__
_Quantity = class_for(UNITLESS)  # which is there when this module is imported

# Parameters that torch takes numbers for; a number with a unit elsewhere becomes a tensor.
_NUMBERS = frozenset(
    """value fill_value min max other x y tol eps beta delta margin lambd threshold min_val max_val nan posinf neginf atol start end step
    maxnorm max_norm dx spacing values mean std padding_value""".split()
)
# Of those, the ones for which it takes no tensor.
_NO_TENSORS = frozenset(
    "eps beta delta margin lambd threshold min_val max_val nan posinf neginf atol maxnorm max_norm fill_value".split()
)
# Parameters that are written into the first one.
_WRITTEN = frozenset("value src source values fill_value".split())


class Parameter(NamedTuple):
    """A parameter of a line: its unit in letters (None: it takes none), whether it is a list, its mark."""

    name: str
    form: Form | None
    several: bool
    mark: str


def form(text: str) -> Form | None:
    """Read letters: ``ab/c``, ``a^-0.5``, ``1``; None for ``-``."""
    if text == "-":
        return None
    if "^" in text:
        letter, power = text.split("^")
        return ((letter, Fraction(power)),)
    top, _, bottom = text.partition("/")
    powers: dict[str, Fraction] = {}
    for letters, sign in ((top, 1), (bottom, -1)):
        for letter in letters.replace("1", ""):
            powers[letter] = powers.get(letter, Fraction(0)) + sign
    return tuple(powers.items())


class Line:
    """A line, read."""

    def __init__(self, text: str, on_scale: bool) -> None:
        self.text = text
        left, right = text.split(" -> ")
        self.on_scale = on_scale
        self.parameters: dict[str, Parameter] = {}
        for part in left.split():
            name, kind = part.split("=")
            mark = kind[-1] if kind[-1] in "!?" else ""
            self.parameters[name] = Parameter(name, form(kind.strip("*!?")), kind.startswith("*"), mark)
        self.names = tuple(self.parameters)
        self.first = self.names[0]
        # What settles a letter, in order.
        self.settling = [
            (p.form[0][0], p.name)
            for p in self.parameters.values()
            if p.form and len(p.form) == 1 and p.form[0][1] == 1
        ]
        self.letters = tuple(dict.fromkeys(letter for letter, _ in self.settling))
        self.results = tuple(form(part) for part in right.split(","))

        more = " ".join(SYNONYMS.get(name, "") for name in self.names)
        self.own_names = frozenset((*self.names, "out", *more.split()))
        """What torch's functions of this line may call its parameters."""
        self.of_one_unit = len(self.letters) == 1 and all(
            not p.mark and p.form in (None, (), ((self.letters[0], Fraction(1)),))
            for p in self.parameters.values()
        )

    def name_of(self, key: str) -> str:
        """Return the parameter of this line that torch calls `key` in one of its functions."""
        if key in self.parameters:
            return key
        for name in self.names:
            if key in SYNONYMS.get(name, "").split():
                return name
        return key

    def units(self, name: str, given: dict[str, Any]) -> tuple[dict[str, Unit], list[str]]:
        """Return the unit of each letter, and the letters of which an argument has one."""
        units: dict[str, Unit] = {}
        known: list[str] = []
        for letter in self.letters:
            row: list[Any] = []
            for one, key in self.settling:
                if one == letter and given.get(key) is not None:
                    row += _flat(given[key]) if self.parameters[key].several else [given[key]]
            units[letter], given_one = common_unit(row)
            if given_one:
                known.append(letter)
            if type(units[letter]) is not Unit and not self.on_scale:
                raise refused_on_scale(name, units[letter])
        return units, known


def _flat(items: Any) -> list[Any]:
    return list(items) if isinstance(items, (list, tuple)) else [items]


def target(letters: Form, units: dict[str, Unit]) -> Unit:
    """Return the unit that letters stand for."""
    if len(letters) == 1 and letters[0][1] == 1:
        return units[letters[0][0]]
    unit = UNITLESS
    for letter, power in letters:
        if units[letter] is not UNITLESS:
            unit = unit * units[letter] ** power
    return unit


def combined(
    letters: Form | None, units: dict[str, Unit], known: Sequence[str]
) -> tuple[Unit | None, Factor]:
    """Return unit and factor of a result: a pure number where the dimension cancels."""
    if not letters:
        return None, None
    if len(letters) == 1 and letters[0][1] == 1:
        return (units[letters[0][0]] if letters[0][0] in known else None), None
    named = [(letter, power) for letter, power in letters if units[letter] is not UNITLESS]
    if not named:
        return None, None
    if len(named) == 1 and named[0][1] == 1:
        return units[named[0][0]], None
    return rules.settled(target(letters, units))


# ---------------------------------------------------------------- a call


def _of_one_unit(line: Line, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[list[Any], Unit] | None:
    """Return the mantissas of operands that are all in one unit, and the unit; None for any other call."""
    if len(args) > len(line.names):
        return None
    for key in kwargs:
        if key in line.own_names or type(kwargs[key]) not in PLAIN:
            return None
    unit: Any = None
    row: list[Any] = []
    for name, value in zip(line.names, args, strict=False):
        parameter = line.parameters[name]
        if not parameter.form:
            if type(value) not in PLAIN:
                return None
            row.append(value)
            continue
        each = value if parameter.several and type(value) in (list, tuple) else (value,)
        found = []
        for x in each:
            if type(x) is not _Quantity or type(x._mantissa) is not _Tensor:
                return None
            if unit is None:
                unit = x._unit
            elif x._unit.ident != unit.ident:
                return None
            found.append(x._mantissa)
        row.append(found[0] if each is not value else found if type(value) is list else tuple(found))
    return None if unit is None else (row, unit)


def by_line(func: Any, name: str, line: Line, in_place: bool) -> Answer:
    """Return what answers for a function by its line."""
    marked = [p for p in line.parameters.values() if p.mark]
    names, count = line.names, len(line.names)

    def general(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given: dict[str, Any] = dict(zip(names, args, strict=False))
        keys = {}  # by torch's own words
        for key in kwargs:
            if key != "out":
                keys[key] = line.name_of(key)
                given[keys[key]] = kwargs[key]
        units, known = line.units(name, given)
        for parameter in marked:
            units = _guarded(name, parameter, given, units)
        row = [_argument(name, line, key, given[key], given, units) for key in names[: len(args)]]
        rest = [number(each, name) for each in args[count:]]
        options = {
            key: _argument(name, line, own, given[own], given, units)
            for key, own in keys.items()
            if own in given
        }
        row, options = _alike(row, options, names)
        for parameter in marked:  # a guard that was not given
            if parameter.mark == "?" and parameter.name in given and parameter.name not in names[: len(args)]:
                options.setdefault(parameter.name, given[parameter.name])
        parts = [combined(each, units, known) for each in line.results]
        if in_place:
            _check_stays(name, line, given[line.first], units, parts[0])
            func(*row, *rest, **options)
            return given[line.first]
        if kwargs.get("out") is not None:
            options["out"] = kwargs["out"]
        if len(parts) == 1:
            return computed(name, lambda **kw: func(*row, *rest, **kw), options, *parts[0])
        if "out" in options:
            raise TypeError(f"{name}: several results into out= are not known here; leave it out")
        return _parted(func(*row, *rest, **options), parts)

    if line.of_one_unit and not in_place and len(line.results) == 1:
        return _of_operands_alike(func, line, general)
    return general


def _of_operands_alike(func: Any, line: Line, general: Answer) -> Answer:
    """Return what answers at once where all operands are in one unit, which most are."""
    results: dict[Any, Any] = new_table()

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        found = _of_one_unit(line, args, kwargs)
        if found is None:
            return general(args, kwargs)
        row, own = found
        part = results.get(own.ident)
        if part is None:
            part = combined(line.results[0], {line.letters[0]: own}, line.letters)
            if not tracing():
                results[own.ident] = part
        result = func(*row, **kwargs)
        unit, fold = part
        if unit is None or fold is not None or type(result) is not _Tensor:
            return dressed(result, unit, fold)
        quantity = _new(class_for(unit))
        quantity._mantissa = result
        quantity._unit = unit
        return quantity

    return answer


def _check_stays(
    name: str, line: Line, written: Any, units: dict[str, Unit], part: tuple[Unit | None, Factor]
) -> None:
    own = split(written)[1]
    stays(name, own, part[0], part[1] is not None or own.ident != _own(line, units).ident)


def _own(line: Line, units: dict[str, Unit]) -> Unit:
    first = line.parameters[line.first].form
    return UNITLESS if first is None else target(first, units)


def _parted(result: Any, parts: list[tuple[Unit | None, Factor]]) -> Any:
    if not isinstance(result, (tuple, list)):
        return dressed(result, *parts[0])
    each = [dressed(part, *unit) for part, unit in zip(result, parts, strict=False)]
    return type(result)([*each, *result[len(parts) :]])


def _guarded(
    name: str, parameter: Parameter, given: dict[str, Any], units: dict[str, Unit]
) -> dict[str, Unit]:
    """Look at a parameter whose default has no unit; return the units, those of numbers as pure ones."""
    value = given.get(parameter.name)
    if has_unit(value):
        return units
    letters = [letter for letter, _ in parameter.form or ()]
    if parameter.mark == "?":
        if any(unit is not UNITLESS for unit in units.values()):
            given[parameter.name] = _least(given)
        return units
    unit = target(parameter.form or (), units)
    if unit is UNITLESS or (value is not None and is_neutral(value, unit)):
        return units
    if unit.dim.is_dimensionless and type(unit) is Unit:
        return units | dict.fromkeys(letters, UNITLESS)
    raise TypeError(
        f"{name}: {parameter.name} has no unit{'' if value is None else ' as a number'}, and the argument is in "
        f"{units[letters[0]]}; give {parameter.name}= as a quantity in {unit}, or divide by a unit first"
    )


def _least(given: dict[str, Any]) -> float:
    """Return the least normal number of the tensors' dtype."""
    for value in _tensors(given):
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            return float(torch.finfo(value.dtype).tiny)
    return 0.0


def _argument(
    name: str, line: Line, key: str, value: Any, given: dict[str, Any], units: dict[str, Unit]
) -> Any:
    """Return an argument as torch takes it, in the unit of its letters."""
    parameter = line.parameters.get(key)
    if value is None or isinstance(value, (str, torch.dtype)):
        return value
    if parameter is None or not parameter.form:
        return number(value, name)
    unit = units.get(parameter.form[0][0], UNITLESS)
    unit = target(parameter.form, units) if all(letter in units for letter, _ in parameter.form) else unit
    label = f"{name}: argument {key!r}"
    if parameter.several and isinstance(value, (list, tuple)):
        found = [torchs(detach(each, unit, label), name) for each in value]
        return type(value)([_a_tensor(each, tuple(found)) for each in found])
    array = given[line.first]
    if key in _WRITTEN and key != line.first and isinstance(array, Pair) and counts(array._mantissa.dtype):
        mantissa = torchs(held(value, array._mantissa, unit, label), name)
    else:
        mantissa = torchs(detach(value, unit, label), name)
    if isinstance(mantissa, torch.Tensor):
        alone = key in _NO_TENSORS or (line.first == "tensor" and key != "tensor")  # of torch.nn.init
        return mantissa.item() if alone and isinstance(value, Pair) else mantissa
    if key in _NUMBERS or line.first == "tensor" or not isinstance(value, Pair):
        return mantissa
    return tensor_beside(mantissa, _tensors(given))


def _tensors(given: dict[str, Any]) -> tuple[Any, ...]:
    """Return the mantissas of all arguments."""
    return tuple([value._mantissa if isinstance(value, Pair) else value for value in given.values()])


def _a_tensor(x: Any, beside: tuple[Any, ...]) -> Any:
    return x if isinstance(x, torch.Tensor) else tensor_beside(x, beside)


def _alike(
    row: list[Any], options: dict[str, Any], names: tuple[str, ...]
) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments with both limits as tensors, if one is."""
    if "min" not in names or "max" not in names:
        return row, options
    given = dict(zip(names, row, strict=False)) | options
    limits = [given.get("min"), given.get("max")]
    if not any(isinstance(limit, torch.Tensor) for limit in limits):
        return row, options
    tensors = tuple(row[:1])
    fitted = {key: _a_tensor(given[key], tensors) for key in ("min", "max") if given.get(key) is not None}
    return (
        [fitted.get(name, value) for name, value in zip(names, row, strict=False)],
        {key: fitted.get(key, options[key]) for key in options},
    )

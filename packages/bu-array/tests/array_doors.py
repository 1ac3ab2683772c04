"""The doors to one function: operators, operators in place, numpy's, ours, methods; and operands for them.

Nothing here is a list by hand but the operands: which operator is which ufunc an array of numpy's is asked,
which ufunc and which function of numpy's is which of ours the tables by which quantities answer numpy.
"""

import datetime
import inspect
import operator
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from array_checks import array, values
from numpy.testing.overrides import get_overridable_numpy_array_functions, get_overridable_numpy_ufuncs

from bu_array import Quantity, math
from bu_array._numpy.functions import _Delegate, answer_for
from bu_array._numpy.ufuncs import _functions
from bu_array.declare import DECLARED
from bu_dispatch import BackendError, backend_of
from bu_units import Unit, UnitMismatchError

# ---------------------------------------------------------------- doors


class Spy(np.ndarray):
    """An array that tells which ufunc an operator asks."""

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return SimpleNamespace(ufunc=ufunc, out=kwargs.get("out"))


@cache
def operators():
    """Ufunc -> the operators that ask it: (name, function, whether in place)."""
    spy, found = np.array([1, 2]).view(Spy), defaultdict(list)
    for name, function in [*vars(operator).items(), ("divmod", divmod), ("abs", abs)]:
        if name.startswith("__") or not hasattr(np.ndarray, f"__{name.strip('_')}__"):
            continue
        for operands in ((spy, spy), (spy,)):
            try:
                told = function(*operands)
            except (TypeError, ValueError, IndexError):  # of items and sequences
                continue
            if isinstance(told, SimpleNamespace) and told.ufunc.nin == len(operands):
                found[told.ufunc].append((name, function, told.out is not None))
    return dict(found)


@cache
def numpy_functions():
    """Declared function -> the functions of numpy's that it answers, ufuncs apart."""
    found = defaultdict(list)
    for function in sorted(get_overridable_numpy_array_functions(), key=lambda f: (f.__module__, f.__name__)):
        answer = answer_for(function)
        for part in (answer, *getattr(answer, "args", ())):  # pad and eig have theirs within
            if isinstance(part, _Delegate):
                found[part.ours].append(function)
    return dict(found)


@cache
def ufuncs():
    """Declared function -> the ufuncs that it answers."""
    found = defaultdict(list)
    for ufunc in sorted(get_overridable_numpy_ufuncs(), key=lambda f: f.__name__):
        if _functions[ufunc] is not None:
            found[_functions[ufunc]].append(ufunc)
    return dict(found)


class Door(NamedTuple):
    """One way to a function."""

    name: str
    call: object
    kind: str
    """math, operator, in place, method, numpy, options."""


# An option in the value that it has anyway: numpy computes, and not the declared function.
def _with_option(ufunc):
    return lambda *operands: ufunc(*operands, casting="same_kind")


def _in_place(function):
    def call(x, y):
        mantissa = x.mantissa.copy() if isinstance(x.mantissa, np.ndarray) else x.mantissa
        return function(Quantity(mantissa, x.unit), y)

    return call


def doors(declared):
    """All ways to a declared function."""
    function = declared.function
    found = [Door(f"math.{declared.name}", function, "math")]
    for ufunc in ufuncs().get(function, []):
        found.append(Door(f"np.{ufunc.__name__}", ufunc, "numpy"))
        found.append(Door(f"np.{ufunc.__name__}(casting=)", _with_option(ufunc), "options"))
        for name, operation, in_place in operators().get(ufunc, []):
            if in_place:
                found.append(Door(name, _in_place(operation), "in place"))
            else:
                found.append(Door(name, operation, "operator"))
    found += [
        Door(f"np.{theirs.__name__}", theirs, "numpy") for theirs in numpy_functions().get(function, [])
    ]
    for name in sorted({name for name in math.__all__ if getattr(math, name) is function}):
        member = inspect.getattr_static(Quantity, name, None)
        if isinstance(member, property):
            found.append(Door(f"q.{name}", operator.attrgetter(name), "method"))
        elif member is not None:
            found.append(Door(f"q.{name}()", lambda x, *rest, _name=name: getattr(x, _name)(*rest), "method"))
    return found


def declared_in_math():
    """The declared functions of `bu_array.math` by name."""
    return {row.name: row for row in DECLARED if row.module.startswith("bu_array.math.")}


def required(function):
    """How many arguments a function needs."""
    parameters = inspect.signature(function).parameters.values()
    return sum(p.default is p.empty and p.kind is not p.VAR_KEYWORD for p in parameters)


# ---------------------------------------------------------------- operands


class Stranger:
    """An object of no known kind."""


STRANGER = Stranger()
UNITS = "m km s percent deg turn 1 mV/V g/kg degC degF K delta_degC dB dBm mW dB/km".split()
QUANTITIES = {
    **{unit: (lambda unit=unit: Quantity(np.array([7.0, -3.5, 0.0]), unit)) for unit in UNITS},
    "int m": lambda: Quantity(np.array([7, -3, 0]), "m"),
    "int 1": lambda: Quantity(np.array([7, -3, 0]), "1"),
    "bool 1": lambda: Quantity(np.array([True, False, True]), "1"),
    "float32 km": lambda: Quantity(np.array([7, -3, 1], "f4"), "km"),
    "0-d degC": lambda: Quantity(np.array(0.0), "degC"),
    "3.5 m": lambda: Quantity(3.5, "m"),
    "7 m": lambda: Quantity(7, "m"),
    "3.5 %": lambda: Quantity(3.5, "percent"),
    "3.5 degC": lambda: Quantity(3.5, "degC"),
    "3.5 dB": lambda: Quantity(3.5, "dB"),
}
PLAIN = {
    **{repr(x): (lambda x=x: x) for x in (2, 2.5, True, 0, 0.0, np.nan, np.inf, 1j)},
    "Fraction": lambda: Fraction(1, 2),
    "Decimal": lambda: Decimal(2),
    "float64": lambda: np.float64(2.0),
    "int64": lambda: np.int64(2),
    "ints": lambda: np.array([1, 2, 3]),
    "floats": lambda: np.array([1.0, 2.0, 3.0]),
    "zeros": lambda: np.zeros(3),
    "nans": lambda: np.full(3, np.nan),
    "infs": lambda: np.full(3, -np.inf),
    "bools": lambda: np.array([True, False, True]),
    "objects": lambda: np.array([1, 2, 3], object),
    "masked": lambda: np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 0]),
    "list": lambda: [1, 2, 3],
    "list of lengths": lambda: [Quantity(1.0, "m"), Quantity(2.0, "km"), Quantity(3.0, "m")],
    "list of several": lambda: [Quantity(1.0, "m"), Quantity(2.0, "s"), Quantity(3.0, "m")],
    "list of texts": lambda: ["a", "b", "c"],
    "Unit m": lambda: Unit("m"),
    "Unit %": lambda: Unit("percent"),
    "Unit degC": lambda: Unit("degC"),
    "date": lambda: datetime.date(2020, 1, 1),
    "datetime64": lambda: np.datetime64("2020-01-01T00:00:00"),
    "datetimes": lambda: np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "M8[s]"),
    "timedelta": lambda: datetime.timedelta(hours=1),
    "timedeltas": lambda: np.array([1, 2, 3], "m8[s]"),
    "text": lambda: "a",
    "texts": lambda: np.array(["a", "b", "c"]),
    "Nones": lambda: np.array([None, 1, 2]),
    "records": lambda: np.zeros(3, [("a", "f8")]),
    "None": lambda: None,
    "object": lambda: STRANGER,
    "dict": dict,
}
# What meets all others among the fast tests: one of each kind of unit.
FEW = ["m", "percent", "1", "degC", "dB", "int m", "bool 1", "3.5 m"]


SHAPED = {
    **{
        f"matrix {unit}": (lambda unit=unit: Quantity(np.array([[4.0, 1.0], [1.0, 3.0]]), unit))
        for unit in ("m", "percent", "1", "degC", "dB", "dBm")
    },
    "complex V": lambda: Quantity(np.array([3.0 + 4.0j, -1.0j]), "V"),
    "NaN m": lambda: Quantity(np.array([3.0, np.nan, -np.inf]), "m"),
    "empty m": lambda: Quantity(np.array([]), "m"),
}


def pairs(full=False):
    """Names of two operands, one of them a quantity."""
    for x in QUANTITIES if full else FEW:
        for y in (*QUANTITIES, *PLAIN):
            yield x, y
            if y not in (QUANTITIES if full else FEW):
                yield y, x


def of_library(backend):
    """Operands whose arrays belong to a library, by name."""
    rows = {
        **{unit: (np.array([7.0, -3.5, 1.0]), unit) for unit in ("m", "km", "percent", "degC", "dB")},
        "int m": (np.array([7, -3, 1]), "m"),
    }
    made = {
        name: (lambda data=data, unit=unit: Quantity(array(backend, data.copy()), unit))
        for name, (data, unit) in rows.items()
    }
    made["floats"] = lambda: array(backend, np.array([1.0, 2.0, 3.0]))
    made["texts of numpy's"] = PLAIN["texts"]
    return made | {name: PLAIN[name] for name in ("2", "nan", "text", "None")}


def of_numpy(name):
    """An operand by its name, made anew."""
    return (QUANTITIES.get(name) or PLAIN.get(name) or SHAPED[name])()


def mantissa(x):
    """The mantissa of a quantity, anything else as it is."""
    return x.mantissa if isinstance(x, Quantity) else x


# ---------------------------------------------------------------- outcomes

# What is told apart in errors: the first that fits.
ERRORS = (RecursionError, UnitMismatchError, BackendError, TypeError, IndexError, ValueError, ArithmeticError)


class Outcome(NamedTuple):
    """What a call came to: values and unit, or an error."""

    values: object
    dtype: str
    """"" of a Python number."""
    unit: Unit | None
    error: type | None = None
    text: str = ""

    def __str__(self):
        if self.error is not None:
            return f"{self.error.__name__}({self.text[:60]})"
        values = self.values.tolist() if isinstance(self.values, np.ndarray) else self.values
        return f"{values} {self.dtype} {self.unit}"


def outcome(call, *operands):
    """What a call comes to; a list for a tuple, list or dict of results."""
    try:
        with np.errstate(all="ignore"):
            result = call(*operands)
    except Exception as error:  # noqa: BLE001  # which error it is, is compared
        return Outcome(
            None, "", None, next(e for e in (*ERRORS, type(error)) if isinstance(error, e)), str(error)
        )
    return _read(result)


def _read(result):
    if isinstance(result, dict):
        result = [*result.values()]
    if isinstance(result, (tuple, list)):
        return [_read(part) for part in result]
    if isinstance(result, Unit):
        result = Quantity(1, result)
    unit = result.unit if isinstance(result, Quantity) else None
    bare = mantissa(result)
    if backend_of(bare) is None:
        known = isinstance(bare, (bool, int, float, complex, Fraction, Decimal))
        return Outcome(np.asarray(bare) if known else type(bare), "", unit)
    return Outcome(bare if isinstance(bare, np.ma.MaskedArray) else values(bare), str(bare.dtype), unit)


def agree(found, expected, in_place=False, rtol=0.0):
    """Whether two outcomes are one answer: values, unit and dtype, or the class of the error."""
    if isinstance(found, list) or isinstance(expected, list):
        both = isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected)
        return both and all(agree(*two, in_place, rtol) for two in zip(found, expected, strict=True))
    if found.error is not None or expected.error is not None:
        return found.error is expected.error
    one, other = found.unit, expected.unit
    if in_place:  # what is changed stays a quantity, in the dtype it has
        one, other = one or Unit("1"), other or Unit("1")
    if one != other or (one is None) != (other is None):
        return False
    if found.dtype and expected.dtype and not in_place and found.dtype != expected.dtype:
        return False
    if not (found.dtype and expected.dtype):
        rtol = max(rtol, 1e-14)  # Python's own arithmetic
    return _equal(found.values, expected.values, rtol, in_place)


def _equal(x, y, rtol, in_place):
    if not (isinstance(x, np.ndarray) and isinstance(y, np.ndarray)):
        return x is y
    if x.shape != y.shape:
        return False
    if isinstance(x, np.ma.MaskedArray) or isinstance(y, np.ma.MaskedArray):
        x, y = np.ma.asarray(x), np.ma.asarray(y)
        if not in_place and not np.array_equal(np.ma.getmaskarray(x), np.ma.getmaskarray(y)):
            return False
        seen = ~(np.ma.getmaskarray(x) | np.ma.getmaskarray(y))
        x, y = x.data[seen], y.data[seen]
    if x.dtype == object or y.dtype == object:
        return x.tolist() == y.tolist()
    if x.dtype.kind in "Mm":
        return np.array_equal(x, y)
    return np.allclose(x, y, rtol=rtol, atol=0.0, equal_nan=True)

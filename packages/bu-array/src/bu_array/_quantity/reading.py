"""Text -> number or array: what `written` writes, and lists as people write them (``[1, 2.5] mV``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isinf, prod
from typing import Any, NamedTuple, NoReturn

import numpy as np

from bu_units import UnitParseError

from .written import dtype_named

__all__ = ["read_element", "read_value"]

# Compiled where they are first needed, for an import compiles none: a few milliseconds.
_HEAD = r"(?a:\s*(?:(?P<name>[A-Za-z]\w*)\(|(?P<list>\[)|(?P<complex>\()))"
_WORD = r"(?a:\s*(?P<word>[+-]?(?:nan|inf)|True|False)(?![\w^*(]|\s*\^))"
_TOKEN = r"\s*(?:(?P<open>\[)|(?P<close>\])|(?P<comma>,)|(?P<item>\w+\([^()\[\],]*\)|\([^()\[\],]*\)|[^\s\[\](),]+))"
_SHAPE = r"\s*,\s*shape\s*=\s*\((?P<sizes>[0-9, ]*)\)"
_END = r"\s*\)"

_REAL = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|nan|inf"
_INTEGER = r"[+-]?(?:[0-9]+|0x[0-9a-f]+)"
_FLOAT = rf"[+-]?(?:{_REAL})"
_COMPLEX = rf"(?P<real>[+-]?(?:{_REAL}))?(?:(?P<imaginary>[+-]?(?:{_REAL}))j)?"
_LONGEST_INTEGER = 4000  # decimal digits, of which Python reads no more than 4300


class _UnreadableError(Exception):
    """One element is no number of the kind; the reason is the only argument."""


class _Items(NamedTuple):
    """The elements of a text, with their places, and the sizes of the axes."""

    texts: list[str]
    places: list[int]
    shape: tuple[int, ...]
    end: int


def read_value(text: str) -> tuple[Any, int] | None:
    """Return the number or array at the start of a text and where it ends; None for a plain number.

    Raises UnitParseError, with the place, for what begins like one and is none.
    """
    word = re.match(_WORD, text)
    if word is not None:
        return _python_number(word["word"]), word.end()
    head = re.match(_HEAD, text)
    if head is None:
        return None
    if head["list"]:
        items = _items(text, head.start("list"))
        return _array(text, _common_dtype(items.texts), items, items.shape), items.end
    if head["complex"]:
        return _of_python(text, "complex", head.end())
    if head["name"] in _PYTHON:
        return _of_python(text, head["name"], head.end())
    return _of_dtype(text, head["name"], head.end(), head.start("name"))


def _fail(reason: str, text: str, place: int) -> NoReturn:
    raise UnitParseError(reason, text, place)


# ---------------------------------------------------------------- numbers of Python's


def _integer(text: str) -> int:
    if not re.fullmatch(_INTEGER, text) or (len(text) > _LONGEST_INTEGER and "x" not in text):
        raise _UnreadableError("expected an integer, found")
    return int(text, 16 if "x" in text else 10)


def _float(text: str) -> float:
    if not re.fullmatch(_FLOAT, text):
        raise _UnreadableError("expected a number, found")
    value = float(text)
    if isinf(value) and "inf" not in text:
        raise _UnreadableError("beyond the range of float64:")
    return value


def _complex_parts(text: str) -> tuple[str, str]:
    match = re.fullmatch(_COMPLEX, text)
    if not text or match is None:
        raise _UnreadableError("expected a complex number, found")
    return match["real"] or "0.0", match["imaginary"] or "0.0"


def _complex(text: str) -> complex:
    real, imaginary = _complex_parts(text)
    return complex(_float(real), _float(imaginary))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _UnreadableError("expected a decimal number, found") from None


def _fraction(text: str) -> Fraction:
    above, _, below = text.partition("/")
    if not _integer(below or "1"):
        raise _UnreadableError("a fraction has a denominator, unlike")
    return Fraction(_integer(above), _integer(below or "1"))


_PYTHON: dict[str, Callable[[str], Any]] = {
    "complex": _complex,
    "Decimal": _decimal,
    "Fraction": _fraction,
    "int": _integer,
}


def _of_python(text: str, name: str, start: int) -> tuple[Any, int]:
    end = text.find(")", start)
    if end < 0:
        _fail("expected ')', found the end", text, len(text))
    try:
        return _PYTHON[name](text[start:end].strip()), end + 1
    except _UnreadableError as error:
        _fail(f"{error} {text[start:end].strip()[:60]!r}", text, start)


def _python_number(text: str) -> Any:
    """Return the number of Python's that an element of an array of objects, or a word, says."""
    if text in ("True", "False"):
        return text == "True"
    return _integer(text) if re.fullmatch(_INTEGER, text) else _float(text)


def _object(text: str) -> Any:
    name, bracket, inside = text.partition("(")
    if not bracket:
        return _python_number(text)
    inside = inside.removesuffix(")")
    if (name or "complex") in _PYTHON:
        return _PYTHON[name or "complex"](inside)
    dtype = _dtype(name)
    if dtype is None:
        raise _UnreadableError("unknown kind of number")
    return _converted(dtype, [inside])[0]


def read_element(text: str) -> Any:
    """Return the number that an element of an array of objects was written as; None for another text."""
    try:
        return _object(text)
    except _UnreadableError:
        return None


# ---------------------------------------------------------------- arrays


def _dtype(name: str) -> np.dtype[Any] | None:
    found = dtype_named(name)
    # Of numpy's dtypes those of numbers; the others (isbuiltin 2) are those of ml_dtypes.
    return found if found is not None and (found.kind in "biufcO" or found.isbuiltin == 2) else None


def _of_dtype(text: str, name: str, start: int, place: int) -> tuple[Any, int]:
    """Read ``float32(0.1)``, ``int8([1, 2])`` from behind the bracket."""
    dtype = _dtype(name)
    if dtype is None:
        _fail(f"no dtype of numbers is named {name!r}:", text, place)
    items = _items(text, start)
    shape, is_scalar, end = items.shape, items.shape == (), items.end
    sizes = re.compile(_SHAPE).match(text, end)
    if sizes is not None:
        shape = _sizes(sizes["sizes"], text, sizes.start("sizes"))
        is_scalar, end = False, sizes.end()
        if prod(shape) != len(items.texts):
            _fail(f"no array of shape {shape} has these elements:", text, start)
    close = re.compile(_END).match(text, end)
    if close is None:
        _fail("expected ')'", text, end)
    array = _array(text, dtype, items, shape)
    return array[()] if is_scalar else array, close.end()


def _sizes(sizes: str, text: str, place: int) -> tuple[int, ...]:
    """Return the shape that stands between brackets: nothing, ``3,`` or ``2, 3``."""
    parts = [part.strip() for part in sizes.split(",")]
    if parts[-1] == "":
        parts.pop()
    if not all(part.isdecimal() and len(part) < _LONGEST_INTEGER for part in parts):
        _fail("a shape is made of integers:", text, place)
    return tuple(map(int, parts))


def _items(text: str, start: int) -> _Items:
    """Return the elements between brackets, or the single one where there are none."""
    scanner, token = _Scanner(text), re.compile(_TOKEN)
    position = start
    while True:
        match = token.match(text, position)
        if match is None:
            _fail("expected a number or ']'", text, min(position, len(text)))
        position = match.end()
        kind = str(match.lastgroup)
        if scanner.take(kind, match[kind], match.start(kind)):
            return scanner.result(start, position)


class _Scanner:
    """What is known of the rows of a text so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.texts: list[str] = []
        self.places: list[int] = []
        self.sizes: list[int | None] = []  # of the axes, once a row is complete
        self.counts: list[int] = []  # of what each open bracket has so far
        self.leaf: int | None = None  # how many brackets are around an element
        self.before = ""

    def take(self, kind: str, token: str, place: int) -> bool:
        """Take a token; return whether it was the last."""
        before, self.before = self.before, kind
        if kind == "comma":
            if before not in ("item", "close"):
                _fail("expected a number or ']', found", self.text, place)
            return False
        if kind == "open":
            if self.leaf is not None and len(self.counts) >= self.leaf:
                _fail("a row stands beside a number:", self.text, place)
            self.counts.append(0)
            if len(self.counts) > len(self.sizes):
                self.sizes.append(None)
            return False
        if kind == "close":
            self.close(place)
        else:
            if self.leaf not in (None, len(self.counts)):
                _fail("a number stands beside a row:", self.text, place)
            self.leaf = len(self.counts)
            self.texts.append(token)
            self.places.append(place)
        if not self.counts:
            return True
        self.counts[-1] += 1
        return False

    def close(self, place: int) -> None:
        if not self.counts:
            _fail("no bracket is open before", self.text, place)
        count = self.counts.pop()
        depth = len(self.counts)
        if self.sizes[depth] not in (None, count):
            _fail(f"a row of {count} elements among rows of {self.sizes[depth]}:", self.text, place)
        self.sizes[depth] = count

    def result(self, start: int, end: int) -> _Items:
        shape = tuple(size or 0 for size in self.sizes)
        if prod(shape) != len(self.texts):
            _fail("rows are of different depths:", self.text, start)
        return _Items(self.texts, self.places, shape, end)


def _common_dtype(texts: Iterable[str]) -> np.dtype[Any]:
    """Return the dtype of a list that says none: booleans, int64, float64 or complex128."""
    kinds = {_kind(text) for text in texts}
    if kinds == {"bool"}:
        return np.dtype(bool)
    for name in ("complex128", "float64"):
        if name in kinds or not kinds:
            return np.dtype(name if kinds else "float64")
    return np.dtype("int64")


def _kind(text: str) -> str:
    if text in ("True", "False"):
        return "bool"
    if re.fullmatch(_INTEGER, text):
        return "int64"
    return "complex128" if text.endswith(("j", "j)")) else "float64"


def _array(text: str, dtype: np.dtype[Any], items: _Items, shape: tuple[int, ...]) -> Any:
    try:
        array = _converted(dtype, items.texts)
    except _UnreadableError:
        pass  # which of them is asked again, one by one
    else:
        try:
            return array.reshape(shape)
        except (ValueError, OverflowError):
            _fail(f"no array has the shape {shape}"[:80], text, 0)
    for item, place in zip(items.texts, items.places, strict=True):
        try:
            _converted(dtype, [item])
        except _UnreadableError as error:
            cut = item.strip(".") == ""
            reason = "a text that was cut short lacks numbers at" if cut else str(error)
            _fail(f"{reason} {item[:60]!r}", text, place)
    raise AssertionError("an element that cannot be read is found again")


def _converted(dtype: np.dtype[Any], texts: list[str]) -> Any:
    """Return the array of these elements; _UnreadableError for one that is none of `dtype`."""
    if dtype.kind == "O":
        array = np.empty(len(texts), dtype=object)
        array[:] = [_object(text) for text in texts]
        return array
    if dtype.kind == "b":
        if not all(text in ("True", "False") for text in texts):
            raise _UnreadableError("expected True or False, found")
        return np.array([text == "True" for text in texts], dtype)
    if dtype.kind == "c":
        parts = [_complex_parts(text.strip("()")) for text in texts]
        array = np.empty(len(texts), dtype)
        array.real = _floats(array.real.dtype, [real for real, _ in parts])
        array.imag = _floats(array.imag.dtype, [imaginary for _, imaginary in parts])
        return array
    if dtype.kind == "f" or "float" in dtype.name:
        return _floats(dtype, texts)
    return _integers(dtype, texts)


def _floats(dtype: np.dtype[Any], texts: list[str]) -> Any:
    if dtype.kind == "f" and dtype.itemsize > 8:
        if not all(re.fullmatch(_FLOAT, text) for text in texts):
            raise _UnreadableError("expected a number, found")
        return np.array([dtype.type(text) for text in texts], dtype)
    values = np.array([_float(text) for text in texts], np.float64)
    with np.errstate(over="ignore"):
        array = values.astype(dtype)
    if np.any(np.isinf(array) & ~np.isinf(values)):
        raise _UnreadableError(f"beyond the range of {dtype.name}:")
    return array


def _integers(dtype: np.dtype[Any], texts: list[str]) -> Any:
    values = [_integer(text) for text in texts]
    if dtype.kind not in "iu":  # of ml_dtypes
        array = np.array(values, np.int64).astype(dtype)
        if array.astype(np.int64).tolist() != values:
            raise _UnreadableError(f"{dtype.name} does not hold")
        return array
    limits = np.iinfo(dtype)
    if values and not limits.min <= min(values) <= max(values) <= limits.max:
        raise _UnreadableError(f"{dtype.name} does not hold")
    return np.array(values, dtype)

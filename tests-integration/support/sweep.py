"""Run the cases on a library and say what came of it, beside numpy's answer."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import numpy as np

from bu_array import Quantity, fft, linalg, math
from bu_dispatch import BackendError, backend_of, convert, get_backend, using_backend

from .cases import METHODS, NEEDS_AN_AXIS, REAL_ONLY, SWEPT

__all__ = [
    "CASES",
    "Outcome",
    "Summary",
    "Variant",
    "asked",
    "outcomes",
    "summary",
    "unanswered",
    "variants_of",
]


class Variant(NamedTuple):
    """One way to call a function: dtype, shape, with units or without."""

    dtype: str
    shape: str
    units: bool

    def __str__(self) -> str:
        return f"{self.dtype}, {self.shape}, {'with units' if self.units else 'plain'}"


VARIANTS = (
    Variant("float64", "3-d", True),
    Variant("float64", "3-d", False),
    Variant("float32", "3-d", True),
    Variant("complex128", "3-d", True),
    Variant("float32", "0-d", True),
    Variant("float32", "empty", True),
)
_SHAPES = {"3-d": (2, 3, 4), "0-d": (), "empty": (0, 3)}
_UNITS = {
    **dict.fromkeys("q n v o M d s".split(), "m"),
    **dict.fromkeys("r y".split(), "km"),
    **dict.fromkeys("t w c".split(), "s"),
    **dict.fromkeys("x h".split(), "percent"),
}


CASES: dict[str, str] = {**SWEPT, **{f"Quantity: {text}": text for text in METHODS}}


def variants_of(name: str) -> list[Variant]:
    """Return the variants in which a case differs and has a meaning."""
    expression, found = CASES[name], list(VARIANTS)
    called = set(re.findall(r"[a-z_0-9]+", expression))
    if not re.search(r"\b[qrtxnibp]\b", expression):
        found = [variant for variant in found if variant.shape == "3-d"]
    if called & REAL_ONLY or (name.startswith("Quantity") and " < " in name):
        found = [variant for variant in found if not variant.dtype.startswith("complex")]
    if called & NEEDS_AN_AXIS:
        found = [variant for variant in found if variant.shape != "0-d"]
    return [variant for variant in found if variant.units or not name.startswith("Quantity")]


# Libraries without complex numbers: what they are asked is not a question to them.
_REAL_LIBRARIES = frozenset({"ndonnx"})


def data(variant: Variant) -> dict[str, Any]:
    """Return the numbers that the expressions are about, as numpy arrays."""
    shape, dtype = _SHAPES[variant.shape], np.dtype(variant.dtype)
    size = int(np.prod(shape))
    order = np.random.default_rng(7).permutation(size)
    ramp = (order.reshape(shape) + 0.5) / max(size, 1)
    vector = np.array([3.0, 1.0, 2.5, 0.5, 2.0])
    matrix = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
    with_nan = np.array(ramp * 3 + 1)
    if with_nan.size > 1:
        with_nan.flat[1] = np.nan
    arrays: dict[str, Any] = {
        "q": ramp * 4 + 0.25,
        "r": ramp[..., ::-1] / 300 if shape else ramp / 300,
        "t": ramp + 1,
        "x": ramp * 0.8 + 0.1,
        "n": with_nan,
        "v": vector,
        "w": vector[::-1] + 1,
        "y": vector[::-1] / 1000,
        "o": np.sort(vector),
        "h": vector / 4,
        "M": matrix,
        "c": vector[2::-1] + 2,
        "d": np.arange(24.0).reshape(2, 3, 4) + 1,
    }
    if dtype.kind == "c":
        arrays = {
            key: value + 1j * value[..., ::-1] / 2 if value.ndim else value + 0.5j
            for key, value in arrays.items()
        }
    arrays = {key: np.asarray(value, dtype) for key, value in arrays.items()}
    whole = {
        "i": (order.reshape(shape) % 5 + 1).astype(np.int64),
        "p": (order.reshape(shape) % 3 + 1).astype(np.int64),
        "b": (order.reshape(shape) % 2).astype(bool),
        "j": np.array([0, 2, 1]),
        "g": np.array([True, False, True, True, False]),
        "k": np.array([0, 2, 1, 1, 0]),
    }
    return {**arrays, **whole, "s": 2.0}


def environment(
    expression: str,
    variant: Variant,
    backend: Any,
    device: Any = None,
    convert_to: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """Return what an expression mentions, with its units as `convert_to` says."""
    found: dict[str, Any] = {"m": math, "l": linalg, "f": fft, "np": np}
    mentioned = set(re.findall(r"\b[a-zA-Z]\b", expression))
    for key, value in data(variant).items():
        if key not in mentioned:
            continue
        array = value if key == "s" else _placed(value, backend, device)
        if key in "xh":
            array = array * (100 if variant.units else 1)
        if variant.units and key in _UNITS:
            array = Quantity(array, _UNITS[key])
            array = array if convert_to is None else array.to(convert_to(_UNITS[key]))
        found[key] = array
    return found


def _placed(array: Any, backend: Any, device: Any) -> Any:
    return convert(array, backend) if device is None else backend.asarray(array, device=device)


class Outcome(NamedTuple):
    """What came of a call: "yes", "no" (a BackendError), "wrong" or "n/a", and why."""

    status: str
    why: str = ""


def parts(result: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (mantissa, unit) of everything in a result; None is the unit of what has none."""
    if isinstance(result, Quantity):
        yield result.mantissa, result.unit
    elif isinstance(result, (tuple, list)):
        for part in result:
            yield from parts(part)
    elif isinstance(result, dict):
        for part in result.values():
            yield from parts(part)
    else:
        yield result, None


def numbers_of(mantissa: Any) -> Any:
    """Return a mantissa as a numpy array."""
    record = backend_of(mantissa)
    if record is None:
        return np.asarray(mantissa)
    if record.name == "dask":
        return np.asarray(mantissa.compute(scheduler="synchronous"))
    return np.asarray(record.peek(mantissa))


@contextmanager
def conditions(name: str) -> Iterator[None]:
    """Give jax float64; let dask compute nothing."""
    with ExitStack() as stack:
        stack.enter_context(using_backend(name))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(np.errstate(all="ignore"))
        if name == "jax":
            import jax

            stack.enter_context(jax.enable_x64(True))
        if name == "dask":
            import dask

            stack.enter_context(dask.config.set(scheduler=_nothing))
        yield


def _nothing(*args: Any, **kwargs: Any) -> Any:
    raise AssertionError("dask computed something unasked")


def evaluate(expression: str, variant: Variant, name: str, device: Any = None) -> Any:
    """Return what an expression gives on a library."""
    with conditions(name):
        return eval(expression, environment(expression, variant, get_backend(name), device))


def reference(expression: str, variant: Variant) -> list[tuple[Any, Any]] | None:
    """Return numpy's answer as (numbers, unit); None where numpy has none."""
    try:
        return [(numbers_of(part), unit) for part, unit in parts(evaluate(expression, variant, "numpy"))]
    except (TypeError, ValueError, IndexError):  # an empty maximum, a complex nextafter ...
        return None


def unanswered() -> set[str]:
    """Return the cases, with the variant, that numpy has no answer to: no question to any library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            f"{name}: {variant.dtype}, {variant.shape}"
            for name, expression in CASES.items()
            for variant in variants_of(name)
            if reference(expression, variant) is None
        }


def outcome(expression: str, variant: Variant, name: str, device: Any = None) -> Outcome:
    """Compare what an expression gives on a library with numpy's answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's and dask's on empty slices, when it is computed
        return _outcome(expression, variant, name, device)


def _outcome(expression: str, variant: Variant, name: str, device: Any) -> Outcome:
    expected = reference(expression, variant)
    if expected is None:
        return Outcome("n/a")
    try:
        found = list(parts(evaluate(expression, variant, name, device)))
        numbers = [numbers_of(part) for part, _ in found]
    except BackendError as error:
        text = str(error)
        record = get_backend(name)
        if record.name not in text and record.title not in text:
            return Outcome("wrong", f"BackendError does not name the backend: {text}")
        return Outcome("no", text)
    except Exception as error:  # noqa: BLE001  # whatever a library raises is what is being measured
        return Outcome(
            "wrong", f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200]
        )
    if device is not None and re.search(r"\b[qrtxnibpvwcyohMd]\b", expression):
        astray = [part for part, _ in found if _on_host(part)]
        if astray:
            return Outcome("wrong", "the result is not on the device of the inputs")
    return _compared(found, numbers, expected, variant, name)


_DOUBLE = frozenset({"float64", "complex128"})
# A library chooses how many bits its integers have; what is a number, a count or a truth is the same on all.
KINDS = {"b": "bool", "i": "integer", "u": "integer", "f": "real", "c": "complex"}


def _on_host(mantissa: Any) -> bool:
    record = backend_of(mantissa)
    return record is not None and record.on_host(mantissa)


def _compared(
    found: list[tuple[Any, Any]],
    numbers: list[Any],
    expected: list[tuple[Any, Any]],
    variant: Variant,
    name: str,
) -> Outcome:
    if len(found) != len(expected):
        return Outcome("wrong", f"{len(found)} results, numpy has {len(expected)}")
    for (mantissa, unit), values, (right, right_unit) in zip(found, numbers, expected, strict=True):
        record = backend_of(mantissa)
        if unit != right_unit:
            return Outcome("wrong", f"unit {unit}, numpy {right_unit}")
        if record is not None and record.name != name and np.ndim(right):
            return Outcome("wrong", f"the result is {record.name}'s")
        if values.shape != right.shape:
            return Outcome("wrong", f"shape {values.shape}, numpy {right.shape}")
        if values.dtype.kind in "OUS" or right.dtype.kind in "OUS":
            continue
        if KINDS.get(values.dtype.kind) != KINDS.get(right.dtype.kind):
            return Outcome("wrong", f"{values.dtype}, numpy {right.dtype}")
        wide = values.dtype.name in _DOUBLE and right.dtype.name not in _DOUBLE and record is not None
        if variant.dtype == "float32" and wide:
            return Outcome("wrong", f"{values.dtype} out of float32")
        single = "float32" in (variant.dtype, values.dtype.name)  # torch makes arrays of float32
        rtol = 1e-4 if single else 1e-9
        if not np.allclose(values, right, rtol=rtol, atol=rtol, equal_nan=True):
            return Outcome("wrong", "values")
    return Outcome("yes")


def _asked(name: str, backend: str) -> list[Variant]:
    real = backend in _REAL_LIBRARIES
    return [variant for variant in variants_of(name) if not (real and variant.dtype.startswith("complex"))]


def asked(name: str, backend: str) -> list[Variant]:
    """Return the variants that a library is asked: those that numpy has an answer to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [each for each in _asked(name, backend) if reference(CASES[name], each) is not None]


def outcomes(
    name: str, backend: str, device: Any = None, *, sample: int | None = None
) -> dict[Variant, Outcome]:
    """Return what comes of a case in every variant that numpy has an answer to.

    `sample`: in so many of them, which depend on the name.
    """
    variants = _asked(name, backend)
    if sample is not None:
        start = zlib.crc32(f"{name} {backend}".encode()) % len(variants)
        variants = [variants[(start + 2 * i) % len(variants)] for i in range(min(sample, len(variants)))]
    found = {each: outcome(CASES[name], each, backend, device) for each in variants}
    return {variant: each for variant, each in found.items() if each.status != "n/a"}


class Summary(NamedTuple):
    """What a library does of a case: "yes", "partly" or "no" (with what a BackendError says), "wrong"."""

    status: str
    why: str = ""


def summary(found: dict[Variant, Outcome]) -> Summary:
    """Return one word for the outcomes of all variants."""
    wrong = [f"{variant}: {each.why}" for variant, each in found.items() if each.status == "wrong"]
    refused = [each.why for each in found.values() if each.status == "no"]
    if wrong:
        return Summary("wrong", "; ".join(wrong))
    if not refused:
        return Summary("yes")
    return Summary("no" if len(refused) == len(found) else "partly", refused[0])

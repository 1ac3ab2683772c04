"""New arrays: in a unit of their own, or like another array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np

from bu_dispatch import backend_of, convert, default_backend, get_backend
from bu_units import UNITLESS, Unit

from ..core import MissingUnitError, Pair, admitted, as_unit, detach, has_unit, join, pure, split
from ..core.admission import number_dtype
from ..core.holding import counts, held_as
from ..core.objects import is_object_number
from ..core.pair import AS_IT_IS, refuse_no_number
from ..declare import PURE, Arguments, Namespace, Plan, Q, aligned, creation, liked, register, ruled, unary
from ._options import dtype_of
from ._places import device_of

__all__ = [
    "arange",
    "array",
    "asarray",
    "empty",
    "empty_like",
    "eye",
    "from_dlpack",
    "from_numpy",
    "full",
    "full_like",
    "geomspace",
    "identity",
    "linspace",
    "logspace",
    "ones",
    "ones_like",
    "vander",
    "zeros",
    "zeros_like",
]

P = ParamSpec("P")
R = TypeVar("R")

Shape = int | tuple[int, ...]


# ---------------------------------------------------------------- of a shape


@creation
def zeros(
    xp: Namespace,
    shape: Shape,
    dtype: Any = None,
    unit: Unit | str | None = UNITLESS,
    *,
    device: Any = None,
) -> Any:
    """Zeros of `shape` from the default backend, in `unit`."""
    return xp.zeros(shape, dtype=dtype, device=device)


@creation
def ones(
    xp: Namespace,
    shape: Shape,
    dtype: Any = None,
    unit: Unit | str | None = UNITLESS,
    *,
    device: Any = None,
) -> Any:
    """Ones of `shape` from the default backend, in `unit`."""
    return xp.ones(shape, dtype=dtype, device=device)


@creation
def empty(
    xp: Namespace,
    shape: Shape,
    dtype: Any = None,
    unit: Unit | str | None = UNITLESS,
    *,
    device: Any = None,
) -> Any:
    """Array of `shape` with unset values from the default backend, in `unit`."""
    return xp.empty(shape, dtype=dtype, device=device)


@creation
def eye(
    xp: Namespace,
    N: int,
    M: int | None = None,
    k: int = 0,
    dtype: Any = None,
    unit: Unit | str | None = UNITLESS,
    *,
    device: Any = None,
) -> Any:
    """Ones on diagonal `k` of an N x M matrix, else zeros, from the default backend, in `unit`."""
    return xp.eye(N, M, k=k, dtype=dtype, device=device)


@creation
def identity(xp: Namespace, n: int, dtype: Any = None, unit: Unit | str | None = UNITLESS) -> Any:
    """Ones on the diagonal of an n x n matrix, else zeros, from the default backend, in `unit`.

    n: the number of rows and columns.
    """
    return xp.eye(n, dtype=dtype)


@aligned("fill_value", numbers=True, into={"fill_value": "dtype"})
def full(xp: Namespace, shape: Shape, fill_value: Q, dtype: Any = None, *, device: Any = None) -> Q:
    """Array of `shape` filled with `fill_value`, in its unit; in its library where it is an array."""
    dtype, device = dtype_of(xp, dtype), xp.backend.device(device)
    if isinstance(fill_value, (int, float, complex)):
        return xp.full(shape, fill_value, dtype=dtype, device=device)
    refuse_no_number("full", fill_value)
    if is_object_number(fill_value):
        return xp.full(shape, fill_value, dtype=object if dtype is None else dtype)
    if device is None:
        device = device_of(xp, fill_value)
    else:
        fill_value = xp.backend.to_device(fill_value, device)
    filled = xp.zeros(shape, dtype=fill_value.dtype, device=device) + fill_value
    return filled if dtype is None else xp.astype(filled, dtype)


# ---------------------------------------------------------------- like another array


@liked()
def empty_like(
    xp: Namespace,
    prototype: Q,
    dtype: Any = None,
    shape: Shape | None = None,
    unit: Unit | str | None = None,
    *,
    device: Any = None,
) -> Q:
    """Array like `prototype` with unset values, in its unit or in `unit`; see `zeros_like`.

    prototype: the array or quantity that it is like.
    """
    if shape is None:
        return xp.empty_like(prototype, dtype=dtype, device=device)
    return xp.empty(
        shape, dtype=dtype or prototype.dtype, device=device_of(xp, prototype) if device is None else device
    )


@liked()
def zeros_like(
    xp: Namespace,
    a: Q,
    dtype: Any = None,
    shape: Shape | None = None,
    unit: Unit | str | None = None,
    *,
    device: Any = None,
) -> Q:
    """Zeros in shape, dtype and library of `a`, in its unit or in `unit` of the same dimension.

    A plain `a` takes `unit` as it is. Booleans, asked for by `dtype`, have no unit.
    """
    if shape is None:
        return xp.zeros_like(a, dtype=dtype, device=device)
    return xp.zeros(shape, dtype=dtype or a.dtype, device=device_of(xp, a) if device is None else device)


@liked()
def ones_like(
    xp: Namespace,
    a: Q,
    dtype: Any = None,
    shape: Shape | None = None,
    unit: Unit | str | None = None,
    *,
    device: Any = None,
) -> Q:
    """Ones in shape, dtype and library of `a`, in its unit or in `unit`; see `zeros_like`."""
    if shape is None:
        return xp.ones_like(a, dtype=dtype, device=device)
    return xp.ones(shape, dtype=dtype or a.dtype, device=device_of(xp, a) if device is None else device)


@liked(fill="fill_value")
def full_like(
    xp: Namespace,
    a: Q,
    fill_value: Q | complex,
    dtype: Any = None,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Q:
    """Array like `a` filled with `fill_value`, which is converted to the unit of `a`.

    A plain `a` takes the unit of `fill_value`. Booleans, asked for by `dtype`, have no unit.
    """
    dtype = a.dtype if dtype is None else dtype_of(xp, dtype)
    shape = a.shape if shape is None else shape
    if isinstance(fill_value, (int, float, complex)):
        device = device_of(xp, a) if device is None else device
        return xp.full(shape, fill_value, dtype=dtype, device=device)
    if device is None:
        device = device_of(xp, a)
    else:
        fill_value = xp.backend.to_device(fill_value, device)
    return xp.astype(xp.zeros(shape, dtype=dtype, device=device) + fill_value, dtype)


# ---------------------------------------------------------------- rows of numbers


@aligned("start", "stop", "step", numbers=True, into=dict.fromkeys(("start", "stop", "step"), "dtype"))
def arange(
    xp: Namespace,
    start: Q | complex | None = None,
    stop: Q | complex | None = None,
    step: Q | complex | None = None,
    dtype: Any = None,
    *,
    device: Any = None,
) -> Q:
    """Values from `start` (0) up to, not including, `stop` by `step` (1), in the unit of the first given.

    step: the distance of two values, converted to the same unit.
    The bounds are numbers whose values are known: the length of the result depends on them.
    """
    low, high, width = (None if x is None else _known(xp, x) for x in (start, stop, step))
    if high is None:
        low, high = 0, low
    dtype = dtype_of(xp, dtype)
    low, width = 0 if low is None else low, 1 if width is None else width
    return xp.arange(low, high, width, dtype=dtype, device=xp.backend.device(device))


def _known(xp: Namespace, bound: Any) -> Any:
    """Return a bound as a Python number; BackendError for one without a value yet."""
    return xp.backend.to_numpy(bound).item() if hasattr(bound, "dtype") else bound


@aligned("start", "stop", numbers=True)
def linspace(
    xp: Namespace,
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    *,
    device: Any = None,
) -> Any:
    """`num` evenly spaced values from `start` to `stop`, in the unit of `start`.

    With `retstep` the pair of the values and the distance between two of them.
    """
    dtype, device = dtype_of(xp, dtype), xp.backend.device(device)
    if hasattr(start, "dtype") or hasattr(stop, "dtype"):
        values = _between(xp, start, stop, num, endpoint)
        values = values if dtype is None else xp.astype(values, dtype)
        values = values if device is None else xp.backend.to_device(values, device)
    else:
        values = xp.linspace(start, stop, num, endpoint=endpoint, dtype=dtype, device=device)
    if not retstep:
        return values
    return values, (stop - start) / (num - 1 if endpoint else num)


def _between(xp: Namespace, start: Any, stop: Any, num: int, endpoint: bool) -> Any:
    """Return linspace of bounds that are arrays.

    The libraries' own lose something: dask computes them, torch forgets their dtype, ndonnx takes
    numbers only.
    """
    part = _parts(xp, stop - start, num, endpoint)
    return _beneath(xp, start) * (1 - part) + _beneath(xp, stop) * part


def _beneath(xp: Namespace, bound: Any) -> Any:
    """Return a bound with the axis of the numbers in front, so that jax_numpy_rank_promotion has no say."""
    return xp.expand_dims(bound, axis=0) if getattr(bound, "shape", ()) else bound


def _parts(xp: Namespace, like: Any, num: int, endpoint: bool) -> Any:
    """Return `num` numbers from 0 to 1 along a first axis, beside bounds `like` an array."""
    dtype = None if xp.isdtype(like.dtype, "integral") else like.dtype
    part = xp.linspace(0.0, 1.0, num, endpoint=endpoint, dtype=dtype, device=device_of(xp, like))
    return xp.reshape(part, (num,) + (1,) * len(like.shape))


def _pure(start: Unit, stop: Unit, base: Unit | None) -> Plan:
    """No unit; all of them are pure numbers."""
    return Plan({"start": PURE, "stop": PURE, "base": PURE}, None)


@ruled(_pure, "start", "stop", "base", numbers=True)
def logspace(
    xp: Namespace,
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10.0,
    dtype: Any = None,
) -> Any:
    """`num` powers of `base` with evenly spaced exponents from `start` to `stop`: plain numbers.

    base: the number of which powers are taken; start, stop: the first and the last exponent.
    The three are pure numbers, the scale of a dimensionless unit folded in.
    """
    if hasattr(start, "dtype") or hasattr(stop, "dtype"):
        exponents = _between(xp, start, stop, num, endpoint)
    else:
        like = base.dtype if hasattr(base, "dtype") else None
        exponents = xp.linspace(start, stop, num, endpoint=endpoint, dtype=like)
    base = base if hasattr(base, "dtype") else xp.like_array(float(base), exponents)
    powers = base**exponents
    return powers if dtype is None else xp.astype(powers, dtype_of(xp, dtype))


@aligned("start", "stop", numbers=True)
def geomspace(
    xp: Namespace,
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: Any = None,
) -> Any:
    """`num` values from `start` to `stop`, each the same multiple of the one before, in the unit of `start`.

    The bounds are of one sign and not zero; a bound whose value is not known now is not looked at.
    """
    if any(isinstance(x, (int, float, complex)) and x == 0 for x in (start, stop)):
        raise ValueError("geomspace: no multiple leads from zero or to it")
    if not (hasattr(start, "dtype") or hasattr(stop, "dtype")):
        start = xp.asarray(float(start) if isinstance(start, int) else start)
    ratio = stop / start
    part = _parts(xp, ratio, num, endpoint)
    values = _beneath(xp, start) * _beneath(xp, ratio) ** part
    values = xp.where(part == 1, xp.astype(_beneath(xp, stop) + xp.zeros_like(values), values.dtype), values)
    return values if dtype is None else xp.astype(values, dtype_of(xp, dtype))


@unary(pure)
def vander(
    xp: Namespace, x: Q, N: int | None = None, increasing: bool = False, unit: Unit | str | None = UNITLESS
) -> Q:
    """Powers N - 1 down to 0 of the elements of `x`, side by side: plain, or in `unit`.

    increasing: whether the powers rise from 0 to N - 1 instead; N: how many columns.
    x: (n,), a pure number; the result is (n, N), with N = n where it is None.
    """
    if len(x.shape) != 1:
        raise ValueError(f"vander takes a vector, got an array with {len(x.shape)} axes")
    unit = as_unit(unit, "vander")
    count = x.shape[0] if N is None else N
    exponents = xp.arange(count, dtype=x.dtype, device=device_of(xp, x))
    exponents = exponents if increasing else xp.flip(exponents)
    powers = xp.expand_dims(x, axis=1) ** xp.expand_dims(exponents, axis=0)
    return powers if unit is UNITLESS else join(powers, unit)


# ---------------------------------------------------------------- of data


def _gathering(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function that makes one array of data; its option `unit` converts quantities.

    The library is that of the arrays in the data, else the default.
    """
    name = body.__name__
    arguments = Arguments(body)

    def function(*args: Any, **kwargs: Any) -> Any:
        values = arguments.bind(args, kwargs)
        data, unit, dtype = _understood(values.pop("a")), values.pop("unit", None), values.pop("dtype", None)
        own = split(data)[1] if has_unit(data) else UNITLESS
        target = own if unit is None else as_unit(unit, name)
        if not (has_unit(data) or target.dim.is_dimensionless or _is_empty(data)):
            raise MissingUnitError(
                f"{name}: unit= converts quantities, and the data are plain; Quantity(data, unit) attaches it",
                target,
                UNITLESS,
            )
        make: Callable[..., Any] = body
        result = _one_array(data, target, name, dtype, make, values)
        return join(result, target) if has_unit(data) or target is not UNITLESS else result

    return cast("Callable[P, R]", register(body, function, "gathering", "same"))


def _understood(data: Any) -> Any:
    """Return nested lists in which what has a unit in another form is a quantity; TypeError for texts."""
    if isinstance(data, (list, tuple)):
        return data if all(type(item) in AS_IT_IS for item in data) else [_understood(item) for item in data]
    if type(data) in AS_IT_IS or isinstance(data, (Pair, Unit)):
        return data
    mantissa, own = admitted(data, UNITLESS)
    return mantissa if own is UNITLESS else join(mantissa, own)


def _one_array(
    data: Any, unit: Unit, name: str, dtype: Any, make: Callable[..., Any], options: dict[str, Any]
) -> Any:
    """Return the mantissas of `data` in `unit` as one array."""
    if has_unit(data) or unit is not UNITLESS:
        like = data
        while isinstance(like, (list, tuple)) and like:
            like = like[0]  # integers beside decimals are such, too
        data = _detached(data, unit, name, dtype, like)
    if isinstance(data, (list, tuple)):
        mantissa = data if dtype is not None and not _holds_arrays(data) else split(data)[0]
    else:
        mantissa = data
    backend = get_backend("numpy") if is_object_number(mantissa) else None
    backend = backend or backend_of(mantissa) or default_backend()
    return make(
        backend.xp_for(mantissa), mantissa, None if dtype is None else number_dtype(backend, dtype), **options
    )


def _detached(data: Any, unit: Unit, name: str, dtype: Any, like: Any) -> Any:
    """Return nested lists with the mantissas in `unit` in place of the quantities, as `dtype` holds them."""
    if isinstance(data, (list, tuple)):
        return [_detached(item, unit, name, dtype, like) for item in data]
    if dtype is None or not counts(dtype):
        return detach(data, unit, name, like)
    backend = backend_of(split(data)[0]) or default_backend()
    return held_as(data, backend.dtype(dtype), backend, unit, name, asked=True)


def _is_empty(data: Any) -> bool:
    if isinstance(data, (list, tuple)):
        return all(_is_empty(item) for item in data)
    return 0 in getattr(data, "shape", ())


def _holds_arrays(data: Any) -> bool:
    if isinstance(data, (list, tuple)):
        return any(_holds_arrays(item) for item in data)
    return backend_of(data) is not None


def _in_order(order: str | None) -> None:
    if order not in (None, "C", "K", "A"):
        raise ValueError(f"order must be 'C', got {order!r}: most array libraries have no other")


@_gathering
def array(
    xp: Namespace,
    a: Any,
    dtype: Any = None,
    order: str | None = None,
    unit: Unit | str | None = None,
    *,
    copy: bool | None = True,
    device: Any = None,
) -> Any:
    """New array of nested lists of numbers, arrays or quantities, in the unit of the first or in `unit`.

    All are of one dimension. Plain data give a bare array; `unit` converts, it does not attach:
    MissingUnitError for plain data and a unit with a dimension, but for no data at all. See also `Quantity`.
    """
    _in_order(order)
    return xp.backend.asarray(a, dtype=dtype, device=device, copy=copy)


@_gathering
def asarray(
    xp: Namespace,
    a: Any,
    dtype: Any = None,
    order: str | None = None,
    unit: Unit | str | None = None,
    *,
    copy: bool | None = None,
    device: Any = None,
) -> Any:
    """One array of numbers, arrays or quantities, in the unit of the first or in `unit`; see `array`.

    What is an array already is not copied where nothing is to do.
    """
    _in_order(order)
    return xp.backend.asarray(a, dtype=dtype, device=device, copy=copy)


@creation
def from_numpy(xp: Namespace, x: Any, unit: Unit | str | None = UNITLESS) -> Any:
    """Array of the default backend from an array of numpy, in `unit`; memory is shared where possible."""
    if not isinstance(x, (np.ndarray, np.generic)):
        raise TypeError(f"from_numpy takes an array of numpy, got {type(x).__name__}")
    return convert(np.asarray(x), xp.backend)


@creation
def from_dlpack(
    xp: Namespace,
    x: Any,
    unit: Unit | str | None = UNITLESS,
    *,
    device: Any = None,
    copy: bool | None = None,
) -> Any:
    """Array of the default backend from any object with DLPack, in `unit`; see `from_numpy`.

    copy: True for memory of its own, None where that is needed, False for an error instead.
    """
    backend = xp.backend
    if backend_of(x) is None or copy is False:
        # dask and ndonnx cannot take it themselves; they keep their data as numpy does.
        take = np.from_dlpack if backend.lazy else xp.from_dlpack
        x = take(x) if copy is None else take(x, copy=copy)
    x = convert(x, backend)
    x = x if device is None else backend.to_device(x, device)
    return backend.asarray(x, copy=True) if copy else x

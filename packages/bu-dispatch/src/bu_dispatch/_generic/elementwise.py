"""Functions of numbers, one by one."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace


def power(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """``x1 ** x2``: numpy's name of the standard's `pow`."""
    return xp.pow(x1, x2)


def concatenate(xp: Namespace, arrays: Any, /, *, axis: int | None = 0) -> Any:
    """Join `arrays` along `axis`: numpy's name of the standard's `concat`."""
    return xp.concat(arrays, axis=axis)


def cumsum(xp: Namespace, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
    """Running sum along `axis`, of the flattened array where `axis` is None, as numpy has it."""
    if axis is None:
        x, axis = xp.reshape(x, (-1,)), 0
    return xp.cumulative_sum(x, axis=axis, dtype=dtype)


def cumprod(xp: Namespace, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
    """Running product along `axis`, of the flattened array where `axis` is None, as numpy has it."""
    if axis is None:
        x, axis = xp.reshape(x, (-1,)), 0
    return xp.cumulative_prod(x, axis=axis, dtype=dtype)


def cbrt(xp: Namespace, x: Any, /) -> Any:
    """Real cube root, negative for negative `x`.

    A power with the rounded exponent 1/3 is off by a few units in the last place; one step of
    Newton's method puts that right.
    """
    if xp.isdtype(x.dtype, "integral"):
        x = xp.astype(x, xp.asarray(0.0).dtype)
    root = xp.abs(x) ** (1 / 3)
    plain = xp.logical_or(root == 0, xp.logical_not(xp.isfinite(root)))
    safe = xp.where(plain, xp.ones_like(root), root)
    better = safe - (safe - xp.abs(x) / (safe * safe)) / 3
    return xp.sign(x) * xp.where(plain, root, better)


def _both(xp: Namespace, x1: Any, x2: Any) -> tuple[Any, Any]:
    """Both as arrays of one dtype; a Python number takes that of the array beside it."""
    if not hasattr(x1, "dtype"):
        x1 = like_array(xp, x1, x2)
    elif not hasattr(x2, "dtype"):
        x2 = like_array(xp, x2, x1)
    common = x1.dtype if x1.dtype == x2.dtype else xp.result_type(x1, x2)
    return xp.astype(x1, common, copy=False), xp.astype(x2, common, copy=False)


def like_array(xp: Namespace, number: Any, array: Any, /) -> Any:
    """A Python number as an array of no axes, in the dtype that it takes beside `array`."""
    kind, dtype = type(number), array.dtype
    if (kind is float and xp.isdtype(dtype, ("bool", "integral"))) or (
        kind is int and xp.isdtype(dtype, "bool")
    ):
        dtype = None
    elif kind is complex and not xp.isdtype(dtype, "complex floating"):
        dtype = xp.complex64 if dtype == xp.float32 else None
    return xp.asarray(number, dtype=dtype, device=getattr(array, "device", None))


def _floating(xp: Namespace, x: Any) -> Any:
    """`x`, integers and booleans in the default floating-point dtype."""
    whole = xp.isdtype(x.dtype, ("bool", "integral"))
    return xp.astype(x, xp.asarray(0.0).dtype) if whole else x


def exp2(xp: Namespace, x: Any, /) -> Any:
    """``2**x``."""
    return 2.0 ** _floating(xp, x)


def logaddexp2(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """``log2(2**x1 + 2**x2)``, by the larger of them and the distance, so that nothing overflows."""
    x1, x2 = _both(xp, x1, x2)
    x1, x2 = _floating(xp, x1), _floating(xp, x2)
    equal = x1 == x2  # infinities among them, which have no distance
    zero = xp.zeros_like(x1)
    distance = xp.abs(xp.where(equal, zero, x1) - xp.where(equal, zero, x2))
    more = xp.log1p(exp2(xp, -distance)) * 1.4426950408889634  # log2(e)
    return xp.where(equal, x1 + 1, xp.maximum(x1, x2) + more)


def float_power(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """``x1 ** x2`` in floating point; of integers in the default floating-point dtype."""
    x1, x2 = (_floating(xp, x) if hasattr(x, "dtype") else float(x) for x in (x1, x2))
    return xp.pow(x1, x2)


def ldexp(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """``x1 * 2**x2``, by two powers of two, for one alone may overflow where the result does not."""
    x1, x2 = _both_kinds(xp, x1, x2)
    one = xp.ones_like(x1)
    half = x2 // 2
    for part in (half, x2 - half):
        x1 = x1 * (2.0 * one) ** xp.astype(part, x1.dtype)
    return x1


def _both_kinds(xp: Namespace, x1: Any, x2: Any) -> tuple[Any, Any]:
    """A float and an integer as arrays."""
    x1 = x1 if hasattr(x1, "dtype") else xp.asarray(float(x1))
    x2 = x2 if hasattr(x2, "dtype") else xp.asarray(x2, device=getattr(x1, "device", None))
    return _floating(xp, x1), x2


def frexp(xp: Namespace, x: Any, /) -> tuple[Any, Any]:
    """Mantissa in [0.5, 1) with the sign of `x`, and exponent of two."""
    x = _floating(xp, x)
    plain = xp.logical_or(x == 0, xp.logical_not(xp.isfinite(x)))
    safe = xp.where(plain, xp.ones_like(x), x)
    exponent = xp.astype(xp.floor(xp.log2(xp.abs(safe))), xp.int32) + 1
    mantissa = ldexp(xp, safe, -exponent)
    for off, factor, step in ((1.0, 0.5, 1), (0.5, 2.0, -1)):  # the logarithm is rounded
        wrong = xp.abs(mantissa) >= off if step > 0 else xp.abs(mantissa) < off
        mantissa = xp.where(wrong, mantissa * factor, mantissa)
        exponent = xp.where(wrong, exponent + step, exponent)
    return xp.where(plain, x, mantissa), xp.where(plain, xp.zeros_like(exponent), exponent)


def rint(xp: Namespace, x: Any, /) -> Any:
    """Nearest whole number, halves to even, in floating point."""
    return xp.round(_floating(xp, x))


def modf(xp: Namespace, x: Any, /) -> tuple[Any, Any]:
    """Fractional and whole part, both with the sign of `x`."""
    x = _floating(xp, x)
    whole = xp.trunc(x)
    finite = xp.where(xp.isinf(x), xp.zeros_like(x), x)
    rest = xp.copysign(finite - xp.trunc(finite), x)
    return rest, whole


def fmax(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """Larger of the two, the other where one is NaN."""
    x1, x2 = _both(xp, x1, x2)
    return xp.where(x1 != x1, x2, xp.where(x2 != x2, x1, xp.maximum(x1, x2)))


def fmin(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """Smaller of the two, the other where one is NaN."""
    x1, x2 = _both(xp, x1, x2)
    return xp.where(x1 != x1, x2, xp.where(x2 != x2, x1, xp.minimum(x1, x2)))


def fmod(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """Rest of the division towards zero, with the sign of `x1`."""
    x1, x2 = _both(xp, x1, x2)
    rest = xp.remainder(xp.abs(x1), xp.abs(x2))
    if xp.isdtype(x1.dtype, "real floating"):
        return xp.copysign(rest, x1)
    return xp.where(x1 < 0, -rest, rest)


def heaviside(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """0 for negative `x1`, 1 for positive, `x2` at 0."""
    x1, x2 = _both(xp, x1, x2)
    x1, x2 = _floating(xp, x1), _floating(xp, x2)
    step = xp.where(x1 < 0, xp.zeros_like(x1), xp.where(x1 > 0, xp.ones_like(x1), x1))
    return xp.where(x1 == 0, x2, step)


def isclose(
    xp: Namespace, x1: Any, x2: Any, /, *, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: bool = False
) -> Any:
    """Whether ``|x1 - x2| <= atol + rtol * |x2|``; infinities are close to themselves alone."""
    x1, x2 = _both(xp, x1, x2)
    finite = xp.logical_and(xp.isfinite(x1), xp.isfinite(x2))
    zero = xp.zeros_like(x1 + x2)
    distance = xp.abs(xp.where(finite, x1, zero) - xp.where(finite, x2, zero))
    near = distance <= atol + rtol * xp.abs(xp.where(finite, x2, zero))
    close = xp.where(finite, near, x1 == x2)
    if equal_nan:
        close = xp.logical_or(close, xp.logical_and(xp.isnan(x1), xp.isnan(x2)))
    return close


# The longest run of Euclid's algorithm for two integers of so many bits (Fibonacci numbers).
_STEPS = {8: 12, 16: 24, 32: 47, 64: 93}


def gcd(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """Greatest common divisor, by Euclid's algorithm with a fixed number of steps."""
    x1, x2 = (xp.abs(x) for x in _both(xp, x1, x2))
    if not xp.isdtype(x1.dtype, "integral"):
        raise TypeError(f"gcd takes integers, got {x1.dtype}")
    x1, x2 = x1 + xp.zeros_like(x2), x2 + xp.zeros_like(x1)  # one shape
    for _ in range(_STEPS[xp.iinfo(x1.dtype).bits]):
        done = x2 == 0
        rest = xp.remainder(x1, xp.where(done, xp.ones_like(x2), x2))
        x1, x2 = xp.where(done, x1, x2), xp.where(done, x2, rest)
    return x1


def lcm(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """Least common multiple, 0 where one is 0."""
    x1, x2 = _both(xp, x1, x2)
    divisor = gcd(xp, x1, x2)
    return xp.abs(x1 // xp.where(divisor == 0, xp.ones_like(divisor), divisor) * x2)


GENERIC = (
    *(like_array, power, concatenate, cumsum, cumprod, cbrt),
    *(exp2, logaddexp2, float_power, ldexp, frexp),
    *(rint, modf, fmax, fmin, fmod, heaviside, gcd, lcm),
)

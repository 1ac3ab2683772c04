"""Activations of neural networks, by the formulas of jax.nn, and the error function behind one of them."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace


def relu(xp: Namespace, x: Any, /) -> Any:
    """``max(x, 0)``."""
    return xp.maximum(x, xp.zeros_like(x))


def relu6(xp: Namespace, x: Any, /) -> Any:
    """``min(max(x, 0), 6)``."""
    return xp.minimum(xp.maximum(x, xp.zeros_like(x)), xp.full_like(x, 6))


def leaky_relu(xp: Namespace, x: Any, /, negative_slope: float = 0.01) -> Any:
    """`x`, times `negative_slope` where it is negative."""
    return xp.where(x >= 0, x, negative_slope * x)


def sigmoid(xp: Namespace, x: Any, /) -> Any:
    """``1 / (1 + exp(-x))``, by the exponential that does not overflow."""
    small = xp.exp(-xp.abs(x))
    return xp.where(x < 0, small, xp.ones_like(x)) / (1 + small)


def softplus(xp: Namespace, x: Any, /) -> Any:
    """``log(1 + exp(x))``, by the exponential that does not overflow."""
    return xp.maximum(x, xp.zeros_like(x)) + xp.log1p(xp.exp(-xp.abs(x)))


def sparse_plus(xp: Namespace, x: Any, /) -> Any:
    """0 up to -1, `x` from 1 on, ``(x + 1)**2 / 4`` between."""
    between = xp.abs(x) < 1
    rise = xp.where(between, x, xp.zeros_like(x)) + 1
    return xp.where(x <= -1, xp.zeros_like(x), xp.where(between, rise * rise / 4, x))


def sparse_sigmoid(xp: Namespace, x: Any, /) -> Any:
    """0 up to -1, 1 from 1 on, ``(x + 1) / 2`` between."""
    return _limited(xp, x + 1, 0, 2) / 2


def soft_sign(xp: Namespace, x: Any, /) -> Any:
    """``x / (1 + |x|)``."""
    return x / (1 + xp.abs(x))


def silu(xp: Namespace, x: Any, /) -> Any:
    """``x * sigmoid(x)``."""
    return x * sigmoid(xp, x)


def log_sigmoid(xp: Namespace, x: Any, /) -> Any:
    """``log(sigmoid(x))``."""
    return -softplus(xp, -x)


def hard_sigmoid(xp: Namespace, x: Any, /) -> Any:
    """``relu6(x + 3) / 6``."""
    return relu6(xp, x + 3) / 6


def hard_silu(xp: Namespace, x: Any, /) -> Any:
    """``x * hard_sigmoid(x)``."""
    return x * hard_sigmoid(xp, x)


def hard_tanh(xp: Namespace, x: Any, /) -> Any:
    """`x`, not below -1 and not above 1."""
    return _limited(xp, x, -1, 1)


def _limited(xp: Namespace, x: Any, low: float, high: float) -> Any:
    return xp.minimum(xp.maximum(x, xp.full_like(x, low)), xp.full_like(x, high))


def elu(xp: Namespace, x: Any, /, alpha: float = 1.0) -> Any:
    """`x`, ``alpha * (exp(x) - 1)`` where it is negative."""
    return xp.where(x > 0, x, alpha * xp.expm1(xp.where(x > 0, xp.zeros_like(x), x)))


def celu(xp: Namespace, x: Any, /, alpha: float = 1.0) -> Any:
    """`x`, ``alpha * (exp(x / alpha) - 1)`` where it is negative."""
    return xp.where(x > 0, x, alpha * xp.expm1(xp.where(x > 0, xp.zeros_like(x), x) / alpha))


def selu(xp: Namespace, x: Any, /) -> Any:
    """`elu` with the two constants that keep mean and variance (Klambauer et al. 2017)."""
    return 1.0507009873554805 * elu(xp, x, 1.6732632423543772)


def gelu(xp: Namespace, x: Any, /, approximate: bool = True) -> Any:
    """`x` times the normal distribution function, or times its approximation by tanh."""
    if approximate:
        return x * (0.5 * (1 + xp.tanh(0.7978845608028654 * (x + 0.044715 * (x * x * x)))))
    return 0.5 * x * xp.erfc(-x * 0.7071067811865476)


def glu(xp: Namespace, x: Any, /, axis: int = -1) -> Any:
    """First half along `axis` times the sigmoid of the second."""
    length, axis = x.shape[axis], axis % len(x.shape)
    before = (slice(None),) * axis
    first, second = x[(*before, slice(0, length // 2), ...)], x[(*before, slice(length // 2, length), ...)]
    return first * sigmoid(xp, second)


def squareplus(xp: Namespace, x: Any, /, b: float = 4) -> Any:
    """``(x + sqrt(x**2 + b)) / 2``."""
    return (x + xp.sqrt(x * x + b)) / 2


def mish(xp: Namespace, x: Any, /) -> Any:
    """``x * tanh(softplus(x))``."""
    return x * xp.tanh(softplus(xp, x))


# (1 + 2 x) exp(x**2) erfc(x) for x >= 0, by Chebyshev polynomials of (x - 4) / (x + 4): the form of
# Shepherd and Laframboise, Math. Comp. 36 (1981) 249. Coefficients computed with mpmath to 50 digits.
_ERFC = (
    *(1.1774832005374487, -0.007260796620301901, -0.081265123236185),
    *(0.06009212804122225, -0.02875393558027666, 0.01059566336347286),
    *(-0.003136927294554264, 0.0007456494372536184, -0.0001369696503010054),
    *(1.7183861600300937e-05, -7.158364623450346e-07, -2.4261399442449534e-07),
    *(5.5765709395703566e-08, -2.1057869513809494e-09, -1.1717889351884957e-09),
    *(1.9098355172456688e-10, 1.408871764208813e-11, -6.901108320480815e-12),
    *(9.167958364111294e-14, 2.1454508286554553e-13, -1.4716575027010623e-14),
    *(-6.668675118770408e-15, 7.504598509880083e-16, 2.22009300666632e-16),
    *(-3.1704898956330886e-17, -8.193570309884333e-18, 1.2459819733129574e-18),
)


def erfc(xp: Namespace, x: Any, /) -> Any:
    """Complement of the error function, ``1 - erf(x)``, to a few units in the last place."""
    # erfc(28) is 0 even in float64, and an infinity has no (x - 4) / (x + 4).
    size = xp.minimum(xp.abs(x), xp.full_like(x, 28))
    t = 2 * ((size - 4) / (size + 4))
    last, total = xp.zeros_like(x), xp.zeros_like(x)
    for coefficient in _ERFC[:0:-1]:
        last, total = total, t * total - last + coefficient
    total = t / 2 * total - last + _ERFC[0]
    # size**2 in two parts, of which the first is exact: the exponential would magnify what it loses.
    coarse = xp.floor(size * 16) / 16
    fall = xp.exp(-coarse * coarse) * xp.exp((coarse - size) * (coarse + size))
    result = total / (1 + 2 * size) * fall
    return xp.where(x < 0, 2 - result, result)


GENERIC = (
    *(relu, relu6, leaky_relu, sigmoid, softplus, sparse_plus, sparse_sigmoid, soft_sign, silu),
    *(log_sigmoid, hard_sigmoid, hard_silu, hard_tanh, elu, celu, selu, gelu, glu, squareplus, mish),
    erfc,
)

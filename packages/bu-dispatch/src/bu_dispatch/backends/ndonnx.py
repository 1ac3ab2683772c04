"""ndonnx: arrays that record an ONNX graph; some know their values, most do not."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from math import log

from bu_dispatch._backend import Backend, supplies
from bu_dispatch._generic import elementwise
from bu_dispatch.errors import BackendError, MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


# Of integers ndonnx 0.23 has none of these, and an integer that is wrong for sqrt.
_OF_FLOATS = (
    *("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"),
    *("asin", "acos", "atan", "asinh", "acosh", "atanh", "mean", "var", "std"),
)


class NdonnxBackend(Backend):
    """ndonnx.Array."""

    name = "ndonnx"
    title = "ndonnx"
    module = "ndonnx"
    array_types = ("Array",)
    namespace_module = "ndonnx"
    extra = "brainunit[ndonnx]"
    lazy = True

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        if not explicit:
            raise BackendError(
                f"cannot convert an ndonnx array to {target} on the side: it would leave the graph; "
                "convert it yourself, e.g. .to_numpy(), or let ndonnx compute: using_backend('ndonnx')"
            )

    def to_numpy(self, x: Any) -> Any:
        try:
            return x.unwrap_numpy()
        except ValueError as error:  # ndonnx 0.23: "no propagated value available"
            raise BackendError(
                "the ndonnx array has no values: it is an input of a graph, or depends on one; "
                "run the built model, or let ndonnx compute: using_backend('ndonnx')"
            ) from error

    def device(self, device: Any) -> Any:
        """None, for whatever runs the graph: ndonnx 0.23 has a device that stands for it, and takes none."""
        if device is None or device == self.info().default_device():
            return None
        raise BackendError(
            f"ndonnx knows no device {device!r}: ONNX leaves the choice to what runs the graph"
        )

    def to_device(self, x: Any, device: Any, *, stream: Any = None) -> Any:
        self.device(device)
        return x

    # --- functions that ndonnx 0.23 names but does not implement, or gets wrong ---

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Those of `_OF_FLOATS`, the library's or the record's own, take integers too."""
        if self._functions is None:
            own = dict(super().functions)
            for name in _OF_FLOATS:
                own[name] = partial(self._of_floats, own.get(name) or getattr(self.lib, name))
            self._functions = own
        return self._functions

    def _of_floats(self, function: Callable[..., Any], x: Any, /, **options: Any) -> Any:
        """What `function` makes of `x`, of integers and booleans in float64."""
        return function(elementwise._floating(self.xp, x), **options)

    def _both(self, x1: Any, x2: Any) -> tuple[Any, Any]:
        """Both as arrays of their common dtype; Python numbers take that of the array, if it has them."""
        xp = self.xp
        like = x1 if self.owns(type(x1)) else x2
        x1, x2 = (x if self.owns(type(x)) else elementwise.like_array(xp, x, like) for x in (x1, x2))
        common = xp.result_type(x1, x2)
        return xp.astype(x1, common), xp.astype(x2, common)

    @supplies("hypot")
    def hypot(self, x1: Any, x2: Any, /) -> Any:
        """``sqrt(x1**2 + x2**2)``, scaled so that the squares do not overflow."""
        xp = self.xp
        x1, x2 = (xp.abs(x) for x in self._both(x1, x2))
        large, small = xp.maximum(x1, x2), xp.minimum(x1, x2)
        plain = xp.logical_or(large == 0, xp.isinf(large))
        ratio = small / xp.where(plain, xp.ones_like(large), large)
        return xp.where(plain, large, large * xp.sqrt(1 + ratio * ratio))

    @supplies("copysign")
    def copysign(self, x1: Any, x2: Any, /) -> Any:
        """``|x1|`` with the sign of `x2`, that of -0.0 included."""
        xp = self.xp
        x1, x2 = (elementwise._floating(xp, x) for x in self._both(x1, x2))
        negative = self.signbit(x2)
        one = xp.ones_like(x1)
        # A factor, because onnxruntime 1.32 makes 0.0 of -0.0 in `where`.
        return xp.abs(x1) * xp.where(negative, -one, one)

    @supplies("signbit")
    def signbit(self, x: Any, /) -> Any:
        """Whether the sign is minus, that of -0.0 included."""
        xp = self.xp
        if xp.isdtype(x.dtype, "integral"):
            return x < 0
        return xp.logical_or(x < 0, xp.logical_and(x == 0, 1 / x < 0))

    @supplies("nextafter")
    def nextafter(self, x1: Any, x2: Any, /) -> Any:
        """ONNX gives no access to the bits of a number."""
        raise MissingFunctionError(
            f"nextafter is not available on the ndonnx backend (ONNX has nothing like it); {self.way_out}"
        )

    @supplies("atan2")
    def atan2(self, x1: Any, x2: Any, /) -> Any:
        """Angle of the point (`x2`, `x1`), in radian."""
        xp = self.xp
        y, x = self._both(x1, x2)
        both_inf = xp.logical_and(xp.isinf(y), xp.isinf(x))
        y_, x_ = xp.where(both_inf, xp.sign(y), y), xp.where(both_inf, xp.sign(x), x)
        origin = xp.logical_and(y_ == 0, x_ == 0)
        acute = xp.atan(xp.abs(y_) / xp.where(origin, xp.ones_like(x_), xp.abs(x_)))
        left = self.copysign(xp.ones_like(x), x) < 0
        return self.copysign(xp.where(left, xp.pi - acute, acute), y)

    # onnxruntime 1.32 computes these in float32 only; ndonnx casts, and warns.

    @supplies("cos")
    def cos(self, x: Any, /) -> Any:
        """Cosine, in float64 too."""
        xp = self.xp
        return xp.sin(x + xp.pi / 2) if x.dtype == xp.float64 else self.lib.cos(x)

    @supplies("tan")
    def tan(self, x: Any, /) -> Any:
        """Tangent, in float64 too."""
        return self.xp.sin(x) / self.cos(x) if x.dtype == self.xp.float64 else self.lib.tan(x)

    @supplies("cosh")
    def cosh(self, x: Any, /) -> Any:
        """Hyperbolic cosine, in float64 too; in two factors, so that it overflows no sooner."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.cosh(x)
        root = xp.exp(xp.abs(x) / 2)
        return root / 2 * root + 1 / root / root / 2

    @supplies("sinh")
    def sinh(self, x: Any, /) -> Any:
        """Hyperbolic sine, in float64 too; by its series near 0, where exponentials cancel."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.sinh(x)
        root, square = xp.exp(xp.abs(x) / 2), x * x
        large = xp.sign(x) * (root / 2 * root - 1 / root / root / 2)
        small = xp.ones_like(x)
        for n in (17, 15, 13, 11, 9, 7, 5, 3):
            small = 1 + small * square / (n * (n - 1))
        return xp.where(xp.abs(x) < 1, x * small, large)

    @supplies("cumulative_prod")
    def cumulative_prod(
        self, x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False
    ) -> Any:
        """ndonnx's own takes logarithms: NaN after a negative element."""
        xp = self.xp
        if axis is None:
            if x.ndim != 1:
                raise ValueError("cumulative_prod of an array with several axes needs an axis")
            axis = 0
        if dtype is not None:
            x = xp.astype(x, dtype)
        length = x.shape[axis]
        if length is None:
            raise MissingFunctionError(
                "cumulative_prod is not available on the ndonnx backend along an axis of unknown length"
            )
        products = [] if not include_initial else [xp.ones_like(xp.take(x, xp.asarray([0]), axis=axis))]
        for index in range(length):
            item = xp.take(x, xp.asarray([index]), axis=axis)
            products.append(products[-1] * item if products else item)
        return xp.concat(products, axis=axis) if products else x

    # ndonnx 0.23 has these as exp(x) - 1 and log(1 + x), which lose all digits near 0.

    @supplies("expm1")
    def expm1(self, x: Any, /) -> Any:
        """Kahan's: the error of ``u = exp(x)`` goes out of the quotient ``(u - 1) / log(u)``."""
        xp = self.xp
        u = xp.exp(x)
        plain = xp.logical_or(u == 1, xp.logical_or(u == 0, xp.isinf(u)))
        safe = xp.where(plain, 2 * xp.ones_like(u), u)
        return xp.where(plain, xp.where(u == 1, x, u - 1), (safe - 1) * x / xp.log(safe))

    @supplies("log1p")
    def log1p(self, x: Any, /) -> Any:
        """Kahan's: the error of ``u = 1 + x`` goes out of the quotient ``log(u) / (u - 1)``."""
        xp = self.xp
        u = 1 + x
        plain = xp.logical_or(u == 1, xp.isinf(u))
        safe = xp.where(plain, 2 * xp.ones_like(u), u)
        return xp.where(plain, x, x * xp.log(safe) / (safe - 1))

    @supplies("logaddexp")
    def logaddexp(self, x1: Any, x2: Any, /) -> Any:
        """``log(exp(x1) + exp(x2))`` by the distance; ndonnx's own overflows and takes no integers."""
        xp = self.xp
        x1, x2 = self._both(x1, x2)
        if xp.isdtype(x1.dtype, ("bool", "integral")):
            x1, x2 = xp.astype(x1, xp.float64), xp.astype(x2, xp.float64)
        equal = x1 == x2  # infinities among them, which have no distance
        distance = xp.where(equal, xp.zeros_like(x1), xp.abs(x1 - x2))
        more = self.log1p(xp.exp(-distance))
        return xp.where(equal, x1 + log(2), xp.maximum(x1, x2) + more)

    @supplies("angle")
    def angle(self, x: Any, /) -> Any:
        """0, or pi for negative numbers: ndonnx has no complex ones."""
        return self.atan2(self.xp.zeros_like(x), x)

    @supplies("atan")
    def atan(self, x: Any, /) -> Any:
        """Inverse tangent, in float64 too: that in float32, and the rest by the theorem of addition."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.atan(x)
        steep = xp.abs(x) > 1
        flat = xp.where(steep, 1 / xp.where(steep, x, xp.ones_like(x)), x)
        near = xp.astype(self.lib.atan(xp.astype(flat, xp.float32)), xp.float64)
        tan = self.tan(near)
        angle = near + (flat - tan) / (1 + flat * tan)
        return xp.where(steep, xp.sign(x) * (xp.pi / 2) - angle, angle)

    @supplies("asin")
    def asin(self, x: Any, /) -> Any:
        """Inverse sine, in float64 too."""
        if x.dtype != self.xp.float64:
            return self.lib.asin(x)
        return self.atan(x / self.xp.sqrt((1 - x) * (1 + x)))

    @supplies("acos")
    def acos(self, x: Any, /) -> Any:
        """Inverse cosine, in float64 too."""
        if x.dtype != self.xp.float64:
            return self.lib.acos(x)
        return 2 * self.atan(self.xp.sqrt((1 - x) / (1 + x)))

    @supplies("asinh")
    def asinh(self, x: Any, /) -> Any:
        """Inverse hyperbolic sine, in float64 too."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.asinh(x)
        size = xp.abs(x)
        large = size > 1e8
        safe = xp.where(large, xp.ones_like(x), size)
        result = self.log1p(safe + safe * safe / (1 + xp.sqrt(1 + safe * safe)))
        return xp.sign(x) * xp.where(large, xp.log(size) + log(2), result)

    @supplies("acosh")
    def acosh(self, x: Any, /) -> Any:
        """Inverse hyperbolic cosine, in float64 too."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.acosh(x)
        large = x > 1e8
        more = xp.where(large, xp.ones_like(x), x - 1)
        return xp.where(large, xp.log(x) + log(2), self.log1p(more + xp.sqrt(more * (more + 2))))

    @supplies("atanh")
    def atanh(self, x: Any, /) -> Any:
        """Inverse hyperbolic tangent, in float64 too."""
        xp = self.xp
        if x.dtype != xp.float64:
            return self.lib.atanh(x)
        size = xp.abs(x)
        return xp.sign(x) * self.log1p(2 * size / (1 - size)) / 2

    @supplies("floor_divide")
    def floor_divide(self, x1: Any, x2: Any, /) -> Any:
        """ndonnx rounds the quotient, so that 1.0 // 0.1 were 10; numpy takes the rest off first."""
        xp = self.xp
        x1, x2 = self._both(x1, x2)
        if not xp.isdtype(x1.dtype, "real floating"):
            return x1 // x2
        plain = x1 // x2
        whole = xp.round((x1 - xp.remainder(x1, x2)) / x2)
        return xp.where(xp.isfinite(plain), whole, plain)

    @supplies("isclose")
    def isclose(
        self, a: Any, b: Any, /, *, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: bool = False
    ) -> Any:
        """array_api_extra's (0.11) looks for infinities with `nonzero`, which takes no array without axes."""
        return elementwise.isclose(self.xp, a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)

    @supplies("sinc")
    def sinc(self, x: Any, /) -> Any:
        """array_api_extra's (0.11), which takes no integers."""
        extra = import_module("array_api_extra")
        return extra.sinc(elementwise._floating(self.xp, x), xp=self.lib)

"""ndonnx: arrays that record an ONNX graph; some know their values, most do not."""

from __future__ import annotations

from bu_dispatch._backend import Backend, supplies
from bu_dispatch.errors import BackendError, MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any


class NdonnxBackend(Backend):
    """ndonnx.Array."""

    name = "ndonnx"
    title = "ndonnx"
    module = "ndonnx"
    array_types = ("Array",)
    namespace_module = "ndonnx"
    extra = "brainunit[ndonnx]"
    lazy = True

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        if not getattr(getattr(data, "dtype", None), "isnative", True):
            data = data.astype(data.dtype.newbyteorder("="))  # ndonnx takes no swapped bytes
        return super().asarray(data, dtype=dtype, device=device, copy=copy)

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

    # --- functions that ndonnx 0.23 names but does not implement, or gets wrong ---

    def _both(self, x1: Any, x2: Any) -> tuple[Any, Any]:
        """Both as arrays of their common dtype; Python numbers take that of the array."""
        xp = self.xp
        like = x1 if self.owns(type(x1)) else x2
        x1, x2 = (x if self.owns(type(x)) else xp.asarray(x, dtype=like.dtype) for x in (x1, x2))
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
        x1, x2 = self._both(x1, x2)
        negative = xp.logical_or(x2 < 0, xp.logical_and(x2 == 0, 1 / x2 < 0))
        one = xp.ones_like(x1)
        # A factor, because onnxruntime 1.32 makes 0.0 of -0.0 in `where`.
        return xp.abs(x1) * xp.where(negative, -one, one)

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

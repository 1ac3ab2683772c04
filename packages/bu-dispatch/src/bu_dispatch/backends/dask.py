"""dask.array: chunked arrays whose values are computed when the user says so."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from bu_dispatch._backend import Backend, supplies
from bu_dispatch._generic import contraction, statistical
from bu_dispatch.backends.numpy import numpy_dtype
from bu_dispatch.errors import BackendError, MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any, ClassVar


class DaskBackend(Backend):
    """dask.array.Array."""

    name = "dask"
    title = "Dask"
    module = "dask.array"
    array_types = ("Array",)
    namespace_module = "array_api_compat.dask.array"
    extra = "brainunit[dask]"
    numpy_index = True
    swapped_bytes = True
    by_numpy = True
    lazy = True
    chunked = True
    options: ClassVar[dict[str, Any]] = {"chunks": "auto", "dtype": None}
    way_out = "call .compute() first"

    def version(self) -> str:
        return str(import_module("dask").__version__)  # dask.array has none of its own

    def dtype(self, dtype: Any) -> Any:
        return numpy_dtype(dtype)

    def asarray(
        self,
        data: Any,
        /,
        *,
        dtype: Any = None,
        device: Any = None,
        copy: bool | None = None,
        chunks: Any = None,
    ) -> Any:
        if chunks is not None and hasattr(data, "__array_interface__"):
            data, chunks = self.lib.from_array(data, chunks=chunks), None
        own = self.owns(type(data))
        array = super().asarray(data, dtype=dtype, device=device, copy=copy)
        # "auto", the default, is about new arrays: those of dask keep their chunks.
        return array if chunks is None or (own and chunks == "auto") else array.rechunk(chunks)

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        raise BackendError(
            f"cannot convert a dask array to {target}: its values are not computed yet; "
            "call .compute() first, or let dask compute: using_backend('dask')"
        )

    def to_numpy(self, x: Any) -> Any:
        raise BackendError("a dask array has no values before they are computed; call .compute() first")

    def compute(self, x: Any) -> Any:
        return x.compute()

    @supplies("tensordot")
    def tensordot(self, x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        """dask 2026.8 gives wrong values where an axis counts from the end."""
        if not isinstance(axes, int):
            axes = tuple(
                [axis % x.ndim for axis in ([some] if isinstance(some, int) else some)]
                for x, some in zip((x1, x2), axes, strict=True)
            )
        return self.lib.tensordot(x1, x2, axes=axes)

    @supplies("dot")
    def dot(self, a: Any, b: Any, /) -> Any:
        """dask 2026.8 counts an axis of its own `dot` from the end, see `tensordot`."""
        return contraction.dot(self.xp, a, b)

    @supplies("eye")
    def eye(
        self, n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: Any = None
    ) -> Any:
        """dask 2026.8 forgets chunks of its own ``eye(2, 3, k=1)``."""
        xp = self.xp
        rows = xp.arange(n_rows, device=device)
        columns = xp.arange(n_rows if n_cols is None else n_cols, device=device)
        return (columns[None, :] - rows[:, None] == k).astype(float if dtype is None else dtype)

    @supplies("take_along_axis")
    def take_along_axis(self, x: Any, indices: Any, /, *, axis: int = -1) -> Any:
        """numpy's, block by block; `x` in one block along `axis`, for an index may name any place there."""
        axis %= x.ndim
        rest = [*range(x.ndim)]
        return self.lib.blockwise(
            import_module("numpy").take_along_axis,
            rest,
            x,
            [*rest[:axis], x.ndim, *rest[axis + 1 :]],
            indices,
            rest,
            axis=axis,
            concatenate=True,
            dtype=x.dtype,
        )

    @supplies("heaviside")
    def heaviside(self, x1: Any, x2: Any, /) -> Any:
        """numpy's, block by block."""
        return self._blockwise("heaviside", x1, x2)

    @supplies("gcd")
    def gcd(self, x1: Any, x2: Any, /) -> Any:
        """numpy's, block by block."""
        return self._blockwise("gcd", x1, x2)

    @supplies("lcm")
    def lcm(self, x1: Any, x2: Any, /) -> Any:
        """numpy's, block by block."""
        return self._blockwise("lcm", x1, x2)

    def _blockwise(self, name: str, *xs: Any) -> Any:
        return self.lib.core.elemwise(getattr(import_module("numpy"), name), *xs)

    @supplies("linalg.cholesky")
    def cholesky(self, x: Any, /, *, upper: bool = False) -> Any:
        """dask's own gives the upper factor by default."""
        return self.lib.linalg.cholesky(x, lower=not upper)

    @supplies("linalg.inv")
    def inv(self, x: Any, /) -> Any:
        """dask 2026.8 solves for a unit matrix of float64, whatever the dtype."""
        one = self.lib.eye(x.shape[0], chunks=x.chunks[0][0], dtype=x.dtype)
        return self.lib.linalg.solve(x, one)

    @supplies("linalg.svd")
    def svd(self, x: Any, /, *, full_matrices: bool = True) -> Any:
        """dask has no full matrices; those of a square one are no fuller."""
        if full_matrices and x.shape[-1] != x.shape[-2]:
            raise MissingFunctionError(
                f"linalg.svd with full_matrices=True is not available on the dask backend ({self.title} "
                f"{self.version()} lacks it); pass full_matrices=False, or {self.way_out}"
            )
        return self.lib.linalg.svd(x, coerce_signs=False)

    @supplies("linalg.svdvals")
    def svdvals(self, x: Any, /) -> Any:
        """array-api-compat 1.16 asks for full matrices, which dask has not."""
        return self.lib.linalg.svd(x, coerce_signs=False)[1]

    def _whole(self, x: Any, axis: Any) -> tuple[Any, Any]:
        """`x` in one block along `axis`, flattened where it is None."""
        if axis is None:
            x, axis = x.reshape(-1), 0
        return x.rechunk(dict.fromkeys((axis,) if isinstance(axis, int) else axis, -1)), axis

    def _lanes(self, name: str, x: Any, q: Any, axis: Any, keepdims: bool, options: dict[str, Any]) -> Any:
        """numpy's, of one block along `axis`; dask's own (2026.8) takes no several axes, and known `q`."""
        numpy, ndim = import_module("numpy"), x.ndim
        x, axes = self._whole(x, axis)
        axes = tuple(sorted(i % x.ndim for i in ((axes,) if isinstance(axes, int) else axes)))
        operands, before = [x, range(x.ndim)], 0
        if q is not None:
            if not self.owns(type(q)):
                q = self.lib.asarray(numpy.asarray(q, dtype=x.dtype if x.dtype.kind == "f" else None))
            before = q.ndim
            operands += [q.rechunk(-1), range(-before, 0)]
        samples = [numpy.ones(1, x.dtype)] if q is None else [numpy.ones(1, x.dtype), numpy.ones((), q.dtype)]
        function = partial(getattr(numpy, name), **options)
        result = self.lib.blockwise(
            partial(function, axis=axes),
            [*range(-before, 0), *(i for i in range(x.ndim) if i not in axes)],
            *operands,
            concatenate=True,
            dtype=function(*samples).dtype,
        )
        kept = range(ndim) if axis is None else axes
        return self.lib.expand_dims(result, [i + before for i in kept]) if keepdims else result

    @supplies("quantile")
    def quantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """Quantiles over one block along `axis`."""
        return self._lanes("quantile", x, q, axis, keepdims, {"method": method})

    @supplies("nanquantile")
    def nanquantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """Quantiles of what is not NaN, over one block along `axis`."""
        return self._lanes("nanquantile", x, q, axis, keepdims, {"method": method})

    @supplies("median")
    def median(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """dask's own wants an axis."""
        return self._lanes("median", x, None, axis, keepdims, {})

    @supplies("nanmedian")
    def nanmedian(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """See `median`."""
        return self._lanes("nanmedian", x, None, axis, keepdims, {})

    @supplies("tally")
    def tally(self, index: Any, weights: Any, length: int, /) -> Any:
        """numpy's bincount of each block, and the sum of them."""
        if weights is not None:
            weights = weights.rechunk(index.chunks)
        counts = self.lib.bincount(index, weights, length)
        return counts if weights is None else counts.astype(weights.dtype)

    @supplies("convolve")
    def convolve(self, a: Any, v: Any, /, mode: str = "full") -> Any:
        """numpy's, of each vector in one block."""
        return self._windows("convolve", a, v, mode)

    @supplies("correlate")
    def correlate(self, a: Any, v: Any, /, mode: str = "valid") -> Any:
        """numpy's, of each vector in one block."""
        return self._windows("correlate", a, v, mode)

    def _windows(self, name: str, a: Any, v: Any, mode: str) -> Any:
        long, short = max(a.size, v.size), min(a.size, v.size)
        _, length = statistical.convolution_window(mode, long, short)
        return self.lib.blockwise(
            getattr(import_module("numpy"), name),
            "k",
            a.rechunk(-1),
            "i",
            v.rechunk(-1),
            "j",
            mode=mode,
            new_axes={"k": length},
            concatenate=True,
            dtype=self.xp.result_type(a.dtype, v.dtype),
        )

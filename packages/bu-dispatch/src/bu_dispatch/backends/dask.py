"""dask.array: chunked arrays whose values are computed when the user says so."""

from __future__ import annotations

from importlib import import_module

from bu_dispatch._backend import Backend, supplies
from bu_dispatch.backends.numpy import numpy_dtype
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any


class DaskBackend(Backend):
    """dask.array.Array."""

    name = "dask"
    title = "Dask"
    module = "dask.array"
    array_types = ("Array",)
    namespace_module = "array_api_compat.dask.array"
    extra = "brainunit[dask]"
    lazy = True
    chunked = True
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
        array = super().asarray(data, dtype=dtype, device=device, copy=copy)
        return array if chunks is None else array.rechunk(chunks)

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        raise BackendError(
            f"cannot convert a dask array to {target}: its values are not computed yet; "
            "call .compute() first, or let dask compute: using_backend('dask')"
        )

    def to_numpy(self, x: Any) -> Any:
        raise BackendError("a dask array has no values before they are computed; call .compute() first")

    @supplies("tensordot")
    def tensordot(self, x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        """dask 2026.8 gives wrong values where an axis counts from the end."""
        if not isinstance(axes, int):
            axes = tuple(
                [axis % x.ndim for axis in ([some] if isinstance(some, int) else some)]
                for x, some in zip((x1, x2), axes, strict=True)
            )
        return self.lib.tensordot(x1, x2, axes=axes)

    @supplies("eye")
    def eye(
        self, n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: Any = None
    ) -> Any:
        """dask 2026.8 forgets chunks of its own ``eye(2, 3, k=1)``."""
        xp = self.xp
        rows = xp.arange(n_rows, device=device)
        columns = xp.arange(n_rows if n_cols is None else n_cols, device=device)
        return (columns[None, :] - rows[:, None] == k).astype(float if dtype is None else dtype)

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

    @supplies("linalg.svdvals")
    def svdvals(self, x: Any, /) -> Any:
        """array-api-compat 1.16 asks for full matrices, which dask has not."""
        return self.lib.linalg.svd(x, coerce_signs=False)[1]

"""numpy: the library that all others exchange arrays with."""

from __future__ import annotations

from bu_dispatch._backend import Backend, dtype_name
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any


def numpy_dtype(dtype: Any) -> Any:
    """Find numpy's dtype for that of any library; None for None."""
    import numpy  # asked for a dtype, numpy is needed

    if dtype is None or isinstance(dtype, (str, type, numpy.dtype)) or hasattr(dtype, "dtype"):
        return dtype if dtype is None else numpy.dtype(dtype)
    return numpy.dtype(dtype_name(dtype))


class NumpyBackend(Backend):
    """numpy.ndarray and its subclasses; numpy scalars give way to any array."""

    name = "numpy"
    title = "NumPy"
    module = "numpy"
    array_types = ("ndarray",)
    scalar_types = ("generic",)
    namespace_module = "array_api_compat.numpy"
    extra = "brainunit"
    fallback_rank = 2
    way_out = ""

    def dtype(self, dtype: Any) -> Any:
        return numpy_dtype(dtype)

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        if hasattr(x, "mask"):
            raise BackendError(
                f"cannot convert a numpy masked array to {target}: its mask would be lost; "
                "call .filled() first, or compute within using_backend('numpy')"
            )

    def to_numpy(self, x: Any) -> Any:
        return self.lib.asarray(x) if self.gives_way(type(x)) else x

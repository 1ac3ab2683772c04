"""numpy: the library that all others exchange arrays with."""

from __future__ import annotations

from bu_dispatch._backend import Backend, dtype_name, supplies
from bu_dispatch._generic import scatter
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
    rich_index = True
    fallback_rank = 2
    way_out = ""

    def dtype(self, dtype: Any) -> Any:
        return numpy_dtype(dtype)

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        if hasattr(x, "mask"):
            raise BackendError(
                f"cannot convert a numpy masked array to {target}: its mask would be lost; "
                "call .filled() on it first, which is the mantissa of a quantity, or compute within using_backend('numpy')"
            )

    def to_numpy(self, x: Any) -> Any:
        return self.lib.asarray(x) if self.gives_way(type(x)) else x

    @supplies("einsum")
    def einsum(self, subscripts: str, /, *operands: Any) -> Any:
        """numpy's own multiplies no matrices unless it may look for the best way."""
        return self.lib.einsum(subscripts, *operands, optimize=len(operands) > 1)

    # --- functions ---

    @supplies("tally")
    def tally(self, index: Any, weights: Any, length: int, /) -> Any:
        """numpy's bincount, with weights in their own dtype and not in float64."""
        counts = self.lib.bincount(index, weights, length)
        return counts if weights is None else counts.astype(weights.dtype, copy=False)

    @supplies("scatter")
    def scatter(self, x: Any, places: Any, values: Any, how: str, /) -> Any:
        """numpy's ``ufunc.at``, which meets an element as often as it is named."""
        if how == "apply":
            return scatter.scatter(self.xp, x, places, values, how)
        x = x.copy()
        if how == "set":
            x[places] = values
        else:
            name = {"min": "minimum", "max": "maximum"}.get(how, how)
            getattr(self.lib, name).at(x, places, values)
        return x

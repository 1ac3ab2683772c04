"""numpy's functions on its masked arrays: those that keep the mask, and an error for those that do not.

Most functions of numpy's take a masked array for a plain one, and what the mask hides shows in their results.
"""

from __future__ import annotations

import functools

from bu_dispatch._namespace import EXTENSIONS, Namespace
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["MaskedNamespace"]

# Under the array API's names; numpy.ma has them, with masks.
_ITS_OWN = {"concat": "concatenate", "stack": "stack", "where": "where"}

# Of numpy's, they take what is hidden into account.
_REFUSED = frozenset(
    "argpartition convolve correlate dot einsum histogram interp isin lexsort matmul matrix_power multi_dot nanmedian nanquantile "
    "partition polyfit quantile searchsorted tally tensordot top_k unique unwrap vecdot".split()
)
# Of linear algebra, they move elements or multiply them one by one.
_MOVING = frozenset({"cross", "diagonal", "matrix_transpose", "outer", "trace"})


class MaskedNamespace(Namespace):
    """The functions of numpy for masked arrays.

    BackendError for a function that has no use for a mask: products of matrices, linear algebra, Fourier
    transforms, searches.
    """

    def _find(self, name: str) -> Any:
        full = self._prefix + name
        if full in EXTENSIONS:
            return MaskedNamespace(self.backend, getattr(self._module, name, None), full + ".")
        if (self._prefix and name not in _MOVING) or name in _REFUSED:
            return _refusing(full)
        if name in _ITS_OWN:
            return getattr(self.backend.lib.ma, _ITS_OWN[name])
        own: Any = getattr(self, f"_{name}", None)
        return super()._find(name) if own is None else own

    def own(self, name: str, generic: Callable[..., Any]) -> Callable[..., Any]:
        """The function that needs standard functions only: the record's are of numpy."""
        if name in _REFUSED:
            return _refusing(name)

        def function(*args: Any) -> Any:
            return generic(self, *args)

        return function

    def _spread(self, function: Callable[[Any], Any], x: Any) -> Any:
        """Apply a function that moves elements to data and mask."""
        ma = self.backend.lib.ma
        return ma.array(function(ma.getdata(x)), mask=function(ma.getmaskarray(x)))

    def _broadcast_to(self, x: Any, shape: Any, /) -> Any:
        return self._spread(lambda part: self.backend.lib.broadcast_to(part, shape), x)

    def _broadcast_arrays(self, *arrays: Any) -> list[Any]:
        shape = self.backend.lib.broadcast_shapes(*(x.shape for x in arrays))
        return [self._broadcast_to(x, shape) for x in arrays]

    def _meshgrid(self, *arrays: Any, indexing: str = "xy") -> list[Any]:
        grids = [
            self.backend.lib.meshgrid(*each, indexing=indexing)
            for each in zip(*map(self._data_and_mask, arrays), strict=True)
        ]
        return [self.backend.lib.ma.array(data, mask=mask) for data, mask in zip(*grids, strict=True)]

    def _data_and_mask(self, x: Any) -> Sequence[Any]:
        ma = self.backend.lib.ma
        return ma.getdata(x), ma.getmaskarray(x)

    def _tril(self, x: Any, /, *, k: int = 0) -> Any:
        return self._spread(lambda part: self.backend.lib.tril(part, k=k), x)

    def _triu(self, x: Any, /, *, k: int = 0) -> Any:
        return self._spread(lambda part: self.backend.lib.triu(part, k=k), x)

    def _clip(self, x: Any, /, min: Any = None, max: Any = None) -> Any:
        lib = self.backend.lib
        bounds = [None if bound is None else lib.ma.getdata(bound) for bound in (min, max)]
        hidden = [lib.ma.getmaskarray(each) for each in (x, min, max) if each is not None]
        mask = functools.reduce(lib.logical_or, hidden)
        return lib.ma.array(lib.clip(lib.ma.getdata(x), *bounds), mask=mask)  # ma.maximum drops NaN

    def _median(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return self.backend.lib.ma.median(x, axis=axis, keepdims=keepdims)

    def _asarray(self, x: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
        if device not in (None, "cpu"):
            raise ValueError(f"numpy's arrays are on the cpu, got the device {device!r}")
        return self.backend.lib.ma.array(x, dtype=dtype, copy=bool(copy))


def _refusing(name: str) -> Callable[..., Any]:
    def refused(*args: Any, **kwargs: Any) -> Any:
        raise BackendError(
            f"{name} of a numpy masked array would compute with what the mask hides; "
            "fill the mantissa first: .filled(value)"
        )

    return refused

"""numpy: the library that all others exchange arrays with."""

from __future__ import annotations

from importlib import import_module

from bu_dispatch._backend import SYMBOLS, Backend, dtype_name, supplies
from bu_dispatch._generic import scatter
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace


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
    swapped_bytes = True
    by_numpy = True
    fallback_rank = 2
    way_out = ""

    def dtype(self, dtype: Any) -> Any:
        return numpy_dtype(dtype)

    _masked: Namespace | None = None

    def xp_for(self, *arrays: Any) -> Namespace:
        """Masked arrays have functions that keep the mask."""
        for x in arrays:
            if hasattr(x, "mask"):
                if self._masked is None:
                    from bu_dispatch._masked import MaskedNamespace  # most programs have no masked array

                    self._masked = MaskedNamespace(self, import_module(self.namespace_module))
                return self._masked
        return super().xp_for(*arrays)

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        if type(data) in SYMBOLS:
            return super().asarray(data, dtype=dtype, device=device, copy=copy)
        xp = self.xp_for(data)
        return xp.asarray(data, dtype=self.dtype(dtype), device=device, copy=copy)

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

    # --- masked arrays, of which numpy's functions below take what stands under the mask ---

    def _for(self, arrays: Any) -> Any:
        """The module whose functions keep the masks of these arrays: numpy.ma, or numpy for no masks."""
        numpy = self.lib
        for x in arrays:
            if type(x) is not numpy.ndarray and isinstance(x, numpy.ma.MaskedArray):
                return numpy.ma
        return numpy

    @supplies("where")
    def where(self, condition: Any, x: Any, y: Any, /) -> Any:
        """Masked where the condition is, or the element that it selects."""
        return self._for((condition, x, y)).where(condition, x, y)

    @supplies("clip")
    def clip(self, x: Any, /, min: Any = None, max: Any = None) -> Any:
        """array-api-compat's writes into places, also below a mask."""
        return self.xp._module.clip(x, min, max) if self._for((x,)) is self.lib else x.clip(min, max)

    @supplies("concat")
    def concat(self, arrays: Any, /, *, axis: int | None = 0) -> Any:
        """Masked where its parts are."""
        return self._for(arrays).concatenate(arrays, axis=axis)

    @supplies("stack")
    def stack(self, arrays: Any, /, *, axis: int = 0) -> Any:
        """Masked where its parts are."""
        return self._for(arrays).stack(arrays, axis=axis)

    # --- numpy's own where that is faster than the generic function of bu_array, and gives the same ---
    # NotImplemented leaves a case to the generic one: what numpy refuses, warns of or does otherwise.

    def _plain(self, *arrays: Any, kinds: str = "biuf") -> bool:
        """Whether these are numpy's own arrays, no subclasses such as masked ones, of the kinds of dtype."""
        return all(type(x) is self.lib.ndarray and x.dtype.kind in kinds for x in arrays)

    @supplies("sort")
    def sort(self, x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
        """Equal numbers are alike: the order in which they were makes no difference, and costs ten times."""
        numpy = self.lib
        kind = None if self._plain(x) else "stable"
        result = numpy.sort(x, axis=axis, kind=kind)
        return numpy.flip(result, axis=axis) if descending else result

    @supplies("isin")
    def isin(self, element: Any, among: Any, /) -> Any:
        """numpy's own looks integers up in a table, and goes through a few numbers one by one."""
        return self.lib.isin(element, among) if self._plain(element, among) else NotImplemented

    @supplies("unique")
    def unique(self, x: Any, wanted: tuple[bool, bool, bool], equal_nan: bool, /) -> Any:
        """numpy's own writes into places, which the standard does not."""
        index, inverse, counts = wanted
        if not self._plain(x) or (inverse and not equal_nan and x.dtype.kind == "f" and self._any_nan(x)):
            return NotImplemented  # numpy numbers the NaN in any order
        found = self.lib.unique(x, index, inverse, counts, equal_nan=equal_nan)
        parts = iter(found if any(wanted) else (found,))
        return [next(parts), *(next(parts) if each else None for each in wanted)]

    def _any_nan(self, x: Any) -> bool:
        return bool(self.lib.isnan(x).any())

    @supplies("digitize")
    def digitize(self, x: Any, bins: Any, right: bool, /) -> Any:
        """numpy's own searches once: it looks first whether the edges rise or fall."""
        if bins.shape[0] < 2 or not self._plain(x, bins):
            return NotImplemented
        rising = self._rising(bins) or self._rising(bins[::-1])
        return self.lib.asarray(self.lib.digitize(x, bins, right)) if rising else NotImplemented

    def _rising(self, x: Any) -> bool:
        """Whether no element is smaller than the one before, and none is NaN."""
        return bool((x[1:] >= x[:-1]).all())

    @supplies("nanmax")
    def nanmax(self, x: Any, axis: Any, keepdims: bool, /) -> Any:
        """The ufunc that passes over NaN, which is what numpy's nanmax is, but for a warning."""
        return self._over_numbers(self.lib.fmax, x, axis, keepdims)

    @supplies("nanmin")
    def nanmin(self, x: Any, axis: Any, keepdims: bool, /) -> Any:
        """See `nanmax`."""
        return self._over_numbers(self.lib.fmin, x, axis, keepdims)

    def _over_numbers(self, ufunc: Any, x: Any, axis: Any, keepdims: bool) -> Any:
        if not (x.size and self._plain(x)):
            return NotImplemented
        return self.lib.asarray(ufunc.reduce(x, axis=axis, keepdims=keepdims))

    @supplies("histogram")
    def histogram(self, samples: list[Any], bins: list[Any], ends: list[Any], weights: Any, /) -> Any:
        """numpy's own works out the place among even edges, and counts sorted samples among others."""
        numpy = self.lib
        x, edges = samples[0], bins[0]
        given = [x] if weights is None else [x, weights]
        if len(samples) > 1 or x.dtype.itemsize < 4 or not self._plain(*given, kinds="iuf"):
            return NotImplemented
        if any(each.shape != x.shape for each in given):
            return NotImplemented
        if hasattr(edges, "__index__") and not getattr(edges, "shape", ()):
            limits = self._limits(x, ends[0])
            if edges.__index__() < 1 or limits is None:
                return NotImplemented
            counts, edges = numpy.histogram(x, edges, limits, weights=weights)
        elif weights is None and self._plain(edges) and edges.shape[1:] == () and self._rising(edges):
            # With weights numpy takes differences of running sums, in which small ones are lost.
            if edges.size < 2:
                return NotImplemented
            counts, edges = numpy.histogram(x, edges)
        else:
            return NotImplemented
        return counts, [edges]

    def _limits(self, x: Any, ends: Any) -> tuple[float, float] | None:
        """The first and the last edge as numbers; None where they are no range of finite length."""
        if ends is None or ends[0] is None:
            ends = (x.min(), x.max()) if x.size else (0.0, 1.0)
        first, last = (float(end) for end in ends)
        return (first, last) if first <= last and self.lib.isfinite(last - first) else None

    @supplies("polyfit")
    def polyfit(self, x: Any, y: Any, deg: int, w: Any, /) -> Any:
        """numpy's own, by singular values: faster than the decomposition of a tall matrix."""
        plain = self._plain(x, y, kinds="f") and (w is None or (self._plain(w) and w.shape == x.shape))
        if not (plain and x.size and x.dtype.itemsize in (4, 8)):
            return NotImplemented
        if not all(self.lib.isfinite(each).all() for each in (x, y, w) if each is not None):
            return NotImplemented
        y = y.astype(x.dtype, copy=False)
        found, _, rank, *_ = self.lib.polyfit(x, y, deg, w=w, full=True)
        return found.astype(x.dtype, copy=False) if rank == deg + 1 else NotImplemented

    @supplies("interp")
    def interp(self, x: Any, points: Any, values: Any, left: Any, right: Any, /) -> Any:
        """numpy's own, which works in float64."""
        numpy = self.lib
        ends = [end for end in (left, right) if end is not None]
        if not all(self._plain(end) and not end.shape for end in ends):
            return NotImplemented
        if not self._plain(x, points, values, kinds="f") or points.shape[0] < 2:
            return NotImplemented
        dtype = numpy.result_type(x, points, values)
        if dtype.itemsize > 8 or not (numpy.isfinite(values).all() and self._rising(points)):
            return NotImplemented
        left, right = (end if end is None else float(end.astype(values.dtype)) for end in (left, right))
        return numpy.interp(x, points, values, left, right).astype(dtype, copy=False)

    @supplies("unwrap")
    def unwrap(self, p: Any, discont: Any, axis: int, period: Any, /) -> Any:
        """numpy's own makes fewer arrays on the way."""
        bare = isinstance(period, (int, float)) and (discont is None or isinstance(discont, (int, float)))
        if not bare or not self._plain(p, kinds="if") or not p.shape:
            return NotImplemented
        return self.lib.unwrap(p, discont, axis, period=period)

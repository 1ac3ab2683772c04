"""cupy: numpy's functions on CUDA devices."""

from __future__ import annotations

from importlib import import_module

from bu_dispatch._backend import Backend, supplies
from bu_dispatch._generic import searching
from bu_dispatch.backends.numpy import numpy_dtype
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any, ClassVar


class CupyBackend(Backend):
    """cupy.ndarray."""

    name = "cupy"
    title = "CuPy"
    module = "cupy"
    array_types = ("ndarray",)
    namespace_module = "array_api_compat.cupy"
    numbers_only = True
    extra = "brainunit[cupy]"
    rich_index = True
    options: ClassVar[dict[str, Any]] = {"device": None, "dtype": None}

    _devices: int | None = None

    def usable(self) -> bool:
        return self.installed() and self._count() > 0

    def require(self) -> None:
        super().require()
        if not self._count():
            raise BackendError("CuPy is installed but finds no CUDA device: it needs one to compute")

    def _count(self) -> int:
        """How many CUDA devices there are. cupy imports without any, so the import says nothing."""
        if self._devices is None:
            cupy = import_module(self.module)
            try:
                self._devices = int(cupy.cuda.runtime.getDeviceCount())
            except cupy.cuda.runtime.CUDARuntimeError:
                self._devices = 0
        return self._devices

    def dtype(self, dtype: Any) -> Any:
        return numpy_dtype(dtype)

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        return super().asarray(data, dtype=dtype, device=self.device(device), copy=copy)

    def device(self, device: Any) -> Any:
        """The CUDA device that a text such as ``"cuda:1"`` means."""
        if not isinstance(device, str):
            return device
        return self.lib.cuda.Device(int(device.partition(":")[2] or 0))

    def receive(self, x: Any, source: Backend) -> Any:
        if source.on_host(x):
            return super().receive(x, source)
        shared = self.lib.from_dlpack(source.export(x))
        return shared if source.mutable else shared.copy()

    def to_numpy(self, x: Any) -> Any:
        return x.get()

    def export(self, x: Any) -> Any:
        return self.lib.ascontiguousarray(x)

    def to_host(self, x: Any, device: Any = None) -> Any:
        return x.get()

    def to_cuda(self, x: Any, device: Any = None) -> Any:
        if device is None:
            return x
        with self.lib.cuda.Device(device):
            return self.lib.asarray(x)

    def on_host(self, x: Any) -> bool:
        return False

    # --- functions ---

    @supplies("tally")
    def tally(self, index: Any, weights: Any, length: int, /) -> Any:
        """cupy's bincount, with weights in their own dtype and not in float64."""
        counts = self.lib.bincount(index, weights, length)
        return counts if weights is None else counts.astype(weights.dtype, copy=False)

    @supplies("lexsort")
    def lexsort(self, keys: Any, /, *, axis: int = -1) -> Any:
        """cupy's own wants one array of keys of one dtype, and sorts along the last axis alone."""
        return searching.lexsort(self.xp, keys, axis=axis)

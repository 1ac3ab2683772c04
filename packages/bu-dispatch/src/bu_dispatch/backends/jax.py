"""jax: immutable arrays, and tracers that stand for arrays while a program is recorded."""

from __future__ import annotations

from bu_dispatch._backend import Backend, supplies
from bu_dispatch._bodies import elementwise
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any


class JaxBackend(Backend):
    """jax.Array; a tracer counts as one."""

    name = "jax"
    title = "JAX"
    module = "jax"
    array_types = ("Array", "core.Tracer")
    namespace_module = "jax.numpy"
    extra = "brainunit"
    mutable = False
    fallback_rank = 1

    def dtype(self, dtype: Any) -> Any:
        if isinstance(dtype, str):
            return self.lib.numpy.dtype(dtype)
        # jax takes Python's types and numpy's dtypes as they are, by its own rules.
        return dtype if dtype is None or isinstance(dtype, type) else super().dtype(dtype)

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        if not getattr(getattr(data, "dtype", None), "isnative", True):
            data = data.astype(data.dtype.newbyteorder("="))  # jax takes no swapped bytes
        return self.lib.numpy.asarray(data, dtype=self.dtype(dtype), device=self._device(device), copy=copy)

    def _device(self, device: Any) -> Any:
        """The jax device that a text such as ``"cpu"`` or ``"cuda:1"`` means."""
        if not isinstance(device, str):
            return device
        platform, _, number = device.partition(":")
        return self.lib.devices(platform)[int(number or 0)]

    def receive(self, x: Any, source: Backend) -> Any:
        if source.on_host(x):
            return super().receive(x, source)
        jnp = self.lib.numpy
        # A copy, and a finished one: what the owner of x writes into it later must not change a jax
        # array. from_dlpack(copy=True) shares memory all the same (jax 0.10).
        return jnp.array(jnp.from_dlpack(source.export(x)), copy=True).block_until_ready()

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        if isinstance(x, self.lib.core.Tracer):
            raise BackendError(
                f"cannot convert to {target}: the array is traced by jax; it has no values yet. "
                "Convert or compute outside jit, grad and vmap, or let jax compute: using_backend('jax')"
            )

    def to_numpy(self, x: Any) -> Any:
        self.refuse(x, "numpy", explicit=True)
        # numpy sees jax's memory read-only. numpy is imported wherever jax is.
        return self.lib.numpy.asarray(x).__array__()

    def is_concrete(self, x: Any) -> bool:
        return not isinstance(x, self.lib.core.Tracer)

    def on_host(self, x: Any) -> bool:
        return self.is_concrete(x) and all(device.platform == "cpu" for device in x.devices())

    # --- functions ---

    @supplies("linalg.cholesky")
    def cholesky(self, x: Any, /, *, upper: bool = False) -> Any:
        """jax's own averages the two triangles; the standard's reads one."""
        return self.lib.numpy.linalg.cholesky(x, upper=upper, symmetrize_input=False)

    @supplies("modf")
    def modf(self, x: Any, /) -> Any:
        """jax's own (0.10) makes NaN of the fraction of an infinity, and 0.0 of that of -0.0."""
        return elementwise.modf(self.xp, x)

"""jax: immutable arrays, and tracers that stand for arrays while a program is recorded."""

from __future__ import annotations

from bu_dispatch._backend import Backend, dtype_name, native, supplies
from bu_dispatch._generic import activation, elementwise, statistical
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

# What becomes of dtypes without jax_enable_x64.
_NARROW = {"float64": "float32", "complex128": "complex64", "int64": "int32", "uint64": "uint32"}
# What jax calls a platform when asked for it, and what its devices say.
_PLATFORMS = {"cpu": "cpu", "cuda": "gpu"}


class JaxBackend(Backend):
    """jax.Array; a tracer counts as one."""

    name = "jax"
    title = "JAX"
    module = "jax"
    array_types = ("Array", "core.Tracer")
    namespace_module = "jax.numpy"
    numbers_only = True
    extra = "brainunit"
    rich_index = True
    options: ClassVar[dict[str, Any]] = {"device": None, "dtype": None}
    numpy_index = True
    takes_precision = True
    mutable = False
    fallback_rank = 1
    wider = "let jax have 64 bits: jax.config.update('jax_enable_x64', True)"

    def dtype(self, dtype: Any) -> Any:
        if isinstance(dtype, str):
            return self.lib.numpy.dtype(dtype)
        # jax takes Python's types and numpy's dtypes as they are, by its own rules.
        return dtype if dtype is None or isinstance(dtype, type) else super().dtype(dtype)

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        data = native(data)
        if dtype is None or "int" in dtype_name(dtype):
            self._refuse_wide(data)
        return self.lib.numpy.asarray(data, dtype=self.dtype(dtype), device=self.device(device), copy=copy)

    def device(self, device: Any) -> Any:
        """The jax device that a text such as ``"cpu"`` or ``"cuda:1"`` means."""
        if not isinstance(device, str):
            return device
        platform, _, number = device.partition(":")
        try:
            return self.lib.devices(platform)[int(number or 0)]
        except (RuntimeError, IndexError, ValueError) as error:  # jax 0.10: "Unknown backend cuda"
            raise BackendError(f"JAX finds no device {device!r} here: {error}") from None

    def receive(self, x: Any, source: Backend) -> Any:
        jnp = self.lib.numpy
        here = native(source.to_numpy(x)) if source.on_host(x) else jnp.from_dlpack(source.export(x))
        self._refuse_wide(here)
        # A copy, and a finished one: what the owner of x writes into it later must not change a jax array.
        # asarray shares aligned memory of numpy (jax 0.10.0), array still copies while it returns (0.10.2),
        # and from_dlpack(copy=True) shares memory all the same (0.10).
        return self.lib.block_until_ready(jnp.array(here, copy=True))

    def _refuse_wide(self, here: Any) -> None:
        """Raise OverflowError for integers of numpy's beyond the 32 bits that jax keeps of them.

        jax raises it for Python's, and makes others of an array's: 0 of 2**40.
        """
        kind = getattr(getattr(here, "dtype", None), "kind", "")
        if (
            kind not in ("i", "u")
            or here.dtype.itemsize < 8
            or not here.size
            or isinstance(here, self.lib.Array)
        ):
            return
        if self.lib.config.jax_enable_x64:
            return
        low, high = (-(2**31), 2**31 - 1) if kind == "i" else (0, 2**32 - 1)
        least, most = int(here.min()), int(here.max())
        if least < low or most > high:
            raise OverflowError(
                f"the integer {most if most > high else least} is beyond the 32 bits that jax computes with here: "
                f"make it a float first, or {self.wider}"
            )

    @supplies("full")
    def full(self, shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
        """jax's own (0.10) fills with 0 where an integer has more bits than it keeps."""
        if type(fill_value) is int and dtype is None:
            self.lib.numpy.asarray(fill_value)  # raises OverflowError
        return self.lib.numpy.full(shape, fill_value, dtype=dtype, device=device)

    @supplies("arange")
    def arange(
        self, start: Any, /, stop: Any = None, step: Any = None, *, dtype: Any = None, device: Any = None
    ) -> Any:
        """jax's own (0.10) counts in 32 bits whatever the bounds."""
        for bound in (start, stop):
            if type(bound) is int and dtype is None:
                self.lib.numpy.asarray(bound)  # raises OverflowError
        return self.lib.numpy.arange(start, stop, step, dtype=dtype, device=device)

    def would_cut(self, x: Any, owner: Backend) -> bool:
        narrow = _NARROW.get(getattr(x.dtype, "name", str(x.dtype).rpartition(".")[2]))
        if narrow is None or self.lib.config.jax_enable_x64:
            return False
        values = owner.to_numpy(x)
        kept = values.astype(narrow).astype(values.dtype)
        return not bool(((kept == values) | (values != values)).all())

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

    def peek(self, x: Any) -> Any:
        # numpy prints a dtype that it does not know element by element: 1 for 1.0.
        small = "float" in x.dtype.name and x.dtype.itemsize < 4
        return self.to_numpy(x.astype("float32") if small and x.dtype.name != "float16" else x)

    def is_concrete(self, x: Any) -> bool:
        return not isinstance(x, self.lib.core.Tracer)

    def to_host(self, x: Any, device: Any = None) -> Any:
        return self._moved(x, "cpu", device)

    def to_cuda(self, x: Any, device: Any = None) -> Any:
        return self._moved(x, "cuda", device)

    def _moved(self, x: Any, platform: str, device: Any) -> Any:
        """`x` on a device, or on number `device` of a platform; itself where it is on the platform."""
        if (
            device is None
            and self.is_concrete(x)
            and all(d.platform == _PLATFORMS[platform] for d in x.devices())
        ):
            return x
        if device is None or isinstance(device, int):
            device = f"{platform}:{device or 0}"
        return self.lib.device_put(x, self.device(device))

    def on_host(self, x: Any) -> bool:
        return self.is_concrete(x) and all(device.platform == "cpu" for device in x.devices())

    # --- functions ---

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Activations are those of jax.nn, so that the program is the one that its users write."""
        if self._functions is None:
            names = (function.__name__ for function in activation.GENERIC)
            nn = {name: getattr(self.lib.nn, name) for name in names if hasattr(self.lib.nn, name)}
            self._functions = nn | super().functions
        return self._functions

    @supplies("contract")
    def contract(self, subscripts: str, /, *operands: Any, **options: Any) -> Any:
        """jax's own finds the order of the steps itself."""
        return self.lib.numpy.einsum(subscripts, *operands, **options)

    @supplies("linalg.cholesky")
    def cholesky(self, x: Any, /, *, upper: bool = False) -> Any:
        """jax's own averages the two triangles; the standard's reads one."""
        return self.lib.numpy.linalg.cholesky(x, upper=upper, symmetrize_input=False)

    @supplies("angle")
    def angle(self, x: Any, /) -> Any:
        """jax's own (0.10) makes float64 of a float32 without axes where float64 is enabled."""
        jnp = self.lib.numpy
        return jnp.arctan2(jnp.imag(x), jnp.real(x))

    @supplies("modf")
    def modf(self, x: Any, /) -> Any:
        """jax's own (0.10) makes NaN of the fraction of an infinity, and 0.0 of that of -0.0."""
        return elementwise.modf(self.xp, x)

    @supplies("tally")
    def tally(self, index: Any, weights: Any, length: int, /) -> Any:
        """jax's bincount, which takes the length."""
        return self.lib.numpy.bincount(index, weights, length=length)

    @supplies("take_promised")
    def take_promised(self, x: Any, indices: Any, /, *, axis: int, **promises: bool) -> Any:
        """jax's `take`, which believes the promises."""
        return self.lib.numpy.take(x, indices, axis=axis, **promises)

    @supplies("searchsorted_by")
    def searchsorted_by(self, a: Any, v: Any, /, *, side: str, method: str) -> Any:
        """jax's `searchsorted`, which has a choice of method."""
        return self.lib.numpy.searchsorted(a, v, side=side, method=method)

    @supplies("quantile")
    def quantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """jax's own (0.10) knows five methods, and takes another one of two equally near elements."""
        return statistical.quantile(self.xp, x, q, axis=axis, method=method, keepdims=keepdims)

    @supplies("nanquantile")
    def nanquantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """See `quantile`."""
        return statistical.nanquantile(self.xp, x, q, axis=axis, method=method, keepdims=keepdims)

    @supplies("median")
    def median(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """jax's own (0.10) fails where there are no elements."""
        return statistical.median(self.xp, x, axis=axis, keepdims=keepdims)

    @supplies("nanmedian")
    def nanmedian(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """See `median`."""
        return statistical.nanmedian(self.xp, x, axis=axis, keepdims=keepdims)

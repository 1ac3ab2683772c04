"""PyTorch: tensors that may record gradients."""

from __future__ import annotations

from bu_dispatch._backend import SYMBOLS, Backend, dtype_name, supplies, unseen
from bu_dispatch._generic import activation, contraction, elementwise, scatter, statistical
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar


# jax.nn's name -> torch's. softplus is not among them: torch's own is `x` itself from 20 on.
_ACTIVATIONS = {
    **{name: name for name in ("relu", "relu6", "leaky_relu", "silu", "elu", "celu", "selu", "glu", "mish")},
    "sigmoid": "sigmoid",
    "soft_sign": "softsign",
    "log_sigmoid": "logsigmoid",
    "hard_sigmoid": "hardsigmoid",
    "hard_silu": "hardswish",
    "hard_tanh": "hardtanh",
}


class TorchBackend(Backend):
    """torch.Tensor and its subclasses, Parameter among them."""

    name = "torch"
    title = "PyTorch"
    module = "torch"
    array_types = ("Tensor",)
    namespace_module = "array_api_compat.torch"
    numbers_only = True
    extra = "brainunit[torch]"
    rich_index = True
    tensors = True
    options: ClassVar[dict[str, Any]] = {"device": None, "dtype": None}

    @unseen
    def _open(self) -> None:
        if self._xp is None:
            # torch.compile follows a plain attribute look-up, not the search behind it.
            super()._open()
            assert self._xp is not None
            self._xp.fill()

    def dtype(self, dtype: Any) -> Any:
        torch = self.lib
        if dtype is None or isinstance(dtype, torch.dtype):
            return dtype
        if any(dtype is kind for kind in (bool, int, float, complex)):  # numpy's dtypes equal these
            return dtype
        found = getattr(torch, dtype_name(dtype), None)
        if found is None:  # numpy's short spellings: "f4", "<i8"
            import numpy  # torch alone does not know them

            try:
                found = getattr(torch, numpy.dtype(dtype).name)
            except (AttributeError, TypeError):  # neither knows it, or numpy alone: texts, dates
                found = None
        if found is None:
            raise BackendError(f"{self.title} has no dtype {dtype_name(dtype)!r}")
        return found

    @supplies("asarray")
    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        if type(data) in SYMBOLS:
            return super().asarray(data, dtype=dtype, device=device, copy=copy)
        torch = self.lib
        dtype, device = self.dtype(dtype), self.device(device)
        if isinstance(data, torch.Tensor):
            # torch.asarray drops the gradient, from 2.13 on it warns instead.
            result = data.to(dtype=dtype, device=device, copy=bool(copy))
            if copy is False and result is not data:
                raise ValueError("this dtype or device needs a copy, but copy=False")
            return result
        if hasattr(data, "__array_interface__"):
            data = self._from_numpy(data.__array__())
        return torch.asarray(data, dtype=dtype, device=device, copy=copy)

    def device(self, device: Any) -> Any:
        """`device` if it is there: torch's own errors differ from one build to the next."""
        if device is None:
            return None
        torch = self.lib
        try:
            found = torch.device(device)
        except (RuntimeError, TypeError, AssertionError) as error:
            raise BackendError(f"PyTorch knows no device {device!r}: {error}") from None
        if found.type == "cuda" and (found.index or 0) >= torch.cuda.device_count():
            raise BackendError(f"PyTorch finds no device {device!r} here")
        return device

    def _from_numpy(self, array: Any) -> Any:
        """Tensor on the memory of a numpy array, or on a copy where torch cannot use it.

        torch takes no swapped bytes and no negative strides, and it would write into
        read-only memory.
        """
        torch = self.lib
        if not (array.dtype.isnative and array.flags.writeable and min(array.strides, default=0) >= 0):
            array = array.astype(array.dtype.newbyteorder("="), order="C", copy=True)
        if array.dtype.name == "bfloat16":  # a dtype of ml_dtypes; torch knows numpy's own only
            return torch.from_numpy(array.view("uint16")).view(torch.bfloat16)
        return torch.from_numpy(array)

    def receive(self, x: Any, source: Backend) -> Any:
        if source.on_host(x):
            return super().receive(x, source)
        shared = self.lib.from_dlpack(source.export(x))
        return shared if source.mutable else shared.clone()

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        if x.requires_grad:
            raise BackendError(
                f"cannot convert to {target}: the torch tensor requires grad, which would be lost; "
                "call .detach() first, or let torch compute: using_backend('torch')"
            )
        if not self.is_concrete(x):
            raise BackendError(
                f"cannot convert to {target}: the torch tensor has no values "
                "(it is traced, or on the meta device); let torch compute: using_backend('torch')"
            )

    def to_numpy(self, x: Any) -> Any:
        self.refuse(x, "numpy", explicit=True)
        torch = self.lib
        host = x.resolve_conj().resolve_neg().cpu()
        if host.layout is not torch.strided:
            raise BackendError(
                "cannot convert a sparse torch tensor; call .to_dense() on it first, which is the mantissa of a quantity"
            )
        if host.dtype is not torch.bfloat16:
            return host.numpy()
        import numpy  # numpy knows bfloat16 only where ml_dtypes has told it

        try:
            bfloat16 = numpy.dtype("bfloat16")
        except TypeError as error:
            raise BackendError("cannot convert: numpy has no bfloat16; call .float() first") from error
        return host.view(torch.uint16).numpy().view(bfloat16)

    def peek(self, x: Any) -> Any:
        torch = self.lib
        x = x.detach()
        x = x if x.layout is torch.strided else x.to_dense()
        return self.to_numpy(x.float() if x.dtype is torch.bfloat16 else x)

    def export(self, x: Any) -> Any:
        return x.resolve_conj().resolve_neg().contiguous()  # jax takes no gaps

    def is_concrete(self, x: Any) -> bool:
        torch = self.lib
        if torch.compiler.is_compiling() or not super().is_concrete(x) or x.is_meta:
            return False
        if type(x) is torch.Tensor:
            return not torch._C._functorch.is_functorch_wrapped_tensor(x)
        return type(x).__name__ not in ("FakeTensor", "FunctionalTensor")

    def to_host(self, x: Any, device: Any = None) -> Any:
        return x.cpu()

    def to_cuda(self, x: Any, device: Any = None, non_blocking: bool = False) -> Any:
        """`x` on a CUDA device; non_blocking: whether to go on before a copy from pinned memory is done."""
        if not self.lib.cuda.is_available():
            raise BackendError("PyTorch finds no CUDA device here")
        return x.cuda(device, non_blocking=non_blocking)

    def on_host(self, x: Any) -> bool:
        return bool(x.device.type == "cpu")

    # --- functions ---

    @supplies("dot")
    def dot(self, a: Any, b: Any, /) -> Any:
        """torch's own is for two vectors of one dtype."""
        return contraction.dot(self.xp, a, b)

    # array_api_compat 1.16 converts both operands of a product to their dtype even where they have it:
    # two operations more in the graph of a compiled program.

    @supplies("matmul")
    def matmul(self, a: Any, b: Any, /) -> Any:
        """Of one dtype torch's own; array_api_compat promotes."""
        same = a.dtype == b.dtype
        return self.lib.matmul(a, b) if same else self.xp._module.matmul(a, b)

    @supplies("tensordot")
    def tensordot(self, a: Any, b: Any, /, *, axes: Any = 2) -> Any:
        """As `matmul`."""
        if a.dtype != b.dtype:
            return self.xp._module.tensordot(a, b, axes=axes)
        return self.lib.tensordot(a, b, dims=axes)

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Activations are those of torch.nn.functional, where they are the same functions as jax.nn's."""
        if self._functions is None:
            functional = self.lib.nn.functional
            own = {name: getattr(functional, theirs) for name, theirs in _ACTIVATIONS.items()}
            self._functions = own | super().functions
        return self._functions

    @supplies("gelu")
    def gelu(self, x: Any, /, approximate: bool = True) -> Any:
        """torch's own exact one loses all digits for negative `x`, where ``1 + erf`` cancels."""
        if approximate:
            return self.lib.nn.functional.gelu(x, approximate="tanh")
        return activation.gelu(self.xp, x, False)

    @supplies("concatenate")
    def concatenate(self, arrays: Any, /, *, axis: int | None = 0) -> Any:
        """torch's own knows no ``axis=None``."""
        return self.xp.concat(arrays, axis=axis)

    @supplies("cumsum")
    def cumsum(self, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
        """torch's own wants an axis."""
        return self.lib.cumsum(x.reshape(-1) if axis is None else x, axis or 0, dtype=self.dtype(dtype))

    @supplies("cumprod")
    def cumprod(self, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
        """torch's own wants an axis."""
        return self.lib.cumprod(x.reshape(-1) if axis is None else x, axis or 0, dtype=self.dtype(dtype))

    def _inexact(self, x: Any) -> Any:
        """`x`, integers and booleans in the default floating-point dtype."""
        if x.dtype.is_floating_point or x.dtype.is_complex:
            return x
        return x.to(self.lib.get_default_dtype())

    @supplies("mean")
    def mean(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """torch's own takes no integers."""
        return self.xp._module.mean(self._inexact(x), axis=axis, keepdims=keepdims)

    @supplies("var")
    def var(self, x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
        """torch's own takes no integers."""
        x = self._inexact(x)
        return self.xp._module.var(x, axis=axis, correction=correction, keepdims=keepdims)

    @supplies("std")
    def std(self, x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
        """torch's own takes no integers."""
        x = self._inexact(x)
        return self.xp._module.std(x, axis=axis, correction=correction, keepdims=keepdims)

    def _pair(self, x1: Any, x2: Any) -> tuple[Any, Any]:
        """Both as tensors of one dtype; torch's own promotion, for functions that do none."""
        torch = self.lib
        common = torch.result_type(x1, x2)
        x1, x2 = (x if isinstance(x, torch.Tensor) else torch.asarray(x) for x in (x1, x2))
        device = x2.device if x1.ndim == 0 else x1.device
        return x1.to(device=device, dtype=common), x2.to(device=device, dtype=common)

    @supplies("fmax")
    def fmax(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python numbers."""
        return self.lib.fmax(*self._pair(x1, x2))

    @supplies("fmin")
    def fmin(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python numbers."""
        return self.lib.fmin(*self._pair(x1, x2))

    @supplies("fmod")
    def fmod(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python number in front."""
        return self.lib.fmod(*self._pair(x1, x2))

    @supplies("gcd")
    def gcd(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python numbers."""
        return self.lib.gcd(*self._pair(x1, x2))

    @supplies("lcm")
    def lcm(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python numbers."""
        return self.lib.lcm(*self._pair(x1, x2))

    @supplies("heaviside")
    def heaviside(self, x1: Any, x2: Any, /) -> Any:
        """torch's own keeps integers, makes 0 of NaN and takes no Python numbers."""
        return elementwise.heaviside(self.xp, x1, x2)

    def _inexact_ones(self, *xs: Any) -> list[Any]:
        """The tensors among `xs` as `_inexact` has them, numbers as they are."""
        return [self._inexact(x) if isinstance(x, self.lib.Tensor) else x for x in xs]

    @supplies("hypot")
    def hypot(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no integers."""
        return self.xp._module.hypot(*self._inexact_ones(x1, x2))

    @supplies("nextafter")
    def nextafter(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no integers."""
        return self.xp._module.nextafter(*self._inexact_ones(x1, x2))

    @supplies("logaddexp")
    def logaddexp(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no integers."""
        return self.xp._module.logaddexp(*self._inexact_ones(x1, x2))

    @supplies("frexp")
    def frexp(self, x: Any, /) -> Any:
        """torch's own takes no integers."""
        return self.lib.frexp(self._inexact(x))

    @supplies("logaddexp2")
    def logaddexp2(self, x1: Any, x2: Any, /) -> Any:
        """torch's own takes no Python numbers and no integers."""
        x1, x2 = self._pair(x1, x2)
        return self.lib.logaddexp2(self._inexact(x1), self._inexact(x2))

    @supplies("ldexp")
    def ldexp(self, x1: Any, x2: Any, /) -> Any:
        """torch's own (2.13) multiplies by one ``2**x2``, which may overflow where the result does not."""
        return elementwise.ldexp(self.xp, x1, x2)

    @supplies("isclose")
    def isclose(
        self, a: Any, b: Any, /, *, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
    ) -> Any:
        """torch's own wants two tensors of one dtype, and its result_type stops torch.compile."""
        torch = self.lib
        if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) and a.dtype == b.dtype:
            return torch.isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)
        # Without the floats, a Python int beside unsigned integers would wrap.
        a, b = (float(side) if isinstance(side, int) else side for side in (a, b))
        near = (abs(a - b) <= atol + rtol * abs(b)) & (abs(b) < float("inf"))
        close = near | (a == b)
        return close | ((a != a) & (b != b)) if equal_nan else close  # NaN is not itself

    @supplies("searchsorted")
    def searchsorted(self, x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
        """torch's own warns of the copies that it makes of tensors with gaps."""
        search = self.xp._module.searchsorted
        return search(x1.contiguous(), x2.contiguous(), side=side, sorter=sorter)

    @supplies("tally")
    def tally(self, index: Any, weights: Any, length: int, /) -> Any:
        """torch's own bincount has no fixed length and drops gradients."""
        if weights is None:
            weights = index.new_ones(index.shape)
        return weights.new_zeros(length).index_add(0, index, weights)

    @supplies("quantile")
    def quantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """torch's own takes no integers, few methods, one axis and 16 million elements."""
        return statistical.quantile(self.xp, x, q, axis=axis, method=method, keepdims=keepdims)

    @supplies("nanquantile")
    def nanquantile(
        self, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """See `quantile`."""
        return statistical.nanquantile(self.xp, x, q, axis=axis, method=method, keepdims=keepdims)

    @supplies("partition")
    def partition(self, x: Any, kth: int, /, axis: int | None = -1) -> Any:
        """array_api_extra's (0.11) writes into a mask that the gradient is worked out from."""
        return self.lib.sort(x, dim=-1 if axis is None else axis).values

    @supplies("median")
    def median(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """torch's own takes the lower of the middle two, and gives its position too."""
        return statistical.median(self.xp, x, axis=axis, keepdims=keepdims)

    @supplies("nanmedian")
    def nanmedian(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        """See `median`."""
        return statistical.nanmedian(self.xp, x, axis=axis, keepdims=keepdims)

    @supplies("convolve")
    def convolve(self, a: Any, v: Any, /, mode: str = "full") -> Any:
        """torch has it under another name, of floating-point numbers alone."""
        if not a.is_floating_point() or a.dtype != v.dtype or a.ndim != 1 or v.ndim != 1:
            return statistical.convolve(self.xp, a, v, mode)
        a, v = (a, v) if a.shape[0] >= v.shape[0] else (v, a)
        start, length = statistical.convolution_window(mode, a.shape[0], v.shape[0])
        # Not conv1d with zeros at the ends: zero times NaN or infinity is NaN.
        whole = self.lib.nn.functional.conv_transpose1d(a[None, None, :], v[None, None, :])
        return whole[0, 0, start : start + length]

    @supplies("scatter")
    def scatter(self, x: Any, places: Any, values: Any, how: str, /) -> Any:
        """torch's ``scatter_reduce``, through which gradients pass."""
        if how == "apply":
            return scatter.scatter(self.xp, x, places, values, how)
        if how == "set":
            return x.index_put((places,), values)
        if how == "add":
            return x.index_add(0, places, values)
        reduce = {"multiply": "prod", "min": "amin", "max": "amax"}[how]
        return x.scatter_reduce(0, places, values, reduce, include_self=True)

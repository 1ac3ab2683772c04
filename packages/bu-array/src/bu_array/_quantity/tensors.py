"""What quantities of torch tensors have as tensors do: devices, gradients, layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from bu_dispatch import BackendError, backend_of
from bu_units import Dimension, Unit, parse_unit
from bu_units.tracing import tracing

from ..core import join

if TYPE_CHECKING:
    from .quantity import Quantity

__all__ = ["Extent", "Place", "Tensors", "is_device"]

# The words for devices that torch knows (c10/core/DeviceType.h, 2.13).
_DEVICES = frozenset(
    "cpu cuda xpu mps meta hpu mtia xla ipu maia hip fpga vulkan lazy ve ort mkldnn opengl opencl ideep privateuseone".split()
)


class _Device(Protocol):
    @property
    def type(self) -> str: ...


class _DType(Protocol):
    @property
    def is_floating_point(self) -> bool: ...


class _Array(Protocol):
    @property
    def dtype(self) -> Any: ...


# What torch's `to` takes, told apart from a number without importing torch.
Place: TypeAlias = _Device | _DType | _Array


def is_device(text: str, dim: Dimension) -> bool:
    """Whether a text is the word for a device, "cpu" or "cuda:1", and for a quantity of `dim` no unit."""
    if text == "mps":  # metres per second, and Apple's processors
        return parse_unit(text).dim is not dim
    return text.partition(":")[0] in _DEVICES


class Extent(int):
    """The number of elements of a tensor: a property of numpy's arrays, and a method of torch's tensors."""

    _shape: Any  # no slot: an int has none

    def __call__(self, dim: int | None = None) -> Any:
        """Return the lengths of all axes, or of one."""
        return self._shape if dim is None else self._shape[dim]


def extent(count: int, shape: Any) -> Extent:
    """Return a number of elements that answers as torch's ``size()`` too."""
    found = Extent(count)
    found._shape = shape
    return found


class Tensors:
    """The attributes of tensors: part of `Quantity`, apart for its length only."""

    __slots__ = ()

    _mantissa: Any
    _unit: Unit

    def _tensor(self, what: str) -> Any:
        """Return the mantissa that is a tensor of torch's; BackendError for another."""
        backend = backend_of(self._mantissa)
        if backend is None or not backend.tensors:
            name = "Python" if backend is None else backend.name
            raise BackendError(
                f"{what} is for torch tensors, got a mantissa of {name}; call .to_torch() first"
            )
        return self._mantissa

    def _with(self, mantissa: Any) -> Quantity:
        """Return a quantity of another array in the same unit, itself where it is the same array."""
        return cast("Quantity", self if mantissa is self._mantissa else join(mantissa, self._unit))

    def _moved(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Quantity:
        """Return ``tensor.to(*arguments, **options)`` in the same unit."""
        backend = backend_of(self._mantissa)
        if backend is None or not backend.tensors:
            name = "Python" if backend is None else backend.name
            raise BackendError(
                f"to(device or dtype) is for torch tensors, got a mantissa of {name}; call .to_torch() first, "
                "or .astype(dtype), .cpu(), .cuda()"
            )
        bare = [getattr(each, "_mantissa", each) for each in arguments]
        return self._with(self._mantissa.to(*bare, **options))

    # ------------------------------------------------------------ devices and layouts

    @property
    def device(self) -> Any:
        """Where the mantissa is, in its library's words."""
        if not hasattr(self._mantissa, "device"):
            raise AttributeError(
                f"a mantissa of type {type(self._mantissa).__name__} is on no device", name="device"
            )
        return self._mantissa.device

    def numel(self) -> int:
        """Return the number of elements, as torch calls it."""
        count = 1
        for length in getattr(self._mantissa, "shape", ()):
            count *= length
        return count

    def contiguous(self, memory_format: Any = None) -> Quantity:
        """Return the quantity with its tensor in one piece of memory, itself where it is; in the same unit.

        memory_format: torch's word for the order of the axes in memory.
        """
        options = {} if memory_format is None else {"memory_format": memory_format}
        return self._with(self._tensor("contiguous").contiguous(**options))

    def pin_memory(self) -> Quantity:
        """Return the quantity with its tensor in memory that a GPU reads directly, in the same unit."""
        return self._with(self._tensor("pin_memory").pin_memory())

    def bfloat16(self) -> Quantity:
        """Return the quantity in bfloat16, as in torch."""
        return self._with(self._tensor("bfloat16").bfloat16())

    @property
    def _is_param(self) -> bool:
        """Whether this is a parameter of torch's: never."""
        return False

    @_is_param.setter
    def _is_param(self, yes: bool) -> None:
        """Refuse what ``torch.nn.Parameter(q)`` does: others would take the quantity for a tensor."""
        raise TypeError(
            "torch.nn.Parameter takes a bare tensor: brainunit.torch.nn.Parameter(tensor, unit) keeps the unit, or "
            "make one of q.mantissa"
        )

    # ------------------------------------------------------------ gradients

    def requires_grad_(self, requires_grad: bool = True) -> Quantity:
        """Have torch record what becomes of the tensor, or not; return the quantity itself.

        requires_grad: False: do not.
        """
        self._tensor("requires_grad_").requires_grad_(requires_grad)
        return cast("Quantity", self)

    def backward(
        self,
        gradient: Any = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
        inputs: Any = None,
    ) -> None:
        """Add the derivatives of this quantity to the `grad` of what it was made of.

        ``q.grad`` of each is in the unit of this quantity per unit of `q`. gradient: what to multiply with,
        of the shape of this quantity; its unit counts. retain_graph, create_graph: torch's options; inputs:
        whose `grad` is wanted, else that of all. Raises UnitMismatchError where a gradient of a loss of
        another dimension is there already: set it to None first.
        """
        self._tensor("backward")
        from .._torch import gradients  # torch is there

        gradients.backward(self, gradient, retain_graph, create_graph, inputs)

    @property
    def grad(self) -> Any:
        """The gradient that `backward` left, in the unit of the loss per unit of this; None before."""
        backend = backend_of(self._mantissa)
        if backend is None or not backend.tensors:
            raise AttributeError("grad is what torch tensors have; call .to_torch() first", name="grad")
        from .._torch import gradients  # torch is there

        return gradients.gradient_of(self)

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self._tensor("grad")
        from .._torch import gradients  # torch is there

        gradients.set_gradient(self, gradient)


def size_of(mantissa: Any, count: int) -> int:
    """Return the number of elements: of a tensor one that can be called, as torch's `size`."""
    backend = backend_of(mantissa)
    if backend is None or not backend.tensors or tracing():
        return count
    return extent(count, mantissa.shape)


def flags_of(flags: Any) -> Any:
    """Return truth values that are a property here; of a tensor such as can be called, as ``x.isnan()``."""
    backend = backend_of(flags)
    if backend is None or not backend.tensors or tracing():
        return flags
    from .._torch.flags import callable_flags  # torch is there

    return callable_flags(flags)

"""Layers of torch that ask ``input.dim()`` for the number of axes, which for a quantity is its dimension.

What normalizes or pads takes a quantity by the rule of its function. What mixes its inputs with weights and
squashes them (recurrent layers, attention) computes with pure numbers: a quantity without a dimension is
one, any other is refused with the name of the layer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import torch
from torch.nn.modules import activation, batchnorm, conv, instancenorm, padding, rnn, transformer

from bu_array import Quantity
from bu_array.core import Pair, pure_number
from bu_units import Unit

from ._acting import ActsAsQuantity

__all__: list[str] = []


class Counted(Quantity):
    """A quantity inside of a layer: what is called ``dim`` there are its axes."""

    __slots__ = ()
    __hash__ = None

    def dim(self) -> int:  # type: ignore[override]  # torch's meaning of the name
        """Return the number of axes."""
        return self.ndim

    def size(self, dim: int | None = None) -> Any:  # type: ignore[override]  # as above
        """Return the lengths of all axes, or of one."""
        return self._mantissa.size() if dim is None else self._mantissa.size(dim)


def _counted(x: Any) -> Any:
    if isinstance(x, ActsAsQuantity):
        x = x.data
    if not isinstance(x, Pair) or type(x._unit) is not Unit:
        return x
    quantity = object.__new__(Counted)
    quantity._mantissa, quantity._unit = x._mantissa, x._unit
    return quantity


def _as_number(name: str, x: Any) -> Any:
    """Return an argument of a layer as pure numbers, in tuples too; TypeError for one with a dimension."""
    if isinstance(x, ActsAsQuantity):
        x = x.data
    if isinstance(x, tuple):
        parts = [_as_number(name, each) for each in x]
        return type(x)(*parts) if hasattr(x, "_fields") else type(x)(parts)
    if not isinstance(x, Pair):
        return x
    if not x._unit.dim.is_dimensionless:
        raise TypeError(
            f"torch.nn.{name} computes with pure numbers, got a quantity in {x._unit}; divide by a unit first, "
            f"layer(q / unit), and multiply the result by one"
        )
    return pure_number(x, f"torch.nn.{name}", "an argument")


def _have_units(args: Any) -> bool:
    for x in args:  # noqa: SIM110  # torch.compile follows no generator there
        if isinstance(x, (Pair, ActsAsQuantity)) or (isinstance(x, tuple) and _have_units(x)):
            return True
    return False


def _with_axes(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def forward(self: Any, input: Any, *args: Any, **kwargs: Any) -> Any:  # torch's name
        if isinstance(input, (Pair, ActsAsQuantity)):
            return method(self, _counted(input), *args, **kwargs)
        return method(self, input, *args, **kwargs)

    return forward


def _of_numbers(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _have_units(args) or _have_units(kwargs.values()):
            name = type(self).__name__
            args = tuple([_as_number(name, x) for x in args])
            kwargs = {key: _as_number(name, kwargs[key]) for key in kwargs}
        return method(self, *args, **kwargs)

    return forward


_WITH_AXES = (
    *(batchnorm._BatchNorm, batchnorm.SyncBatchNorm, instancenorm._InstanceNorm, padding._CircularPadNd),
    *(conv.ConvTranspose1d, conv.ConvTranspose2d, conv.ConvTranspose3d),
)
_OF_NUMBERS = (
    *(rnn.RNN, rnn.LSTM, rnn.GRU, rnn.RNNCell, rnn.LSTMCell, rnn.GRUCell),
    *(activation.MultiheadAttention, activation.Softmax2d, torch.nn.AdaptiveLogSoftmaxWithLoss),
    *(transformer.Transformer, transformer.TransformerEncoder, transformer.TransformerDecoder),
    *(transformer.TransformerEncoderLayer, transformer.TransformerDecoderLayer),
)

for _cls in _WITH_AXES:
    _cls.forward = _with_axes(_cls.forward)
for _cls in _OF_NUMBERS:
    _cls.forward = _of_numbers(_cls.forward)

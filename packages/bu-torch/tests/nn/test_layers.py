"""Layers of torch that count axes: by the rule of their function, or pure numbers alone."""

import pytest
import torch

from bu_array import Quantity
from bu_torch import nn
from bu_units import parse_unit

MV = parse_unit("mV")
torch.manual_seed(2)
X = torch.rand(4, 3, 5)


def same(found, expected):
    torch.testing.assert_close(getattr(found, "mantissa", found), expected)


NORMS = {
    "BatchNorm1d": (lambda **o: torch.nn.BatchNorm1d(3, track_running_stats=False, **o), X),
    "BatchNorm2d": (lambda **o: torch.nn.BatchNorm2d(4, track_running_stats=False, **o), X[None]),
    "InstanceNorm1d": (lambda **o: torch.nn.InstanceNorm1d(3, **o), X),
    "InstanceNorm1d, no batch": (lambda **o: torch.nn.InstanceNorm1d(4, **o), X[:, 0]),
    "InstanceNorm2d": (lambda **o: torch.nn.InstanceNorm2d(4, **o), X[None]),
}


@pytest.mark.parametrize("name", NORMS)
def test_normalized_is_a_pure_number(name):
    make, x = NORMS[name]
    bare, layer = make(eps=1e-4), make(eps=Quantity(1e-4, MV**2))
    same(layer(Quantity(x, MV)), bare(x))
    same(layer(Quantity(x * 1e-3, "V")), bare(x))
    with pytest.raises(TypeError, match=r"give eps= as a quantity in mV\^2"):
        bare(Quantity(x, MV))


def test_bare_running_statistics_refuse_a_dimension():
    layer = torch.nn.BatchNorm1d(3)
    kept = layer.running_mean.clone()
    with pytest.raises(
        TypeError, match=r"running mean and variance are bare, and the input is in mV; divide"
    ):
        layer(Quantity(X, MV))
    assert torch.equal(layer.running_mean, kept)
    same(layer(Quantity(100 * X, "percent")), torch.nn.BatchNorm1d(3)(X))
    assert layer.running_mean.mean() > 0.01


def test_running_statistics_with_units():
    mean, variance = Quantity(torch.zeros(3), "V"), Quantity(torch.ones(3), "V^2")
    bare = torch.zeros(3), torch.ones(3)
    options = {"training": True, "momentum": 0.5}
    eps = Quantity(1e-5, "V^2")
    found = torch.nn.functional.batch_norm(Quantity(1e3 * X, MV), mean, variance, eps=eps, **options)
    same(found, torch.nn.functional.batch_norm(X, *bare, eps=1e-5, **options))
    same(mean, bare[0])
    same(variance, bare[1])
    assert mean.unit == parse_unit("V")
    with pytest.raises(Exception, match="running_var is written into"):
        torch.nn.functional.batch_norm(Quantity(X, MV), Quantity(torch.zeros(3), MV), variance, eps=eps)


def test_padding_and_transposed_convolution_keep_the_unit():
    for layer in (torch.nn.CircularPad1d(1), torch.nn.ConvTranspose1d(3, 2, 2, bias=False)):
        found = layer(Quantity(X, MV))
        assert found.unit == MV
        assert type(found) is Quantity
        same(found, layer(X))
    layer = torch.nn.ConvTranspose1d(3, 2, 2, bias=False)
    assert layer(Quantity(X, MV), output_size=[6]).unit == MV


S = torch.rand(4, 2, 6)
OF_NUMBERS = {
    "RNN": (torch.nn.RNN(6, 2), (S,)),
    "LSTM": (torch.nn.LSTM(6, 2), (S, (torch.rand(1, 2, 2), torch.rand(1, 2, 2)))),
    "GRU": (torch.nn.GRU(6, 2), (S, torch.rand(1, 2, 2))),
    "LSTMCell": (torch.nn.LSTMCell(6, 2), (S[0],)),
    "MultiheadAttention": (torch.nn.MultiheadAttention(6, 2), (S, S, S)),
    "TransformerEncoderLayer": (torch.nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0), (S,)),
    "TransformerDecoderLayer": (torch.nn.TransformerDecoderLayer(6, 2, 8, dropout=0.0), (S, S)),
    "TransformerEncoder": (
        torch.nn.TransformerEncoder(
            torch.nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0), 1, enable_nested_tensor=False
        ),
        (S,),
    ),
}


def dressed(x, unit, factor):
    if isinstance(x, tuple):
        return tuple(dressed(each, unit, factor) for each in x)
    return Quantity(x * factor, unit)


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_layers_of_pure_numbers(name):
    layer, given = OF_NUMBERS[name]
    expected = layer(*given)
    found = layer(*dressed(given, "percent", 100))
    for part, bare in zip(*[x if isinstance(x, tuple) else (x,) for x in (found, expected)], strict=True):
        for each, one in zip(*[x if isinstance(x, tuple) else (x,) for x in (part, bare)], strict=True):
            same(each, one)
    with pytest.raises(
        TypeError, match=rf"torch\.nn\.{name} computes with pure numbers, got a quantity in mV; divide"
    ):
        layer(*dressed(given, "mV", 1))


def test_packed_sequences():
    q, lengths = Quantity(S.abs(), MV), torch.tensor([4, 2])
    packed = torch.nn.utils.rnn.pack_padded_sequence(q, lengths)
    assert packed.data.unit == MV
    back, _ = torch.nn.utils.rnn.pad_packed_sequence(packed)
    assert back.unit == MV
    same(back[:, 0], S[:, 0])
    assert torch.nn.utils.rnn.pad_sequence([q[0], Quantity(S[1, :1], "V")]).unit == MV


@pytest.mark.parametrize(
    "layer",
    [
        torch.nn.BatchNorm1d(3, eps=Quantity(1e-5, MV**2), track_running_stats=False),
        torch.nn.InstanceNorm1d(3, eps=Quantity(1e-5, MV**2)),
        torch.nn.CircularPad1d(1),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_compiled(layer):
    torch._dynamo.reset()
    same(
        torch.compile(layer, fullgraph=True, backend="eager")(Quantity(X, MV)),
        getattr(layer(Quantity(X, MV)), "mantissa", layer(Quantity(X, MV))),
    )


def test_a_layer_of_tensors_compiles_as_ever():
    torch._dynamo.reset()
    layer = torch.nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0)
    same(torch.compile(layer, fullgraph=True, backend="eager")(S), layer(S))


def test_a_parameter_is_an_input_too():
    layer = torch.nn.GRUCell(6, 2)
    same(layer(nn.Parameter(S[0], "1")), layer(S[0]))

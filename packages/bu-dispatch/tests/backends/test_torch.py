"""torch: gradients, devices and dtypes of tensors, and the functions that torch has otherwise."""

import math

import numpy as np
import pytest

from bu_dispatch import BackendError, convert, get_backend


def test_torch_takes_integers_as_floats():
    torch = pytest.importorskip("torch")
    xp, x = get_backend("torch").xp, torch.tensor([2, 7])
    for name in ("hypot", "logaddexp", "nextafter"):
        found = getattr(xp, name)(x, torch.tensor([1.5, 3.0]))
        np.testing.assert_allclose(found, getattr(np, name)([2, 7], np.array([1.5, 3.0])), rtol=1e-6)
    np.testing.assert_allclose(xp.frexp(x)[0], [0.5, 0.875])


class TestTorchCompile:
    """torch.compile(fullgraph=True) follows what lies between a call and the tensor operation."""

    PROGRAMS = (
        "xp = bd.backend_of(x).xp; return xp.mean(xp.exp(x))",
        "return bd.common_backend(x, 2.0).xp.cos(x)",
        "xp = record.xp; return xp.add(xp.cbrt(x), xp.power(x, 2)) + xp.isclose(x, 1.0)",
        "return record.xp.linalg.vector_norm(x)",
        "return record.xp.zeros(3, dtype=record.dtype('float32')) + x",
        "return bd.convert(x, record) + record.asarray([1.0, 2.0, 3.0])",
        "return x * 2 if record.is_concrete(x) else x * 2.0",
    )

    @pytest.mark.slow
    @pytest.mark.parametrize("program", PROGRAMS)
    def test_first_use_is_inside(self, run_python, program):
        pytest.importorskip("torch")
        program = f"""
import warnings
import torch
import bu_dispatch as bd
record = bd.get_backend("torch")
def function(x):
    {program}
x = torch.tensor([1.0, 2.0, 3.0])
warnings.simplefilter("default")  # torch.compile itself warns about what torch does
result = torch.compile(function, backend="eager", fullgraph=True)(x)
torch.testing.assert_close(result, function(x))
"""
        run_python(program)


NUMPY = get_backend("numpy")


def test_peek_at_any_tensor():
    torch = pytest.importorskip("torch")
    peek = get_backend("torch").peek
    assert peek(torch.ones(2, requires_grad=True) * 2).tolist() == [2.0, 2.0]
    assert peek(torch.eye(2).to_sparse()).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert peek(torch.ones(2, dtype=torch.bfloat16)).tolist() == [1.0, 1.0]


class TestTorchOddities:
    def test_gradients_stay_within_torch(self):
        torch = pytest.importorskip("torch")
        record = get_backend("torch")
        x = torch.ones(2, requires_grad=True)
        y = x * 2
        assert convert(y, record) is record.asarray(y) is record.xp.asarray(y) is y
        for z in (
            convert(y, record, dtype="float64"),
            record.xp.asarray(y, dtype=torch.float64),
            convert([y, y], record),
            record.asarray(y, copy=True),
        ):
            (gradient,) = torch.autograd.grad(z.sum(), x, retain_graph=True)
            assert gradient[0] != 0

    def test_copy_false(self):
        pytest.importorskip("torch")
        record = get_backend("torch")
        x = record.asarray([1.0])
        assert record.asarray(x, copy=False) is x
        with pytest.raises(ValueError, match="copy=False"):
            record.asarray(x, dtype="float64", copy=False)

    def test_bfloat16(self):
        torch = pytest.importorskip("torch")
        pytest.importorskip("ml_dtypes")
        x = torch.ones(2, dtype=torch.bfloat16)
        there = convert(x, NUMPY)
        assert there.dtype.name == "bfloat16"
        assert convert(there, get_backend("torch")).dtype is torch.bfloat16

    def test_conjugate_and_negative_views(self):
        torch = pytest.importorskip("torch")
        assert convert((torch.ones(2) * 1j).conj(), NUMPY).tolist() == [-1j, -1j]
        assert convert(torch.ones(2)._neg_view(), NUMPY).tolist() == [-1.0, -1.0]


class TestDevices:
    def test_a_device_that_is_not_there(self):
        torch = pytest.importorskip("torch")
        record, there = get_backend("torch"), torch.cuda.device_count()
        with pytest.raises(BackendError, match=f"PyTorch finds no device 'cuda:{there}' here"):
            record.asarray([1.0], device=f"cuda:{there}")
        with pytest.raises(BackendError, match="PyTorch knows no device 'abacus'"):
            record.asarray([1.0], device="abacus")


class TestFunctionsThatTorchHasOtherwise:
    def test_dtypes_of_any_spelling(self):
        torch = pytest.importorskip("torch")
        dtype = get_backend("torch").dtype
        for spelling in ("float32", "f4", "<f4", np.float32, np.dtype("float32"), torch.float32):
            assert dtype(spelling) is torch.float32
        assert dtype(float) is float
        assert dtype(None) is None

    def test_flat_where_no_axis_is_given(self):
        torch = pytest.importorskip("torch")
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        assert get_backend("torch").xp.cumsum(x).tolist() == [1, 3, 6, 10]
        assert get_backend("torch").xp.cumprod(x, 0).tolist() == [[1, 2], [3, 8]]

    def test_integers_are_averaged(self):
        torch = pytest.importorskip("torch")
        xp, x = get_backend("torch").xp, torch.tensor([1, 2, 6])
        assert xp.mean(x).item() == 3.0
        assert xp.var(x, correction=1).item() == 7.0
        assert xp.std(torch.tensor([True, False])).item() == 0.5

    def test_numbers_beside_tensors(self):
        torch = pytest.importorskip("torch")
        xp, x = get_backend("torch").xp, torch.tensor([4.0, float("nan")])
        assert xp.fmax(x, 5).tolist() == xp.fmax(5, x).tolist() == [5.0, 5.0]
        assert xp.fmod(7.0, torch.tensor([4.0])).tolist() == [3.0]
        assert xp.gcd(torch.tensor([12]), 8).tolist() == [4]
        assert xp.heaviside(torch.tensor([-1, 0, 2]), 0.5).tolist() == [0.0, 0.5, 1.0]

    def test_a_power_of_two_does_not_overflow(self):
        torch = pytest.importorskip("torch")
        x = torch.tensor([1e-30, 1e-40], dtype=torch.float32)
        result = get_backend("torch").xp.ldexp(x, torch.tensor([200, 140]))
        np.testing.assert_array_equal(result, np.ldexp(x.numpy(), [200, 140]))

    def test_the_tail_of_gelu_keeps_its_digits(self):
        torch = pytest.importorskip("torch")
        x = torch.tensor([-5.0, -10.0], dtype=torch.float64)
        result = get_backend("torch").xp.gelu(x, False)
        expected = [v / 2 * math.erfc(-v / math.sqrt(2)) for v in x.tolist()]
        np.testing.assert_allclose(result, expected, rtol=1e-12)

    def test_counts_have_gradients(self):
        torch = pytest.importorskip("torch")
        weights = torch.ones(3, requires_grad=True)
        counts = get_backend("torch").xp.tally(torch.tensor([0, 2, 2]), weights, 4)
        (gradient,) = torch.autograd.grad((counts * torch.arange(4.0)).sum(), weights)
        assert counts.tolist() == [1, 0, 2, 0]
        assert gradient.tolist() == [0, 2, 2]

    def test_of_one_dtype_no_operation_more(self):
        torch = pytest.importorskip("torch")
        xp, a = get_backend("torch").xp, torch.ones(2, 2)
        traced = torch.fx.experimental.proxy_tensor.make_fx(lambda x: xp.matmul(x, x))(a)
        calls = [node.target for node in traced.graph.nodes if node.op == "call_function"]
        assert calls == [torch.ops.aten.mm.default]
        assert xp.matmul(a, a.double()).dtype is torch.float64

"""What units add to operations that run at once: no transfer to the host, no text, no copy."""

from contextlib import ExitStack
from unittest import mock

import numpy as np
import pytest

import brainunit as u
from bu_units import Dimension

KM, METRE, SECOND = u.kmeter, u.meter, u.second

# x in km, y in m, A in s, mask without a unit; all arrays of one library.
OPERATIONS = {
    "+": lambda x, y, A, mask: x + y,
    "+ in one unit": lambda x, y, A, mask: x + x,
    "-": lambda x, y, A, mask: x - y,
    "*": lambda x, y, A, mask: x * y,
    "* that cancels": lambda x, y, A, mask: x * (x / (x * y)),
    "/": lambda x, y, A, mask: x / y,
    "/ unit": lambda x, y, A, mask: x / SECOND,
    "* unit": lambda x, y, A, mask: x * SECOND,
    "-x": lambda x, y, A, mask: -x,
    "abs": lambda x, y, A, mask: abs(x),
    "<": lambda x, y, A, mask: x < y,
    "<=": lambda x, y, A, mask: x <= y,
    "==": lambda x, y, A, mask: x == y,
    "!= of another dimension": lambda x, y, A, mask: x.unit != A.unit,
    "@": lambda x, y, A, mask: A @ A,
    "sum": lambda x, y, A, mask: u.math.sum(x),
    "sum along": lambda x, y, A, mask: u.math.sum(A, axis=0),
    "mean": lambda x, y, A, mask: u.math.mean(x),
    "max": lambda x, y, A, mask: u.math.max(x),
    "argmax": lambda x, y, A, mask: u.math.argmax(x),
    "where": lambda x, y, A, mask: u.math.where(mask, x, y),
    "concatenate": lambda x, y, A, mask: u.math.concatenate([x, y]),
    "stack": lambda x, y, A, mask: u.math.stack([x, y]),
    "to": lambda x, y, A, mask: x.to(METRE),
    "to text": lambda x, y, A, mask: x.to("mm"),
    "to_decimal": lambda x, y, A, mask: x.to_decimal(METRE),
    "exp": lambda x, y, A, mask: u.math.exp(x / y),
    "sqrt": lambda x, y, A, mask: u.math.sqrt(x * y),
    "maximum": lambda x, y, A, mask: u.math.maximum(x, y),
    "reshape": lambda x, y, A, mask: u.math.reshape(A, (-1,)),
    "transpose": lambda x, y, A, mask: A.T,
    "sign": lambda x, y, A, mask: u.math.sign(x),
    "add": lambda x, y, A, mask: u.math.add(x, y),
    "multiply": lambda x, y, A, mask: u.math.multiply(x, y),
    "matmul": lambda x, y, A, mask: u.math.matmul(A, A),
    "isfinite": lambda x, y, A, mask: u.math.isfinite(x),
}


def operands(xp):
    x = xp.linspace(0.5, 2.0, 4)
    return x, x * x + x, xp.reshape(xp.linspace(1.0, 2.0, 16), (4, 4)), x > x * x


def with_units(x, y, A, mask, units=(KM, METRE, SECOND)):
    return x * units[0], y * units[1], A * units[2], mask


def refuse(*_, **__):
    raise AssertionError("this is asked for on the way of an error only")


# ---------------------------------------------------------------- jax: nothing leaves or enters the device


@pytest.fixture(scope="module")
def jax():
    return pytest.importorskip("jax")


@pytest.fixture
def kept_on_device(jax, monkeypatch):
    """Arrays of jax whose values cannot be had: the guard of jax does not see the CPU's own memory."""
    kind = type(jax.numpy.zeros(1))
    for name in ("item", "__array__"):
        monkeypatch.setattr(kind, name, refuse)
    monkeypatch.setattr(kind, "_value", property(refuse))

    def but_of_jax(make):
        return lambda x, *args, **options: (refuse if type(x) is kind else make)(x, *args, **options)

    for name in ("asarray", "array"):  # they look into the memory
        monkeypatch.setattr(np, name, but_of_jax(getattr(np, name)))
    with jax.transfer_guard_device_to_host("disallow"):
        yield


def test_the_values_of_jax_cannot_be_had(jax, kept_on_device):
    x = jax.numpy.asarray(1.0)
    for ask in (bool, float, int, np.asarray, np.array, lambda x: x.item(), lambda x: x.tolist()):
        with pytest.raises(AssertionError, match="on the way of an error"):
            ask(x)


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_value_of_jax_goes_to_the_host(jax, kept_on_device, name):
    jax.block_until_ready(OPERATIONS[name](*with_units(*operands(jax.numpy))))


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_goes_to_the_device_of_jax(jax, name):
    given = with_units(*operands(jax.numpy), units=(KM, KM, SECOND))
    OPERATIONS[name](*given)
    with jax.transfer_guard("disallow"):
        if name in ("to", "to text", "to_decimal"):  # the factor, as with any number that jax multiplies by
            with pytest.raises(Exception, match="Disallowed host-to-device transfer"):
                given[0].mantissa * 1000.0
            with pytest.raises(Exception, match="Disallowed host-to-device transfer"):
                OPERATIONS[name](*given)
        else:
            OPERATIONS[name](*given)


# ---------------------------------------------------------------- torch: no value is asked for


@pytest.fixture(scope="module")
def guarded():
    """A tensor class that gives no value away."""
    torch = pytest.importorskip("torch")
    asks = "item tolist numpy cpu __bool__ __float__ __int__ __index__ __complex__ __array__ __iter__ __len__"
    return type("Guarded", (torch.Tensor,), dict.fromkeys(asks.split(), refuse))


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_value_of_torch_is_asked_for(guarded, name):
    torch = pytest.importorskip("torch")
    x = torch.linspace(0.5, 2.0, 4)
    bare = x, x * x + x, torch.linspace(1.0, 2.0, 16).reshape(4, 4), x > x * x
    given = with_units(*(each.as_subclass(guarded) for each in bare))
    found = OPERATIONS[name](*given)
    expected = OPERATIONS[name](*with_units(*bare))
    if isinstance(found, bool):
        assert found == expected
        return
    found, expected = (getattr(each, "mantissa", each) for each in (found, expected))
    assert isinstance(found, guarded)
    torch.testing.assert_close(found.as_subclass(torch.Tensor), expected)


# ---------------------------------------------------------------- no text


TEXTS = ("__repr__", "__str__", "__format__")


class Silent(np.ndarray):
    """An array that has no text."""

    __repr__ = __str__ = __format__ = refuse


@pytest.fixture
def silent():
    """Units, dimensions and quantities without a text."""
    with ExitStack() as patches:
        for each in (u.Unit, Dimension, u.Quantity):
            for name in TEXTS:
                patches.enter_context(mock.patch.object(each, name, refuse))
        yield


def test_there_is_no_text(silent):
    for each in (METRE, METRE.dim, np.zeros(1).view(Silent), np.zeros(1) * METRE):
        for ask in (str, repr, format):
            with pytest.raises(AssertionError, match="on the way of an error"):
                ask(each)


def strange():
    """Units never met: nothing about them is remembered."""
    return [u.Unit(u.parse_unit(text).dim, factor=1.0 + strange.count / 7.0) for text in ("m", "m", "s")]


strange.count = 0


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_text_on_numpy(silent, name):
    strange.count += 1
    for units in ((KM, METRE, SECOND), strange()):
        OPERATIONS[name](*with_units(*(each.view(Silent) for each in operands(np)), units=units))


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_text_on_jax(jax, silent, monkeypatch, name):
    for text in TEXTS:
        monkeypatch.setattr(type(jax.numpy.zeros(1)), text, refuse)
    OPERATIONS[name](*with_units(*operands(jax.numpy)))
    jax.jit(OPERATIONS[name])(*with_units(*operands(jax.numpy)))


def test_no_text_when_quantities_are_made(silent):
    for make in (
        lambda a: u.Quantity(a, METRE),
        lambda a: u.Quantity(a, "km / h"),
        lambda a: u.Quantity(u.Quantity(a, METRE), KM),
        lambda a: (a * METRE)[1:],
        lambda a: (a * METRE).mantissa,
        lambda a: (a * METRE).unit,
        lambda a: u.math.zeros(3, unit=METRE),
        lambda a: u.math.zeros_like(a * METRE),
    ):
        make(np.ones(3).view(Silent))


# ---------------------------------------------------------------- no copy


VIEWS = {
    "Quantity": lambda a: u.Quantity(a, METRE),
    "Quantity of text": lambda a: u.Quantity(a, "m"),
    "a * unit": lambda a: a * METRE,
    "unit * a": lambda a: METRE * a,
    "with_unit": lambda a: u.Quantity.with_unit(a, METRE),
    "Quantity of a quantity": lambda a: u.Quantity(a * METRE, METRE),
    "to its unit": lambda a: (a * METRE).to(METRE),
    "to_decimal of its unit": lambda a: (a * METRE).to_decimal(METRE),
    "/ unit that cancels": lambda a: (a * METRE).to_decimal("m"),
    "rows": lambda a: (a * METRE)[1:3],
    "a column": lambda a: (a * METRE)[:, 1],
    "a new axis": lambda a: (a * METRE)[None],
    "reshape": lambda a: (a * METRE).reshape(-1),
    "u.math.reshape": lambda a: u.math.reshape(a * METRE, (16,)),
    "T": lambda a: (a * METRE).T,
    "transpose": lambda a: u.math.transpose(a * METRE),
    "squeeze": lambda a: u.math.squeeze((a * METRE)[None]),
    "an item of iteration": lambda a: next(iter(a * METRE)),
    "split_mantissa_unit": lambda a: u.split_mantissa_unit(a * METRE)[0],
    "get_mantissa": lambda a: u.get_mantissa(a * METRE),
}


@pytest.mark.parametrize("name", VIEWS)
def test_no_copy_on_numpy(name):
    a = np.arange(16.0).reshape(4, 4)
    result = VIEWS[name](a)
    assert np.shares_memory(a, getattr(result, "mantissa", result))


def test_the_array_itself():
    a = np.arange(3.0)
    q = a * METRE
    assert q.mantissa is a
    assert u.Quantity(a, METRE).mantissa is a
    assert q.to(METRE) is q
    assert q.to("m").mantissa is a  # the metre, of which the meter is another spelling
    assert q.to_numpy() is q


@pytest.mark.parametrize("name", VIEWS)
def test_no_copy_on_torch(name):
    torch = pytest.importorskip("torch")
    a = torch.arange(16.0).reshape(4, 4)
    result = VIEWS[name](a)
    mantissa = getattr(result, "mantissa", result)
    assert mantissa.untyped_storage().data_ptr() == a.untyped_storage().data_ptr()
    if "rows" not in name and "column" not in name:
        assert mantissa.data_ptr() == a.data_ptr()


def test_no_copy_on_jax(jax):
    a = jax.numpy.arange(16.0).reshape(4, 4)
    for make in (lambda a: u.Quantity(a, METRE), lambda a: a * METRE, lambda a: (a * METRE).to(METRE)):
        assert make(a).mantissa is a

"""Masked arrays of numpy: masks stay, and what they hide is neither shown nor computed with."""

import numpy as np
import pytest

from bu_array import Quantity, fft, linalg, math
from bu_dispatch import BackendError

METRES = np.ma.array([1.0, 2.0, 3.0], mask=[True, False, False])


def masked():
    return Quantity(METRES.copy(), "m")


def check_mask(q, values, unit="m"):
    assert q.unit == Quantity(1, unit).unit
    assert isinstance(q.mantissa, np.ma.MaskedArray)
    assert q.mantissa.tolist() == values


def test_what_is_hidden_is_converted_and_stays_hidden():
    q = masked().to("mm")
    check_mask(q, [None, 2000.0, 3000.0], "mm")
    assert q.mantissa.data.tolist() == [1000.0, 2000.0, 3000.0]
    plain = Quantity(np.zeros(3), "km")
    plain[:] = masked()
    assert plain.mantissa.tolist() == [0.001, 0.002, 0.003]
    own = Quantity(np.ma.zeros(3), "km")
    own[:] = masked()
    check_mask(own, [None, 0.002, 0.003], "km")


@pytest.mark.parametrize(
    "unit, target, hidden", [("degC", "K", 274.15), ("dBm", "mW", 10**0.1), ("mW", "dBm", 0.0)]
)
def test_what_is_hidden_is_converted_on_scales(unit, target, hidden):
    q = Quantity(METRES.copy(), unit).to(target)
    assert q.mantissa.mask.tolist() == [True, False, False]
    np.testing.assert_allclose(q.mantissa.data[0], hidden)
    found = Quantity(np.ma.array([-1.0, 1.0], mask=[True, False]), "mW").to(
        "dBm"
    )  # no warning of a logarithm
    assert found.mantissa.tolist() == [None, 0.0]


def test_integers_hold_what_is_hidden_only_where_it_stays_hidden():
    halves = Quantity(np.ma.array([1.5, 2.0], mask=[True, False]), "m")
    with pytest.raises(ValueError, match=r"1\.5 m does not fit int64"):
        Quantity(np.zeros(2, int), "m")[:] = halves
    own = Quantity(np.ma.zeros(2, int), "m")
    own[:] = halves
    check_mask(own, [None, 2])


JOINED = {
    "concatenate": (lambda q, r: np.concatenate([q, r]), [None, 2.0, 3.0, None, 2.0, 3.0]),
    "append": (np.append, [None, 2.0, 3.0, None, 2.0, 3.0]),
    "stack": (lambda q, r: np.stack([q, r]), [[None, 2.0, 3.0]] * 2),
    "vstack": (lambda q, r: np.vstack([q, r]), [[None, 2.0, 3.0]] * 2),
    "list": (lambda q, r: Quantity([q, r]), [[None, 2.0, 3.0]] * 2),
    "asarray": (lambda q, r: math.asarray([q, r]), [[None, 2.0, 3.0]] * 2),
    "where": (lambda q, r: np.where([True, False, True], q, r), [None, 2.0, 3.0]),
    "sum": (lambda q, r: q + r, [None, 4.0, 6.0]),
    "sort": (lambda q, r: np.sort(q), [2.0, 3.0, None]),
    "clip": (lambda q, r: np.clip(q, 2.5 * r[1] / 2, None), [None, 2.5, 3.0]),
    "pad": (lambda q, r: np.pad(q, 1), [0.0, None, 2.0, 3.0, 0.0]),
    "insert": (lambda q, r: np.insert(q, 0, r[2]), [3.0, None, 2.0, 3.0]),
    "broadcast_to": (lambda q, r: np.broadcast_to(q, (1, 3)), [[None, 2.0, 3.0]]),
    "copy": (lambda q, r: np.copy(q), [None, 2.0, 3.0]),
    "triu": (lambda q, r: np.triu(np.stack([q, r])), [[None, 2.0, 3.0], [0.0, 2.0, 3.0]]),
    "tile": (lambda q, r: np.tile(q, 2), [None, 2.0, 3.0] * 2),
}


@pytest.mark.parametrize("name", JOINED)
def test_the_mask_is_kept(name):
    function, expected = JOINED[name]
    check_mask(function(masked(), masked().to("cm").to("m")), expected)


def test_beside_a_plain_array():
    check_mask(np.concatenate([Quantity(np.ones(1), "cm"), masked()]), [1.0, None, 200.0, 300.0], "cm")
    check_mask(np.where([True, True, False], masked(), Quantity(np.ones(3), "cm")), [None, 2.0, 0.01])
    assert np.concatenate([Quantity(np.ones(1), "cm")] * 2).mantissa.tolist() == [1.0, 1.0]


REFUSED = {
    "matmul": lambda q: q @ q,
    "rmatmul": lambda q: np.ones(3) @ q,
    "np.matmul": lambda q: np.matmul(q, q),
    "dot": lambda q: np.dot(q, q),
    "norm": lambda q: linalg.norm(q),
    "fft": lambda q: fft.fft(q),
    "np.fft": lambda q: np.fft.fft(q),
    "interp": lambda q: np.interp(q, q, q),
    "percentile": lambda q: np.percentile(q, 30),
    "searchsorted": lambda q: np.searchsorted(q, q),
    "copyto": lambda q: np.copyto(Quantity(np.ma.zeros(3), "m"), q),
    "eig": lambda q: np.linalg.eigvals(np.stack([q, q])[:, :2]),
    "unwrap": lambda q: math.unwrap(q, period=Quantity(1.0, "m")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_compute_with_what_is_hidden_is_refused(name):
    with pytest.raises(BackendError, match="what the mask hides"):
        REFUSED[name](masked())


def test_statistics_leave_it_out():
    assert math.mean(masked()) == Quantity(2.5, "m")
    assert math.median(masked()) == Quantity(2.5, "m")
    assert math.max(masked()) == Quantity(3.0, "m")

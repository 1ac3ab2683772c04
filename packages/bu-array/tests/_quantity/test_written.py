"""to_text: every type, dtype and digit; what has no text is refused by name."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import quantity
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from bu_array import Quantity, parse_quantity
from bu_dispatch import BackendError
from bu_units import parse_unit, set_display

UNITS = [
    "mV",
    "1",
    "1 / s",
    "N m",
    "m s",
    "1e-4 m",
    "(1/3) m",
    "pi m",
    "%",
    "°",
    "degC",
    "dBm",
    "dB/km",
    "1/(s mol)",
]
KINDS = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
KINDS += ["float16", "float32", "float64", "longdouble", "complex64", "complex128", "clongdouble"]


def same(first, second):
    """Whether two mantissas are one to the bit; NaNs are alike."""
    assert type(first) is type(second)
    if isinstance(first, (np.ndarray, np.generic)):
        assert (first.dtype, first.shape) == (second.dtype, second.shape)
        if first.dtype == object:
            return all(map(same, first.ravel().tolist(), second.ravel().tolist()))
        x, y = np.asarray(first), np.asarray(second)
        if first.dtype.kind == "c":
            return same(x.real, y.real) and same(x.imag, y.imag)
        if first.dtype.kind == "f" or "float" in first.dtype.name:
            with np.errstate(invalid="ignore"):  # of signalling ones
                nan = np.isnan(x)
                assert np.array_equal(nan, np.isnan(y))
                return bool(np.all(nan | ((x == y) & (np.signbit(x) == np.signbit(y)))))
        return x.tobytes() == y.tobytes()
    return repr(first) == repr(second) if isinstance(first, (float, complex, Decimal)) else first == second


def check(mantissa, unit="mV"):
    q = Quantity(mantissa, unit)
    again = parse_quantity(q.to_text())
    assert same(q.mantissa, again.mantissa)
    assert again.unit == q.unit
    assert again.unit.dispname == q.unit.dispname
    assert type(again) is type(q)


@pytest.mark.parametrize(
    "mantissa, text",
    [
        (3, "3 mV"),
        (1.5, "1.5 mV"),
        (0.1 + 0.2, "0.30000000000000004 mV"),
        (float("nan"), "nan mV"),
        (-float("inf"), "-inf mV"),
        (-0.0, "-0.0 mV"),
        (True, "True mV"),
        (1 + 2j, "(1.0+2.0j) mV"),
        (Fraction(1, 3), "Fraction(1/3) mV"),
        (Decimal("1.10"), "Decimal(1.10) mV"),
        (np.float32(0.1), "float32(0.1) mV"),
        (np.array(0.1), "float64(0.1, shape=()) mV"),
        (np.array([0.1, np.nan, np.inf], "float32"), "float32([0.1, nan, inf]) mV"),
        (np.array([[1, 2], [3, 4]], "int8"), "int8([[1, 2], [3, 4]]) mV"),
        (np.zeros((0, 3)), "float64([], shape=(0, 3)) mV"),
        (np.zeros(0), "float64([]) mV"),
        (np.array([1 - 2j], "complex64"), "complex64([1.0-2.0j]) mV"),
        (np.array([1 / 3], "float16"), "float16([0.3333]) mV"),
    ],
)
def test_texts(mantissa, text):
    assert Quantity(mantissa, "mV").to_text() == text
    check(mantissa)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("mantissa", [3, -1.5, np.array([1.0, 2.0]), np.float64(2.0), Fraction(1, 3)])
def test_every_unit_stands_apart_from_the_number(mantissa, unit):
    check(mantissa, unit)


@given(
    st.sampled_from(KINDS).flatmap(
        lambda kind: npst.arrays(kind, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
    ),
    st.sampled_from(UNITS),
)
def test_arrays_come_back(array, unit):
    check(array, unit)


@given(
    st.one_of(
        st.integers(),
        st.integers(-(10**1500), 10**1500),
        st.booleans(),
        st.floats(),
        st.complex_numbers(allow_nan=True),
        st.fractions(),
        st.decimals(),
    )
)
def test_python_numbers_come_back(number):
    check(number)


@given(
    st.lists(st.one_of(st.integers(), st.floats(), st.fractions(), st.decimals(), st.booleans()), max_size=5)
)
def test_objects_come_back(numbers):
    array = np.empty(len(numbers), dtype=object)
    array[:] = numbers
    check(array)


def test_objects_of_every_kind_in_one():
    check(np.array([Fraction(1, 3), Decimal("1.0"), 3, 2.5, 1j, 10**500, np.float32(0.1)], dtype=object))


def test_integers_of_any_length():
    for number in (10**6000, -(10**5000), Fraction(10**5000, 7)):
        check(number)


@pytest.mark.parametrize("name", ["bfloat16", "float8_e5m2", "float8_e4m3fn", "int4", "uint4"])
def test_dtypes_of_few_bits(name):
    ml_dtypes = pytest.importorskip("ml_dtypes")
    check(np.array([0, 1, 2, 7], getattr(ml_dtypes, name)))
    if "float" in name:
        check(
            np.arange(256, dtype=np.uint8).view(getattr(ml_dtypes, name))
            if "8_" in name
            else np.arange(0, 1 << 16, 37, dtype=np.uint16).view(ml_dtypes.bfloat16)
        )
        assert Quantity(np.array([0.1], ml_dtypes.bfloat16), "m").to_text() == "bfloat16([0.1]) m"


@settings(max_examples=30)
@given(npst.arrays("uint32", 50))
def test_floats_of_any_bits(bits):
    check(bits.view("float32"))
    check(bits.view("float16"))
    check(bits.view("float64"))


@pytest.mark.skip_backend("dask", "ndonnx", reason="have no values: see below")
@pytest.mark.parametrize("dtype", ["float32", "int32", "bool", "complex64"])
def test_every_library(backend, dtype):
    q = quantity(backend, [[1, 0], [3, 4]], "m / s", dtype)
    again = parse_quantity(q.to_text())
    assert same(np.asarray(backend.peek(q.mantissa)), again.mantissa)
    moved = parse_quantity(q.to_text(), backend=backend.name)
    assert type(moved.mantissa) is type(q.mantissa)
    assert (moved.dtype, moved.shape, moved.unit) == (q.dtype, q.shape, q.unit)


def test_tensors():
    torch = pytest.importorskip("torch")
    pytest.importorskip("ml_dtypes")
    for x in (torch.ones(2, requires_grad=True), torch.tensor([0.1], dtype=torch.bfloat16), torch.tensor(2)):
        text = Quantity(x, "m").to_text()
        assert torch.equal(parse_quantity(text, backend="torch").mantissa, x.detach())
    assert text == "int64(2, shape=()) m"


def test_what_has_no_text():
    with pytest.raises(TypeError, match="masked"):
        Quantity(np.ma.masked_array([1.0, 2.0], [0, 1]), "m").to_text()
    mpmath = pytest.importorskip("mpmath")
    for mantissa in (mpmath.mpf(1), np.array([mpmath.mpf(1)], dtype=object)):
        with pytest.raises(TypeError, match="no mpf"):
            Quantity(mantissa, "m").to_text()


def test_nothing_is_computed():
    da = pytest.importorskip("dask.array")
    from array_checks import lazy_dask

    with lazy_dask(), pytest.raises(BackendError, match=r"\.compute\(\)"):
        Quantity(da.ones(3), "m").to_text()


def test_a_tracer_has_no_values():
    jax = pytest.importorskip("jax")
    with pytest.raises(BackendError, match="to_text"):
        jax.jit(lambda x: Quantity(x, "m").to_text())(1.0)


def test_no_setting_changes_it():
    q = Quantity(np.arange(2000.0) / 3, "kg m / s^2")
    text = q.to_text()
    with set_display(precision=1, product="·", unicode=True), np.printoptions(precision=1, threshold=5):
        assert q.to_text() == text
        assert same(parse_quantity(text).mantissa, q.mantissa)
        assert parse_quantity(text).unit is parse_unit("kg m / s^2")

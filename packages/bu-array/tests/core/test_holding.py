"""What is written into an array of integers is whole and within its bounds, or an error."""

from fractions import Fraction

import numpy as np
import pytest
from array_checks import array, values
from hypothesis import example, given
from hypothesis import strategies as st

from bu_array import Quantity, math
from bu_units import Unit

HALF = Quantity(50, "cm")
WRITES = {
    "item": lambda q, x: q.__setitem__(0, x),
    "fill": lambda q, x: q.fill(x),
    "put": lambda q, x: q.put([0], x),
    "at.set": lambda q, x: q.at[0].set(x),
    "at.add": lambda q, x: q.at[0].add(x),
    "at.max": lambda q, x: q.at[0].max(x),
}


def whole_metres(backend):
    return Quantity(array(backend, [1, 2]), "m")


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize(
    "value", [HALF, np.nan, Quantity(1e30, "m"), Quantity(Fraction(1, 2), "m")], ids=repr
)
def test_what_integers_cannot_hold_is_an_error(backend, way, value):
    q = whole_metres(backend)
    with pytest.raises(ValueError, match=r"m does not fit .*int(32|64)"):
        WRITES[way](q, value)


@pytest.mark.parametrize("way", ["item", "fill", "put", "at.set"])
def test_what_fits_exactly_is_written(backend, way):
    q = whole_metres(backend)
    changed = WRITES[way](q, Quantity(2, "km"))
    q = q if changed is None else changed
    assert "int" in str(q.dtype)
    assert values(q)[0] == 2000


def test_arrays_that_do_not_fit(backend):
    q = whole_metres(backend)
    if backend.lazy:
        pytest.skip("the values are not known")
    with pytest.raises(ValueError, match=r"1\.5 m does not fit"):
        q[:] = Quantity(array(backend, [1.0, 1.5]), "m")
    with pytest.raises(ValueError, match="nan m does not fit"):
        q.put([0, 1], Quantity(array(backend, [1.0, float("nan")]), "m"))
    q[:] = Quantity(array(backend, [3.0, 1.0]), "km")
    assert values(q).tolist() == [3000, 1000]
    q.put([0, 1], Quantity(array(backend, [1.0, 3.0]), "km"))
    assert values(q).tolist() == [1000, 3000]


def test_narrow_integers_do_not_turn_over():
    q = Quantity(np.zeros(2, np.uint8), "m")
    for value in (Quantity(np.array([300, 1]), "m"), Quantity(np.array([-1.0, 1.0]), "m")):
        with pytest.raises(ValueError, match="does not fit uint8"):
            q[:] = value
    assert q.mantissa.tolist() == [0, 0]


def test_what_a_mask_hides_may_be_anything():
    q = Quantity(np.ma.array([1, 2]), "m")
    q[:] = Quantity(np.ma.array([1.5, 2.0], mask=[True, False]), "m")
    assert q.mantissa.tolist() == [None, 2]


# ---------------------------------------------------------------- functions that write

FIRST = np.array([True, False])
FILLS = {
    "full_like": lambda q, x: math.full_like(q, x)[:1],
    "insert": lambda q, x: math.insert(q, 0, x)[:1],
    "pad": lambda q, x: math.pad(q, 1, constant_values=x)[:1],
    "put": lambda q, x: math.put(q, [0], x)[:1],
    "put_along_axis": lambda q, x: math.put_along_axis(q, [0], x, 0)[:1],
    "putmask": lambda q, x: math.putmask(q, array_like(q, FIRST), x)[:1],
    "place": lambda q, x: math.place(q, array_like(q, FIRST), x)[:1],
    "fill_diagonal": lambda q, x: math.fill_diagonal(math.reshape(q, (2, 1)), x)[0],
    "concatenate": lambda q, x: math.concatenate([q, [1.0 * x]], dtype=int)[2:],
    "stack": lambda q, x: math.stack([q[0], x], dtype=int)[1:],
    "at.get": lambda q, x: q.at[array_like(q, np.array([7]))].get(mode="fill", fill_value=x),
    "asarray": lambda q, x: math.asarray([x], dtype=int, unit=q.unit),
    "Quantity": lambda q, x: Quantity([x], q.unit, dtype=int),
}
LAZY = {"concatenate": "of a list", "at.get": "places are not known", "asarray": "of a number"}


def array_like(q, data):
    from bu_dispatch import backend_of

    return array(backend_of(q.mantissa), data)


@pytest.mark.parametrize("way", FILLS)
def test_functions_write_what_fits_and_refuse_the_rest(backend, way):
    if backend.lazy and way in LAZY:
        pytest.skip(LAZY[way])
    q = whole_metres(backend)
    with pytest.raises(ValueError, match=r"0\.5 m does not fit .*int(32|64)"):
        FILLS[way](q, HALF)
    found = FILLS[way](q, Quantity(2, "km"))
    assert "int" in str(found.dtype)
    assert found.unit == Unit("m")
    assert values(found).tolist() == [2000]


def test_bare_arrays_are_the_librarys(backend):
    assert values(math.full_like(array(backend, [1, 2]), 2.5)).tolist() == [2, 2]


def test_what_is_not_known_must_be_of_integers():
    da = pytest.importorskip("dask.array")
    q = Quantity(da.arange(3), "m")
    with pytest.raises(ValueError, match="not known yet may not fit int64"):
        q[:] = Quantity(da.ones(3), "m")
    q[:] = Quantity(da.arange(3), "m")


def test_what_is_traced_must_be_of_integers():
    jax = pytest.importorskip("jax")

    def f(x):
        return Quantity(jax.numpy.arange(3), "m").at[0].set(Quantity(x, "m"))

    with pytest.raises(ValueError, match="not known yet may not fit int32"):
        jax.jit(f)(0.5)
    assert values(jax.jit(f)(5)).tolist() == [5, 1, 2]


METRES = {
    "put": lambda q, x: np.put(q, [0], x),
    "place": lambda q, x: np.place(q, FIRST, x),
    "putmask": lambda q, x: np.putmask(q, FIRST, x),
    "put_along_axis": lambda q, x: np.put_along_axis(q, np.array([0]), x, 0),
    "copyto": lambda q, x: np.copyto(q, x),
    "copyto, an array": lambda q, x: np.copyto(q, np.ones(2) * x),
    "fill_diagonal": lambda q, x: np.fill_diagonal(q.reshape(2, 1), x),
    "add.at": lambda q, x: np.add.at(q, [0], x),
    "subtract.at": lambda q, x: np.subtract.at(q, [0], -x),
    "maximum.at": lambda q, x: np.maximum.at(q, [0], x),
    "add": lambda q, x: np.add(q, x, out=q),
    "add, where": lambda q, x: np.add(q, x, out=q, where=FIRST),
    "clip": lambda q, x: np.clip(q, x, None, out=q),
    "maximum.reduce": lambda q, x: np.maximum.reduce(q, initial=x, out=q[:1].reshape(())),
    "sum": lambda q, x: np.sum(q, initial=x, out=q[:1].reshape(())),
}


@pytest.mark.parametrize("way", METRES)
def test_numpy_writes_what_fits_and_refuses_the_rest(way):
    q = Quantity(np.array([0, 0]), "m")
    with pytest.raises(ValueError, match=r"0\.5 m does not fit int64"):
        METRES[way](q, HALF)
    assert q.mantissa.tolist() == [0, 0]
    METRES[way](q, Quantity(2, "km"))
    assert q.mantissa[0] == 2000


def test_out_of_another_unit_is_left_alone_by_what_does_not_fit():
    out = Quantity(np.array([7, 7]), "km")
    with pytest.raises(ValueError, match=r"add: 0\.002 km does not fit int64"):
        np.add(Quantity(np.ones(2, int), "m"), Quantity(1, "m"), out=out)
    assert out.mantissa.tolist() == [7, 7]
    out = Quantity(np.array([7, 7]), "mm")
    np.add(Quantity(np.ones(2, int), "m"), Quantity(1, "m"), out=out)
    assert out.mantissa.tolist() == [2000, 2000]
    np.add(Quantity(np.ones(2, int), "m"), Quantity(0.5, "m"), out=out, casting="unsafe", where=FIRST)
    assert out.mantissa.tolist()[1] == 2000  # who asks for it gets numpy's cast


def test_factors_and_functions_in_place_do_not_cut():
    q = Quantity(np.array([1, 2]), "m")
    for write in (
        lambda: np.multiply.at(q, [0], 0.5),
        lambda: np.divide.at(q, [0], 2),
        lambda: np.hypot.at(q, [0], Quantity(1, "m")),
    ):
        with pytest.raises(ValueError, match="fit int64"):
            write()
    assert q.mantissa.tolist() == [1, 2]
    np.multiply.at(q, [0, 0], 2)
    assert q.mantissa.tolist() == [4, 2]


def test_steps_of_a_range_and_the_bounds_of_a_dtype():
    with pytest.raises(ValueError, match=r"0\.5 m does not fit"):
        math.arange(Quantity(0, "m"), Quantity(3, "m"), HALF, dtype=int)
    for write in (
        lambda: math.full_like(Quantity(np.zeros(2, np.int8), "m"), Quantity(300, "m")),
        lambda: math.full(2, Quantity(300, "m"), dtype="int8"),
        lambda: math.full(2, Quantity(300, "m"), "int8"),
        lambda: Quantity([300], "m", dtype="int8"),
        lambda: Quantity(np.zeros(2, np.int8), "m").at[0].set(Quantity(300, "m")),
    ):
        with pytest.raises(ValueError, match="300 m does not fit"):
            write()


def test_truth_is_no_length():
    q = Quantity(np.zeros(2, bool), "m")
    with pytest.raises(ValueError, match=r"0\.5 m does not fit bool"):
        q[0] = HALF
    q[0] = Quantity(100.0, "cm")
    assert q.mantissa.tolist() == [True, False]


def test_other_kinds_of_numbers():
    q = Quantity(np.zeros(2, int), "m")
    with pytest.raises(ValueError, match="does not fit int64"):
        q[:] = Quantity(np.array([Fraction(1, 2), 1]), "m")
    with pytest.raises(ValueError, match=r"1\+2j m does not fit int64"):
        q[0] = Quantity(1 + 2j, "m")
    with pytest.raises(ValueError, match=r"1\+2j m does not fit int64"):
        q[:] = Quantity(np.array([1 + 2j, 1]), "m")
    q[:] = Quantity(np.array([Fraction(4, 2), 1]), "m")
    q[1] = Quantity(np.float16(3.0), "m")
    assert q.mantissa.tolist() == [2, 3]
    points = Quantity(np.zeros(1, int), "degC")
    points[0] = Quantity(300.15, "K")
    assert points.mantissa.tolist() == [27]


UNITS = ["mm", "cm", "m", "km", "inch", "ft", "mile", "um"]
NUMBERS = st.one_of(
    st.integers(-(2**62), 2**62),
    st.integers(-1000, 1000),
    st.floats(allow_nan=True, width=64),
    st.fractions(),
)


@given(
    number=NUMBERS,
    unit=st.sampled_from(UNITS),
    target=st.sampled_from(UNITS),
    dtype=st.sampled_from(["int8", "uint8", "int32", "int64", "uint64"]),
    as_array=st.booleans(),
)
@example(2**53 + 1, "km", "m", "int64", True)
@example(2**53 + 1, "km", "m", "int64", False)
@example(180, "inch", "ft", "int64", True)
def test_a_write_keeps_the_exact_value_or_raises(number, unit, target, dtype, as_array):
    if as_array and isinstance(number, Fraction):
        number = float(number)
    q = Quantity(np.zeros(1, dtype), target)
    value = Quantity(np.array([number]) if as_array else number, unit)
    ratio = (Unit(unit).exact / Unit(target).exact).fraction
    try:
        q[:] = value
    except ValueError:
        assert q.mantissa.tolist() == [0]
        if not isinstance(number, float):  # what is exact and fits is written
            exact = Fraction(number) * ratio
            bounds = np.iinfo(dtype)
            assert exact.denominator != 1 or not bounds.min <= exact <= bounds.max or as_array
        return
    written = int(q.mantissa[0])
    if isinstance(number, float):
        assert float(written / ratio) == number or written == number * float(ratio)
    else:
        assert written == Fraction(number) * ratio


@pytest.mark.parametrize("dtype", ["i4", "u1", "<i2", "byte", "long", "?", "int32", np.int8, np.dtype("u2")])
def test_a_dtype_by_any_name_cuts_nothing(dtype):
    for make in (
        lambda: Quantity(1.5, "m", dtype=dtype),
        lambda: Quantity(np.array([1.5]), "m", dtype=dtype),
        lambda: math.asarray([Quantity(150, "cm")], unit="m", dtype=dtype),
        lambda: math.full(2, Quantity(1.5, "m"), dtype=dtype),
        lambda: Quantity(np.arange(3), "m").at[9].get(mode="fill", fill_value=Quantity(50, "cm")),
    ):
        with pytest.raises(ValueError, match=r"m does not fit"):
            make()

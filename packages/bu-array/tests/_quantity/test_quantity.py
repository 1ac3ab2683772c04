"""Quantity: construction, the array inside, conversions, copies; on every backend."""

import contextlib
import copy
import inspect
import pickle
import sys
from fractions import Fraction

import numpy as np
import pytest
from array_checks import NAMES, array, check, quantity, values
from hypothesis import given
from hypothesis import strategies as st

import bu_array
from bu_array import Quantity
from bu_dispatch import BackendError, backend_of, builtin_backends, get_backend, using_backend
from bu_units import DIMENSIONLESS, UNITLESS, Unit, UnitMismatchError, UnitParseError, names

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


# ---------------------------------------------------------------- construction


def test_an_array_stays_what_it_is(backend):
    x = array(backend, X)
    made = [Quantity(x, "mV"), Quantity(x, Unit("mV")), Unit("mV") * x, Quantity.with_unit(x, "mV")]
    if backend.name != "array_api_strict":  # its arrays leave no operand to others
        made.append(x * Unit("mV"))
    for q in made:
        assert q.mantissa is x
        assert q.magnitude is x
        assert q.unit is Unit("mV")
        assert q.backend == backend.name
    assert Quantity(x).unit is UNITLESS
    assert Quantity(x, None).unit is UNITLESS


def test_python_numbers_stay_python():
    for number in (3, 2.5, 1j, True):
        q = Quantity(number, "mV")
        assert q.mantissa is number
        assert q.backend is None
        assert (q.shape, q.ndim, q.size) == ((), 0, 1)
        assert q.dtype == type(number)
    assert type(Quantity(Fraction(1, 2), "m").mantissa) is Fraction


def test_fractions_are_numbers(backend):
    """Exact among Python numbers, floats beside arrays."""
    third = Quantity(Fraction(1, 3), "m")
    for exact in (third + third, 2 * third, third * Fraction(2), third + Quantity(Fraction(1, 3), "m")):
        assert exact.mantissa == Fraction(2, 3)
    assert (third + Quantity(1, "m")).mantissa == Fraction(4, 3)
    assert third + 0 == 0 + third == third
    assert third + Fraction(0) == third
    assert Quantity(Fraction(1, 4), "m") == Quantity(0.25, "m")
    assert Quantity(Fraction(1, 4), "m") < Quantity(1, "mm") * 251
    half, q = Quantity(Fraction(1, 2), "m"), quantity(backend, X, "m")
    check(q + half, backend, X + 0.5, "m")
    check(half - q, backend, 0.5 - X, "m")
    check(q * Fraction(1, 2), backend, X * 0.5, "m")
    check(Fraction(1, 2) / q, backend, 0.5 / X, "1 / m")
    check(bu_array.math.add(q, half), backend, X + 0.5, "m")
    check(bu_array.math.add(half, q), backend, X + 0.5, "m")
    with using_backend(backend.name):
        check(bu_array.math.square(half), backend, 0.25, "m^2", dtype=False)
    check(half.to_backend(backend.name), backend, 0.5, "m", dtype=False)
    assert Quantity(Fraction(1, 2), "m", "float32").dtype is not object


def test_lists_become_arrays_of_the_default(backend):
    with using_backend(backend.name):
        for data in ([1.0, 2.0], (1.0, 2.0)):
            check(Quantity(data, "mV"), backend, [1.0, 2.0], "mV", dtype=False)
            check(data * Unit("mV"), backend, [1.0, 2.0], "mV", dtype=False)
        check(Quantity([[1, 2], [3, 4]], "mV"), backend, [[1, 2], [3, 4]], "mV", dtype=False)
        check(Quantity(range(3), "mV"), backend, [0, 1, 2], "mV", dtype=False)
        check(Quantity([Quantity(1.0, "m"), Quantity(2.0, "km")]), backend, [1.0, 2000.0], "m", dtype=False)
        check(
            Quantity([Quantity(1.0, "m"), Quantity(2.0, "km")], "km"),
            backend,
            [0.001, 2.0],
            "km",
            dtype=False,
            rtol=1e-6,
        )
        check(Quantity([Quantity(1.0, "m"), 0.0]), backend, [1.0, 0.0], "m", dtype=False)
        check(Quantity([Unit("m"), Unit("km")]), backend, [1.0, 1000.0], "m", dtype=False)


def test_lists_of_arrays(backend):
    x = array(backend, X)
    check(Quantity([x, x], "m"), backend, np.stack([X, X]), "m")
    check(Quantity([Unit("m") * x, Unit("km") * x]), backend, np.stack([X, X * 1000]), "m")


def test_lists_that_do_not_fit():
    with pytest.raises(UnitMismatchError):
        Quantity([Quantity(1, "m"), Quantity(1, "s")])
    with pytest.raises(UnitMismatchError):
        Quantity([Quantity(1, "m"), 1.0])
    with pytest.raises(UnitMismatchError):
        Quantity([Quantity(1, "m")], "s")
    with pytest.raises(TypeError, match="array takes numbers and arrays, got str"):
        Quantity([Quantity(1, "m"), "a"])
    for wrong in (["a"], [None], [[1.0], [b"x"]], [object()]):
        with pytest.raises(TypeError, match="an array is made of numbers"):
            Quantity(wrong, "m")


def test_of_a_quantity_or_a_unit(backend):
    q = quantity(backend, X, "km")
    check(Quantity(q), backend, X, "km")
    check(Quantity(q, "m"), backend, X * 1000, "m")
    with pytest.raises(UnitMismatchError):
        Quantity(q, "s")
    assert Quantity(Unit("km")).mantissa == 1
    assert Quantity(Unit("km"), "m").mantissa == 1000


@pytest.mark.parametrize("dtype", ["float32", np.float32])
def test_dtype(backend, dtype):
    check(Quantity(array(backend, X), "m", dtype), backend, X.astype("f4"), "m")
    check(Quantity(array(backend, X), "m", dtype=backend.dtype(dtype)), backend, X.astype("f4"), "m")
    with using_backend(backend.name):
        check(Quantity(3, "m", dtype), backend, np.array(3, "f4"), "m")
        check(Quantity([1, 2], "m", dtype), backend, np.array([1, 2], "f4"), "m")


@pytest.mark.parametrize(
    "wrong", ["3 mV", b"3", np.str_("3"), None, object(), {}, {1}, lambda: 1, np, np.ndarray]
)
def test_a_mantissa_is_a_number(wrong):
    with pytest.raises(TypeError, match="mantissa must be a number or an array"):
        Quantity(wrong, "mV")
    if isinstance(wrong, str):
        with pytest.raises(TypeError, match="parse_quantity"):
            Quantity(wrong)


def test_what_can_become_an_array_does(backend):
    class Series:  # as pandas has it
        shape, dtype = (2,), np.dtype("f4")

        def __array__(self, dtype=None, copy=None):
            return np.array([1.0, 2.0], "f4")

    with using_backend(backend.name):
        check(Quantity(Series(), "mV"), backend, np.array([1.0, 2.0], "f4"), "mV")


def test_wrong_units():
    with pytest.raises(UnitParseError):
        Quantity(1, "bogus")
    with pytest.raises(TypeError, match="must be a Unit or a text"):
        Quantity(1, 3)


# ---------------------------------------------------------------- the pair


def test_read_only():
    q = Quantity(X, "m")
    for name in ("mantissa", "unit", "magnitude", "dim", "shape", "dtype"):
        with pytest.raises(AttributeError):
            setattr(q, name, 1)
    with pytest.raises(AttributeError):
        q.anything = 1


def test_fields(backend):
    q = quantity(backend, X, "deg")
    assert q.dim is DIMENSIONLESS
    assert not q.is_unitless
    assert Quantity(q.mantissa).is_unitless
    assert (q.shape, q.ndim, q.size, len(q)) == ((2, 3), 2, 6, 2)
    assert q.dtype == q.mantissa.dtype
    assert quantity(backend, 1.0, "m").shape == ()
    with pytest.raises(TypeError, match="no len"):
        len(quantity(backend, 1.0, "m"))


def test_update_mantissa(backend):
    q = quantity(backend, X, "m")
    other = array(backend, X + 1)
    q.update_mantissa(other)
    assert q.mantissa is other
    q.update_mantissa(quantity(backend, X, "km"))
    check(q, backend, X * 1000, "m")
    for wrong in (array(backend, X[0]), array(backend, X, "float32"), 1.0):
        with pytest.raises(ValueError, match="update_mantissa keeps the"):
            q.update_mantissa(wrong)
    with pytest.raises(UnitMismatchError):
        q.update_mantissa(quantity(backend, X, "s"))
    q.update_mantissa((X + 1).tolist())
    check(q, backend, X + 1, "m")
    q.update_mantissa([[Quantity(x, "km") for x in row] for row in X.tolist()])
    check(q, backend, X * 1000, "m")
    number = Quantity(3, "m")
    with pytest.raises(TypeError):
        number.update_mantissa("x")


@pytest.mark.skip_backend("ndonnx", reason="ndonnx has no complex numbers")
def test_parts_of_complex_numbers(backend):
    x = X + 2j * X
    q = quantity(backend, x, "m")
    check(q.real, backend, X, "m")
    check(q.imag, backend, 2 * X, "m")


def test_parts_of_real_numbers(backend):
    q = quantity(backend, X, "m")
    check(q.real, backend, X, "m")
    check(q.imag, backend, X * 0, "m")
    assert Quantity(3 + 4j, "m").imag.mantissa == 4.0


# ---------------------------------------------------------------- elements


def test_indexing(backend):
    q = quantity(backend, X, "m")
    indices = [
        (0, 1),
        (slice(None), 1),
        (Ellipsis, slice(1, None)),
        (slice(None), slice(None, None, 2)),
        (None, 0, 1),
    ]
    if backend.name not in ("array_api_strict", "ndonnx"):  # the standard wants an index for every axis
        indices += [1, slice(1, None), -1]
    for index in indices:
        check(q[index], backend, X[index], "m")
    if backend.name != "dask":  # the length of the result would not be known
        check(q[q > Quantity(200, "cm")], backend, X[X > 2], "m")


def test_iteration(backend):
    vector = quantity(backend, X[0], "m")
    for element, expected in zip(vector, X[0], strict=True):
        check(element, backend, expected, "m")
    if backend.name != "array_api_strict":
        for row, expected in zip(quantity(backend, X, "m"), X, strict=True):
            check(row, backend, expected, "m")
    for single in (quantity(backend, 1.0, "m"), Quantity(1, "m")):
        with pytest.raises(TypeError, match="cannot be iterated over"):
            iter(single)
    first, *rest = vector
    assert len(rest) == 2
    assert first.unit is Unit("m")


def test_setting_elements(backend):
    q = quantity(backend, X.copy(), "m")
    before = q.mantissa
    expected = X.copy()
    q[0, 1] = Quantity(1, "km")
    expected[0, 1] = 1000
    check(q, backend, expected, "m")
    q[1, :] = 0
    expected[1, :] = 0
    check(q, backend, expected, "m")
    q[0, :] = quantity(backend, [1.0, 2.0, 3.0], "cm")
    expected[0, :] = [0.01, 0.02, 0.03]
    check(q, backend, expected, "m")
    assert (q.mantissa is before) == backend.mutable
    if backend.name != "dask":
        q[q > Quantity(15, "mm")] = Quantity(7, "m")
        expected[expected > 0.015] = 7
        check(q, backend, expected, "m")
    q[1, :] = [Quantity(0.1, "m"), Quantity(20, "cm"), 0]
    expected[1, :] = [0.1, 0.2, 0]
    check(q, backend, expected, "m")
    for wrong in (1.0, Quantity(1, "s")):
        with pytest.raises(UnitMismatchError, match=r"^setitem: "):
            q[0, 0] = wrong
    for wrong in ("1 m", None):
        with pytest.raises(TypeError, match=r"^setitem takes numbers and arrays"):
            q[0, 0] = wrong
    check(q, backend, expected, "m")


def test_setting_elements_of_another_library():
    pytest.importorskip("jax")
    numpy, jax = quantity(get_backend("numpy"), X[0], "m"), quantity(get_backend("jax"), X[0], "m")
    numpy[0] = jax[1]
    assert numpy.backend == "numpy"
    assert values(numpy)[0] == 2.0
    jax[0] = numpy[2]
    assert jax.backend == "jax"
    assert values(jax)[0] == 3.0
    with pytest.raises(TypeError, match="no elements to set"):
        Quantity(1, "m")[0] = 1


def test_item_and_tolist(backend):
    q = quantity(backend, X, "m")
    if backend.lazy:
        for wrong in (lambda: q.item(0), q.tolist):
            with pytest.raises(BackendError, match="needs values"):
                wrong()
        return
    assert q.item(1).mantissa == 2.0
    assert type(q.item(1).mantissa) is float
    assert q.item(1, 2).mantissa == 6.0
    assert quantity(backend, 2.5, "m").item().unit is Unit("m")
    listed = q.tolist()
    assert [[element.mantissa for element in row] for row in listed] == X.tolist()
    assert all(element.unit is Unit("m") for row in listed for element in row)
    assert quantity(backend, 2.5, "m").tolist().mantissa == 2.5
    assert Quantity(3, "m").tolist().mantissa == Quantity(3, "m").item().mantissa == 3


def test_astype(backend):
    q = quantity(backend, X, "m")
    for dtype in ("float32", np.float32, backend.dtype("float32")):
        check(q.astype(dtype), backend, X.astype("f4"), "m")
    check(q, backend, X, "m")
    for own in (True, False):
        check(q.astype("float32", copy=own), backend, X.astype("f4"), "m")
    assert q.astype(q.dtype, copy=False).mantissa is q.mantissa
    if backend.name in ("numpy", "torch"):
        q.astype(q.dtype)[0] = Quantity(9.0, "m")
        check(q, backend, X, "m")


# ---------------------------------------------------------------- units


def test_conversion(backend):
    q = quantity(backend, X, "km")
    for unit in ("m", Unit("m")):
        check(q.to(unit), backend, X * 1000, "m")
        check(q.in_unit(unit), backend, X * 1000, "m")
        check(q.to_decimal(unit), backend, X * 1000)
    assert q.to("km") is q
    assert q.to(Unit("km")) is q
    assert q.to(names.kmeter) is q.to(names.kmetre) is q
    assert Quantity(3.0, "Hz").to("Bq").unit is names.becquerel
    assert q.to_decimal("km") is q.mantissa
    check(quantity(backend, X, "deg").to_decimal(), backend, np.deg2rad(X))
    check(quantity(backend, X, "inch").factorless(), backend, X * 0.0254, "m")
    single = quantity(backend, X, "inch", "float32").to("mm")
    check(single, backend, X.astype("f4") * np.float32(25.4), "mm")
    for wrong in (q.to, q.in_unit, q.to_decimal):
        with pytest.raises(UnitMismatchError, match=r"Cannot convert a quantity in km to s"):
            wrong("s")
    with pytest.raises(UnitMismatchError, match="no such thing"):
        q.in_unit("s", "no such thing")
    with pytest.raises(TypeError):
        q.to(3)


@given(st.floats(1e-200, 1e200), st.sampled_from(["m", "km", "inch", "ly", "fm"]))
def test_conversion_there_and_back(value, unit):
    q = Quantity(value, unit)
    assert q.to("m").to(unit).mantissa == pytest.approx(value, rel=5e-16)
    assert q.to("m").mantissa == value * Unit(unit).factor_to(Unit("m"))


def test_has_same_unit():
    q = Quantity(1, "m")
    assert q.has_same_unit(Quantity(2, "km"))
    assert q.has_same_unit(Unit("inch"))
    assert not q.has_same_unit(1.0)


# ---------------------------------------------------------------- libraries


def test_to_every_library(backend):
    q = quantity(get_backend("numpy"), X, "m")
    convert = getattr(q, f"to_{backend.name}")
    there = convert()
    check(there, backend, X, "m")
    assert getattr(there, f"to_{backend.name}")() is there
    assert q.to_backend(backend.name).backend == there.backend == backend.name
    if backend.name == "numpy":
        assert there is q
    with computing():
        check(there.to_numpy(), get_backend("numpy"), X, "m")
        check(there.to_backend("numpy", dtype="f4"), get_backend("numpy"), X.astype("f4"), "m")
    check(convert(dtype="float32"), backend, X.astype("f4"), "m")
    np.testing.assert_array_equal(q.mantissa, X)
    assert (q.backend, q.unit) == ("numpy", Unit("m"))


def test_memory_is_shared():
    torch = pytest.importorskip("torch")
    q = Quantity(np.zeros(3), "m")
    q.to_torch()[0] = Quantity(1, "m")
    assert q.mantissa[0] == 1.0
    t = Quantity(torch.zeros(3), "m")
    t.to_numpy()[1] = Quantity(2, "m")
    assert t.mantissa[1] == 2.0


def test_dask_chunks():
    pytest.importorskip("dask.array")
    q = Quantity(np.zeros((4, 4)), "m")
    assert q.to_dask(chunks=(2, 4)).mantissa.chunks == ((2, 2), (4,))
    assert q.to_dask(chunks=2).to_dask(chunks=4).mantissa.chunks == ((4,), (4,))


def test_a_tracer_is_not_converted():
    jax = pytest.importorskip("jax")

    def escape(x):
        with pytest.raises(BackendError, match=r"traced by jax.*outside jit"):
            Quantity(x, "m").to_numpy()
        return x

    jax.jit(escape)(1.0)


def test_a_gradient_is_not_dropped():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.ones(2, requires_grad=True), "m")
    with pytest.raises(BackendError, match="detach"):
        q.to_numpy()
    total = (q * q).sum()
    assert total.unit == Unit("m^2")
    total.mantissa.backward()
    assert q.mantissa.grad.tolist() == [2.0, 2.0]


def computing():
    """Let dask compute, which the fixture `conditions` forbids."""
    dask = sys.modules.get("dask")
    return contextlib.nullcontext() if dask is None else dask.config.set(scheduler="synchronous")


@pytest.mark.only_backends("dask", reason="the others compute nothing")
class TestDaskIsComputed:
    """By the conversions that name a library, and by nothing that does not."""

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "dask"])
    def test_by_name(self, backend, name):
        other = get_backend(name)
        if not other.usable():
            pytest.skip(f"{name} is not usable here")
        q = quantity(backend, X, "m")
        with computing():
            check(getattr(2.0 * q, f"to_{name}")(), other, 2.0 * X, "m", dtype=name != "jax")
            check((q + q).to_backend(name, dtype="float32"), other, (2.0 * X).astype("f4"), "m")
            there = q.sum().to_backend(name)
        assert (there.backend, there.shape, there.unit) == (name, (), Unit("m"))

    def test_to_dask_computes_nothing(self, backend):
        q = quantity(backend, X, "m")
        assert q.to_dask() is q.to_dask(chunks="auto") is q.to_backend("dask", chunks=None) is q
        assert q.to_dask(chunks=1).mantissa.chunks == tuple((1,) * n for n in X.shape)

    def test_as_numpy(self, backend):
        with computing():
            found = bu_array.math.as_numpy(quantity(backend, X, "m"))
        assert type(found) is np.ndarray
        np.testing.assert_array_equal(found, X)

    def test_nothing_else(self, backend):
        q, angle = quantity(backend, X, "m"), quantity(backend, X, "rad")
        for ask in (
            lambda: np.asarray(angle),
            lambda: float(angle[0, 0]),
            lambda: q.tolist(),
            lambda: using_backend("numpy")(lambda: q + Quantity(X, "m"))(),
            lambda: Quantity(np.zeros(3), "m").put(quantity(backend, [0], "1").mantissa, Quantity(1.0, "m")),
        ):
            with pytest.raises(BackendError, match=r"call \.compute\(\) first"):
                ask()
        assert (q + Quantity(X, "m")).backend == "dask"  # where no other library is asked for


def test_options_of_a_library():
    q = Quantity(X, "m")
    assert q.to_backend("numpy", dtype="float32").dtype == np.float32
    for ask, text in (
        (lambda: q.to_numpy(device="cpu"), r"to_numpy\(\) .* 'device'; NumPy takes dtype$"),
        (lambda: q.to_backend("numpy", chunks=2), r"to_numpy\(\) .* 'chunks'; NumPy takes dtype$"),
        (lambda: q.to_jax(chunks=2), r"'chunks'; JAX takes device, dtype$"),
        (lambda: q.to_dask(device="cpu"), r"'device'; Dask takes chunks, dtype$"),
    ):
        with pytest.raises(TypeError, match=text):
            ask()
    with pytest.raises(TypeError):
        q.to_numpy("float32")
    with pytest.raises(BackendError, match=r"unknown backend 'numpi'.*Did you mean 'numpy'"):
        q.to_backend("numpi")


def test_the_methods_are_those_of_the_records():
    for record in builtin_backends():
        method = getattr(Quantity, f"to_{record.name}")
        assert record.title in method.__doc__
        options = dict(list(inspect.signature(method).parameters.items())[1:])
        assert {name: option.default for name, option in options.items()} == record.options
        assert all(option.kind is option.KEYWORD_ONLY for option in options.values())


def test_an_attribute_that_is_missing():
    q = Quantity(X, "m")
    for name in ("nothing", "to_nothing", "_nothing"):
        assert not hasattr(q, name)
        with pytest.raises(AttributeError, match=f"'Quantity' object has no attribute '{name}'") as caught:
            getattr(q, name)
        assert (caught.value.name, caught.value.obj) == (name, q)
    with pytest.raises(AttributeError, match="'float' object has no attribute '__dask_graph__'"):
        Quantity(1.0, "m").__dask_graph__  # the error of the property itself
    assert pickle.loads(pickle.dumps(q)).to_numpy().unit == q.unit
    assert copy.copy(q).unit == q.unit


@pytest.mark.parametrize("name", [name for name in NAMES if name != "numpy"])
def test_a_library_that_is_missing(name):
    if get_backend(name).usable():
        pytest.skip(f"{name} is usable here")
    with pytest.raises(BackendError, match=r"pip install brainunit|CUDA"):
        getattr(Quantity(X, "m"), f"to_{name}")()


# ---------------------------------------------------------------- Python numbers


def test_to_python_numbers(backend):
    one = quantity(backend, 3.0, "rad")
    per_cent = quantity(backend, 300.0, "cm") / Quantity(1, "m")
    conversions = (float, int, complex)
    if backend.lazy:
        for convert in (*conversions, bool):
            with pytest.raises(
                BackendError, match="call .compute\\(\\) first" if backend.name == "dask" else "to_numpy"
            ):
                convert(one)
        return
    for convert in conversions:
        assert convert(one) == 3
        assert type(convert(one)) is convert
        assert convert(per_cent) == 3
        with pytest.raises(TypeError, match="would lose the unit"):
            convert(quantity(backend, 3.0, "m"))
    assert [10, 20, 30][Quantity(array(backend, 2))] == 30
    with pytest.raises(TypeError, match="would lose the unit"):
        [10, 20, 30][quantity(backend, 2, "m")]
    assert bool(one)
    assert not quantity(backend, 0.0, "m")


def test_degrees_fold_in():
    assert float(Quantity(180, "deg")) == pytest.approx(np.pi)


def test_asarray():
    q = Quantity(X, "m")
    for lose in (
        lambda: np.asarray(q),
        lambda: np.array([q, q]),
        lambda: np.array([Quantity(1.0, "m")]),
        lambda: np.exp(q),
        lambda: np.add(X, q),
        lambda: np.i0(q),
        lambda: np.where(X > 1, q, X),
        lambda: np.full(3, Quantity(1.0, "m")),
    ):
        with pytest.raises(TypeError):
            lose()
    x = np.zeros(2)
    with pytest.raises((TypeError, ValueError)):
        x[0] = Quantity(1.0, "m")
    np.testing.assert_array_equal(np.asarray(Quantity(X)), X)
    np.testing.assert_allclose(np.asarray(Quantity(X, "deg")), np.deg2rad(X))
    assert np.asarray(Quantity(X), dtype="f4").dtype == np.float32


def test_other_libraries_do_not_take_the_unit_away():
    jax, torch = pytest.importorskip("jax"), pytest.importorskip("torch")
    j, t = Quantity(jax.numpy.ones(2), "m"), Quantity(torch.ones(2), "m")
    for lose in (
        lambda: jax.numpy.asarray(j),
        lambda: jax.numpy.sin(j),
        lambda: jax.numpy.sum(j),
        lambda: jax.numpy.stack([j, j]),
        lambda: jax.numpy.array([j, j]),
        lambda: torch.tensor(t),
        lambda: torch.sin(t),
        lambda: torch.stack([t, t]),
    ):
        with pytest.raises(TypeError):
            lose()


def test_dask_asarray_is_refused():
    pytest.importorskip("dask.array")
    q = quantity(get_backend("dask"), X, "rad")
    with pytest.raises(BackendError, match=r"call .compute\(\) first"):
        np.asarray(q)


# ---------------------------------------------------------------- copies


def test_copies(backend):
    q = quantity(backend, X.copy(), "m")
    own = q.copy()
    check(own, backend, X, "m")
    own[0, 0] = Quantity(9, "m")
    check(q, backend, X, "m")
    shallow = copy.copy(q)
    assert shallow.mantissa is q.mantissa
    assert Quantity(3, "m").copy().mantissa == 3


@pytest.mark.skip_backend("ndonnx", reason="graphs cannot be copied nor pickled: spox refuses")
def test_deepcopy_and_pickle(backend):
    q = quantity(backend, X.copy(), "mV")
    deep = copy.deepcopy({"q": [q, q]})
    assert deep["q"][0] is not q
    check(deep["q"][0], backend, X, "mV")
    assert deep["q"][0].unit is Unit("mV")
    again = pickle.loads(pickle.dumps(q))
    check(again, backend, X, "mV")
    assert again.unit is Unit("mV")


def test_copy_within_a_torch_graph():
    torch = pytest.importorskip("torch")
    x = torch.ones(2, requires_grad=True)
    (Quantity(x, "m") * 2).copy().sum().mantissa.backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_unhashable(backend):
    q = quantity(backend, X, "m")
    with pytest.raises(TypeError, match="unhashable"):
        hash(q)
    with pytest.raises(TypeError):
        {q}


def test_weakly_referable():
    import weakref

    q = Quantity(1, "m")
    assert weakref.ref(q)() is q


def test_methods_have_the_units_of_the_functions(backend):
    q = quantity(backend, X, "m")
    for name in ("sum", "mean", "max", "min", "ptp", "std", "cumsum"):
        assert getattr(q, name)().unit is Unit("m")
    assert q.var().unit is Unit("m^2")
    assert q.prod(axis=0).unit is Unit("m^2")
    assert q.pow(3).unit is Unit("m^3")
    assert backend_of(q.argmax()) is backend
    check(q.abs(), backend, X, "m")


def test_version():
    assert bu_array.__version__.count(".") == 2


def test_sparse_matrices_are_no_mantissas():
    sparse = pytest.importorskip("scipy.sparse")
    for matrix in (sparse.csr_array(np.eye(2)), sparse.coo_matrix(np.eye(2))):
        for multiply in (lambda m: m * Unit("m"), lambda m: Unit("m") * m, lambda m: Quantity(m, "m")):
            with pytest.raises(TypeError, match=r"make it dense first, or use brainunit\.sparse"):
                multiply(matrix)


def test_a_plain_array_without_a_copy():
    pure, percent = Quantity(np.ones(2)), Quantity(np.ones(2), "%")
    assert np.shares_memory(np.asarray(pure, copy=False), pure.mantissa)
    np.testing.assert_allclose(np.asarray(percent), 0.01)
    with pytest.raises(ValueError, match="without a copy"):
        np.asarray(percent, copy=False)

"""What a quantity becomes: other units, other libraries, Python numbers; on every backend."""

import numpy as np
import pytest
from array_checks import NAMES, array, check, computing_dask, quantity
from hypothesis import given
from hypothesis import strategies as st

import bu_array
from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_units import DIMENSIONLESS, Unit, UnitMismatchError, names

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


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


@pytest.mark.skip_backend("dask", "ndonnx", reason="have no values to choose by: see below")
def test_compact(backend):
    check(quantity(backend, [1500.0, -20.0], "m").to_compact(), backend, [1.5, -0.02], "km", rtol=1e-6)
    check(quantity(backend, [[1e-6]], "V / m").to_compact(), backend, [[1.0]], "uV / m", rtol=1e-6)
    check(quantity(backend, [2.5e7], "m^2").to_compact(), backend, [25.0], "km^2", rtol=1e-6)
    check(quantity(backend, [7200.0], "J").to_compact("W h"), backend, [2.0], "W h", rtol=1e-6)
    for values, unit in (([1.5], "m"), ([0.0, np.nan], "m"), ([5e4], "degC"), ([5e4], "dBm"), ([5e4], "min")):
        q = quantity(backend, values, unit)
        assert q.to_compact() is q
    assert str(quantity(backend, 1500.0, "N m").to_compact().unit) == "kN * m"  # not kJ


@pytest.mark.parametrize(
    "value, shown", [(1500, "1.5 km"), (0.001, "1. mm"), (-3e-9, "-3. nm"), (10**20, "100. Em")]
)
def test_compact_numbers(value, shown):
    assert str(Quantity(value, "m").to_compact()) == shown


@given(
    st.floats(1e-29, 1e32), st.sampled_from(["float64", "float32"]), st.sampled_from(["m", "mg", "uA / s"])
)
def test_the_largest_is_between_one_and_a_thousand(value, dtype, unit):
    q = Quantity(np.array([value, -value / 3, 0.0, np.nan], dtype), unit)
    compact = q.to_compact()
    largest = np.nanmax(np.abs(compact.mantissa))
    assert 1 - 1e-6 <= largest < 1000 or str(compact.unit).startswith(("q", "Q"))
    np.testing.assert_allclose(compact.to_decimal(unit), q.mantissa, rtol=1e-6)


def test_integers_become_floats_and_lose_nothing_in_compact():
    q = Quantity(np.array([1500, 1]), "m").to_compact()
    check(q, get_backend("numpy"), [1.5, 0.001], "km")


def test_nothing_is_computed_for_a_prefix():
    pytest.importorskip("dask.array")
    from array_checks import lazy_dask

    with lazy_dask(), pytest.raises(BackendError, match="name the unit"):
        quantity(get_backend("dask"), [1500.0], "m").to_compact()


def test_preferred(backend):
    energy = quantity(backend, [7.2e6], "J")
    check(energy.to_preferred(["kW", "h"]), backend, [2.0], "kW h", rtol=1e-6)
    check(energy.to_preferred([Unit("MJ"), "kW h"]), backend, [7.2], "MJ", rtol=1e-6)
    check(quantity(backend, [1.0], "m^2").to_preferred("cm"), backend, [1e4], "cm^2", rtol=1e-6)
    check(quantity(backend, [20.0], "degC").to_preferred(["K"]), backend, [293.15], "K", rtol=1e-6)
    assert str(energy.to_preferred(["kW", "h"]).unit) == "kW * h"
    assert energy.to_preferred(["m", "K"]) is energy
    assert energy.to_preferred([]) is energy
    with pytest.raises(ValueError, match="unknown unit"):
        energy.to_preferred(["bogus"])


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


def test_to_every_library(backend):
    q = quantity(get_backend("numpy"), X, "m")
    convert = getattr(q, f"to_{backend.name}")
    there = convert()
    check(there, backend, X, "m")
    assert getattr(there, f"to_{backend.name}")() is there
    assert q.to_backend(backend.name).backend == there.backend == backend.name
    if backend.name == "numpy":
        assert there is q
    with computing_dask():
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


@pytest.mark.only_backends("dask", reason="the others compute nothing")
class TestDaskIsComputed:
    """By the conversions that name a library, and by nothing that does not."""

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "dask"])
    def test_by_name(self, backend, name):
        other = get_backend(name)
        if not other.usable():
            pytest.skip(f"{name} is not usable here")
        q = quantity(backend, X, "m")
        with computing_dask():
            check(getattr(2.0 * q, f"to_{name}")(), other, 2.0 * X, "m", dtype=name != "jax")
            check((q + q).to_backend(name, dtype="float32"), other, (2.0 * X).astype("f4"), "m")
            there = q.sum().to_backend(name)
        assert (there.backend, there.shape, there.unit) == (name, (), Unit("m"))

    def test_to_dask_computes_nothing(self, backend):
        q = quantity(backend, X, "m")
        assert q.to_dask() is q.to_dask(chunks="auto") is q.to_backend("dask", chunks=None) is q
        assert q.to_dask(chunks=1).mantissa.chunks == tuple((1,) * n for n in X.shape)

    def test_as_numpy(self, backend):
        with computing_dask():
            found = bu_array.math.as_numpy(quantity(backend, X, "m"))
        assert type(found) is np.ndarray
        np.testing.assert_array_equal(found, X)

    def test_nothing_else(self, backend):
        q, angle = quantity(backend, X, "m"), quantity(backend, X, "rad")
        for ask in (
            lambda: np.asarray(angle),
            lambda: float(angle[0, 0]),
            lambda: q.tolist(),
            lambda: q + Quantity(X, "m"),
            lambda: Quantity(np.zeros(3), "m").put(quantity(backend, [0], "1").mantissa, Quantity(1.0, "m")),
        ):
            with pytest.raises(BackendError, match=r"call \.compute\(\) first"):
                ask()


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


@pytest.mark.parametrize("name", [name for name in NAMES if name != "numpy"])
def test_a_library_that_is_missing(name):
    if get_backend(name).usable():
        pytest.skip(f"{name} is usable here")
    with pytest.raises(BackendError, match=r"pip install brainunit|CUDA"):
        getattr(Quantity(X, "m"), f"to_{name}")()


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


def test_a_plain_array_without_a_copy():
    pure, percent = Quantity(np.ones(2)), Quantity(np.ones(2), "%")
    assert np.shares_memory(np.asarray(pure, copy=False), pure.mantissa)
    np.testing.assert_allclose(np.asarray(percent), 0.01)
    with pytest.raises(ValueError, match="without a copy"):
        np.asarray(percent, copy=False)


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
    ):
        with pytest.raises(TypeError):
            lose()


def test_dask_asarray_is_refused():
    pytest.importorskip("dask.array")
    q = quantity(get_backend("dask"), X, "rad")
    with pytest.raises(BackendError, match=r"call .compute\(\) first"):
        np.asarray(q)


def test_to_by_its_parameters_name(backend):
    check(quantity(backend, X, "km").to(new_unit="m"), backend, X * 1000, "m")


def test_cpu(backend):
    q = quantity(backend, X, "m")
    check(q.cpu(), backend, X, "m")
    assert q.cpu() is q
    number = Quantity(3, "m")
    assert number.cpu() is number


def test_cuda(backend):
    q = quantity(backend, X, "m")
    if backend.name == "torch":
        import torch

        if torch.cuda.is_available():
            assert q.cuda().mantissa.is_cuda
            check(q.cuda().cpu(), backend, X, "m")
            return
    if backend.name == "jax":
        import jax

        if any(device.platform == "gpu" for device in jax.devices()):
            assert not backend.on_host(q.cuda().mantissa)
            check(q.cuda().cpu(), backend, X, "m")
            return
    with pytest.raises(BackendError, match=r"CUDA|device"):
        q.cuda()
    with pytest.raises(BackendError, match="Python number"):
        Quantity(3, "m").cuda()


@pytest.mark.parametrize("name", ["jax", "torch"])
def test_a_device_that_is_not_there(name):
    pytest.importorskip(name)
    q = Quantity(np.ones(2), "mV")
    for device in ("cuda:99", "nonsense"):
        with pytest.raises(BackendError, match=f"no device '{device}'"):
            getattr(q, f"to_{name}")(device=device)
    assert getattr(q, f"to_{name}")(device="cpu").unit == Unit("mV")


def test_dlpack(backend):
    if backend.lazy:
        with pytest.raises(BackendError, match="needs values"):
            quantity(backend, X, "1").__dlpack__()
        return
    pure = quantity(backend, X, "1")
    assert pure.__dlpack_device__()[0] == 1
    np.testing.assert_array_equal(np.from_dlpack(pure), X)
    q = quantity(backend, X, "m")
    for lose in (q.__dlpack__, q.__dlpack_device__):
        with pytest.raises(TypeError, match=r"would lose the unit; call .to_decimal\(unit\) first"):
            lose()

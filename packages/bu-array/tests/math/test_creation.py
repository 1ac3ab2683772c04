"""New arrays: units, dtypes and the library that makes them, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError, backend_of, get_backend, using_backend
from bu_units import Unit, UnitMismatchError, UnitParseError

SHAPED = [("zeros", np.zeros), ("ones", np.ones)]


@pytest.mark.parametrize("name, reference", SHAPED)
@pytest.mark.parametrize("shape", [3, (), (2, 3), (0,)])
def test_of_a_shape(backend, name, reference, shape):
    function = getattr(math, name)
    with using_backend(backend.name):
        for dtype in ("float32", np.float32, backend.dtype("float32"), "int32"):
            expected = reference(shape, "int32" if dtype == "int32" else "float32")
            check(function(shape, dtype=dtype, unit=Unit("mV")), backend, expected, "mV")
            check(function(shape, dtype), backend, expected)
        default = function(shape, unit=Unit("mV")).dtype
        assert default == backend.xp.zeros(1).dtype


def test_empty(backend):
    with using_backend(backend.name):
        q = math.empty((2, 3), "float32", Unit("mV"))
        assert (q.shape, q.unit, q.backend) == ((2, 3), Unit("mV"), backend.name)
        assert q.dtype == backend.dtype("float32")
        assert backend_of(math.empty((2, 3))) is backend


@pytest.mark.parametrize("args", [(3,), (2, 3), (3, 2, -1), (3, 3, 1)])
def test_eye(backend, args):
    with using_backend(backend.name):
        check(math.eye(*args, dtype="float32", unit=Unit("mV")), backend, np.eye(*args, dtype="f4"), "mV")


def test_full(backend):
    with using_backend(backend.name):
        check(math.full((2, 3), Quantity(1.5, "mV"), "float32"), backend, np.full((2, 3), 1.5, "f4"), "mV")
        check(math.full((2, 3), 1.5, dtype=np.float32), backend, np.full((2, 3), 1.5, "f4"))
        check(math.full(3, Quantity(True, "mV")), backend, np.full(3, True), "mV")
    value = quantity(backend, 1.5, "mV", "float32")
    check(math.full((2, 3), value), backend, np.full((2, 3), 1.5, "f4"), "mV")
    check(math.full((2, 3), value, "float64"), backend, np.full((2, 3), 1.5), "mV")


LIKE = [("zeros_like", np.zeros_like), ("ones_like", np.ones_like)]


@pytest.mark.parametrize("name, reference", LIKE)
def test_like(backend, name, reference):
    function, x = getattr(math, name), np.ones((2, 3), "f4")
    q = quantity(backend, x, "mV")
    check(function(q), backend, reference(x), "mV")
    check(function(q, unit=Unit("V")), backend, reference(x), "V")
    check(function(q, dtype="float64"), backend, reference(x, "f8"), "mV")
    check(function(q, dtype=np.int32, shape=(4,)), backend, reference(np.ones(4, "i4")), "mV")
    check(function(q.mantissa), backend, reference(x))
    check(function(q.mantissa, unit=Unit("V")), backend, reference(x), "V")
    with pytest.raises(UnitMismatchError, match=f"^{name}: "):
        function(q, unit=Unit("s"))
    with pytest.raises(TypeError, match=r"unit must be a Unit or a text.*got int"):
        function(q, unit=3)


def test_full_like(backend):
    x = np.ones((2, 3), "f4")
    q = quantity(backend, x, "m")
    check(math.full_like(q, Quantity(2, "km")), backend, x * 2000, "m")
    check(math.full_like(q, 0), backend, x * 0, "m")
    check(math.full_like(q, quantity(backend, 2.0, "km")), backend, x * 2000, "m")
    check(math.full_like(q, Quantity(2, "m"), "float64", (4,)), backend, np.full(4, 2.0), "m")
    check(math.full_like(q.mantissa, 2), backend, x * 2)
    check(math.full_like(q.mantissa + 1, quantity(backend, 2.0, "m")), backend, x * 0 + 2, "m")
    with pytest.raises(UnitMismatchError, match=r"^full_like: "):
        math.full_like(q, 2)


@pytest.mark.parametrize("unit", ["m", "degC", "1"])
def test_booleans_like_a_quantity(backend, unit):
    """Where booleans are asked for there is no unit: masks."""
    q = quantity(backend, [1.0, 2.0], unit)
    for dtype in (bool, "bool", backend.dtype("bool")):
        check(math.full_like(q, False, dtype), backend, [False, False])
        check(math.full_like(q, True, dtype, (3,)), backend, [True] * 3)
        check(math.zeros_like(q, dtype), backend, [False, False])
        check(math.ones_like(q, dtype), backend, [True, True])
        assert not isinstance(math.empty_like(q, dtype), Quantity)
    with pytest.raises(TypeError, match="fill_value"):
        math.full_like(q, Quantity(1, "s"), bool)
    check(math.full_like(q, math.zeros_like(q)[0]), backend, [0.0, 0.0], unit)


def test_arange(backend):
    metre = [Quantity(value, "m") for value in (1.0, 4.0, 0.5)]
    with using_backend(backend.name):
        check(math.arange(*metre), backend, np.arange(1, 4, 0.5), "m", dtype=False)
        check(math.arange(Quantity(3, "m")), backend, np.arange(3), "m", dtype=False)
        check(
            math.arange(Quantity(1, "m"), Quantity(0.004, "km")), backend, np.arange(1, 4), "m", dtype=False
        )
        check(math.arange(0, Quantity(3, "m")), backend, np.arange(3), "m", dtype=False)
        check(
            math.arange(stop=Quantity(3, "m"), step=Quantity(100, "cm")),
            backend,
            np.arange(3),
            "m",
            dtype=False,
        )
        check(math.arange(2, 8, 3), backend, np.arange(2, 8, 3), dtype=False)
        check(math.arange(Quantity(3, "m"), dtype="float32"), backend, np.arange(3, dtype="f4"), "m")
    with pytest.raises(UnitMismatchError, match=r"^arange: "):
        math.arange(Quantity(1, "m"), 5)
    with pytest.raises(UnitMismatchError, match=r"^arange: "):
        math.arange(Quantity(1, "m"), Quantity(5, "s"))


@pytest.mark.skip_backend("dask", reason="without values there is no length; see below")
def test_arange_with_arrays_as_bounds(backend):
    start = quantity(backend, 1.0, "m")
    check(math.arange(start, Quantity(4, "m")), backend, np.arange(1.0, 4), "m", dtype=False)


def test_arange_needs_values():
    pytest.importorskip("dask.array")
    with pytest.raises(BackendError, match=r"call .compute\(\) first"):
        math.arange(quantity(get_backend("dask"), 5.0, "m"))


@pytest.mark.parametrize("endpoint", [True, False])
def test_linspace(backend, endpoint):
    with using_backend(backend.name):
        expected, step = np.linspace(1, 4000, 5, endpoint, retstep=True)
        low, high = Quantity(1.0, "m"), Quantity(4.0, "km")
        check(math.linspace(low, high, 5, endpoint, dtype="float64"), backend, expected, "m")
        result, found = math.linspace(low, high, 5, endpoint, retstep=True, dtype="float64")
        check(result, backend, expected, "m")
        assert found.unit is Unit("m")
        np.testing.assert_allclose(values(found), step)
        check(
            math.linspace(0, high, 5, endpoint, dtype="float32"),
            backend,
            np.linspace(0, 4, 5, endpoint, dtype="f4"),
            "km",
        )
        assert math.linspace(low, high).shape == (50,)
    q, r = quantity(backend, 1.0, "m"), quantity(backend, 4.0, "km")
    check(math.linspace(q, r, 5, endpoint), backend, expected, "m")
    check(math.linspace(q, r, 5, endpoint, dtype="float32"), backend, expected.astype("f4"), "m")


def test_the_default_library_makes_them():
    with using_backend("numpy"):
        assert isinstance(math.zeros(3), np.ndarray)
        assert math.full(3, Quantity(1.0, "m")).backend == "numpy"
        assert math.arange(Quantity(1.0, "m")).backend == "numpy"


@pytest.mark.parametrize("name", ["zeros", "ones", "empty", "eye"])
def test_a_unit_is_a_unit(name):
    with pytest.raises(TypeError, match=rf"^{name}: unit must be a Unit or a text.*got int"):
        getattr(math, name)(3, unit=3)


def test_a_text_names_a_unit():
    with using_backend("numpy"):
        check(math.zeros(3, unit="mV"), get_backend("numpy"), np.zeros(3), "mV")
        check(math.eye(2, unit="m / s"), get_backend("numpy"), np.eye(2), "m / s")
        assert type(math.ones(2, unit="1")) is type(math.ones(2, unit=None)) is np.ndarray
        x = Quantity(np.array([1.0, 2.0]), "V")
        for like in (math.zeros_like, math.ones_like):
            assert like(x, unit="mV").unit is Unit("mV")
        check(math.diag(x, unit="mV"), get_backend("numpy"), np.diag([1000.0, 2000.0]), "mV")
        check(math.asarray([x[0], x[1]], unit="mV"), get_backend("numpy"), [1000.0, 2000.0], "mV")
        assert math.vander(x.mantissa, unit="m").unit is Unit("m")
        angles = Quantity(np.array([0.0, 0.5]), "mV")
        for function in (math.sin, math.exp, math.relu6, math.gelu):
            np.testing.assert_array_equal(
                function(angles, unit_to_scale="mV"), function(angles, unit_to_scale=Unit("mV"))
            )
        math.logaddexp(angles, angles, unit_to_scale="V")
        math.cov(np.stack([x, x]), unit_to_scale="V")
    with pytest.raises(UnitParseError):
        math.zeros(3, unit="nonsense")
    with pytest.raises(UnitMismatchError):
        math.zeros_like(x, unit="m")


def test_plain_arrays_pass(backend):
    x = array(backend, [1.0, 2.0])
    check(math.ones_like(x), backend, [1.0, 1.0])


@pytest.mark.parametrize("n", [3, 0])
def test_identity(backend, n):
    with using_backend(backend.name):
        check(math.identity(n, "float32", Unit("mV")), backend, np.identity(n, "f4"), "mV")
        check(math.identity(n, dtype="int32"), backend, np.identity(n, "i4"))


def test_empty_like(backend):
    q = quantity(backend, np.ones((2, 3), "f4"), "mV")
    for result in (math.empty_like(q), math.empty_like(q.mantissa, unit=Unit("mV"))):
        assert (result.shape, result.unit, result.dtype) == ((2, 3), Unit("mV"), q.dtype)
    assert math.empty_like(q, "float64", (4,), Unit("V")).dtype == backend.dtype("float64")
    assert math.empty_like(q, shape=4).shape == (4,)
    assert backend_of(math.empty_like(q.mantissa)) is backend
    with pytest.raises(UnitMismatchError, match=r"^empty_like: "):
        math.empty_like(q, unit=Unit("s"))


MAKERS = ["array", "asarray"]


@pytest.mark.parametrize("name", MAKERS)
def test_of_arrays(backend, name):
    function, x = getattr(math, name), np.array([1.0, 2.0], "f4")
    q = quantity(backend, x, "km")
    check(function(q), backend, x, "km")
    check(function(q.mantissa), backend, x)
    check(function(q, unit=Unit("m")), backend, x * np.float32(1000), "m")
    check(function(q, "float64"), backend, x.astype("f8"), "km")
    check(function(q.mantissa, dtype=np.int32, order="C"), backend, x.astype("i4"))
    check(function([q, quantity(backend, x, "m")]), backend, np.stack([x, x / np.float32(1000)]), "km")
    check(function([q[0], Quantity(5, "m")], unit=Unit("m")), backend, np.array([1000, 5], "f4"), "m")
    check(function([q[0], 0], "float64"), backend, np.array([1.0, 0]), "km")
    check(function([[q.mantissa], [q.mantissa]]), backend, np.array([[x], [x]]))
    with pytest.raises(UnitMismatchError, match=rf"^{name}: .*\(units are s and km\)\.$"):
        function(q, unit=Unit("s"))
    with pytest.raises(UnitMismatchError, match=r"\(units are km and s\)\.$"):
        function([q[0], Quantity(1.0, "s")])


@pytest.mark.parametrize("name", MAKERS)
def test_of_numbers(backend, name):
    function = getattr(math, name)
    third = 1 / 3
    with using_backend(backend.name):
        check(function([1, 2]), backend, np.array([1, 2]), dtype=False)
        check(function([third, 2], dtype="float64"), backend, np.array([third, 2]))
        check(
            function([[Quantity(third, "m")], [Quantity(2, "km")]], "float64"), backend, [[third], [2e3]], "m"
        )
        check(function(third, dtype="float64"), backend, np.array(third))
        check(function(Quantity(1, "m"), "float32", unit=Unit("cm")), backend, np.array(100, "f4"), "cm")
        check(function([0.5], "float64", unit=Unit("percent")), backend, np.array([50.0]), "percent")
        check(function([0.5], "float64", unit=Unit()), backend, np.array([0.5]))
        check(function([], "float32"), backend, np.array([], "f4"))
        check(function([], "float32", unit=Unit("m")), backend, np.array([], "f4"), "m")
        check(function([[], []], "float32", unit=Unit("m")), backend, np.zeros((2, 0), "f4"), "m")


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("data", [1.0, [1.0], [0.0], np.ones(2)])
def test_a_unit_is_not_attached_to_plain_data(name, data):
    text = rf"^{name}: unit= converts .*Quantity\(data, unit\) attaches it.*\(units are mV and 1\)\.$"
    for error in (TypeError, UnitMismatchError):
        with pytest.raises(error, match=text):
            getattr(math, name)(data, unit=Unit("mV"))


@pytest.mark.parametrize("name", MAKERS)
def test_wrong_options_of_makers(name):
    function = getattr(math, name)
    with pytest.raises(TypeError, match=r"unit must be a Unit or a text.*got int"):
        function([1.0], unit=3)
    with pytest.raises(ValueError, match="order must be 'C', got 'F'"):
        function([1.0], order="F")
    with pytest.raises(TypeError, match="ndmin"):
        function([1.0], ndmin=2)


def test_array_copies_and_asarray_does_not():
    x = np.ones(2)
    q = Quantity(x, "m")
    assert math.asarray(q).mantissa is x
    assert math.asarray(x) is x
    assert math.array(q).mantissa is not x
    math.array(x)[0] = 5
    assert x[0] == 1


def test_from_numpy(backend):
    x = np.array([[1.0, 2.0]], "f4")
    with using_backend(backend.name):
        check(math.from_numpy(x, unit=Unit("mV")), backend, x, "mV")
        check(math.from_numpy(x), backend, x)
        check(math.from_numpy(x[0, 0]), backend, x[0, 0])
    with pytest.raises(TypeError, match="from_numpy takes an array of numpy, got list"):
        math.from_numpy([1.0])


class Exported:
    """An object with DLPack and nothing else."""

    def __init__(self, x):
        self.x = x

    def __dlpack__(self, **options):
        return self.x.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.x.__dlpack_device__()


def test_from_dlpack(backend):
    x = np.array([1.0, 2.0], "f4")
    with using_backend(backend.name):
        check(math.from_dlpack(array(backend, x), unit=Unit("mV")), backend, x, "mV")
        check(math.from_dlpack(x), backend, x)
        check(math.from_dlpack(Exported(x)), backend, x)


@pytest.mark.parametrize("endpoint", [True, False])
def test_logspace(backend, endpoint):
    with using_backend(backend.name):
        for args, options in [((0, 3, 4), {}), ((1.0, -1, 5), {"base": 2.0}), ((0, 2), {})]:
            expected = np.logspace(*args, endpoint=endpoint, **options)
            found = math.logspace(*args, endpoint=endpoint, **options)
            check(found, backend, expected, rtol=1e-5, dtype=False)
        check(
            math.logspace(0, 2, 3, endpoint, dtype="float32"),
            backend,
            np.logspace(0, 2, 3, endpoint, dtype="f4"),
        )
        percent = Quantity(100.0, "percent")
        check(math.logspace(percent, 2 * percent, 3), backend, np.logspace(1, 2, 3), rtol=1e-5, dtype=False)
    low, high = array(backend, 0.0), array(backend, 2.0)
    check(math.logspace(low, high, 5, endpoint), backend, np.logspace(0, 2, 5, endpoint))
    check(math.logspace(0, 2, 5, endpoint, array(backend, 2.0)), backend, np.logspace(0, 2, 5, endpoint, 2.0))
    for bad in ((Quantity(1, "m"), 2), (1, Quantity(2, "m"))):
        with pytest.raises(TypeError, match=r"^logspace: st.* takes no unit, got one in m"):
            math.logspace(*bad)


@pytest.mark.parametrize("endpoint", [True, False])
def test_geomspace(backend, endpoint):
    expected = np.geomspace(1, 1000, 4, endpoint)
    with using_backend(backend.name):
        found = math.geomspace(Quantity(1, "m"), Quantity(1, "km"), 4, endpoint)
        check(found, backend, expected, "m", rtol=1e-5, dtype=False)
        check(math.geomspace(-1, -1000.0, 4, endpoint), backend, -expected, rtol=1e-5, dtype=False)
    low, high = quantity(backend, 1.0, "m", "f4"), quantity(backend, 1.0, "km", "f4")
    check(math.geomspace(low, high, 4, endpoint), backend, expected.astype("f4"), "m")
    check(math.geomspace(low, high, 4, endpoint, "float64"), backend, expected, "m", rtol=1e-5)
    with pytest.raises(UnitMismatchError, match=r"^geomspace: "):
        math.geomspace(low, quantity(backend, 1.0, "s"))
    with pytest.raises(ValueError, match="no multiple leads from zero"):
        math.geomspace(0, high)


def test_bounds_of_several_values(backend):
    low, high = np.array([1.0, 2.0]), np.array([100.0, 3.0])
    q, r = quantity(backend, low, "m"), quantity(backend, high, "m")
    check(math.linspace(q, r, 5), backend, np.linspace(low, high, 5), "m")
    check(math.geomspace(q, r, 5), backend, np.geomspace(low, high, 5), "m")
    check(math.logspace(q.mantissa, 3, 5), backend, np.logspace(low, 3, 5))


@pytest.mark.parametrize("options", [{}, {"N": 2}, {"N": 5, "increasing": True}, {"N": 0}])
def test_vander(backend, options):
    # numpy makes float64 and int64 of what is smaller; here the dtype stays.
    x = np.array([1.0, -2.0, 0.0], "f4")
    expected = np.vander(x, **options).astype("f4")
    check(math.vander(array(backend, x), **options), backend, expected)
    check(math.vander(quantity(backend, x * 100, "percent"), **options), backend, expected)
    check(math.vander(array(backend, x), unit=Unit("mV"), **options), backend, expected, "mV")
    check(math.vander(array(backend, x.astype("i4")), **options), backend, expected.astype("i4"))


def test_vander_refuses(backend):
    with pytest.raises(TypeError, match=r"^vander"):
        math.vander(quantity(backend, [1.0], "m"))
    with pytest.raises(ValueError, match="takes a vector"):
        math.vander(array(backend, [[1.0]]))
    with pytest.raises(TypeError, match=r"unit must be a Unit or a text.*got int"):
        math.vander(array(backend, [1.0]), unit=3)


def test_made_under_jit():
    jax = pytest.importorskip("jax")
    backend = get_backend("jax")
    q = quantity(backend, [1.0, 2.0], "m", "f4")
    made = jax.jit(lambda q: (math.array([q, q.to("km")]), math.vander(q / q), math.empty_like(q)))(q)
    check(made[0], backend, np.array([[1, 2], [1, 2]], "f4"), "m")
    check(made[1], backend, np.ones((2, 2), "f4"))
    assert made[2].shape == (2,)

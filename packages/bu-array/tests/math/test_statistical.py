"""Sums, means and extremes, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend, using_backend
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(1)
X = RNG.normal(size=(2, 3, 4)).round(3)
MASK = np.arange(24).reshape(2, 3, 4) % 5 != 0
AXES = [None, 0, -1, (0, 2)]

KEPT = [
    ("sum", np.sum, "mV"),
    ("mean", np.mean, "mV"),
    ("std", np.std, "mV"),
    ("var", np.var, "mV^2"),
    ("max", np.max, "mV"),
    ("min", np.min, "mV"),
    ("ptp", np.ptp, "mV"),
]
ids = [row[0] for row in KEPT]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, unit", KEPT, ids=ids)
def test_reduction(backend, name, reference, unit, dtype):
    function, x = getattr(math, name), X.astype(dtype)
    q = quantity(backend, x, "mV")
    close = {"atol": 1e-6 if dtype == "float32" else 1e-14}
    for axis in AXES:
        for keepdims in (False, True):
            expected = np.asarray(reference(x, axis=axis, keepdims=keepdims))
            check(function(q, axis=axis, keepdims=keepdims), backend, expected, unit, **close)
    check(function(q), backend, np.asarray(reference(x)), unit, **close)
    check(getattr(q, name)(), backend, np.asarray(reference(x)), unit, **close)
    check(function(q, 1), backend, reference(x, 1), unit, **close)
    check(function(q.mantissa, axis=0), backend, reference(x, axis=0), **close)
    number = quantity(backend, x[0, 0, 0], "mV")
    check(function(number), backend, np.asarray(reference(x[0, 0, 0])), unit, **close)


def test_empty(backend):
    q = quantity(backend, np.zeros((0, 3)), "mV")
    check(math.sum(q), backend, 0.0, "mV")
    check(math.sum(q, axis=0), backend, np.zeros(3), "mV")
    check(math.prod(q, axis=0), backend, np.ones(3))
    check(math.cumsum(q, axis=0), backend, np.zeros((0, 3)), "mV")


def test_second_names():
    assert (math.amax, math.amin) == (math.max, math.min)
    assert (math.product, math.cumproduct) == (math.prod, math.cumprod)


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_cumprod(backend, axis):
    x = array(backend, X)
    check(math.cumprod(x, axis), backend, np.cumprod(X, axis), atol=1e-14)
    turns = Quantity(x, "deg")
    check(math.cumprod(turns, axis), backend, np.cumprod(np.deg2rad(X), axis), rtol=1e-9)
    single = X.astype("float32")
    check(math.cumprod(array(backend, single), axis), backend, np.cumprod(single, axis), atol=1e-6)
    for function in (math.cumprod, math.cumulative_prod):
        with pytest.raises(TypeError, match=rf"^{function.__name__} .*mV"):
            function(quantity(backend, X, "mV"), axis=0)


def test_cumulative(backend):
    q = quantity(backend, X, "mV")
    for axis in (0, -1):
        expected = np.cumulative_sum(X, axis=axis)
        check(math.cumulative_sum(q, axis), backend, expected, "mV", atol=1e-14)
        expected = np.cumulative_sum(X, axis=axis, include_initial=True)
        check(math.cumulative_sum(q, axis, include_initial=True), backend, expected, "mV", atol=1e-14)
        expected = np.cumulative_prod(X, axis=axis, include_initial=True)
        found = math.cumulative_prod(q.mantissa, axis=axis, include_initial=True)
        check(found, backend, expected, atol=1e-14)
    one = quantity(backend, 3.0, "mV")  # a number is a vector of one element, as in numpy
    check(math.cumulative_sum(one, 0, include_initial=True), backend, np.array([0.0, 3.0]), "mV")
    check(math.cumulative_prod(one.mantissa, include_initial=True), backend, np.array([1.0, 3.0]))
    expected = np.cumulative_sum(X[0, 0].astype("f4"), dtype="float64")
    row = quantity(backend, X[0, 0], "mV", "float32")
    check(math.cumulative_sum(row, dtype="float64"), backend, expected, "mV", rtol=1e-6)


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_cumsum(backend, axis):
    check(math.cumsum(quantity(backend, X, "mV"), axis), backend, np.cumsum(X, axis), "mV", atol=1e-14)
    check(quantity(backend, X, "mV").cumsum(axis=axis), backend, np.cumsum(X, axis), "mV", atol=1e-14)


@pytest.mark.parametrize("name", ["sum", "mean", "std", "var", "prod"])
def test_where(backend, name):
    q, reference = quantity(backend, X, "mV"), getattr(np, name)
    if name == "prod":
        q = q.mantissa
    unit = {"var": "mV^2", "prod": None}.get(name, "mV")
    for axis in (None, 1):
        expected = np.asarray(reference(X, axis=axis, where=MASK))
        for where in (array(backend, MASK), MASK, MASK.tolist()):
            check(getattr(math, name)(q, axis=axis, where=where), backend, expected, unit, atol=1e-14)
        single = reference(X.astype("f4"), axis=axis, where=MASK)
        short = (
            q.astype("float32") if isinstance(q, Quantity) else backend.xp.astype(q, backend.dtype("float32"))
        )
        check(getattr(math, name)(short, axis=axis, where=MASK), backend, single, unit, atol=1e-6)
    row = MASK[0, :, :1]
    expected = reference(X, axis=(0, 1), where=row)
    check(getattr(math, name)(q, axis=(0, 1), where=array(backend, row)), backend, expected, unit, atol=1e-14)


@pytest.mark.parametrize("name", ["var", "std"])
@pytest.mark.parametrize("where", [None, MASK])
def test_ddof(backend, name, where):
    q = quantity(backend, X, "mV")
    options = {} if where is None else {"where": where}
    expected = getattr(np, name)(X, axis=1, ddof=1, **options)
    options = {} if where is None else {"where": array(backend, where)}
    unit = "mV^2" if name == "var" else "mV"
    check(getattr(math, name)(q, axis=1, ddof=1, **options), backend, expected, unit)


def test_initial_of_another_library():
    """The default computes, as with operands."""
    pytest.importorskip("jax")
    q, volt = quantity(get_backend("numpy"), X, "mV"), quantity(get_backend("jax"), 1.0, "V")
    for name in ("numpy", "jax"):
        with using_backend(name):
            check(
                math.sum(q, initial=volt), get_backend(name), X.sum() + 1000.0, "mV", rtol=1e-5, dtype=False
            )
            check(math.max(q, initial=volt), get_backend(name), 1000.0, "mV", rtol=1e-5, dtype=False)


@pytest.mark.parametrize("name", ["sum", "max", "min"])
def test_initial(backend, name):
    q, function, reference = quantity(backend, X, "mV"), getattr(math, name), getattr(np, name)
    volt = Quantity(2e-3, "V")
    for axis in (None, 1):
        expected = np.asarray(reference(X, axis=axis, initial=2.0))
        check(function(q, axis, initial=volt), backend, expected, "mV")
        check(function(q, axis, initial=quantity(backend, 2e-3, "V")), backend, expected, "mV")
        expected = np.asarray(reference(X, axis=axis, initial=2.0, where=MASK))
        check(function(q, axis, initial=volt, where=array(backend, MASK)), backend, expected, "mV")
        expected = np.asarray(reference(X, axis=axis, initial=0))
        check(function(q, axis, initial=0), backend, expected, "mV", atol=1e-15)
    place = [q, None, None, False, volt] if name == "sum" else [q, None, False, volt]
    check(function(*place), backend, np.asarray(reference(X, initial=2.0)), "mV")
    for wrong in (1.0, Quantity(1.0, "s")):
        with pytest.raises(UnitMismatchError, match=f"^{name}: "):
            function(q, initial=wrong)


@pytest.mark.parametrize("name", ["var", "std"])
def test_correction_is_another_name_of_ddof(backend, name):
    q, unit = quantity(backend, X, "mV"), "mV^2" if name == "var" else "mV"
    expected = getattr(np, name)(X, axis=1, ddof=1)
    check(getattr(math, name)(q, axis=1, correction=1), backend, expected, unit)
    with pytest.raises(TypeError, match="two names of one option"):
        getattr(math, name)(q, ddof=1, correction=1)


@pytest.mark.parametrize("name", ["max", "min"])
def test_extreme_of_what_where_leaves_empty(name):
    with pytest.raises(ValueError, match="needs initial="):
        getattr(math, name)(Quantity(X, "mV"), where=MASK)


@pytest.mark.parametrize("name", ["sum", "mean", "std", "var", "prod", "cumsum"])
def test_dtype(backend, name):
    x = X.astype("float32")
    q = quantity(backend, x, "deg")
    for dtype in ("float64", np.float64, backend.dtype("float64")):
        result = getattr(math, name)(q, axis=0, dtype=dtype)
        expected = getattr(np, name)(x, axis=0, dtype="float64")
        unit = {"var": "deg^2", "prod": "deg^2"}.get(name, "deg")
        if unit == "deg^2":  # no dimension: folded into a plain number
            unit, expected = None, expected * np.deg2rad(1) ** 2
        check(result, backend, expected, unit, rtol=1e-6)


@pytest.mark.parametrize("axis", [*AXES, 1])
def test_prod_raises_the_unit_to_the_number_of_factors(backend, axis):
    q = quantity(backend, X, "m")
    for keepdims in (False, True):
        expected = np.asarray(np.prod(X, axis=axis, keepdims=keepdims))
        count = X.size // expected.size
        check(math.prod(q, axis=axis, keepdims=keepdims), backend, expected, Unit("m") ** count)
    check(math.prod(q.mantissa, axis=axis), backend, np.prod(X, axis=axis))


def test_prod_initial_is_a_pure_number(backend):
    q = quantity(backend, [2.0, 3.0], "m")
    check(math.prod(q, initial=2), backend, 12.0, "m^2")
    check(math.prod(q, initial=Quantity(2.0)), backend, 12.0, "m^2")
    check(math.prod(q, initial=Quantity(180, "deg")), backend, 6 * np.pi, "m^2")
    with pytest.raises(TypeError, match="prod: initial takes no unit, got one in s"):
        math.prod(q, initial=Quantity(2.0, "s"))


@pytest.mark.parametrize("name", ["all", "any"])
def test_truth(backend, name):
    function, reference = getattr(math, name), getattr(np, name)
    where = RNG.random((2, 3, 4)) > 0.5
    for x in (MASK, MASK | True, MASK & False):
        bare = array(backend, x)
        for axis in AXES:
            check(function(bare, axis=axis), backend, np.asarray(reference(x, axis=axis)))
        check(function(bare, axis=0, keepdims=True), backend, reference(x, axis=0, keepdims=True))
        check(function(bare, 1, where=array(backend, where)), backend, reference(x, 1, where=where))
        check(function(Quantity(bare), 1), backend, reference(x, 1))
    check(function(array(backend, X), 1, where=where), backend, reference(X, 1, where=where))
    for x in (X, X * 0, np.array([0.0, 2.0])):  # zero is zero in every unit
        check(function(quantity(backend, x, "mV")), backend, np.asarray(reference(x)))
    with pytest.raises(TypeError, match=rf"^{name} has no meaning for values on the scale degC"):
        function(quantity(backend, X, "degC"))


@pytest.mark.skip_backend(
    "array_api_strict", "ndonnx", reason="their means are of floating-point numbers only"
)
@pytest.mark.parametrize("name", ["mean", "std", "var"])
def test_mean_of_integers_is_no_integer(backend, name):
    q = quantity(backend, [1, 2, 4], "m")
    unit = "m^2" if name == "var" else "m"
    expected = getattr(np, name)([1, 2, 4])
    check(getattr(math, name)(q), backend, expected, unit, rtol=1e-6, dtype=False)
    where = array(backend, [True, True, False])
    expected = getattr(np, name)([1, 2])
    check(getattr(math, name)(q, where=where), backend, expected, unit, rtol=1e-6, dtype=False)


@pytest.mark.parametrize("name", ["sum", "prod", "max", "cumsum"])
def test_integers_stay_integers(backend, name):
    x = np.array([[3, -2], [5, 1]], np.int64)
    unit = "m^2" if name == "prod" else "m"
    check(getattr(math, name)(quantity(backend, x, "m"), axis=0), backend, getattr(np, name)(x, axis=0), unit)


def test_prod_where_counts_the_elements_multiplied(backend):
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    q = quantity(backend, x, "m")
    for where in ([[True, False], [False, True]], [True, False], True):
        mask = np.asarray(where)
        count = int(np.broadcast_to(mask, x.shape).sum())
        check(math.prod(q, where=where), backend, np.prod(x, where=mask), f"m^{count}")
    check(math.prod(q, axis=1, where=np.array([False, True])), backend, [2.0, 4.0], "m")
    with pytest.raises(TypeError, match="between 1 and 2 elements are multiplied"):
        math.prod(q, axis=1, where=np.array([[True, True], [True, False]]))
    mask = array(backend, x > 1.0)
    if backend.lazy:
        with pytest.raises(BackendError, match="depends on how many elements are multiplied"):
            math.prod(q, where=mask)
    else:
        check(math.prod(q, where=mask), backend, 24.0, "m^3")


def test_prod_where_under_jit():
    jax = pytest.importorskip("jax")
    q, mask = Quantity(jax.numpy.ones((2, 2)), "m"), np.array([True, False])
    assert jax.jit(lambda x: math.prod(x, where=mask))(q).unit == Unit("m^2")
    with pytest.raises(BackendError, match="depends on how many elements are multiplied"):
        jax.jit(lambda x, where: math.prod(x, where=where))(q, mask)


def test_prod_over_an_unknown_length():
    da, ndx = pytest.importorskip("dask.array"), pytest.importorskip("ndonnx")
    x = da.arange(6.0, chunks=3)
    argument = ndx.argument(shape=("N",), dtype=ndx.float32)
    for some, library in ((x[x > 2], "dask"), (argument, "ndonnx")):
        for function in (math.prod, math.nanprod):
            with pytest.raises(
                BackendError,
                match=rf"{function.__name__} .* in mV: .* number of elements.*{library}.*\.mantissa",
            ):
                function(Quantity(some, "mV"))
    table = da.ones((4, 3), chunks=2)
    assert math.prod(Quantity(table[table[:, 0] > 0], "m"), axis=1).unit == Unit(
        "m^3"
    )  # this length is known


@pytest.mark.parametrize("name", ["max", "min", "nanmax", "nanmin"])
def test_the_extreme_of_nothing_is_what_it_begins_with(backend, name):
    function, q = getattr(math, name), quantity(backend, np.ones((3, 0), "f4"), "mV")
    check(function(q, axis=1, initial=0.5 * Unit("V")), backend, np.full(3, 500, "f4"), "mV")
    check(function(q, initial=2.0 * Unit("mV"), keepdims=True), backend, np.full((1, 1), 2, "f4"), "mV")
    check(function(q.mantissa, axis=0, initial=1.0), backend, np.ones(0, "f4"))

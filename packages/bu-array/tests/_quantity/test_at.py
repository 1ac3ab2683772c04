"""Updates at an index that leave the original alone, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values
from index_checks import BASIC, index_of

from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_units import Unit, UnitMismatchError

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "f4")
LAZY = pytest.mark.skip_backend("dask", "ndonnx", reason="asked for in test_lazy_libraries_say_so")


def test_setting_by_lists_and_quantities(backend):
    if backend.name in ("ndonnx", "array_api_strict"):
        pytest.skip("the standard sets no elements by position arrays")
    q, expected = quantity(backend, X.copy(), "m"), X.copy()
    q[[0, 1], 0] = Quantity(1, "km")
    q[Quantity(1), 2] = Quantity(7.0, "m")
    expected[[0, 1], 0], expected[1, 2] = 1000, 7
    check(q, backend, expected, "m")


def updated(how, index, by):
    expected = X.copy()
    part = expected[index]
    expected[index] = {
        "set": lambda: by,
        "add": lambda: part + by,
        "subtract": lambda: part - by,
        "multiply": lambda: part * by,
        "divide": lambda: part / by,
        "min": lambda: np.minimum(part, by),
        "max": lambda: np.maximum(part, by),
    }[how]()
    return expected


@pytest.mark.parametrize("index", [*BASIC, X > 2, (slice(None), np.array([2, 0])), [1]], ids=str)
def test_updates(backend, index):
    if backend.lazy and any(
        isinstance(part, (list, np.ndarray)) and np.asarray(part).dtype != bool
        for part in (index if isinstance(index, tuple) else (index,))
    ):
        pytest.skip("asked for in test_lazy_libraries_say_so")
    q = quantity(backend, X, "m")
    at = q.at[index_of(backend, index)]
    amounts = [Quantity(250.0, "cm"), Quantity(2.5, "m")]
    if backend.name == "ndonnx":  # evaluates each node of a graph as it is built
        del amounts[1:]
    for how in ("set", "add", "subtract", "min", "max"):
        expected = updated(how, index, np.float32(2.5))
        for amount in amounts:
            check(getattr(at, how)(amount), backend, expected, "m")
    for how in ("multiply", "divide"):
        check(getattr(at, how)(2.0), backend, updated(how, index, np.float32(2)), "m")
        check(
            getattr(at, how)(Quantity(200.0, "cm") / Unit("m")),
            backend,
            updated(how, index, np.float32(2)),
            "m",
        )
    check(at.mul(2.0), backend, updated("multiply", index, np.float32(2)), "m")
    check(at.div(2.0), backend, updated("divide", index, np.float32(2)), "m")
    check(at.set(0), backend, updated("set", index, 0), "m")
    check(at.apply(lambda x: x * x), backend, updated("multiply", index, X[index]), "m")
    check(at.apply(lambda x: x * 10, lambda unit: Unit("dm")), backend, X, "m")
    check(q, backend, X, "m")


def test_updates_by_arrays(backend):
    q, by = quantity(backend, X, "m"), quantity(backend, [1.0, 2.0, 3.0], "km", "f4")
    expected = X.copy()
    expected[1] += [1000, 2000, 3000]
    check(q.at[1].add(by), backend, expected, "m")
    check(q.at[1].add([Quantity(1.0, "km"), Quantity(2.0, "km"), 3000 * Unit("m")]), backend, expected, "m")
    expected = X.copy()
    expected[:, 1:] = [[1], [2]]
    check(q.at[:, 1:].set(quantity(backend, [[1.0], [2.0]], "m", "f4")), backend, expected, "m")


def test_integers(backend):
    q = quantity(backend, [2, 3, 4], "m", "int32")
    check(q.at[1].add(Quantity(1, "m")), backend, np.array([2, 4, 4], "i4"), "m")
    check(q.at[1].multiply(2), backend, np.array([2, 6, 4], "i4"), "m")
    check(q.at[1].divide(2), backend, np.array([2.0, 1.5, 4.0]), "m", dtype=False)


@LAZY
def test_an_element_met_twice(backend):
    x = np.arange(1.0, 6.0, dtype="f4")
    q, index = quantity(backend, x, "m"), array(backend, np.array([1, 1, 3]))
    by = quantity(backend, [2.0, 3.0, 4.0], "m", "f4")
    check(q.at[index].add(by), backend, x + np.array([0, 5, 0, 4, 0], "f4"), "m")
    check(q.at[index].subtract(by), backend, x - np.array([0, 5, 0, 4, 0], "f4"), "m")
    check(q.at[index].multiply(by / Unit("m")), backend, x * np.array([1, 6, 1, 4, 1], "f4"), "m")
    check(q.at[index].divide(by / Unit("m")), backend, x / np.array([1, 6, 1, 4, 1], "f4"), "m")
    check(q.at[index].max(by), backend, np.array([1, 3, 3, 4, 5], "f4"), "m")
    check(q.at[index].min(by), backend, np.array([1, 2, 3, 4, 5], "f4"), "m")
    check(q.at[index].apply(lambda v: v + 10), backend, x + np.array([0, 20, 0, 10, 0], "f4"), "m")
    pure = Quantity(array(backend, x))
    check(pure.at[index].power(2), backend, x ** np.array([1, 4, 1, 2, 1], "f4"), "1", rtol=1e-5)


@LAZY
@pytest.mark.parametrize("index", [7, -7, np.array([0, 7, -7, -1])], ids=str)
def test_positions_beyond_the_end(backend, index):
    x = np.arange(1.0, 6.0, dtype="f4")
    inside = np.clip(np.where(np.asarray(index) < 0, index + np.int64(5), index), 0, 4)
    beyond = (np.asarray(index) >= 5) | (np.asarray(index) < -5)
    q = quantity(backend, x, "m")
    at = q.at[index_of(backend, index)]
    check(at.get(mode="clip"), backend, x[inside], "m")
    for mode in ("fill", "drop"):
        check(at.get(mode=mode), backend, np.where(beyond, np.float32(np.nan), x[inside]), "m")
        check(
            at.get(mode=mode, fill_value=Quantity(1, "km")),
            backend,
            np.where(beyond, np.float32(1000), x[inside]),
            "m",
        )
    clipped, dropped = x.copy(), x.copy()
    np.add.at(clipped, inside, 1)
    np.add.at(dropped, np.atleast_1d(inside)[~np.atleast_1d(beyond)], 1)
    check(at.add(Quantity(1, "m"), mode="clip"), backend, clipped, "m")
    for mode in ("drop", "fill"):
        check(at.add(Quantity(1, "m"), mode=mode), backend, dropped, "m")
    if backend.mutable:
        for call in (at.get, lambda: at.set(0, mode="promise_in_bounds")):
            with pytest.raises(IndexError):
                call()
    integers = quantity(backend, [1, 2], "m", "int32")
    assert values(integers.at[5].get(mode="fill")) == np.iinfo("int32").min
    with pytest.raises(ValueError, match="mode"):
        at.get(mode="wrong")
    with pytest.raises(ValueError, match="mode"):
        at.set(0, mode="wrong")


@LAZY
def test_modes_of_several_axes(backend):
    q = quantity(backend, X, "m")
    expected = X.copy()
    expected[1, 1:] = 0
    check(q.at[9, 1:].set(0, mode="clip"), backend, expected, "m")
    check(q.at[9, 1:].set(0, mode="drop"), backend, X, "m")
    if backend.name != "torch":  # it takes no negative steps
        check(q.at[9, ::-1].get(mode="clip"), backend, X[1, ::-1], "m")
    check(q.at[..., -9].get(mode="clip"), backend, X[:, 0], "m")
    check(q.at[1:, [0, 5]].get(mode="fill", fill_value=0), backend, np.array([[4, 0]], "f4"), "m")


def test_what_does_not_fit(backend):
    q = quantity(backend, X, "m")
    at = q.at[0, 1]
    for how in (at.set, at.add, at.subtract, at.min, at.max):
        for wrong in (1.0, Quantity(1, "s")):
            with pytest.raises(UnitMismatchError, match=r"^at\."):
                how(wrong)
    for how in (at.multiply, at.divide, at.mul, at.div):
        with pytest.raises(TypeError, match="values takes no unit, got one in m"):
            how(Quantity(1, "m"))
    with pytest.raises(TypeError, match="the elements at the index would have another unit"):
        at.power(2)
    with pytest.raises(UnitMismatchError, match=r"^at\.apply"):
        at.apply(lambda x: x, lambda unit: unit**2)
    check(quantity(backend, [180.0], "deg").at[0].power(2.0), backend, np.array([np.pi**2]), "1")


def test_lazy_libraries_say_so():
    for name in ("dask", "ndonnx"):
        backend = get_backend(name)
        if not backend.usable():
            continue
        q = quantity(backend, X, "m")
        for update in (
            lambda q=q: q.at[[0, 0]].add(Quantity(1, "m")),
            lambda q=q: q.at[7, 0].set(0, mode="drop"),
        ):
            with pytest.raises(BackendError, match=r"not available on the \w+ backend.*(compute|to_numpy)"):
                update()


def test_scatter_methods(backend):
    q = quantity(backend, X, "m")
    m = Unit("m")
    for name, how, by, unit in (
        ("scatter_add", "add", 2.0, m),
        ("scatter_sub", "subtract", 2.0, m),
        ("scatter_mul", "multiply", 2.0, 1),
        ("scatter_div", "divide", 2.0, 1),
        ("scatter_max", "max", 4.0, m),
        ("scatter_min", "min", 4.0, m),
    ):
        check(
            getattr(q, name)((slice(None), 0), by * unit),
            backend,
            updated(how, (slice(None), 0), np.float32(by)),
            "m",
        )


def test_values_on_a_scale(backend):
    q = quantity(backend, [20.0, 25.0], "degC")
    check(q.at[0].set(Quantity(300.0, "K")), backend, [26.85, 25.0], "degC", rtol=1e-12)
    check(q.at[0].max(Quantity(300.0, "K")), backend, [26.85, 25.0], "degC", rtol=1e-12)
    check(q.at[0].get(), backend, 20.0, "degC")
    assert type(q[0]) is type(q)
    for how in ("add", "multiply"):
        with pytest.raises(TypeError, match="no meaning for values on the scale degC"):
            getattr(q.at[0], how)(2.0)


def test_gradients_pass():
    torch = pytest.importorskip("torch")
    x = torch.ones(3, requires_grad=True)
    q = Quantity(x, "m")
    at = q.at[torch.tensor([0, 0, 2])]
    (
        at.add(Quantity(1.0, "m")) * 2 + at.multiply(3.0) + at.set(0) + at.max(Quantity(0.5, "m"))
    ).sum().mantissa.backward()
    assert x.grad.tolist() == [12.0, 5.0, 6.0]


def test_within_jit():
    jax = pytest.importorskip("jax")

    @jax.jit
    def f(q, i):
        return q.at[i].add(Quantity(1.0, "km")).at[[0, 2]].multiply(2)

    result = f(Quantity(jax.numpy.ones(3), "m"), 1)
    assert result.mantissa.tolist() == [2.0, 1001.0, 2.0]


def test_numbers_and_texts():
    assert Quantity(3.0, "m").at[()].set(Quantity(1, "km")).to_numpy().mantissa == 1000
    at = Quantity(np.array([1, 2]), "m").at
    assert repr(at) == 'At(Quantity([1 2], "m"))'
    assert repr(at[0]) == 'AtIndex(0, Quantity([1 2], "m"))'


def test_whole_numbers_are_multiplied_by_whole_ones(backend):
    q = quantity(backend, np.array([1, 2, 3]), "m", "int32")
    check(q.at[2].multiply(2.0), backend, np.array([1, 2, 6], "int32"), "m")
    for how in (
        lambda: q.at[2].multiply(0.5),  # the factor would be written as 0
        lambda: q.at[2].mul(Quantity(50, "percent")),
        lambda: q.scatter_mul(2, 1.5),
        lambda: quantity(backend, np.array([1, 2, 3]), "1", "int32").at[2].power(0.5),
    ):
        with pytest.raises(ValueError, match=r"does not fit .*int32"):
            how()

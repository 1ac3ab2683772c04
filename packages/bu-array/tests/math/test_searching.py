"""Selection, order and positions, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import UnitMismatchError

X = np.array([[3.0, -1.0, 2.0, 2.0], [0.5, 7.0, -4.0, 7.0]], np.float32)
MASK = X > 1


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_position(backend, name):
    q, reference = quantity(backend, X, "mV"), getattr(np, name)
    for axis in (None, 0, -1):
        for keepdims in (False, True, None):
            expected = np.asarray(reference(X, axis=axis, keepdims=bool(keepdims)))
            check(getattr(math, name)(q, axis=axis, keepdims=keepdims), backend, expected, dtype=False)
    check(getattr(q, name)(axis=1), backend, reference(X, axis=1), dtype=False)
    check(getattr(math, name)(array(backend, MASK), 1), backend, reference(MASK, 1), dtype=False)


def test_where(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    mask = array(backend, MASK)
    kilo = X * np.float32(1000)
    check(math.where(mask, q, r), backend, np.where(MASK, X, kilo), "m")
    with pytest.raises(TypeError, match="positional-only"):
        math.where(mask, x=q, y=r)
    check(math.where(mask, q, 0), backend, np.where(MASK, X, np.float32(0)), "m")
    check(math.where(mask, 0.0, r), backend, np.where(MASK, np.float32(0), X), "km")
    check(math.where(mask, q, Quantity(1, "km")), backend, np.where(MASK, X, np.float32(1000)), "m")
    check(math.where(Quantity(mask), q, r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(MASK.tolist(), q, r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(True, q, r), backend, X, "m")
    check(math.where(mask, q.mantissa, r.mantissa), backend, X)
    check(math.where(q > r, q, r), backend, np.where(kilo < X, X, kilo), "m")
    for wrong in (Quantity(1.0, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^where: "):
            math.where(mask, q, wrong)
    with pytest.raises(TypeError, match="where: condition takes no unit, got one in m"):
        math.where(q, q, r)
    with pytest.raises(TypeError, match="both x and y, or neither"):
        math.where(mask, q)


def test_where_of_a_condition_alone(backend):
    found = math.where(array(backend, MASK))
    assert isinstance(found, tuple)
    for position, expected in zip(found, np.nonzero(MASK), strict=True):
        np.testing.assert_array_equal(values(position), expected)


SPARSE = np.array([[0.0, 3.0, 0.0], [np.nan, 0.0, -2.0]], np.float32)


@pytest.mark.parametrize("name", ["nonzero", "argwhere", "flatnonzero", "where"])
def test_positions(backend, name):
    function = getattr(math, name)
    x = array(backend, SPARSE)
    x = x if name == "where" else Quantity(x, "mV")
    rows = np.argwhere(SPARSE)
    padding = {2: rows[:2], 5: np.concatenate([rows, np.full((2, 2), -1)])}
    for size in (None, 2, 5):
        expected = rows if size is None else padding[size]
        found = function(x) if size is None else function(x, size=size, fill_value=-1)
        if name == "argwhere":
            check(found, backend, expected, dtype=False)
        elif name == "flatnonzero":
            flat = np.where(expected[:, 0] < 0, -1, expected @ [3, 1])
            check(found, backend, flat, dtype=False)
        else:
            assert isinstance(found, tuple)
            for part, wanted in zip(found, expected.T, strict=True):
                check(part, backend, wanted, dtype=False)


def test_positions_of_an_axis_each(backend):
    rows, columns = math.nonzero(array(backend, SPARSE), size=4, fill_value=(2, 3))
    check(rows, backend, [0, 1, 1, 2], dtype=False)
    check(columns, backend, [1, 0, 2, 3], dtype=False)
    check(math.flatnonzero(array(backend, SPARSE), size=4), backend, [1, 3, 5, 0], dtype=False)
    check(math.flatnonzero(array(backend, np.zeros(0, "f4")), size=2), backend, [0, 0], dtype=False)
    check(math.argwhere(array(backend, 1.0)), backend, np.zeros((1, 0)), dtype=False)
    with pytest.raises(ValueError, match="a number has no positions"):
        math.nonzero(array(backend, 1.0))
    with pytest.raises(TypeError, match="with the condition alone"):
        math.where(array(backend, MASK), 1.0, 2.0, size=3)


def test_count_nonzero(backend):
    q = quantity(backend, SPARSE, "mV")
    for axis in (None, 0, -1, (0, 1)):
        for keepdims in (None, True):
            expected = np.count_nonzero(SPARSE, axis=axis, keepdims=bool(keepdims))
            check(math.count_nonzero(q, axis, keepdims), backend, expected, dtype=False)
    check(math.count_nonzero(array(backend, MASK)), backend, MASK.sum(), dtype=False)


@pytest.mark.parametrize("name", ["nanargmax", "nanargmin"])
def test_position_of_a_number(backend, name):
    reference = getattr(np, name)
    x = np.array([[np.nan, 1.0, -2.0], [3.0, np.nan, np.inf]], np.float32)
    q = quantity(backend, x, "mV")
    for axis in (None, 0, 1):
        for keepdims in (False, True):
            expected = reference(x, axis, keepdims=keepdims)
            check(getattr(math, name)(q, axis, keepdims), backend, expected, dtype=False)
    integers = np.array([3, 9, 1], np.int32)
    check(getattr(math, name)(quantity(backend, integers, "m")), backend, reference(integers), dtype=False)
    nothing = quantity(backend, [[np.nan, np.nan], [1.0, 2.0]], "m")
    if backend.lazy:
        assert values(getattr(math, name)(nothing, 1))[0] == -1
    else:
        with pytest.raises(ValueError, match=f"{name}: All-NaN slice"):
            getattr(math, name)(nothing, 1)


EDGES = np.array([0.0, 1.0, 2.5, 4.0], np.float32)
POINTS = np.array([[-1.0, 0.0, 1.0], [2.0, 4.0, 5.0]], np.float32)


def test_searchsorted(backend):
    a, v = quantity(backend, EDGES, "m"), quantity(backend, POINTS / 1000, "km")
    for side in ("left", "right"):
        expected = np.searchsorted(EDGES, POINTS, side)
        check(math.searchsorted(a, v, side), backend, expected, dtype=False)
        check(math.searchsorted(a, v, side=side, method="sort"), backend, expected, dtype=False)
        check(math.searchsorted(a, Quantity(1.0, "m"), side), backend, expected[0, 2], dtype=False)
        check(math.searchsorted(a.mantissa, v.mantissa * 1000, side), backend, expected, dtype=False)
    shuffled = quantity(backend, EDGES[[2, 0, 3, 1]], "m")
    order = array(backend, [1, 3, 0, 2])
    expected = np.searchsorted(EDGES, POINTS)
    check(math.searchsorted(shuffled, v, sorter=order), backend, expected, dtype=False)
    check(math.searchsorted(shuffled, v, sorter=[1, 3, 0, 2]), backend, expected, dtype=False)
    check(math.searchsorted(a, 0), backend, 0, dtype=False)
    with pytest.raises(UnitMismatchError, match=r"^searchsorted: .*m and s"):
        math.searchsorted(a, Quantity(1.0, "s"))
    with pytest.raises(ValueError, match="side must be"):
        math.searchsorted(a, v, "middle")
    with pytest.raises(ValueError, match="method must be one of"):
        math.searchsorted(a, v, method="guess")
    with pytest.raises(ValueError, match="a must be a vector"):
        math.searchsorted(v, v)


def test_digitize(backend):
    x = quantity(backend, POINTS * 1000, "m")
    for edges in (EDGES, EDGES[::-1].copy(), EDGES[:1]):
        bins = quantity(backend, edges, "km")
        for right in (False, True):
            check(math.digitize(x, bins, right), backend, np.digitize(POINTS, edges, right), dtype=False)
    with pytest.raises(UnitMismatchError, match=r"^digitize: "):
        math.digitize(x, quantity(backend, EDGES, "s"))
    with pytest.raises(ValueError, match="bins must be a vector"):
        math.digitize(x, x)


def test_celsius(backend):
    q, edges = quantity(backend, POINTS, "degC"), quantity(backend, EDGES, "degC")
    check(math.digitize(q, edges), backend, np.digitize(POINTS, EDGES), dtype=False)
    check(math.searchsorted(edges, q), backend, np.searchsorted(EDGES, POINTS), dtype=False)
    check(math.argmax(q), backend, 5, dtype=False)
    check(math.select([array(backend, POINTS > 1)], [q], q), backend, POINTS, "degC")


def test_select(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    masks = [array(backend, X > 4), array(backend, X > 1)]
    kilo = X * np.float32(1000)
    check(math.select(masks, [q, r]), backend, np.select([X > 4, X > 1], [X, kilo]), "m")
    one = np.select([X > 4, X > 1], [X, kilo], np.float32(1000))
    check(math.select(masks, [q, r], Quantity(1, "km")), backend, one, "m")
    check(math.select(masks, (0, q), default=r), backend, np.select([X > 4, X > 1], [0 * X, X], kilo), "m")
    check(math.select(masks, [q.mantissa, q.mantissa]), backend, np.select([X > 4, X > 1], [X, X]))
    check(math.select([(X > 4).tolist()], [q]), backend, np.select([X > 4], [X]), "m")
    for wrong in (Quantity(1.0, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^select: argument 'default': "):
            math.select(masks, [q, r], wrong)
    with pytest.raises(UnitMismatchError, match=r"^select: argument 'choicelist': .*m and s"):
        math.select(masks, [q, quantity(backend, X, "s")])
    with pytest.raises(TypeError, match="condlist takes no unit"):
        math.select([q], [q])
    with pytest.raises(ValueError, match="a condition for each choice, got 2 and 1"):
        math.select(masks, [q])


def test_choose(backend):
    q, r = quantity(backend, X[0], "m"), quantity(backend, X[1], "km")
    index = np.array([[0, 1, 1, 0], [1, 0, 3, -1]])
    both = [X[0], X[1] * np.float32(1000)]
    for mode in ("wrap", "clip"):
        expected = np.choose(index, both, mode=mode)
        check(math.choose(array(backend, index), [q, r], mode), backend, expected, "m")
        check(math.choose(index.tolist(), [q.mantissa], mode), backend, np.choose(index, [X[0]], mode=mode))
    if backend.lazy:
        with pytest.raises(BackendError, match="pass mode='clip' or mode='wrap'"):
            math.choose(array(backend, index), [q, r])
    else:
        check(math.choose(index[0].tolist(), [q, r]), backend, np.choose(index[0], both), "m")
        with pytest.raises(IndexError, match="choose: an index is out of bounds"):
            math.choose(index[1].tolist(), [q, r])
        with pytest.raises(IndexError, match="choose: an index is out of bounds"):
            math.choose([0, 1, 0, -1], [q, r])
    with pytest.raises(UnitMismatchError, match=r"^choose: argument 'choices': .*m and s"):
        math.choose([0], [q, quantity(backend, X[0], "s")], "clip")
    with pytest.raises(ValueError, match="mode must be"):
        math.choose([0], [q], "fill")


def test_piecewise(backend):
    x = np.array([-2.0, 0.0, 3.0, 1.0], np.float32)
    q, conditions = (
        quantity(backend, x, "m"),
        [array(backend, x < 0), array(backend, x >= 0), array(backend, x > 2)],
    )
    expected = np.piecewise(x, [x < 0, x >= 0, x > 2], [lambda v: -v, lambda v: 2 * v, 1000])
    found = math.piecewise(q, conditions, [lambda v: -v, lambda v, by=2: by * v, Quantity(1.0, "km")])
    check(found, backend, expected / 1000, "km", rtol=1e-6)
    found = math.piecewise(q, conditions[0], [lambda v, by: by * v, 0], by=3)
    check(found, backend, np.where(x < 0, 3 * x, np.float32(0)), "m")
    check(math.piecewise(q, conditions[2:], [lambda v: v * v]), backend, np.where(x > 2, x * x, x * 0), "m^2")
    with pytest.raises(UnitMismatchError, match=r"^select: .*m\^2 and m"):
        math.piecewise(q, conditions[:2], [lambda v: v, lambda v: v * v])
    with pytest.raises(ValueError, match="a function for each condition"):
        math.piecewise(q, conditions, [0])


def test_under_jit():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray(SPARSE), "mV")

    @jax.jit
    def f(q):
        return math.flatnonzero(q, size=4), math.nanargmax(q * np.nan), math.searchsorted(q[0], q[1])

    positions, nothing, _ = f(q)
    assert positions.tolist() == [1, 3, 5, 0]
    assert nothing == -1
    with pytest.raises(jax.errors.ConcretizationTypeError):
        jax.jit(math.flatnonzero)(q)


def test_numbers_beside_unsigned_ones(backend):
    few, wide = np.array([1, 2], "u1"), np.array([3, 4], "i4")
    conditions = [array(backend, [True, False]), array(backend, [False, False])]
    found = math.select(conditions, [array(backend, few), array(backend, wide)], default=-1)
    check(found, backend, np.array([1, -1], "i4"))

"""How declared functions take their arguments, and what a call costs."""

import inspect
from importlib import import_module

import numpy as np
import pytest
from array_checks import array, check, quantity, unlisted

from bu_array import Quantity, math
from bu_array.core.rules import keep, pure, same
from bu_array.declare.arrays import DECLARED, binary, powered, pure_unary, shaped, unary
from bu_array.declare.creation import creation, liked
from bu_array.declare.several import aligned
from bu_dispatch import using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

for name in ("bu_array.fft", "bu_array.linalg"):
    import_module(name)  # declares functions, whoever else imports it or does not

X = np.array([1.0, 2.0, 4.0])


class Counting(np.ndarray):
    """A numpy array that writes down which operations are done on it."""

    log: list

    def __array_finalize__(self, source):
        self.log = getattr(source, "log", [])

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        self.log.append(ufunc.__name__)
        bare = [x.view(np.ndarray) if isinstance(x, Counting) else x for x in inputs]
        result = getattr(ufunc, method)(*bare, **kwargs)
        if isinstance(result, np.ndarray):
            result = result.view(Counting)
            result.log = self.log
        return result


def counted(log, data=X):
    x = np.array(data).view(Counting)
    x.log = log
    return x


@pytest.mark.parametrize(
    "function, operation",
    [(math.add, "add"), (lambda x, y: x + y, "add"), (math.less, "less"), (lambda x, y: x < y, "less")],
)
def test_one_multiply_and_only_where_units_differ(function, operation):
    for _ in range(3):  # the long way, then the short one
        log = []
        q, r, k = Quantity(counted(log), "m"), Quantity(counted(log), "m"), Quantity(counted(log), "km")
        function(q, r)
        assert log == [operation]
        log.clear()
        function(q, k)
        assert sorted(log) == sorted([operation, "multiply"])


@pytest.mark.parametrize(
    "function, operation",
    [
        (math.multiply, "multiply"),
        (lambda x, y: x * y, "multiply"),
        (math.divide, "divide"),
        (lambda x, y: x / y, "divide"),
    ],
)
def test_products_scale_nothing_unless_the_dimension_cancels(function, operation):
    for _ in range(3):
        log = []
        function(Quantity(counted(log), "m"), Quantity(counted(log), "s"))
        function(Quantity(counted(log), "m"), 2)
        assert log == [operation, operation]
    log = []
    Quantity(counted(log), "km") / Quantity(counted(log), "m")
    assert log == ["divide", "multiply"]


def test_nothing_is_copied_on_the_way_in():
    x = np.array([1.0, 2.0])
    assert Quantity(x, "m").mantissa is x
    assert (x * Unit("m")).mantissa is x
    assert math.reshape(Quantity(x, "m"), (2, 1)).mantissa.base is x


def test_nothing_is_formatted_on_the_happy_path(monkeypatch):
    shown = []
    for cls in (Quantity, Unit):
        for name in ("__repr__", "__str__", "__format__"):
            original = getattr(cls, name)

            def spy(self, *args, original=original, name=name):
                shown.append(name)
                return original(self, *args)

            monkeypatch.setattr(cls, name, spy)
    q, k = Quantity(X, "m"), Quantity(X, "km")
    for left, right in ((q, q), (q, k), (k, q)):
        left + right
        math.add(left, right)
        left < right
    q * k / q
    math.mean(q)
    math.clip(q, 0, k)
    assert shown == []
    str(q)
    assert shown


with unlisted():

    @unary(keep, "start")
    def example(xp, x, start=None, *, scale=1):
        """A function to call in every way."""
        return x * scale if start is None else x * scale + start

    @binary(same)
    def both(xp, x, y, flag=False):
        """Two arrays."""
        return y if flag else x


def test_positional_and_keyword_arguments(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    check(example(q), backend, X, "m")
    check(example(x=q), backend, X, "m")
    check(example(q, scale=2.0), backend, X * 2, "m")
    check(example(q, Quantity(1.0, "km")), backend, X + 1000, "m")
    check(example(x=q, start=Quantity(1.0, "km")), backend, X + 1000, "m")
    check(example(q, start=quantity(backend, 1.0, "km")), backend, X + 1000, "m")
    for _ in range(2):
        check(both(q, r), backend, X, "m")
        check(both(q, y=r), backend, X, "m")
        check(both(y=r, x=q), backend, X, "m")
        check(both(q, r, True), backend, X * 1000, "m")
        check(both(q, r, flag=True), backend, X * 1000, "m")
    check(math.add(x=q, y=r), backend, X * 1001, "m")
    check(math.power(x=q, y=2), backend, X**2, "m^2")
    check(math.exp(x=q.mantissa), backend, np.exp(X))
    check(math.exp(x=q, unit_to_scale=Unit("m")), backend, np.exp(X))


WRONG = [
    (lambda q: math.sqrt(), "'x'"),
    (lambda q: math.sqrt(q, 1), "positional"),
    (lambda q: math.sqrt(q, bogus=1), "bogus"),
    (lambda q: math.sqrt(q, x=q), "x"),
    (lambda q: math.add(q), "'y'"),
    (lambda q: math.add(y=q), "'x'"),
    (lambda q: math.add(q, q, bogus=1), "bogus"),
    (lambda q: math.add(q, q, q), "positional"),
    (lambda q: math.power(q), "'y'"),
    (lambda q: math.power(q, 2, bogus=1), "bogus"),
    (lambda q: math.sum(), "'x'"),
    (lambda q: math.sum(q, bogus=1), "bogus"),
    (lambda q: math.mean(q, None, None, False, None), "positional"),
    (lambda q: math.prod(), "'x'"),
    (lambda q: math.prod(q, bogus=1), "bogus"),
    (lambda q: math.clip(), "'a'"),
    (lambda q: math.clip(q, bogus=1), "bogus"),
    (lambda q: math.clip(q, a=q), "'a'"),
    (lambda q: math.clip(q, q, q, q), "positional"),
    (lambda q: math.where(), "'condition'"),
    (lambda q: math.concatenate(), "'arrays'"),
    (lambda q: math.isclose(q), "'y'"),
    (lambda q: math.full((2,)), "'fill_value'"),
    (lambda q: math.zeros(), "'shape'"),
    (lambda q: math.zeros(3, bogus=1), "bogus"),
    (lambda q: math.zeros(3, None, UNITLESS, 3), "positional"),
    (lambda q: math.zeros_like(), "'a'"),
    (lambda q: math.zeros_like(q, a=q), "'a'"),
    (lambda q: math.zeros_like(q, bogus=1), "bogus"),
    (lambda q: math.exp(), "'x'"),
]


@pytest.mark.parametrize("call, culprit", WRONG)
def test_wrong_arguments(call, culprit):
    q = Quantity(X, "m")
    for _ in range(2):  # the long way, then the short one
        with pytest.raises(TypeError, match=culprit):
            call(q)
        if "sqrt" in str(culprit):
            math.sqrt(q)


def test_signature():
    assert str(inspect.signature(example)) == "(x, start=None, *, scale=1)"
    assert list(inspect.signature(math.clip).parameters) == ["a", "min", "max", "a_min", "a_max"]
    assert list(inspect.signature(math.zeros).parameters) == ["shape", "dtype", "unit", "device"]
    assert list(inspect.signature(math.exp).parameters) == ["x", "unit_to_scale"]


@pytest.mark.parametrize(
    "row", [row for row in DECLARED if row.module.startswith("bu_array.")], ids=lambda row: row.name
)
def test_every_declaration(row):
    assert row.function.__name__ == row.name
    assert row.function.__module__ == row.module
    assert row.function.__doc__.strip()
    assert row.rule
    parameters = inspect.signature(row.function).parameters
    assert "xp" not in parameters or row.name == "interp"  # numpy's name of the points
    # einops has a keyword for each axis of its patterns.
    kinds = {p.kind for p in parameters.values()}
    assert inspect.Parameter.VAR_KEYWORD not in kinds or row.module.endswith(".einops")


def test_declarations_are_the_public_functions():
    functions = {name: getattr(math, name) for name in math.__all__}
    public = {name for name, f in functions.items() if callable(f) and not isinstance(f, type)}
    declared = {row.name for row in DECLARED if row.module.startswith("bu_array.math")}
    aliases = {name for name in public if getattr(math, name).__name__ != name}
    # Functions of no array, of a tree of them, and of functions.
    others = {"set_exprel_order", "broadcast_shapes", "can_cast", "isdtype", "issubdtype", "finfo", "iinfo"}
    others |= {
        "result_type",
        "get_promote_dtypes",
        "isscalar",
        "tree_zeros_like",
        "tree_ones_like",
        "piecewise",
    }
    assert public - declared - aliases <= others
    assert declared <= public


SAME_OUTCOME = [
    (lambda x: math.add(x, x), X + X),
    (lambda x: math.sqrt(x), np.sqrt(X)),
    (lambda x: math.sum(x), np.asarray(X.sum())),
    (lambda x: math.clip(x, 0, x), X),
    (lambda x: math.power(x, 2), X**2),
    (lambda x: math.prod(x), np.asarray(X.prod())),
    (lambda x: math.ones_like(x), np.ones(3)),
    (lambda x: math.maximum(x, 0), X),
]


@pytest.mark.parametrize("call, expected", SAME_OUTCOME)
def test_plain_arrays_and_lists(backend, call, expected):
    bare = array(backend, X)
    for _ in range(2):
        check(call(bare), backend, expected)
    with using_backend(backend.name):
        check(call(X.tolist()), backend, expected, dtype=False, rtol=1e-6)
        listed = [Quantity(float(value), "m") for value in X]
        result = call(listed)
        assert result.backend == backend.name
        assert result.unit.dim is not UNITLESS.dim


def test_numbers_and_units():
    assert math.sqrt(4.0) == 2.0
    assert not isinstance(math.sqrt(4.0), Quantity)
    assert math.sqrt(Quantity(4.0, "m^2")).unit is Unit("m")
    assert math.sqrt(Unit("m^2")).unit is Unit("m")
    assert math.maximum(3, Quantity(2)).unit is UNITLESS


def test_a_list_takes_the_library_and_precision_of_what_stands_beside_it(backend):
    q = quantity(backend, [1.0, 2.0], "m")
    kilometres = [Quantity(0.1, "km"), Quantity(0.2, "km")]
    expected = np.array([1.0, 2.0]) + np.array([0.1, 0.2]) * 1000
    check(math.add(q, kilometres), backend, expected, "m")
    check(math.add(kilometres, q), backend, expected / 1000, "km")
    check(q + kilometres, backend, expected, "m")
    check(kilometres + q, backend, expected / 1000, "km")
    check(q * [0.1, 0.2], backend, np.array([1.0, 2.0]) * [0.1, 0.2], "m")
    check([0.1, 0.2] * q, backend, np.array([1.0, 2.0]) * [0.1, 0.2], "m")
    check(math.where(array(backend, [True, False]), q, kilometres), backend, [1.0, 200.0], "m")
    limits = [Quantity(1.5, "m"), Quantity(150, "cm")]
    check(math.clip(q, [0, 0], limits), backend, [1.0, 1.5], "m")
    single = quantity(backend, [1.0, 2.0], "m", "float32")
    check(single * [0.1, 0.2], backend, np.array([0.1, 0.4], "f4"), "m")
    with pytest.raises(UnitMismatchError, match=r"^add: "):
        math.add(q, [1.0, 2.0])


def test_rules_are_asked_once(monkeypatch):
    asked = []
    rule = type(same)(lambda *units: asked.append(units) or same.of(*units), same.refuse)

    with unlisted():

        @binary(rule)
        def once(xp, x, y):
            return x + y

    for _ in range(3):
        once(Quantity(X, "m"), Quantity(X, "km"))
    assert len(asked) == 1


def test_every_decorator_registers():
    def body(xp, x, y=None):
        """A body."""

    for decorator, kind in [
        (unary(keep), "unary"),
        (pure_unary, "unary"),
        (binary(same), "binary"),
        (powered, "powered"),
        (shaped(lambda unit, x: (unit, None)), "shaped"),
        (aligned("x"), "aligned"),
        (creation, "creation"),
        (liked(), "liked"),
    ]:
        with unlisted() as rows:
            function = decorator(body)
        (row,) = rows
        assert (row.name, row.kind, row.function) == ("body", kind, function)
        assert function.__doc__ == "A body."
        assert row not in DECLARED
    assert pure.__name__ == "pure"

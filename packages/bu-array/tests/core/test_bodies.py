"""Which library computes a declared function."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_array.core.bodies import Bodies, Requirement, require
from bu_dispatch import BackendError, get_backend, using_backend

X, Y = np.array([1.0, 2.0]), np.array([3.0, 4.0])

CALLS = [
    (lambda q, r: math.add(q, r), X + Y, "m"),
    (lambda q, r: math.multiply(q, r), X * Y, "m^2"),
    (lambda q, r: math.less(q, r), X < Y, None),
    (lambda q, r: math.clip(q, None, r), X, "m"),
    (lambda q, r: math.concatenate([q, r]), np.concatenate([X, Y]), "m"),
    (lambda q, r: math.where(r > Quantity(3, "m"), q, r), np.where(Y > 3, X, Y), "m"),
    (lambda q, r: math.dot(q, r), X @ Y, "m^2"),
    (lambda q, r: math.isclose(q, r), [False, False], None),
]


@pytest.mark.parametrize("call, expected, unit", CALLS)
def test_mixed_libraries_obey_the_default(backend, call, expected, unit):
    other = get_backend("array_api_strict") if backend.name == "numpy" else get_backend("numpy")
    pytest.importorskip(other.module)
    q, r = quantity(backend, X, "m"), quantity(other, Y, "m")
    for _ in range(2):
        with using_backend(backend.name):
            check(call(q, r), backend, expected, unit)
        if backend.lazy:
            with using_backend(other.name), pytest.raises(BackendError, match="using_backend"):
                call(q, r)
        else:
            with using_backend(other.name):
                check(call(q, r), other, expected, unit)


def test_one_library_computes_whatever_the_default(backend):
    with using_backend("numpy"):
        q = quantity(backend, X, "m")
        check(math.add(q, q), backend, X + X, "m")
        check(math.sqrt(math.square(q)), backend, X, "m")
        check(math.maximum(q, Quantity(2.0, "m")), backend, [2.0, 2.0], "m")


def test_numbers_go_to_the_default(backend):
    with using_backend(backend.name):
        check(math.sqrt(Quantity(4.0, "m^2")), backend, 2.0, "m", dtype=False)
        check(math.exp(0.0), backend, 1.0, dtype=False)
        check(math.add(1.0, 2.0), backend, 3.0, dtype=False)


def test_the_body_is_bound_once_for_a_type():
    bodies = Bodies(lambda xp, x: xp)
    x = np.ones(2)
    first, _ = bodies.ready(x, x)
    second, same = bodies.ready(x, x)
    assert first is second is bodies.bound[np.ndarray]
    assert same is x
    assert first(x) is get_backend("numpy").xp
    third, _ = bodies.ready_for((x, 1.0), (x, 1.0))
    assert third(x) is get_backend("numpy").xp


def test_a_function_that_the_library_lacks_says_so(backend):
    x = array(backend, X)
    run, _ = Bodies(lambda xp, x: xp.bogus(x)).ready(x, x)
    with pytest.raises(BackendError) as error:
        run(x)
    text = str(error.value)
    assert text.startswith(f"bogus is not available on the {backend.name} backend ({backend.title} ")
    assert text.endswith(backend.way_out)


def test_requirement(backend):
    needs = Requirement("numpy", "brainunit.somewhere")
    x = array(backend, X)
    if backend.name == "numpy":
        assert require(needs, "f", x) is require(needs, "f", Quantity(x)) is require(needs, "f", 3) is backend
        return
    for value, kind in ((Quantity(x, "m"), "Quantity"), (x, "array")):
        with pytest.raises(BackendError) as error:
            require(needs, "f", value)
        assert str(error.value) == (
            f"brainunit.somewhere.f requires the numpy backend; got {backend.name}-backed {kind}. "
            "Call .to_numpy() on the input first."
        )

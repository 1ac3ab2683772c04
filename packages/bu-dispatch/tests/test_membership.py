"""`is_<name>_array`: made of each record, true for that library's arrays alone, and never raises."""

import pickle

import numpy as np
import pytest

import bu_dispatch
from bu_dispatch import _membership, builtin_backends, get_backend


@pytest.fixture(params=[record.name for record in builtin_backends()])
def asks(request):
    """The function of each built-in record, whether its library is there or not."""
    return getattr(bu_dispatch, f"is_{request.param}_array")


def test_one_library_says_yes(backend):
    x = backend.asarray([1.0, 2.0])
    said = {name for name in _membership.__all__ if getattr(bu_dispatch, name)(x)}
    assert said == {f"is_{backend.name}_array"} & {*_membership.__all__}


class Hostile(type):
    def __hash__(cls):
        raise RuntimeError("no hash")


def test_nothing_else_is_an_array(asks):
    for x in (None, 3, 2.5, "text", [1.0], object(), np.float64(2.0), np.ndarray, Hostile("Odd", (), {})()):
        assert asks(x) is False


def test_it_says_what_it_is(asks):
    name = asks.__name__.removeprefix("is_").removesuffix("_array")
    assert asks.__doc__.startswith(f"Whether `x` is an array of {get_backend(name).title}: ")
    assert pickle.loads(pickle.dumps(asks)) is asks
    assert asks.__name__ in _membership.__all__
    assert asks.__name__ in bu_dispatch.__all__


def test_numpys_scalars_are_named_as_none():
    assert bu_dispatch.is_numpy_array.__doc__.startswith(
        "Whether `x` is an array of NumPy: numpy.ndarray, no numpy.generic."
    )


@pytest.mark.parametrize("name", ["is_other_array", "is__array", "membership", "numpy_array"])
def test_other_names_are_no_functions(name):
    assert not hasattr(bu_dispatch, name)

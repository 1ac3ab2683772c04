"""``q.to_<name>()``: a method for every record of a library, and for those of other packages."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from array_checks import STRICT, check, quantity

from bu_array import Quantity
from bu_array._quantity.libraries import Libraries, conversion_to
from bu_dispatch import builtin_backends, get_backend

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


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


def test_the_library_of_another_package(backend):
    """Its record is found by its name, and nothing is kept on the class, which is everyone's."""
    q = quantity(backend, X, "m")
    if not backend.lazy:
        check(q.to_array_api_strict(dtype="float32"), get_backend(STRICT), X.astype("f4"), "m")
    strict = quantity(get_backend(STRICT), X, "m")
    assert strict.to_array_api_strict() is strict
    assert q.to_array_api_strict.__name__ == "to_array_api_strict"
    built_in = STRICT in [record.name for record in builtin_backends()]
    assert hasattr(Libraries, f"to_{STRICT}") is built_in


def test_a_method_of_a_record():
    method = conversion_to(get_backend("numpy"))
    assert method.__qualname__ == "Quantity.to_numpy"
    assert list(inspect.signature(method).parameters) == ["self", "dtype"]
    assert method(Quantity(1.0, "m"), dtype="float32").dtype == np.float32
    with pytest.raises(TypeError, match=r"to_numpy\(\) got an unexpected option 'device'"):
        method(Quantity(1.0, "m"), device="cpu")

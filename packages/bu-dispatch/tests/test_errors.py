import pickle

import pytest

from bu_dispatch import BackendError, MissingFunctionError


def test_backend_error_is_a_type_error():
    assert issubclass(BackendError, TypeError)


def test_missing_function_is_an_attribute_error_too():
    assert issubclass(MissingFunctionError, BackendError)
    with pytest.raises(AttributeError, match="no such thing"):
        raise MissingFunctionError("no such thing")


@pytest.mark.parametrize("cls", [BackendError, MissingFunctionError])
def test_errors_survive_pickling(cls):
    error = pickle.loads(pickle.dumps(cls("text")))
    assert type(error) is cls
    assert str(error) == "text"

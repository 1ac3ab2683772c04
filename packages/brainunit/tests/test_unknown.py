"""Errors for names that a module has not: the module that has it, or near names; nothing for private ones."""

import pytest

from brainunit._unknown import raise_unknown, unknown

NAMES = ["mean", "median", "sum"]


@pytest.mark.parametrize(
    "name, text",
    [
        ("maen", "module 'brainunit.fft' has no attribute 'maen'; did you mean mean?"),
        ("qqqq", "module 'brainunit.fft' has no attribute 'qqqq'"),
        ("_men", "module 'brainunit.fft' has no attribute '_men'"),
        ("svd", "module 'brainunit.fft' has no attribute 'svd'; brainunit.linalg has it"),
    ],
)
def test_texts(name, text):
    error = unknown("brainunit.fft", name, NAMES)
    assert (str(error), error.name) == (text, name)


def test_a_module_says_so_itself():
    with pytest.raises(AttributeError, match="did you mean median"):
        raise_unknown("brainunit.fft", NAMES)("medain")

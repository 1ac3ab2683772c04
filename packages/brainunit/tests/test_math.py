"""`math` is that of bu_array, with the helpers and the two submodules."""

import pytest

import brainunit as u
import bu_array


def test_math_is_bu_arrays():
    assert u.math.__all__ == bu_array.math.__all__
    for name in u.math.__all__:
        assert getattr(u.math, name) is getattr(bu_array.math, name)


def test_math_has_the_helpers_and_what_is_lazy():
    for name in ("get_unit", "get_mantissa", "is_quantity", "display_in_unit", "get_or_create_dimension"):
        assert getattr(u.math, name) is getattr(u, name)
    assert u.math.fft is u.fft
    assert u.math.linalg is u.linalg
    assert {"fft", "linalg", "get_unit", "float32"} <= set(dir(u.math))
    with pytest.raises(AttributeError, match="no attribute 'volt'"):
        u.math.volt

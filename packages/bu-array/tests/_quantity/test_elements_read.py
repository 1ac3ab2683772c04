"""Elements of forms, read as their dtype has them, or refused at their place."""

import pytest

from bu_array.forms import FormError, from_dict


@pytest.mark.parametrize(
    "form, place",
    [
        ({"value": 1.5, "unit": "m", "dtype": "int64"}, "value"),
        ({"value": [1, 300], "unit": "m", "dtype": "uint8"}, "value[1]"),
        ({"value": [[1.0], [1.0, 2.0]], "unit": "m", "dtype": "float64"}, "value"),
        ({"value": [1.0, None], "unit": "m", "dtype": "int64"}, "value[1]"),
        ({"value": [True, 2], "unit": "m", "dtype": "bool"}, "value[1]"),
        ({"value": {}, "unit": "m", "dtype": "float64"}, "value"),
    ],
)
def test_what_is_none_of_the_dtype(form, place):
    with pytest.raises(FormError) as caught:
        from_dict(form)
    assert str(caught.value).startswith(f"at {place}")


def test_an_error_seen_from_further_up():
    error = FormError(("value", 1), "no number").below(("cells", 0))
    assert str(error) == "at cells[0].value[1]: no number"
    assert error.path == ("cells", 0, "value", 1)

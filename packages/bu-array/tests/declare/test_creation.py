"""Functions that make arrays: of the default backend, or like another; the option `unit`."""

import numpy as np
import pytest
from array_checks import check, quantity, unlisted

from bu_array import Quantity
from bu_array.declare import creation, liked
from bu_dispatch import using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([1.0, 2.0])


with unlisted():

    @creation
    def sevens(xp, shape, dtype=None, unit=UNITLESS):
        """An array of sevens."""
        return xp.full(shape, 7, dtype=dtype)

    @liked()
    def sevens_like(xp, a, dtype=None, unit=None):
        """Sevens in the shape of another array."""
        return xp.full_like(a, 7, dtype=dtype)

    @liked(converts=True)
    def doubled(xp, a, dtype=None, unit=None):
        """The elements of another array, twice."""
        return a * 2 if dtype is None else xp.astype(a * 2, dtype)


# ---------------------------------------------------------------- from no array


def test_the_default_backend_makes_it(backend):
    with using_backend(backend.name):
        check(sevens(2, dtype="float32"), backend, np.full(2, 7, "f4"))
        check(sevens((2, 1), np.float32, Unit("mV")), backend, np.full((2, 1), 7, "f4"), "mV")
        check(sevens(shape=2, unit="mV", dtype=backend.dtype("float64")), backend, [7.0, 7.0], "mV")


def test_the_number_one_is_no_unit():
    for unit in (UNITLESS, "1", None):
        assert not isinstance(sevens(2, unit=unit), Quantity)
    assert sevens(2, unit="percent").unit is Unit("percent")


@pytest.mark.parametrize(
    "unit, error", [(3, TypeError), ("bogus", ValueError), (Quantity(1.0, "m"), TypeError)]
)
def test_what_is_no_unit(unit, error):
    with pytest.raises(error):
        sevens(2, unit=unit)
    with pytest.raises(error):
        sevens_like(X, unit=unit)


# ---------------------------------------------------------------- like another array


def test_like_another(backend):
    q = quantity(backend, X, "m", "float32")
    for _ in range(2):  # the long way, then the short one
        check(sevens_like(q), backend, np.full(2, 7, "f4"), "m")
        check(sevens_like(a=q.mantissa), backend, np.full(2, 7, "f4"))
        check(sevens_like(q, dtype="float64"), backend, [7.0, 7.0], "m")


def test_another_unit_is_attached(backend):
    q = quantity(backend, X, "m")
    check(sevens_like(q, unit="km"), backend, [7.0, 7.0], "km")
    check(sevens_like(q.mantissa, unit="s"), backend, [7.0, 7.0], "s")
    with pytest.raises(UnitMismatchError, match=r"^sevens_like: .*are m and s"):
        sevens_like(q, unit="s")


def test_elements_are_converted_where_they_are_in_the_result(backend):
    q = quantity(backend, X, "km")
    check(doubled(q), backend, 2 * X, "km")
    check(doubled(q, unit="m"), backend, 2000 * X, "m")
    check(doubled(q.mantissa, unit="m"), backend, 2 * X, "m")
    check(doubled(quantity(backend, X, "percent"), unit=UNITLESS), backend, X / 50)
    with pytest.raises(UnitMismatchError, match=r"^doubled: .*are s and km"):
        doubled(q, unit="s")


def test_the_number_one_does_not_take_a_unit_away(backend):
    """`unit=UNITLESS` is what existing programs pass who mean: as the array is."""
    for function, expected in ((sevens_like, [7.0, 7.0]), (doubled, 2 * X)):
        check(function(quantity(backend, X, "m"), unit=UNITLESS), backend, expected, "m")


def test_a_number_is_made_an_array_of_the_default(backend):
    with using_backend(backend.name):
        check(sevens_like(Quantity(1.0, "m")), backend, 7.0, "m", dtype=False)
        check(sevens_like(2.0), backend, 7.0, dtype=False)


def test_wrong_arguments():
    for call in (
        lambda: sevens(),
        lambda: sevens(2, None, UNITLESS, 3),
        lambda: sevens(2, bogus=1),
        lambda: sevens_like(),
        lambda: sevens_like(X, a=X),
        lambda: doubled(array_of=X),
    ):
        with pytest.raises(TypeError):
            call()


def test_how_they_are_listed():
    with unlisted() as rows:
        creation(lambda xp: None)
        liked()(lambda xp, a: None)
    assert [(row.kind, row.rule) for row in rows] == [("creation", "attached"), ("liked", "keep")]

"""Annotations of quantities under the checkers of other libraries: beartype and jaxtyping."""

from typing import Annotated

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.typing import LENGTH, validate_units
from bu_units import DimensionMismatchError, Unit

M, S = Unit("m"), Unit("s")
HINTS = [Quantity["length"], Quantity[M], LENGTH]


@pytest.mark.parametrize("hint", HINTS, ids=repr)
def test_beartype_refuses_what_is_no_quantity(hint):
    beartype = pytest.importorskip("beartype")

    @beartype.beartype
    def same(x: hint) -> hint:
        return x

    q = np.ones(2) * Unit("km")
    assert same(q) is q
    for wrong in (1.0, np.ones(2), "1 m", [q]):
        with pytest.raises(beartype.roar.BeartypeCallHintParamViolation):
            same(wrong)


@pytest.mark.xfail(
    strict=True,
    reason="beartype 0.23 drops what Annotated has beside the type unless all of it is beartype's, "
    "and does not call __beartype_hint__ yet",
)
@pytest.mark.parametrize("hint", HINTS, ids=repr)
def test_beartype_refuses_another_dimension(hint):
    beartype = pytest.importorskip("beartype")

    @beartype.beartype
    def same(x: hint) -> hint:
        return x

    with pytest.raises(beartype.roar.BeartypeCallHintParamViolation):
        same(1.0 * S)


@pytest.mark.parametrize("hint", HINTS, ids=repr)
def test_validate_units_checks_the_dimension_beside_beartype(hint):
    beartype = pytest.importorskip("beartype")

    def same(x: hint) -> hint:
        return x

    for checked in (beartype.beartype(validate_units(same)), validate_units(beartype.beartype(same))):
        assert checked(1.0 * M) == 1.0 * M
        with pytest.raises(DimensionMismatchError):
            checked(1.0 * S)


@pytest.mark.parametrize("hint", HINTS, ids=repr)
def test_a_validator_of_beartype_asks_isinstance(hint):
    beartype = pytest.importorskip("beartype")
    vale = pytest.importorskip("beartype.vale")
    wanted = Annotated[Quantity, vale.Is[lambda q: isinstance(q, hint)]]

    @beartype.beartype
    def same(x: wanted) -> wanted:
        return x

    assert same(1.0 * M) == 1.0 * M
    with pytest.raises(beartype.roar.BeartypeCallHintParamViolation):
        same(1.0 * S)


def test_jaxtyping_checks_shape_and_dtype():
    jaxtyping = pytest.importorskip("jaxtyping")
    beartype = pytest.importorskip("beartype")

    @jaxtyping.jaxtyped(typechecker=beartype.beartype)
    def same(x: jaxtyping.Float[Quantity, "3"]) -> jaxtyping.Float[Quantity, "3"]:
        return x

    q = np.ones(3) * M
    assert same(q) is q
    for wrong in (np.ones(2) * M, np.ones((3, 1)) * M, np.ones(3, int) * M, np.ones(3)):
        with pytest.raises(jaxtyping.TypeCheckError):
            same(wrong)

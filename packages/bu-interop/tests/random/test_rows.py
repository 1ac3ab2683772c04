"""Random quantities: the same numbers as the bare library's, units of samples, and what is refused."""

import inspect

import numpy as np
import pytest
from random_checks import MS, VOLT, in_unit, parameters

from bu_array import Quantity
from bu_interop import random
from bu_interop.random.rows import ROWS
from bu_units import Unit, UnitMismatchError


def options(name):
    return {"size": 4} if "size" in ROWS[name].signature.parameters else {}


@pytest.mark.parametrize("name", ROWS)
def test_numpy_draws_the_same_numbers(name):
    numbers = parameters(name)
    bare = getattr(np.random.default_rng(3), name)(**numbers, **options(name))
    found = getattr(random.default_rng(3), name)(**in_unit(name, numbers, MS, 1.0), **options(name))
    if ROWS[name].result == "one":
        assert not isinstance(found, Quantity)
    else:
        assert found.unit is MS
        found = found.mantissa
    assert np.array_equal(found, bare)
    function = getattr(random, name)
    assert np.array_equal(function(np.random.default_rng(3), **numbers, **options(name)), bare)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.result != "one"])
def test_the_samples_do_not_depend_on_the_unit(name):
    numbers = parameters(name)
    first = getattr(random.default_rng(3), name)(**in_unit(name, numbers, Unit("s"), 1.0), **options(name))
    other = getattr(random.default_rng(3), name)(**in_unit(name, numbers, MS, 1000.0), **options(name))
    assert other.unit is MS
    np.testing.assert_allclose(other.to_decimal("s"), first.mantissa, rtol=1e-12)


@pytest.mark.parametrize("name", ROWS)
def test_signatures_are_numpys(name):
    try:
        own = inspect.signature(getattr(np.random.Generator, name))
    except ValueError:
        pytest.skip("this numpy does not tell")
    found = inspect.signature(getattr(random.Generator, name)).parameters
    left_out = {"out", "check_valid", "tol"} | ({"method"} if name == "standard_exponential" else set())
    wanted = {key: value for key, value in own.parameters.items() if key not in left_out}
    assert [*found] == [*wanted]
    assert all(found[key].kind is wanted[key].kind for key in found)
    told = {key: value.default for key, value in wanted.items() if key not in ("dtype", "method")}
    assert {key: found[key].default for key in told} == told
    assert [*inspect.signature(getattr(random, name)).parameters] == ["source", *[*found][1:]]


def test_units_of_parameters_are_converted():
    rng = random.default_rng(1)
    bare = np.random.default_rng(1)
    assert rng.normal(Quantity(-65.0, "mV"), Quantity(0.002, "V"), 3).tolist() == [
        Quantity(x, "mV") for x in bare.normal(-65.0, 2.0, 3)
    ]
    assert rng.uniform(high=Quantity(2.0, "V")).mantissa == bare.uniform(0.0, 2.0)
    assert rng.normal([Quantity(1.0, "mV"), Quantity(1.0, "V")], Quantity(1.0, "mV")).mantissa.tolist() == [
        *bare.normal([1.0, 1000.0], 1.0)
    ]
    assert rng.multivariate_normal([0.0, 0.0], Quantity(np.eye(2), "mV^2")).unit == Unit("mV")


def test_points():
    bare, rng = np.random.default_rng(1), random.default_rng(1)
    found = rng.normal(Quantity(20.0, "degC"), Quantity(9.0, "delta_degF"))
    assert found.unit is Unit("degC")
    assert found.mantissa == pytest.approx(bare.normal(20.0, 5.0))
    with pytest.raises(TypeError, match="degC"):
        rng.exponential(Quantity(20.0, "degC"))
    with pytest.raises(UnitMismatchError, match=r"random\.normal: scale"):
        rng.normal(Quantity(20.0, "degC"))


def test_shuffle():
    x = np.arange(12.0).reshape(4, 3)
    q = Quantity(x.copy(), "mV")
    assert random.default_rng(2).shuffle(q, axis=1) is None
    np.random.default_rng(2).shuffle(x, axis=1)
    assert np.array_equal(q.mantissa, x)
    with pytest.raises(TypeError, match="in place"):
        random.default_rng(2).shuffle([Quantity(1.0, "mV"), Quantity(2.0, "mV")])


@pytest.mark.parametrize(
    "draw, error, text",
    [
        (lambda r: r.normal(Quantity(1, "mV"), Quantity(1, "s")), UnitMismatchError, "scale must be in mV, got one in s"),
        (lambda r: r.normal(Quantity(1, "mV")), UnitMismatchError, "scale must be in mV, got a plain value"),
        (lambda r: r.normal(3.0, Quantity(1, "mV")), UnitMismatchError, "loc must be in mV, got a plain value"),
        (lambda r: r.uniform(Quantity(1, "mV")), UnitMismatchError, "high must be in mV, got a plain value"),
        (lambda r: r.multivariate_normal(Quantity(np.zeros(2), "mV"), Quantity(np.eye(2), "mV")), UnitMismatchError, "cov"),
        (lambda r: r.poisson(Quantity(1, "s")), TypeError, "lam takes no unit, got one in s"),
        (lambda r: r.normal(size=Quantity(1, "s")), TypeError, "size takes no unit, got one in s"),
        (lambda r: r.normal("x", Quantity(1, "s")), TypeError, "loc must be a number"),
        (lambda r: random.normal(7, Quantity(1, "s")), TypeError, "got int; default_rng"),
        (lambda r: random.normal(np.random, 1.0), TypeError, "got module"),
        (lambda r: random.Generator(7), TypeError, "got int"),
    ],
)  # fmt: skip
def test_what_is_refused(draw, error, text):
    with pytest.raises(error, match=text):
        draw(random.default_rng(0))


def test_a_dimensionless_parameter_is_a_number():
    assert random.default_rng(0).binomial(5, Quantity(30.0, "percent")) == np.random.default_rng(0).binomial(
        5, 0.3
    )


def test_generators():
    rng = random.default_rng(5)
    assert random.normal(rng, Quantity(1.0, "V"), Quantity(1.0, "V")).unit is VOLT
    assert random.default_rng(rng.bare).bare is rng.bare
    assert [type(child) for child in rng.spawn(2)] == [random.Generator] * 2
    assert "PCG64" in repr(rng)

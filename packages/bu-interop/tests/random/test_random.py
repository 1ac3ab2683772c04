"""Random quantities: the same numbers as the bare library's, units of samples, and what is refused."""

import inspect

import numpy as np
import pytest

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_interop import random
from bu_interop.random.rows import ROWS
from bu_units import Unit, UnitMismatchError

MS, VOLT = Unit("ms"), Unit("V")
PURE = {
    "a": 2.5, "b": 1.5, "n": 5, "p": 0.3, "df": 4.0, "alpha": np.array([1.0, 2.0]), "dfnum": 3.0, "dfden": 7.0,
    "ngood": 5, "nbad": 4, "nsample": 3, "pvals": np.array([0.2, 0.8]), "nonc": 1.0, "lam": 3.0, "mu": 0.1,
    "kappa": 2.0, "mean": 0.5, "sigma": 0.4, "shape": 2.0, "low": 2, "high": 9,
}  # fmt: skip
VALUES = {
    "loc": 3.0,
    "scale": 2.0,
    "low": 1.0,
    "high": 5.0,
    "left": 1.0,
    "mode": 2.0,
    "right": 4.0,
    "mean": 1.5,
}
WHOLE = np.array([3.0, 1.0, 2.0, 5.0])


def parameters(name):
    """Return numbers for the parameters of a distribution that have a letter."""
    row = ROWS[name]
    if name == "multivariate_normal":
        return {"mean": np.array([1.0, 2.0]), "cov": np.array([[2.0, 0.5], [0.5, 1.0]])}
    if name in ("choice", "permutation", "permuted"):
        return {next(iter(row.letters)): WHOLE}
    return {key: (PURE if letter == "one" else VALUES)[key] for key, letter in row.letters.items()}


def in_unit(name, numbers, unit, factor):
    """Return the same values as quantities, written with another factor."""
    letters = ROWS[name].letters
    return {
        key: Quantity(value * factor**2, unit**2)
        if letters[key] == "c"
        else Quantity(value * factor, unit)
        if letters[key] in "xd"
        else value
        for key, value in numbers.items()
    }


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


# ---------------------------------------------------------------- jax and torch


OF_JAX = "normal uniform laplace gumbel logistic exponential rayleigh gamma triangular wald".split()
OF_TORCH = "normal uniform laplace gumbel logistic exponential rayleigh triangular".split()
OF_EITHER = (
    "lognormal pareto weibull power poisson binomial geometric standard_normal random integers".split()
)


def of_numpy(name):
    numbers = {**parameters(name), **({"a": 5.0} if name == "pareto" else {})}
    values = getattr(np.random.default_rng(0), name)(**numbers, size=40_000)
    return numbers, values.mean(), values.std()


def compare(name, source):
    numbers, mean, spread = of_numpy(name)
    found = getattr(random, name)(source, **in_unit(name, numbers, MS, 1.0), size=40_000)
    values = np.asarray(found.mantissa if isinstance(found, Quantity) else found)
    assert isinstance(found, Quantity) == (ROWS[name].result != "one")
    assert abs(values.mean() - mean) < 0.05 * spread  # ten of the mean's own deviations
    assert values.std() == pytest.approx(spread, rel=0.15)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*OF_JAX, *OF_EITHER, "beta", "chisquare", "f", "standard_t"])
def test_jax_draws_from_the_same_distribution(name):
    jax = pytest.importorskip("jax")
    compare(name, jax.random.key(1))


@pytest.mark.parametrize("name", [*OF_TORCH, *OF_EITHER])
def test_torch_draws_from_the_same_distribution(name):
    torch = pytest.importorskip("torch")
    compare(name, torch.Generator().manual_seed(1))


def test_jax_draws_as_jax_does():
    jax = pytest.importorskip("jax")
    key = jax.random.key(4)
    found = jax.jit(lambda k: random.normal(k, Quantity(1.0, "V"), Quantity(500.0, "mV"), (3,)))(key)
    assert found.unit is VOLT
    assert np.array_equal(found.mantissa, jax.jit(lambda k: 1.0 + 0.5 * jax.random.normal(k, (3,)))(key))
    q = Quantity(jax.numpy.arange(5.0), "mV")
    assert np.array_equal(random.permutation(key, q).mantissa, jax.random.permutation(key, q.mantissa))
    assert np.array_equal(random.choice(key, q, (2, 2)).mantissa, jax.random.choice(key, q.mantissa, (2, 2)))
    assert random.multivariate_normal(
        key, Quantity(jax.numpy.zeros(2), "V"), Quantity(np.eye(2), "V^2"), 3
    ).shape == (3, 2)
    assert jax.vmap(lambda k: random.exponential(k, Quantity(2.0, "ms")))(jax.random.split(key, 3)).shape == (
        3,
    )
    with pytest.raises(BackendError, match="permutation"):
        random.shuffle(key, q)
    with pytest.raises(BackendError, match="jax has no such distribution"):
        random.zipf(key, 2.0)


def test_torch_draws_as_torch_does():
    torch = pytest.importorskip("torch")

    def source():
        return torch.Generator().manual_seed(3)

    found = random.normal(source(), Quantity(1.0, "V"), Quantity(500.0, "mV"), (3,))
    assert torch.equal(found.mantissa, 1.0 + 0.5 * torch.randn(3, generator=source()))
    q = Quantity(torch.arange(5.0), "mV")
    order = torch.randperm(5, generator=source())
    assert torch.equal(random.permutation(source(), q).mantissa, q.mantissa[order])
    assert sorted(random.choice(source(), q, 5, replace=False).mantissa.tolist()) == q.mantissa.tolist()
    assert random.choice(source(), q, (2, 2), p=torch.tensor([0.0, 0, 1, 0, 0])).mantissa.tolist() == [
        [2, 2],
        [2, 2],
    ]
    with pytest.raises(ValueError, match="6 of 5 elements"):
        random.choice(source(), q, 6, replace=False)
    spread = random.multivariate_normal(
        source(), Quantity(torch.zeros(2), "V"), Quantity(torch.eye(2) * 4e-6, "V^2"), 2000
    )
    assert spread.shape == (2000, 2)
    assert float(spread.to_decimal("mV").std()) == pytest.approx(2.0, rel=0.1)
    random.shuffle(source(), q)
    assert q.mantissa.tolist() == order.tolist()
    loc = torch.tensor(1.0, requires_grad=True)
    random.normal(source(), Quantity(loc, "mV"), Quantity(1.0, "mV"), 3).mantissa.sum().backward()
    assert float(loc.grad) == 3.0
    with pytest.raises(BackendError, match="torch has no such distribution"):
        random.gamma(source(), 2.0, Quantity(1.0, "ms"))

"""What the tests of random share: numbers for every parameter, and the distribution that numpy draws from."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_interop import random
from bu_interop.random.rows import ROWS
from bu_units import Unit

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

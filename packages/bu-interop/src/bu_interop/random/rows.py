"""The distributions as rows: which parameter has which unit, for every library that draws.

``normal(loc: x = 0.0, scale: d = 1.0, size=None) -> x``: `loc` says the unit x, and a sample has it; `scale`
is a difference of two such values (delta_degC for degC), `c` the product of two differences, `one` a pure
number; what has no letter takes no unit. Names, order and defaults are those of numpy's Generator.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

from bu_array.bridge import difference, taken
from bu_array.core import has_unit, pure_number, refused_on_scale, split
from bu_units import UNITLESS, ScaleUnit, Unit

__all__ = ["ROWS", "Row", "numbers"]

TABLE = """
beta(a: one, b: one, size=None) -> one
binomial(n: one, p: one, size=None) -> one
chisquare(df: one, size=None) -> one
choice(a: x, size=None, replace=True, p: one = None, axis=0, shuffle=True) -> x
dirichlet(alpha: one, size=None) -> one
exponential(scale: d = 1.0, size=None) -> d
f(dfnum: one, dfden: one, size=None) -> one
gamma(shape: one, scale: d = 1.0, size=None) -> d
geometric(p: one, size=None) -> one
gumbel(loc: x = 0.0, scale: d = 1.0, size=None) -> x
hypergeometric(ngood: one, nbad: one, nsample: one, size=None) -> one
integers(low: one, high: one = None, size=None, dtype=None, endpoint=False) -> one
laplace(loc: x = 0.0, scale: d = 1.0, size=None) -> x
logistic(loc: x = 0.0, scale: d = 1.0, size=None) -> x
lognormal(mean: one = 0.0, sigma: one = 1.0, size=None) -> one
logseries(p: one, size=None) -> one
multinomial(n: one, pvals: one, size=None) -> one
multivariate_normal(mean: x, cov: c, size=None, *, method=None) -> x
negative_binomial(n: one, p: one, size=None) -> one
noncentral_chisquare(df: one, nonc: one, size=None) -> one
noncentral_f(dfnum: one, dfden: one, nonc: one, size=None) -> one
normal(loc: x = 0.0, scale: d = 1.0, size=None) -> x
pareto(a: one, size=None) -> one
permutation(x: x, axis=0) -> x
permuted(x: x, *, axis=None) -> x
poisson(lam: one = 1.0, size=None) -> one
power(a: one, size=None) -> one
random(size=None, dtype=None) -> one
rayleigh(scale: d = 1.0, size=None) -> d
standard_cauchy(size=None) -> one
standard_exponential(size=None, dtype=None) -> one
standard_gamma(shape: one, size=None, dtype=None) -> one
standard_normal(size=None, dtype=None) -> one
standard_t(df: one, size=None) -> one
triangular(left: x, mode: x, right: x, size=None) -> x
uniform(low: x = 0.0, high: x = 1.0, size=None) -> x
vonmises(mu: one, kappa: one, size=None) -> one
wald(mean: d, scale: d, size=None) -> d
weibull(a: one, size=None) -> one
zipf(a: one, size=None) -> one
"""


class Row(NamedTuple):
    """A distribution: its parameters, and the letter of each that has one."""

    name: str
    signature: inspect.Signature
    letters: Mapping[str, str]
    result: str

    @property
    def unit(self) -> str:
        """The unit of a sample, in words."""
        values = [name for name, letter in self.letters.items() if letter == self.result]
        return "no unit" if self.result == "one" else f"the unit of `{'` and `'.join(values)}`"


def _row(line: str) -> Row:
    (node,) = ast.parse(f"def {line}: ...").body
    assert isinstance(node, ast.FunctionDef)
    assert isinstance(node.returns, ast.Name)
    positional, kind = node.args.args, inspect.Parameter.POSITIONAL_OR_KEYWORD
    defaults = [inspect.Parameter.empty] * (len(positional) - len(node.args.defaults))
    defaults += [ast.literal_eval(value) for value in node.args.defaults]
    parameters = [
        inspect.Parameter(a.arg, kind, default=value) for a, value in zip(positional, defaults, strict=True)
    ]
    parameters += [
        inspect.Parameter(a.arg, inspect.Parameter.KEYWORD_ONLY, default=None) for a in node.args.kwonlyargs
    ]
    described = [a for a in (*positional, *node.args.kwonlyargs) if isinstance(a.annotation, ast.Name)]
    letters = {a.arg: a.annotation.id for a in described if isinstance(a.annotation, ast.Name)}
    return Row(node.name, inspect.Signature(parameters), letters, node.returns.id)


ROWS = {row.name: row for row in map(_row, TABLE.split("\n")[1:-1])}


def numbers(row: Row, given: Mapping[str, Any], like: Any) -> tuple[dict[str, Any], Unit | None]:
    """Return the parameters of a distribution as numbers, and the unit of a sample; None for a bare array.

    row: the distribution; given: the parameters; like: an array of the library that draws, for lists.
    Raises UnitMismatchError, with the parameter and both units, where they do not go together, and TypeError
    for a unit where none is taken.
    """
    unit = _unit(row, given, like)
    if unit is not None:  # a spread of 1 by default is none of 1 mV
        parameters = row.signature.parameters
        given = {**{key: parameters[key].default for key in row.letters}, **given}
    found = {}
    for key, value in given.items():
        letter, place = row.letters.get(key), f"random.{row.name}: {key}"
        if letter is None or value is None:
            if has_unit(value):
                raise TypeError(f"{place} takes no unit, got one in {split(value)[1]}")
            found[key] = value
        elif letter == "one":
            found[key] = pure_number(value, f"random.{row.name}", key, like)
        elif unit is None and not has_unit(value):
            found[key] = split(value, like)[0]
        else:
            own = UNITLESS if unit is None else unit
            wanted = {"x": own, "d": difference(own), "c": difference(own) ** 2}[letter]
            found[key] = taken(value, wanted, place, like)
    return found, None if unit is None or row.result == "one" else unit


def _unit(row: Row, given: Mapping[str, Any], like: Any) -> Unit | None:
    """Return the unit that the parameters say: that of a value, else of a difference; None for none."""
    for letter in "xdc":
        for key, value in given.items():
            if row.letters.get(key) != letter or not has_unit(value):
                continue
            unit = split(value, like)[1]
            if letter == "x":
                return unit
            if isinstance(unit, ScaleUnit):
                raise refused_on_scale(f"random.{row.name}: {key}", unit)
            if letter == "d":
                return unit
            return unit**0.5
    return None

"""Products of powers: the dimensionless groups of Buckingham's theorem.

>>> from bu_units.products import pi_groups
>>> pi_groups({"T": "s", "l": "m", "m": "kg", "g": "m/s^2"})  # the period of a pendulum
[{'T': 2, 'l': -1, 'g': 1}]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ._dimension import Dimension
from ._elimination import null_space, solve
from ._registry import parse_unit
from ._unit import Unit

__all__ = ["pi_groups", "powers_of"]


def pi_groups(variables: Mapping[str, Any]) -> list[dict[str, int]]:
    """Return the independent dimensionless products of variables, each as exponents by the variable's name.

    variables: names, each with a unit, its text, a quantity or a dimension.
    The groups are by Buckingham's theorem: as many as there are variables less independent dimensions, each
    with the smallest whole exponents. A variable that stands early is in one group alone, with a positive
    exponent; the repeating ones are those that stand last, as far as their dimensions are independent. Exact,
    and always the same for the same variables; names and groups are in the order of the variables.

    >>> pi_groups(
    ...     {"dp": "Pa", "mu": "Pa s", "D": "m", "rho": "kg/m^3", "v": "m/s"}
    ... )  # Euler's number and 1/Reynolds'
    [{'dp': 1, 'rho': -1, 'v': -2}, {'mu': 1, 'D': -1, 'rho': -1, 'v': -1}]
    """
    if not isinstance(variables, Mapping):
        raise TypeError(f"pi_groups: names with their units are wanted, got {type(variables).__name__}")
    names = [*variables]
    last = len(names) - 1
    dimensions = [_dimension(name, variables[name]) for name in names]
    found = []
    for powers in null_space(dimensions[::-1]):  # pivots are found from the first on
        by_name = {last - column: power for column, power in powers.items()}
        found.append({names[index]: by_name[index] for index in sorted(by_name)})
    return sorted(found, key=lambda group: names.index(next(iter(group))))


def powers_of(dimension: Dimension, factors: Sequence[Dimension]) -> list[Fraction] | None:
    """Return the powers of factors whose product has a dimension.

    dimension: what the product has; factors: the dimensions to make it of.
    None where no product has it, or where the factors are not independent, so that there are several.
    """
    return solve(factors, dimension.exponents)


def _dimension(name: Any, variable: Any) -> Dimension:
    if isinstance(variable, str):
        return parse_unit(variable).dim
    variable = getattr(variable, "unit", variable)  # of a quantity
    if isinstance(variable, Dimension):
        return variable
    if isinstance(variable, Unit):
        return variable.dim
    if isinstance(variable, (int, float, complex)):
        return Dimension([])
    raise TypeError(
        f"pi_groups: {name!r} needs a unit, its text or a quantity, got {type(variable).__name__}"
    )

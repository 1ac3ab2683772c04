"""What the unit rules say, in a sentence each: the rules that no function of one or two units states."""

from __future__ import annotations

__all__ = ["BY_FUNCTION", "RULES"]

# By the names that declarations give them; a rule of `bu_array.core.rules` says it in its docstring.
RULES: dict[str, str] = {
    "1/unit of d": "One per unit of `d`, named where it has a name: ms gives kHz.",
    "_counted": "The unit of the operand; for `ord=0` none, since it counts.",
    "_to_the_count": "The unit to the number of elements multiplied; that must not depend on values.",
    "_to_the_order": "The unit to the number of rows.",
    "_to_the_power": "The unit to the power `n`.",
    "areas": "The product of the units of the samples and of the spacing.",
    "as_it_is": "The unit of the operand, for both results.",
    "attached": "The unit that is asked for; without one a bare array.",
    "bare": "No unit; operands take none.",
    "bare_list": "No unit; operands take none.",
    "between": "The unit of `fp`; `x` and `xp` have one dimension.",
    "by the reduction": "The unit of the operand; for a product, to the number of elements multiplied.",
    "carry keeps its units": "Each leaf of the carry keeps its unit from step to step.",
    "distinct": "The unit of the operand for the elements; positions and counts have none.",
    "drop, keep": "Two results: the first without a unit, the second in the unit of the operand.",
    "drop, keep, drop": "Three results: the second in the unit of the operand, the others without one.",
    "drop, keep, drop, drop": "Four results: the second in the unit of the operand, the others without one.",
    "each": "Each operand keeps its own unit.",
    "each_its_own": "Each operand keeps its own unit.",
    "each_or_one": "Each operand keeps its own unit.",
    "filled": "The unit of the first; the values are converted to it.",
    "first_alone": "Two results: the first in the unit of the operand, the second without a unit.",
    "floored, remainder": "Two results: the first as `floor_divide` has it, the second in the unit of the first.",
    "keep, drop": "Two results: the first in the unit of the operand, the second without a unit.",
    "keep, drop, drop": "Three results: the first in the unit of the operand, the others without one.",
    "keep, keep, keep, drop": "Four results: three in the unit of the operand, the last without a unit.",
    "least_squares": "Four results, each with the unit that follows from those of `a` and `b`.",
    "no_unit": "No unit, whatever those of the operands are.",
    "of angles": "The unit of the operand; `period` is converted to it.",
    "of any unit": "No unit, whatever those of the operands are: they cancel.",
    "of coefficients": "The unit of the constant coefficient; those of the others fit `x`.",
    "of columns": "Counts without a unit (or in that of the weights), each edge in the unit of its column.",
    "of edges": "The unit of the operand; `bins` and `range` are converted to it.",
    "of pair": "Counts without a unit (or in that of the weights), edges in the units of `x` and `y`.",
    "of points": "A unit for each coefficient: that of `y` per unit of `x` to the coefficient's power.",
    "of sample": "Counts without a unit (or in that of the weights), edges in the unit of the sample.",
    "of the function": "The units that the function gives.",
    "of variables": "The product of the units of the two variables.",
    "of_choices": "The unit of the first choice; the others and `default` are converted to it.",
    "of_list": "The unit of the first choice; the others are converted to it.",
    "of_one_dimension": "The unit of the first; the second is converted to it; positions have none.",
    "of_weights": "The unit of the weights; without weights none.",
    "one by one": "A unit for each coefficient, that of the one it comes from.",
    "own and weights": "The unit of the operand; the sum of weights in the unit of the weights.",
    "plain_and_unit": "Two results: the first without a unit, the second in the unit of the operand.",
    "plain_unit_plain": "Three results: the second in the unit of the operand, the others without one.",
    "power": "The unit to the power, which is one number; an array of powers takes a pure number.",
    "power -1": "The unit to the power -1.",
    "power -1/2": "The unit to the power -1/2.",
    "power 1/2": "The square root of the unit.",
    "power 1/3": "The cube root of the unit.",
    "power 2": "The square of the unit.",
    "product_of_all": "The product of all units.",
    "scaled product": "The product of the units; with `unit_to_scale` none.",
    "scaled_by_number": "The unit of the first; the second is a pure number.",
    "second**-1 for each axis": "The unit per unit of time for each axis; with `dt` per unit of `dt`.",
    "second**1 for each axis": "The unit times second for each axis; with `dt` times the unit of `dt`.",
    "slopes": "The unit of `f` per unit of the spacing.",
    "to the count": "The unit to the number of elements multiplied.",
    "tridiagonal": "The unit of `b` per unit of the diagonals, which have one dimension.",
    "unit_and_plain": "Two results: the first in the unit of the operand, the second without a unit.",
    "units of the first branch": "The units of the first branch; the others are to give the same.",
    "values_alone": "The unit of the operand for the elements; positions and counts have none.",
    "values_and_one": "The unit of the operand for the elements; positions and counts have none.",
}

# What functions do of which the rule says less or something else: a rule is of units, and knows neither
# what an operand is called nor that a result is a position.
BY_FUNCTION: dict[str, str] = {
    name: text
    for text, names in {
        "No unit; the second is converted to the unit of the first.": "math.allclose math.digitize math.isclose"
        " math.isin math.searchsorted",
        "The unit of the first; the others are converted to it.": "lax.concatenate lax.select_n math.block"
        " math.column_stack math.concatenate math.dstack math.hstack math.stack math.vstack",
        "The unit of the first given; the others are converted to it.": "math.arange math.geomspace"
        " math.linspace",
        "The unit of the first, or that of `unit`; the others are converted to it.": "math.array math.asarray",
        "The unit of `x`; the bounds are converted to it.": "lax.clamp",
        "The unit of the first; the bounds are converted to it.": "math.clip",
        "The unit of `fill_value`.": "lax.full math.full",
        "The unit of the operand; `fill_value` is converted to it.": "lax.gather math.compress math.extract"
        " math.take",
        "The unit of the operand; `constant_values` are converted to it.": "math.pad",
        "The unit of the operand.": "math.unstack",
        "The unit of `x`; `y` is converted to it. Without both: no unit, positions.": "math.where",
        "No unit; operands take none.": "math.bartlett math.blackman math.hamming math.hanning math.indices"
        " math.kaiser math.tril_indices math.triu_indices",
    }.items()
    for name in names.split()
}

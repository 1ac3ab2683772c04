"""Programs of jax as text, and what they multiply by."""

import re
from collections import Counter

import jax
import numpy as np

__all__ = ["check_equal", "check_listed", "multiplications", "traced"]


def leaves_of(f):
    """The function that returns the arrays alone: a quantity has its own as `mantissa`, which jax notes."""
    return lambda *given: jax.tree.leaves(f(*given))


def traced(f, *given):
    """The program as jax traces it, and as the compiler gets it."""
    run = leaves_of(f)
    jaxpr = re.sub(r"0x[0-9a-f]+", "", str(jax.make_jaxpr(run)(*given)))
    return jaxpr, jax.jit(run).lower(*given).as_text()


def check_equal(found, expected):
    for text, other in zip(found, expected, strict=True):
        assert text == other


def multiplications(f, *given):
    """The constants that the program multiplies by, each as often as it does."""
    found = Counter()

    def is_program(x):
        return hasattr(x, "eqns") or hasattr(x, "jaxpr")

    def look(program):
        for equation in program.eqns:
            if equation.primitive.name == "mul":
                found.update(float(x.val) for x in equation.invars if hasattr(x, "val"))
            for part in jax.tree.leaves(list(equation.params.values()), is_leaf=is_program):
                if is_program(part):
                    look(getattr(part, "jaxpr", part))

    look(jax.make_jaxpr(leaves_of(f))(*given).jaxpr)
    return found


def check_listed(listed, found, without):
    """What the program multiplies by, beside what it does without conversions, is what explain lists."""
    assert listed
    assert found - without == Counter(float(np.float32(each.factor)) for each in listed)
    assert not without - found
    for each in listed:
        assert each.from_unit.factor_to(each.to_unit) == each.factor

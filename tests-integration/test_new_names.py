"""A unit that is defined late shows from then on, as if it had been there: no answer of before is kept."""

import re
import subprocess
import sys

import pytest
from support.cases import EXAMPLE_ARRAYS, SWEPT

# Each call twice, before and after products and quotients of its units have names of their own. Functions
# that refuse their arguments, or make no quantity, say the same both times.
PROGRAM = """
import operator, warnings
import numpy as np
import brainunit as u
from bu_units import systems

warnings.simplefilter("ignore")
m, l, f = u.math, u.linalg, u.fft
ARRAYS, CALLS, LATE = {arrays!r}, {calls!r}, {late!r}
names = {{"u": u, "np": np, "m": m, "l": l, "f": f, "operator": operator}}
values = {{key: eval(text, names) for key, text in ARRAYS.items()}}


def units(found):
    if isinstance(found, (tuple, list)):
        return [units(each) for each in found]
    return str(getattr(found, "unit", "-"))


def shown():
    lines = []
    for call in CALLS:
        try:
            lines.append(call + ": " + str(units(eval(call, {{**names, **values}}))))
        except Exception as error:
            lines.append(call + ": " + type(error).__name__)
    lines.append("coin: " + str(systems.si.unit_of(COIN)))
    return lines


COIN = u.Dimension.define("coinage", "coin")
if LATE:
    shown()
for name, definition in {{"squared": "mV^2 K^2", "mixed": "mV K^2 uV", "cubed": "mV^3 K^3", "ratio": "mV K/ms",
                         "timed": "mV ms K", "inverse": "1/(mV K)", "timed_2": "mV ms^2 K", "longer": "mV^4 K^4"}}.items():
    u.Unit.define("late_" + name, "late_" + name, definition)
u.Unit.define("dollar", "dollar", dimension=COIN)
print("\\n".join(shown()))
"""

OPERATORS = ["q * q", "q * t", "q / t", "q * r", "q // r", "q % r", "q @ q", "q ** 2", "q ** -1", "1 / q"]
OPERATORS += [
    "abs(q * q)",
    "divmod(q, r)",
    "(q * q).to('mV^2')",
    "q.at[0].multiply(2)",
    "q.var()",
    "q.prod()",
]
NUMPYS = ["np.multiply(q, q)", "np.divide(q, t)", "np.multiply.outer(q, q)", "np.multiply.reduce(q)"]
NUMPYS += ["np.square(q)", "np.var(q)", "np.dot(q, q)", "np.reciprocal(q)", "np.cov(q)", "np.trapezoid(q, t)"]
IN_PLACE = ["operator.imul(q + q, t)", "operator.itruediv(q + q, t)", "operator.ipow(q + q, 2)"]


def shown(calls, late):
    """Return what calls show in a process that defines names late, or at once."""
    # Powers of one unit take no names: these are in one of two.
    arrays = {
        key: re.sub(r"u\.[mu]V", r"(\g<0> * u.kelvin)", text)
        for key, text in EXAMPLE_ARRAYS.items()
        if text[:3] in ("np.", "2.0")
    }
    program = PROGRAM.format(arrays=arrays, calls=calls, late=late)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_names_that_are_defined_late_show_as_if_they_had_been_there():
    calls = [*OPERATORS, *NUMPYS, *IN_PLACE, *(call for call in SWEPT.values() if "u.lax" not in call)]
    fresh, late = shown(calls, late=False), shown(calls, late=True)
    assert sum("late_" in line for line in fresh) > 40, fresh
    assert fresh[-1] == "coin: dollar"
    assert late == fresh

"""Every call of calls.txt through every door: ours, numpy's function or ufunc, the method; one answer.

Functions of two operands and of one are walked in the tests of bu-array, with more operands; here are those
with options, sequences and indices. numpy's fft is no door to ours, whose samples are a time apart.
"""

import inspect
from collections import Counter
from types import SimpleNamespace

import pytest
from array_doors import agree, numpy_functions, outcome, ufuncs

from bu_array import Quantity, linalg, math
from bu_dispatch import using_backend
from support import sweep

SHORT = {"math": ("m", math), "linalg": ("l", linalg)}
VARIANT = sweep.Variant("float64", "3-d", True)
PLAIN = sweep.Variant("float64", "3-d", False)
# What lengths, times and ratios are taken for: q and r are of one dimension, t of another, x is a number.
UNITS = {
    "lengths": ("m", "km", "s", "percent"),
    "points": ("degC", "degF", "s", "percent"),
    "levels": ("dB", "dB", "s", "percent"),
    "ratios": ("percent", "1", "s", "1"),
}
KEYS = ("qnvoMds", "ry", "twc", "xh")
# Methods that change the quantity and return nothing, as an array's do.
IN_PLACE = {"put", "resize"}


def doors(name):
    """The doors to a function beside our own: (name, function)."""
    module, _, function = name.partition(".")
    ours = getattr(SHORT[module][1], function)
    found = [
        (f"np.{each.__name__}", each)
        for table in (ufuncs(), numpy_functions())
        for each in table.get(ours, [])
    ]
    member = inspect.getattr_static(Quantity, function, None)
    if module == "math" and callable(member) and function not in IN_PLACE:
        found.append((f"q.{function}", lambda x, *args, **kwargs: getattr(x, function)(*args, **kwargs)))
    return found


CALLS = {
    name: expression
    for name, expression in sweep.SWEPT.items()
    if name.partition(".")[0] in SHORT and doors(name)
}


def environment(expression, units):
    """What an expression mentions, in the units given."""
    found = sweep.environment(expression, PLAIN, sweep.get_backend("numpy"))
    for keys, unit in zip(KEYS, units, strict=True):
        for key in set(keys) & found.keys():
            found[key] = Quantity(found[key], unit)
    return found


def through(name, function, expression, units):
    """What a call comes to where the function that it is about is another door to it."""
    short, module = SHORT[name.partition(".")[0]]
    names = environment(expression, units)
    if function is not None:
        shown = {key: getattr(module, key) for key in module.__all__}
        names[short] = SimpleNamespace(**shown | {name.partition(".")[2]: function})
    return outcome(lambda: eval(expression, names))


def not_for(found):
    """Why a door is not for a call, or None."""
    if isinstance(found, list) or found.error is not TypeError:
        return None
    return "numpy's has it by keyword" if "positional argument" in found.text else None


def test_enough_is_called():
    assert len(CALLS) >= 220
    assert Counter(door[:2] for name in CALLS for door, _ in doors(name)).keys() == {"np", "q."}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_one_answer(name):
    expression, wrong, left_out = CALLS[name], [], Counter()
    with using_backend("numpy"):
        for kind, units in UNITS.items():
            expected = through(name, None, expression, units)
            for door, function in doors(name):
                found = through(name, function, expression, units)
                if agree(found, expected, rtol=1e-12):
                    continue
                reason = not_for(found)
                left_out[reason] += 1
                if reason is None:
                    wrong.append(f"{door} of {kind}: {found}; {name}: {expected}")
    assert not wrong, "\n".join(map(str, wrong))
    assert sum(left_out.values()) <= 4, left_out

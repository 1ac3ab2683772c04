"""Every function and method, recorded: the same result to the last bit, in the first call and in the next."""

import numpy as np
import pytest
from support.sweep import CASES, environment, variants_of

from bu_array import Quantity
from bu_array.program import RecordingError, record
from bu_dispatch import BackendError, backend_of, get_backend, using_backend

LIBRARIES = [name for name in ("numpy", "torch") if get_backend(name).installed()]
# Their result is no array, or its unit depends on the values.
REFUSED = {"math.nanprod", "Quantity: n.nanprod()", "Quantity: q.tolist()"}


def alike(a, b):
    if isinstance(a, Quantity) or isinstance(b, Quantity):
        return type(a) is type(b) and a.unit is b.unit and alike(a.mantissa, b.mantissa)
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(alike, a, b))
    if backend_of(a) is not None:
        same = backend_of(a) is backend_of(b) and a.dtype == b.dtype and a.shape == b.shape
        if not same:
            return False
        a, b = (np.asarray(x.resolve_conj() if hasattr(x, "resolve_conj") else x) for x in (a, b))
        return np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    return type(a) is type(b) and (a == b or a != a)


def function_of(expression, variant, backend):
    """The case as a function of its arrays, and these."""
    found = environment(expression, variant, backend)
    modules = {name: found.pop(name) for name in ("m", "l", "f", "np") if name in found}
    space = dict(modules)
    exec(f"def case({', '.join(found)}):\n    return {expression}", space)
    return space["case"], found


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_function_gives_the_same(library):
    compared, refused, different = 0, set(), []
    with using_backend(library):
        for name, expression in CASES.items():
            function, arguments = function_of(expression, variants_of(name)[0], get_backend(library))
            try:
                expected = function(**arguments)
            except Exception:  # noqa: BLE001  # another library's function, which the sweep of support is about
                continue
            recorded = record(function)
            try:
                found = [recorded(**arguments), recorded(**arguments)]
            except (RecordingError, BackendError):
                refused.add(name)
                continue
            compared += 1
            different += [name for each in found if not alike(each, expected)]
    assert different == []
    assert refused - {"Quantity: v[0].item()"} == REFUSED
    assert compared > 450

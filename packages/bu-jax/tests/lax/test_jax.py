"""Which library an input is of is asked first, and every other than jax is named with the way out."""

import numpy as np
import pytest
from lax_rows import X, check, q

from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_jax import lax


@pytest.mark.parametrize(
    "name", ["erf", "sin", "cumlogsumexp", "zeta", "betainc", "cumprod", "bitwise_not", "shift_left"]
)
def test_the_library_is_refused_before_the_unit(name):
    function = getattr(lax, name)
    length = Quantity(np.ones(3), "m")
    count = {"zeta": 2, "betainc": 3, "shift_left": 2}.get(name, 1)
    with pytest.raises(BackendError, match=rf"lax\.{name} requires the jax backend; got numpy-backed"):
        function(*[length] * count)


@pytest.mark.parametrize("name", ["torch", "dask", "ndonnx"])
def test_each_library_is_named(name):
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not usable")
    x = record.asarray([1.0, 2.0])
    for value, kind in ((Quantity(x, "m"), "Quantity"), (x, "array")):
        for function in (
            lambda v: lax.slice(v, (0,), (1,)),
            lambda v: lax.sub(v, v),
            lambda v: lax.mul(q("m", X[0]), v),
            lambda v: lax.reduce(v, 0.0, lax.add, (0,)),
        ):
            with pytest.raises(
                BackendError, match=rf"; got {name}-backed {kind}\. Call \.to_jax\(\) on the input first\.$"
            ):
                function(value)


def test_the_way_out_works():
    other = Quantity(np.asarray(X), "m")
    check(lax.slice(other.to_jax(), (0, 0), (1, 1)), X[:1, :1], "m")
    assert str(lax.slice(Quantity(np.array([1.0]), "m").to_jax(), (0,), (1,))) == "[1.] m"

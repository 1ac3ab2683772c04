"""What numpy hands to quantities, whatever is called: no unit is lost, and others are asked too."""

import numpy as np
import pytest
from array_checks import values
from numpy_expressions import QUANTITIES, B, V, evaluated

from bu_array import Quantity, linalg, math
from bu_dispatch import get_backend, using_backend
from bu_units import DimensionMismatchError, UnitMismatchError

LOSING = [
    "np.array(q)",
    "np.asarray([q, q])",
    "np.array([q[0], q[1]])",
    "np.array([1.0, q[0]])",
    "np.float64(e)",
    "np.vectorize(float)(q)",
    "np.random.default_rng(0).choice(q)",
]


@pytest.mark.parametrize("expression", LOSING)
def test_what_would_lose_the_unit(expression):
    with pytest.raises((TypeError, UnitMismatchError)):
        evaluated(expression)


def test_quantities_go_before_what_would_lose_their_unit():
    """numpy asks the operand of higher priority, pandas the one that is above a DataFrame's 4000."""
    assert Quantity(V, "m").__array_priority__ > V.__array_priority__
    assert Quantity(V, "m").__pandas_priority__ > 4000
    assert Quantity(V, "percent").__pandas_priority__ < 1000  # a pure number fits into a column


def test_columns_of_a_frame_lose_no_unit():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": V})
    with pytest.raises(TypeError):
        frame + Quantity(V[:, None], "m")


def test_strangers_are_asked_too():
    class Stranger:
        __array_ufunc__ = lambda self, *args, **kwargs: "mine"  # noqa: E731
        __array_function__ = lambda self, *args, **kwargs: "mine"  # noqa: E731

    q = Quantity(V, "m")
    assert np.add(q, Stranger()) == "mine"
    assert np.concatenate([q, Stranger()]) == "mine"


@pytest.mark.parametrize(
    "call",
    [
        lambda: np.geomspace(Quantity(1, "mV"), Quantity(1, "V"), 3),
        lambda: np.linspace(Quantity(0.0, "mV"), Quantity(1.0, "V"), 3),
        lambda: np.sqrt(Quantity(2.0, "m^2")),
        lambda: np.add(Quantity(1, "mV"), Quantity(1, "V")),
        lambda: np.stack([Quantity(1.0, "mV"), Quantity(1.0, "V")]),
        lambda: np.mean(Quantity(1.0, "mV")),
        lambda: np.maximum(Quantity(1, "mV"), 0),
    ],
)
def test_numpy_computes_with_python_numbers(call):
    others = ("jax", "torch", "numpy")
    for default in (None, *(name for name in others if get_backend(name).usable())):
        with using_backend(default):
            result = call()
        assert result.backend == "numpy"
        assert result.dtype in (np.float64, np.int64)


def test_another_library_keeps_its_arrays():
    jnp = pytest.importorskip("jax.numpy")
    x = Quantity(jnp.ones(2), "mV")
    assert np.add(x, Quantity(1, "V")).backend == "jax"
    assert np.linspace(x[0], Quantity(1.0, "V"), 3).backend == "jax"
    assert np.stack([x, x]).backend == "jax"


def test_the_same_as_our_functions():
    q, k = QUANTITIES["q"], QUANTITIES["k"]
    for theirs, ours in [
        (np.concatenate([q, k]), math.concatenate([q, k])),
        (np.where(B, q, k), math.where(B, q, k)),
        (np.linalg.norm(q), linalg.norm(q)),
        (np.einsum("i,i->", q, k), math.einsum("i,i->", q, k)),
        (np.percentile(q, 30), math.percentile(q, 30)),
    ]:
        assert theirs.unit is ours.unit
        np.testing.assert_array_equal(values(theirs), values(ours))


def everything():
    """Every public callable of numpy's namespaces that could take an array."""
    for module in (np, np.linalg, np.fft):
        for name in sorted(dir(module)):
            found = getattr(module, name, None)
            if name.startswith("_") or not callable(found) or isinstance(found, type):
                continue
            yield f"{module.__name__}.{name}", found


def _id(value):
    return value if isinstance(value, str) else ""


_SHAPES = [
    lambda q: (q,),
    lambda q: (q, q),
    lambda q: ([q, q],),
    lambda q: (q, 1),
    lambda q: (1, q),
    lambda q: (q, q, q),
    lambda q: (q[0],),
    lambda q: (q[0], q[1]),
]


# They print, read files or call back; empty has no values.
_NOT_CALLED = {
    "empty",
    "empty_like",
    "save",
    "savez",
    "savez_compressed",
    "savetxt",
    "info",
    "lookfor",
    "show_config",
    "show_runtime",
    "test",
}


# Of the mantissa by definition: its texts, its spacing as a float.
_ABOUT_NUMBERS = {"array2string", "array_repr", "array_str", "typename", "isscalar", "iterable"}


# They take no lengths in any of the shapes, but numbers, whole numbers, matrices, texts, functions.
_REFUSE_LENGTHS = {
    "numpy": (
        "acos acosh apply_along_axis apply_over_axes arange arccos arccosh arcsin arcsinh arctan "
        "arctanh asin asinh atan atanh bartlett base_repr binary_repr bincount bitwise_and bitwise_count "
        "bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor blackman "
        "broadcast_shapes broadcast_to busday_count busday_offset compress cos cosh cumprod cumulative_prod "
        "datetime_as_string datetime_data deg2rad degrees diag_indices_from diagonal dsplit einsum "
        "einsum_path exp exp2 expm1 eye fill_diagonal fliplr format_float_positional "
        "format_float_scientific frexp from_dlpack frombuffer fromfile fromfunction fromiter frompyfunc "
        "fromregex fromstring full gcd genfromtxt get_include get_printoptions getbufsize geterr geterrcall "
        "hamming hanning i0 indices insert invert is_busday isdtype isfortran isnat ix_ kaiser lcm "
        "left_shift load loadtxt log log10 log1p log2 logaddexp logaddexp2 logical_not logspace "
        "mask_indices matrix_transpose matvec mintypecode moveaxis nancumprod nested_iters packbits "
        "piecewise place poly polydiv polyfit put put_along_axis putmask rad2deg radians ravel_multi_index "
        "reshape right_shift rollaxis roots rot90 select set_printoptions setbufsize seterr seterrcall sin "
        "sinc sinh swapaxes take_along_axis tan tanh tensordot trace tri tril_indices tril_indices_from "
        "triu_indices triu_indices_from unpackbits unravel_index unwrap vander vecmat vsplit where"
    ),
    "numpy.linalg": (
        "cholesky cond det diagonal eig eigh eigvals eigvalsh inv lstsq matrix_norm matrix_power "
        "matrix_transpose pinv qr slogdet solve svd svdvals tensordot trace"
    ),
    "numpy.fft": ("fft2 ifft2 irfft2 rfft2"),
}


def _bare_numbers(result):
    """The plain numbers in a result, as arrays."""
    if isinstance(result, Quantity):
        return []
    if isinstance(result, (tuple, list)):
        return [array for part in result for array in _bare_numbers(part)]
    if isinstance(result, (np.ndarray, np.generic, int, float, complex)):
        return [] if np.asarray(result).dtype.kind in "OUSV" else [np.asarray(result)]
    return []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name, function", list(everything()), ids=_id)
def test_no_call_drops_a_unit(name, function):
    """The same lengths in two units: what comes back without a unit must not depend on it."""
    module, _, short = name.rpartition(".")
    if short in _NOT_CALLED | _ABOUT_NUMBERS:
        return
    data, compared = np.array([3.25, 1.5, 2.75]), 0
    for arguments in _SHAPES:
        answers = []
        for unit, factor in (("m", 1.0), ("0.0078125 m", 128.0)):
            try:
                answers.append(_bare_numbers(function(*arguments(Quantity(data * factor, unit)))))
            except (TypeError, ValueError, IndexError, UnitMismatchError, DimensionMismatchError):
                answers.append(None)  # refused: nothing is lost
            except AttributeError:  # numpy's own, of an option that is no text or a number that is no array
                answers.append(None)
        if answers == [None, None]:
            continue
        compared += 1
        for first, second in zip(*answers, strict=True):
            np.testing.assert_array_equal(first, second, err_msg=name)
    assert bool(compared) is (short not in _REFUSE_LENGTHS[module].split())

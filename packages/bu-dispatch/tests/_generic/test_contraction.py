"""Sums of products over named axes, against numpy's einsum."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import BackendError, convert
from bu_dispatch._generic import contraction

pytestmark = pytest.mark.skip_backend(
    "jax",
    "ndonnx",
    reason="each call makes a program: seconds; bu_array's tests have these functions on them",
)

ARRAYS = {
    "A": np.arange(6, dtype="float32").reshape(2, 3) - 2,
    "B": np.arange(12, dtype="float32").reshape(3, 4) / 4,
    "C": np.arange(8, dtype="float32").reshape(4, 2) - 3,
    "S": np.arange(9, dtype="float32").reshape(3, 3),
    "T": np.arange(24, dtype="float32").reshape(2, 3, 4),
    "v": np.array([1.0, -2.0, 0.5], "float32"),
    "o": np.ones((1, 3), "float32"),
}
CALLS = [
    *("ij,jk->ik A B", "ij,jk,kl->il A B C", "ij,jk,ki-> A B C", "ij->ji A", "ii->i S", "ii S", "ij->j A"),
    *("i,i v v", "i,j->ij v v", "ij,ij->ij A o", "ijk->k T", "ijk,j->ik T v", "iij->j T3", "ij,i A a"),
    *("...j,jk->...k T3 S", "...i->... T", "ij...,jk->ik... T S", "i ,  i->i v v"),
]
ARRAYS |= {"T3": np.arange(27, dtype="float32").reshape(3, 3, 3), "a": np.array([2.0, 3.0], "float32")}


def called(text):
    """Return the subscripts of a line of CALLS, and its arrays."""
    words = text.split(" ")
    names = [word for word in words if word in ARRAYS]
    return " ".join(word for word in words if word not in ARRAYS), [ARRAYS[name] for name in names]


def test_contract(backend):
    for subscripts, arrays in map(called, CALLS):
        given = [convert(x, backend) for x in arrays]
        for optimize in ("optimal", False):
            result = values(contraction.contract(backend.xp, subscripts, *given, optimize=optimize))
            np.testing.assert_allclose(result, np.einsum(subscripts, *arrays), 1e-5, err_msg=subscripts)


def test_einsum_by_matrix_products(backend):
    for subscripts, arrays in map(called, CALLS):
        if "->" in subscripts and not {".", " "} & {*subscripts} and "ij,ij" not in subscripts:
            result = values(
                contraction.einsum(backend.xp, subscripts, *(convert(x, backend) for x in arrays))
            )
            np.testing.assert_allclose(result, np.einsum(subscripts, *arrays), 1e-5, err_msg=subscripts)


WRONG = [
    ("ij,jk->ik A", "names 2 operands, got 1"),
    ("ijk->i A", "does not fit an operand of 2 axes"),
    ("...ijk->i A", "does not fit an operand of 2 axes"),
    ("...j->j A", "the result .* needs an ellipsis"),
    ("ij->ii A", "is not a list of subscripts"),
    ("ij->k A", "is not a list of subscripts"),
    ("i1->i A", "is not a list of subscripts"),
    ("ij,jk->ik A C", "axis 'j' has lengths 3 and 4"),
]


def test_wrong_subscripts(backend):
    for call, reason in WRONG:
        subscripts, arrays = called(call)
        with pytest.raises(ValueError, match=f"^einsum: .*{reason}"):
            contraction.contract(backend.xp, subscripts, *(convert(x, backend) for x in arrays))


def test_steps_of_the_cheapest_order(backend):
    """A chain of products never makes an array as large as the product of all axes."""
    shapes = [(2, 60), (60, 60), (60, 60), (60, 2)]
    arrays = [np.ones(shape, "float32") for shape in shapes]
    result = contraction.contract(backend.xp, "ab,bc,cd,de->ae", *(convert(x, backend) for x in arrays))
    assert values(result).tolist() == [[216_000.0] * 2] * 2


def test_precision_is_an_option_of_jax(backend):
    x = convert(ARRAYS["v"], backend)
    with pytest.raises(BackendError, match="precision= is an option of jax"):
        contraction.contract(backend.xp, "i,i", x, x, precision="high")


def test_the_dtype_that_is_asked_for(backend):
    x = convert(np.array([1, 2, 3], "int32"), backend)
    result = contraction.contract(backend.xp, "i,i->i", x, x, preferred_element_type="float32")
    assert result.dtype == backend.dtype("float32")
    assert values(result).tolist() == [1.0, 4.0, 9.0]
    assert contraction.contract(backend.xp, "i->", x).dtype == backend.dtype("int32")


def test_dot(backend):
    more = {"v4": np.arange(4, dtype="float32"), "M": np.arange(40, dtype="float32").reshape(2, 4, 5)}
    for names in ("v v", "A v", "A B", "T v4", "T M"):
        a, b = ((ARRAYS | more)[name] for name in names.split())
        result = contraction.dot(backend.xp, convert(a, backend), convert(b, backend))
        np.testing.assert_allclose(values(result), np.dot(a, b), 1e-6, err_msg=names)
    assert values(contraction.dot(backend.xp, convert(a, backend), 2.0)).tolist() == (a * 2).tolist()

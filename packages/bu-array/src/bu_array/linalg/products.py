"""Products: the functions of `bu_array.math`."""

from ..math.products import (
    cross,
    dot,
    inner,
    kron,
    matmul,
    matrix_power,
    multi_dot,
    outer,
    tensordot,
    vdot,
    vecdot,
)

__all__ = [
    "cross",
    "dot",
    "inner",
    "kron",
    "matmul",
    "matrix_power",
    "multi_dot",
    "outer",
    "tensordot",
    "vdot",
    "vecdot",
]

"""Sorted arrays, and the largest and smallest elements."""

from lax_rows import TOP_K_HAS_AXIS, Row, Rows, X, Y, kept, several


class TestRows(Rows):
    MODULE = "sorting"
    ROWS = [
        kept("sort"),
        kept("sort", lambda f, x: f(x, dimension=0)),
        Row("sort", [(X, "m"), (Y, "s")], ["m", "s"], lambda f, x, y: f((x, y), num_keys=2)),
        Row("sort_key_val", [(X, "m"), (Y, "s")], ["m", "s"]),
        several("top_k", [1, 0], lambda f, x: f(x, 2)),
        *([several("top_k", [1, 0], lambda f, x: f(x, 2, axis=0))] if TOP_K_HAS_AXIS else []),
        several("approx_max_k", [1, 0], lambda f, x: f(x, 2)),
        several("approx_min_k", [1, 0], lambda f, x: f(x, 2, reduction_dimension=0)),
    ]

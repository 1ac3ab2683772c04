"""What the functions are called with: quantities in the unit of the walk, and plain values beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from bu_array import Quantity

__all__ = ["PLAIN", "PLAIN_LISTS", "WITH_UNIT", "argument_lists", "make"]

# None is a multiple of another: a quotient's floor would hang on the last digit.
VECTOR = np.array([0.313, 0.911, 0.223, 0.727, 0.541])
OTHER = np.array([0.257, 0.773, 0.347, 0.617, 0.149])
MATRIX = np.array([[0.937, 0.211, 0.103], [0.211, 0.829, 0.307], [0.103, 0.307, 0.701]])
TABLE = np.array([[0.797, 0.331, 0.601, 0.107], [0.227, 0.919, 0.419, 0.733], [0.557, 0.151, 0.359, 0.953]])


class Function:
    """A function whose text has no address in it."""

    def __init__(self, compute: Callable[..., Any]) -> None:
        self.compute = compute

    def __call__(self, *args: Any) -> Any:
        return self.compute(*args)

    def __repr__(self) -> str:
        return "function"


def _quantity(values: Any, factor: int, unit: str) -> Quantity:
    return Quantity(values * factor, unit)


# Each is made of the factor and the unit: (1, "V") or (1000, "mV").
WITH_UNIT: dict[str, Callable[[int, str], Any]] = {
    "vector": lambda n, u: _quantity(VECTOR, n, u),
    "other vector": lambda n, u: _quantity(OTHER, n, u),
    "rising": lambda n, u: _quantity(np.sort(VECTOR), n, u),
    "matrix": lambda n, u: _quantity(MATRIX, n, u),
    "table": lambda n, u: _quantity(TABLE, n, u),
    "scalar": lambda n, u: _quantity(np.asarray(0.5), n, u),
    "number": lambda n, u: Quantity(0.5 * n, u),
    "counts": lambda n, u: Quantity(np.array([3, 1, 2, 5, 4]) * n, u),
    "list": lambda n, u: [Quantity(x * n, u) for x in (0.3, 0.9, 0.2)],
    "arrays": lambda n, u: [_quantity(VECTOR, n, u), _quantity(OTHER, n, u)],
    "masked": lambda n, u: Quantity(np.ma.array(VECTOR * n, mask=[0, 0, 1, 0, 0]), u),
    "objects": lambda n, u: _objects([Quantity(x * n, u) for x in (0.3, 0.9, 0.2)]),
    "giving": lambda n, u: Function(lambda *_: Quantity(0.5 * n, u)),
    "scaling": lambda n, u: Function(lambda x, *_: x * Quantity(0.5 * n, u)),
}
PLAIN: dict[str, Callable[[], Any]] = {
    "plain vector": lambda: OTHER.copy(),
    "plain matrix": lambda: MATRIX.copy(),
    "plain table": lambda: TABLE.copy(),
    "plain number": lambda: 0.5,
    "whole": lambda: 2,
    "indices": lambda: np.array([1, 0, 2, 1, 3]),
    "mask": lambda: np.array([True, False, True, True, False]),
    "function": lambda: Function(lambda x, *_: x * 0.5),
    "text": lambda: "ab",
    "plain rising": lambda: np.sort(VECTOR),
    "sparse": lambda: _sparse(),
}
# What an object may be made of, whose methods are asked then; "rising" first: it fits most.
PLAIN_LISTS = [
    ("plain rising", "plain vector"),
    ("plain rising", "plain vector", "plain vector"),
    ("plain matrix",),
    ("plain table", "plain table"),
    ("plain table",),
    ("plain vector",),
    ("plain number",),
    ("plain number", "plain number"),
    ("whole",),
    ("whole", "plain vector"),
    ("function", "plain number", "plain number", "plain number"),
    ("function", "plain number", "plain vector", "plain number"),
    ("function",),
    ("sparse",),
    (),
]


def _objects(items: list[Any]) -> Any:
    """Return an object array, which numpy would not make of quantities."""
    array = np.empty(len(items), object)
    for i, item in enumerate(items):
        array[i] = item
    return array


def _sparse() -> Any:
    """Return a sparse array of scipy's, or a dense one where there is no scipy."""
    try:
        from scipy import sparse
    except ImportError:
        return MATRIX.copy()
    return sparse.csr_array(np.triu(MATRIX))


def make(kinds: tuple[str, ...], factor: int, unit: str) -> list[Any]:
    """Return the arguments of a call, made anew: a function may write into them."""
    return [WITH_UNIT[kind](factor, unit) if kind in WITH_UNIT else PLAIN[kind]() for kind in kinds]


_BESIDE = ("plain vector", "plain matrix", "plain number", "whole", "indices", "function", "text", "sparse")
_ALIKE = (
    ("vector", "other vector"),
    ("vector", "plain vector"),
    ("plain vector", "vector"),
    ("rising", "plain vector"),
    ("matrix", "plain matrix"),
    ("plain matrix", "matrix"),
    ("number", "plain number"),
    ("plain number", "number"),
    ("counts", "whole"),
)


def argument_lists(count: int) -> Iterator[tuple[str, ...]]:
    """Yield lists of so many kinds of arguments, a quantity in each of them."""
    lists = [(kind,) for kind in WITH_UNIT] if count == 1 else _pairs() if count == 2 else _several(count)
    yield from (kinds for kinds in dict.fromkeys(lists) if not WITH_UNIT.keys().isdisjoint(kinds))


def _pairs() -> Iterator[tuple[str, str]]:
    yield from product(("vector", "matrix", "scalar", "number"), ("other vector", "matrix", "number"))
    yield from product(("vector", "table", "number"), _BESIDE)
    yield from product(_BESIDE, ("vector", "matrix", "number", "list"))
    yield from product(("giving", "scaling"), ("plain vector", "vector", "plain number", "number"))
    yield from (("list", "number"), ("masked", "vector"), ("vector", "masked"), ("objects", "number"))
    yield from (("vector", "mask"), ("arrays", "whole"), ("counts", "counts"), ("counts", "plain vector"))
    yield from (("rising", "vector"), ("rising", "plain vector"), ("plain rising", "vector"))


def _several(count: int) -> Iterator[tuple[str, ...]]:
    """Yield lists of alike arguments, and lists with one that is not."""
    for one, beside in _ALIKE:
        yield (one,) + (beside,) * (count - 1)
        yield (one,) * count
        for place in range(1, min(count, 5)):
            yield (beside,) * place + (one,) + (beside,) * (count - place - 1)
    for first in ("giving", "scaling", "function"):
        for rest in ("plain number", "number", "vector", "plain vector"):
            yield (first,) + (rest,) * (count - 1)
    for first, second in product(("vector", "plain vector"), ("vector", "plain vector", "whole")):
        for third in ("number", "plain number", "whole"):
            yield (first, second, third) + ("plain number",) * (count - 3)

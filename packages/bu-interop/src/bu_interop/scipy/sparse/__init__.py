"""`scipy.sparse` with units: arrays with one unit."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .._letters import ANY, PURE, letters
from .._results import Objects
from .._rows import Rows, row

rows = Rows("scipy.sparse")
x, v = letters("x v", linear=True)
_METHODS: dict[str, Any] = {
    "toarray": row(gives=x),
    "__matmul__": row(order="other", other=v, gives=x * v),
    "shape": ANY,
    "nnz": ANY,
    "data": x,
    "diagonal": row(k=ANY, gives=x),
}
SPARSE = Objects(_METHODS, x=x)
for _name in ("T", "tocsr", "tocsc", "tocoo"):
    _METHODS[_name] = SPARSE if _name == "T" else row(copy=ANY, gives=SPARSE)


class _Entries(type(x)):  # type: ignore[misc]  # a letter that is read in what makes a sparse array, too
    def take(self, value: Any, call: Any, place: str) -> Any:
        if isinstance(value, tuple) and len(value) in (2, 3) and not isinstance(value[0], int):
            return (super().take(value[0], call, place), *value[1:])
        return value if isinstance(value, tuple) else super().take(value, call, place)


_ENTRIES = _Entries(x.powers, point=True)
rows(
    "csr_array csc_array coo_array csr_matrix csc_matrix coo_matrix",
    order="arg1 shape dtype copy",
    arg1=_ENTRIES,
    gives=SPARSE,
)
rows("diags_array diags", diagonals=x, gives=SPARSE)
rows("eye eye_array identity", gives=PURE)
rows.made["linalg"] = import_module(f"{__name__}.linalg")

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

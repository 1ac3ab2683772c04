"""`scipy.spatial` with units: distances are differences."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .._letters import ANY, delta, letters
from .._results import Objects
from .._rows import Rows, row

rows = Rows("scipy.spatial")
(x,) = letters("x")
_FAR = delta(x)
_POINTS: dict[str, Any] = {
    "query": row(
        order="x k eps p distance_upper_bound workers",
        x=x,
        distance_upper_bound=_FAR,
        k=ANY,
        gives=(_FAR, None),
    ),
    "query_ball_point": row(order="x r p eps workers return_sorted return_length", x=x, r=_FAR),
    "query_pairs": row(order="r p eps output_type", r=_FAR),
    "data": x,
    "mins": x,
    "maxes": x,
}
rows(
    "cKDTree",
    order="data leafsize compact_nodes copy_data balanced_tree boxsize",
    data=x,
    boxsize=_FAR,
    gives=Objects(_POINTS, x=x),
)
rows("KDTree", data=x, boxsize=_FAR, gives=Objects(_POINTS, x=x))
rows("distance_matrix minkowski_distance", x=x, y=x, gives=_FAR)
rows.made["distance"] = import_module(f"{__name__}.distance")

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""`scipy.spatial.distance` with units: in the unit of the points, its square, or none, by the metric."""

from __future__ import annotations

from typing import Any

from .._letters import PURE, delta, letters
from .._rows import Rows

rows = Rows("scipy.spatial.distance")
(x,) = letters("x")
(z,) = letters("z", linear=True)
_NONE = ("cosine", "correlation", "braycurtis", "canberra")


def _metric(metric: Any) -> Any:
    if metric in ("euclidean", "cityblock", "chebyshev", "minkowski"):
        return delta(x)
    if metric == "sqeuclidean":
        return x**2
    if metric in (*_NONE, "seuclidean", "hamming"):
        return PURE
    raise TypeError(
        f"of the metric {metric!r} nothing says the unit; brainunit.scipy.boundary calls scipy's own with units"
    )


rows("cdist", XA=x, XB=x, gives=_metric)
rows("pdist", X=x, gives=_metric)
rows("euclidean cityblock chebyshev minkowski", u=x, v=x, gives=delta(x))
rows("sqeuclidean", u=x, v=x, gives=x**2)
rows("correlation", u=x, v=x)
rows("cosine braycurtis canberra", u=z, v=z)
rows("squareform", X=x, gives=x)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""`scipy.interpolate` with units: curves from the unit of the places to that of the values."""

from __future__ import annotations

from typing import Any

from ._letters import ANY, Power, letters
from ._results import Objects
from ._rows import Rows, row

rows = Rows("scipy.interpolate")
x, y = letters("x y")


def _slope(order: Any) -> Power:
    return y / x**order if order else y


CURVE: dict[str, Any] = {
    "__call__": row(x=x, nu=ANY, extrapolate=ANY, gives=lambda nu: _slope(nu or 0)),
    "integrate": row(a=x, b=x, extrapolate=ANY, gives=y * x),
    "roots": row(gives=x, discontinuity=ANY, extrapolate=ANY),
    "solve": row(y=y, gives=x, discontinuity=ANY, extrapolate=ANY),
    "x": x,
    "t": x,
}


def curve(values: Power) -> Objects:
    """Return the rule of a curve with values in a product of letters."""
    return Objects(CURVE, x=x, y=values)


CURVE["derivative"] = row(nu=ANY, gives=lambda nu: curve(y / x ** (1 if nu is None else nu)))
CURVE["antiderivative"] = row(nu=ANY, gives=lambda nu: curve(y * x ** (1 if nu is None else nu)))
rows("CubicSpline PchipInterpolator Akima1DInterpolator make_interp_spline", x=x, y=y, t=x, gives=curve(y))
rows("make_lsq_spline make_smoothing_spline", x=x, y=y, t=x, gives=curve(y))
rows("CubicHermiteSpline", x=x, y=y, dydx=y / x, gives=curve(y))
rows(
    "interp1d",
    x=x,
    y=y,
    fill_value=lambda fill_value: ANY if isinstance(fill_value, str) else y,
    gives=curve(y),
)
rows(
    "KroghInterpolator BarycentricInterpolator",
    xi=x,
    yi=y,
    gives=Objects({"__call__": row(x=x, gives=y)}, x=x, y=y),
)
rows(
    "pchip_interpolate krogh_interpolate barycentric_interpolate",
    xi=x,
    yi=y,
    x=x,
    gives=lambda der: _slope(der or 0),
)
rows("griddata", points=x, xi=x, values=y, fill_value=y, gives=y)
rows("interpn", points=[x], xi=x, values=y, fill_value=y, gives=y)
_FIELD = Objects({"__call__": row(xi=x, method=ANY, gives=y)}, x=x, y=y)
rows("RegularGridInterpolator", points=[x], values=y, fill_value=y, gives=_FIELD)
_SCATTERED = Objects({"__call__": row(order="xi", xi=x, gives=y)}, x=x, y=y)
rows("LinearNDInterpolator CloughTocher2DInterpolator", points=x, values=y, fill_value=y, gives=_SCATTERED)
rows("NearestNDInterpolator", x=x, y=y, gives=_SCATTERED)
rows("RBFInterpolator", y=x, d=y, gives=Objects({"__call__": row(x=x, gives=y)}, x=x, y=y))

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

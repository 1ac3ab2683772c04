"""`scipy.integrate` with units: equations stepped in their units, areas in the product of two units."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._calls import Own, calls
from ._letters import ANY, PURE, Call, Rule, delta, letters
from ._results import Along, Objects, Outer
from ._rows import Rows, row
from ._sizes import of_area, of_state

rows = Rows("scipy.integrate")
x, t, u, w = letters("x t u w")
y, f = letters("y f", linear=True)
(Y,) = letters("Y", tree=True)  # a state: it may be a tuple, dict or dataclass of quantities
(P,) = letters("P", tree=True)

DENSE = {"__call__": row(t=t, gives=Y), "t_min": t, "t_max": t, "ts": t}
_SLOPE = Y / t
_JAC = Outer(_SLOPE, 1 / Y)


class _Events(Rule):
    """Functions of time and state whose zeros are events, each in a unit of its own."""

    late = True

    def take(self, value: Any, call: Call, place: str) -> Any:
        several = isinstance(value, (list, tuple))
        found = [
            calls(t, Y, gives=letters(f"event{index}")[0]).take(
                event, call, f"{place}[{index}]" if several else place
            )
            for index, event in enumerate(value if several else [value])
        ]
        return found if several else found[0]

    def __str__(self) -> str:
        return f"f({t}, {Y}) in any unit"


rows(
    "solve_ivp",
    t_span=t,
    y0=Y,
    t_eval=t,
    first_step=delta(t),
    max_step=delta(t),
    min_step=delta(t),
    fun=calls(t, Y, gives=_SLOPE),
    jac=calls(t, Y, gives=_JAC),
    events=_Events(),
    atol=Own(delta(Y), 1e-6, of_state("fun", "y0", "t_span")),
    gives={"t": t, "y": Y, "sol": Objects(DENSE, t=t, Y=Y), "t_events": [t], "y_events": [Along(Y, 1)]},
)
_T_LAST = {"t": t, "tfirst": ANY}
rows(
    "odeint",
    t=t,
    y0=Y,
    tcrit=t,
    h0=delta(t),
    hmax=delta(t),
    hmin=delta(t),
    func=lambda tfirst: calls(t, Y, gives=_SLOPE) if tfirst else calls(Y, t, gives=_SLOPE),
    Dfun=lambda tfirst: calls(t, Y, gives=_JAC) if tfirst else calls(Y, t, gives=_JAC),
    atol=Own(delta(Y), 1.49012e-8, of_state("func", "y0", "t")),
    gives=lambda full_output: (
        (Along(Y, 1), {"hu": delta(t), "tcur": t, "tsw": t, "tolsf": None}) if full_output else Along(Y, 1)
    ),
)
rows(
    "solve_bvp",
    x=t,
    y=Y,
    p=P,
    fun=lambda p: calls(t, Y, gives=_SLOPE) if p is None else calls(t, Y, P, gives=_SLOPE),
    bc=lambda p: calls(Y, Y, gives=Y) if p is None else calls(Y, Y, P, gives=letters("bc", tree=True)[0]),
    gives={
        "x": t,
        "y": Y,
        "yp": _SLOPE,
        "p": P,
        "rms_residuals": None,
        "sol": Objects({"__call__": row(x=t, nu=None, gives=Y)}, t=t, Y=Y),
    },
)

# ---------------------------------------------------------------- areas of functions


def _middle(given: dict[str, Any]) -> tuple[Any, ...]:
    ends = [end for end in (given["a"], given["b"]) if np.all(np.isfinite(end))]
    return (ends[0] if len(ends) == 1 else (ends[0] + ends[1]) / 2 if ends else 0.0, *_further(given))


def _further(given: dict[str, Any]) -> tuple[Any, ...]:
    further = given.get("args", ())
    return further if isinstance(further, tuple) else (further,)


_AREA = y * x
_PARTS = {"alist": x, "blist": x, "rlist": _AREA, "elist": _AREA, "pts": x}
rows(
    "quad",
    a=x,
    b=x,
    points=x,
    wvar=None,
    func=calls(x, gives=y, at=_middle),
    epsabs=Own(_AREA, 1.49e-8, of_area("func")),
    gives=lambda full_output: (_AREA, _AREA, _PARTS, None) if full_output else (_AREA, _AREA),
)
_INTERVALS = {"intervals": x, "integrals": _AREA, "errors": _AREA}
rows(
    "quad_vec",
    a=x,
    b=x,
    points=x,
    f=calls(x, gives=y, at=_middle),
    epsabs=Own(_AREA),
    gives=lambda full_output: (_AREA, _AREA, _INTERVALS) if full_output else (_AREA, _AREA),
)
rows("fixed_quad", a=x, b=x, func=calls(x, gives=y), gives=(_AREA, None))
rows("tanhsinh", a=x, b=x, f=calls(x, gives=y), atol=Own(_AREA), gives={"integral": _AREA, "error": _AREA})
_VOLUME = x * u * f
rows(
    "dblquad",
    a=x,
    b=x,
    gfun=calls(x, gives=u),
    hfun=calls(x, gives=u),
    func=calls(u, x, gives=f),
    epsabs=Own(_VOLUME),
    gives=(_VOLUME, _VOLUME),
)
_FOURTH = x * u * w * f
rows(
    "tplquad",
    a=x,
    b=x,
    gfun=calls(x, gives=u),
    hfun=calls(x, gives=u),
    qfun=calls(x, u, gives=w),
    rfun=calls(x, u, gives=w),
    func=calls(w, u, x, gives=f),
    epsabs=Own(_FOURTH),
    gives=(_FOURTH, _FOURTH),
)


class _Ranges(Rule):
    """Limits of several variables, each in a unit of its own."""

    def take(self, value: Any, call: Call, place: str) -> Any:
        return [
            letters(f"x{index}")[0].take(list(pair), call, f"{place}[{index}]")
            if not callable(pair)
            else pair
            for index, pair in enumerate(value)
        ]

    def __str__(self) -> str:
        return "[x0, x1, ...]"


def _of_ranges(ranges: Any) -> list[Any]:
    return letters(" ".join(f"x{index}" for index in range(len(ranges))))


def _whole(ranges: Any) -> Any:
    product = f * PURE
    for letter in _of_ranges(ranges):
        product = product * letter
    return product


rows(
    "nquad",
    ranges=_Ranges(),
    func=lambda ranges: calls(*_of_ranges(ranges), gives=f),
    gives=lambda ranges, full_output: (
        (_whole(ranges), _whole(ranges), None) if full_output else (_whole(ranges), _whole(ranges))
    ),
)

# ---------------------------------------------------------------- areas of samples
_DX = delta(x)
rows("trapezoid simpson", y=y, x=x, dx=_DX, gives=y * x)
rows("cumulative_trapezoid cumulative_simpson", y=y, x=x, dx=_DX, initial=y * x, gives=y * x)
rows("romb", y=y, dx=_DX, gives=y * x)
rows("newton_cotes lebedev_rule")
rows.same("IntegrationWarning ODEintWarning OdeSolution DenseOutput")

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

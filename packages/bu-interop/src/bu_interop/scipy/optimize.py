"""`scipy.optimize` with units: where functions are least or zero, in the units of what they are given."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._calls import Own, calls
from ._constraints import Constraints, Limits, held
from ._letters import ANY, PURE, Power, delta, letters
from ._results import Along, Fields, Outer
from ._rows import Rows
from ._shown import BARE
from ._sizes import between, method_of, of_start
from ._steps import Accepts, Step

rows = Rows("scipy.optimize")
x, y, b, e, c, s = letters("x y b e c s")
f, r = letters("f r")
(X, P, R) = letters("X P R", tree=True)


def _one_process(asked: dict[str, Any]) -> None:
    """Refuse processes: what is bound in a callable with units does not reach them."""
    workers = asked.get("workers")
    if workers in (None, 1) or callable(workers):
        return
    raise ValueError(
        f"workers={workers!r}: a callable with units does not reach other processes; use workers=1, "
        "or the map of threads, workers=concurrent.futures.ThreadPoolExecutor().map"
    )


# ---------------------------------------------------------------- least values
_GRADIENT = f / X


def _tolerance(
    units: dict[str, Power], method: Any, bounds: Any = None, constraints: Any = None
) -> Own | None:
    """Return the rule of a tolerance that each method reads in its own way: plain where it is relative."""
    chosen = method_of({"method": method, "bounds": bounds, "constraints": constraints})
    return Own(delta(units[chosen])) if chosen in units else None


_STEPS = dict.fromkeys(("cobyla", "cobyqa", "newton-cg"), X)
_SLOPES = dict.fromkeys(("bfgs", "cg", "dogleg", "trust-ncg", "trust-exact", "trust-krylov"), _GRADIENT)
_HESSIAN = Outer(_GRADIENT, 1 / X)
MINIMUM: dict[str, Any] = {
    "x": X,
    "fun": f,
    "jac": lambda method: BARE if method_of({"method": method}) == "trust-constr" else _GRADIENT,
    "grad": _GRADIENT,
    "lagrangian_grad": _GRADIENT,
    "hess": _HESSIAN,
    "hess_inv": Outer(X, 1 / _GRADIENT),
    "final_simplex": (Along(X, 1), f),
    "population": Along(X, 1),
    "population_energies": f,
    "xl": [X],
    "funl": f,
    "direc": Along(X, 1),
    "allvecs": [X],
    "convergence": None,
    "lowest_optimization_result": lambda: Fields(MINIMUM),
}
_SHOWN = Fields({key: rule for key, rule in MINIMUM.items() if key != "lowest_optimization_result"})
_TOLERANCES = {
    "xatol": Own(delta(X)),
    "xtol": lambda method: _tolerance({"newton-cg": X, "tnc": X, "trust-constr": X}, method),
    "fatol": Own(delta(f)),
    "ftol": lambda method, bounds, constraints: _tolerance(
        {"slsqp": f, "tnc": f}, method, bounds, constraints
    ),
    "gtol": Own(_GRADIENT),
    "initial_simplex": Along(X, 1),
    "f_min": f,
    "minfev": f,
    "eps": Own(delta(X)),
    "rhobeg": Own(delta(X)),
    "initial_tr_radius": Own(delta(X)),
}


def _objective(jac: Any) -> Any:
    return calls(
        X,
        gives=(f, _GRADIENT) if jac is True else f,
        state=_SHOWN,
        at=lambda given: (given["x0"], *_further(given)),
    )


def _further(given: dict[str, Any]) -> tuple[Any, ...]:
    further = given.get("args", ())
    return further if isinstance(further, tuple) else (further,)


_CALLBACK = calls(X, gives=ANY, state=_SHOWN)
rows(
    "minimize",
    x0=X,
    bounds=Limits(X),
    fun=_objective,
    jac=calls(X, gives=_GRADIENT),
    hess=calls(X, gives=_HESSIAN),
    hessp=calls(X, X, gives=_GRADIENT * X * (1 / X)),
    constraints=Constraints(X),
    callback=_CALLBACK,
    tol=lambda method, bounds, constraints: _tolerance(
        {**_STEPS, **_SLOPES, "slsqp": f}, method, bounds, constraints
    ),
    options=of_start(_TOLERANCES),
    gives=MINIMUM,
)
rows(
    "minimize_scalar",
    bracket=x,
    bounds=x,
    fun=calls(x, gives=f),
    tol=lambda method, bounds: (
        Own(delta(x)) if str(method or (bounds and "bounded")).lower() == "bounded" else None
    ),
    options={"xatol": Own(delta(x))},
    gives={"x": x, "fun": f},
)
_GLOBAL: dict[str, Any] = {
    "bounds": Limits(X),
    "x0": X,
    "func": calls(X, gives=f, state=_SHOWN),
    "callback": calls(X, gives=ANY),
    "gives": MINIMUM,
}
rows(
    "differential_evolution",
    check=_one_process,
    constraints=Constraints(X),
    atol=Own(delta(f)),
    **{**_GLOBAL, "callback": _CALLBACK},
)
rows("direct", f_min=f, **{name: rule for name, rule in _GLOBAL.items() if name != "x0"})
rows("dual_annealing", **{**_GLOBAL, "callback": calls(X, f, gives=ANY)})
rows(
    "shgo",
    constraints=Constraints(X),
    check=_one_process,
    **{name: rule for name, rule in _GLOBAL.items() if name != "x0"},
)
rows(
    "basinhopping",
    x0=X,
    take_step=Step(X),
    accept_test=Accepts(X, f),
    func=calls(X, gives=f, state=_SHOWN),
    T=Own(delta(f)),
    stepsize=Own(delta(X)),
    callback=calls(X, f, gives=ANY),
    gives=MINIMUM,
)
rows(
    "brute",
    ranges=Limits(X),
    check=_one_process,
    func=calls(X, gives=f),
    gives=lambda full_output: (X, f, X, f) if full_output else X,
)


def _path(full: Any, retall: Any, *between: Any) -> Any:
    """Return the rule of a minimiser's tuple: the result, further values, and the states on the way."""
    if not full:
        return (X, [X]) if retall else X
    return (X, f, *between, [X]) if retall else (X, f, *between)


rows(
    "fmin",
    x0=X,
    xtol=Own(delta(X)),
    ftol=Own(delta(f)),
    initial_simplex=Along(X, 1),
    func=calls(X, gives=f),
    callback=_CALLBACK,
    gives=lambda full_output, retall: _path(full_output, retall, None, None, None),
)
rows(
    "fmin_powell",
    x0=X,
    func=calls(X, gives=f),
    callback=_CALLBACK,
    direc=Along(X, 1),
    gives=lambda full_output, retall: _path(full_output, retall, Along(X, 1), None, None, None),
)
rows(
    "fminbound",
    x1=x,
    x2=x,
    xtol=Own(delta(x), 1e-5, between("x1", "x2")),
    func=calls(x, gives=f),
    gives=lambda full_output: (x, f, None, None) if full_output else x,
)
rows(
    "brent golden",
    brack=x,
    func=calls(x, gives=f),
    gives=lambda full_output: (x, f, None, None) if full_output else x,
)

# ---------------------------------------------------------------- least squares
_JAC = Outer(R, 1 / X)
(_RESIDUAL,) = letters("r", linear=True)
_LEAST_JAC = Outer(_RESIDUAL, 1 / X)
_LEAST = {
    "x": X,
    "cost": r**2,
    "fun": _RESIDUAL,
    "jac": _LEAST_JAC,
    "grad": r**2 / X,
    "active_mask": None,
}
rows(
    "least_squares",
    check=_one_process,
    x0=X,
    bounds=Limits(X, pairs=False),
    fun=calls(X, gives=_RESIDUAL, at=lambda given: (given["x0"], *_further(given))),
    jac=calls(X, gives=_LEAST_JAC),
    callback=calls(X, gives=ANY, state=Fields(_LEAST)),
    x_scale=Own(delta(X)),
    f_scale=Own(_RESIDUAL),
    gives=_LEAST,
)
rows(
    "leastsq",
    x0=X,
    func=calls(X, gives=_RESIDUAL),
    Dfun=calls(X, gives=_LEAST_JAC),
    gives=lambda full_output: (X, Outer(X, X / r**2), {"fvec": _RESIDUAL}) if full_output else (X,),
)


def _fitted(asked: dict[str, Any]) -> None:
    if asked.get("p0") is None and isinstance(asked.get("bounds"), dict):
        raise TypeError("curve_fit: bounds by name need p0 with the same names")


def _spread_of(sigma: Any) -> Any:
    return y**2 if np.ndim(sigma.bare if hasattr(sigma, "bare") else sigma) == 2 else delta(y)


# What is divided by the deviations of the data is a pure number.
_RESIDUALS = {"fvec": lambda sigma: delta(y) if sigma is None else PURE}
rows(
    "curve_fit",
    check=_fitted,
    xdata=x,
    ydata=y,
    p0=P,
    sigma=_spread_of,
    bounds=Limits(P, pairs=False),
    f=calls(x, P, gives=y, star=True),
    jac=calls(x, P, gives=Outer(y, 1 / P), star=True),
    x_scale=Own(delta(P)),
    gives=lambda full_output: (P, Outer(P, P)) + ((_RESIDUALS, None, None) if full_output else ()),
)
rows(
    "lsq_linear",
    b=b,
    bounds=Limits(x, pairs=False),
    A=b / x,
    gives={"x": x, "fun": delta(b), "cost": b**2, "active_mask": None},
)
rows("nnls", b=b, A=b / x, gives=(x, delta(b)))

# ---------------------------------------------------------------- zeros
rows(
    "brentq brenth bisect ridder toms748",
    a=x,
    b=x,
    xtol=Own(delta(x), 2e-12, between("a", "b")),
    f=calls(x, gives=y),
    gives=lambda full_output: (x, {"root": x}) if full_output else x,
)
rows(
    "newton",
    x0=x,
    x1=x,
    tol=Own(delta(x)),
    func=calls(x, gives=y),
    fprime=calls(x, gives=y / x),
    fprime2=calls(x, gives=y / x**2),
    gives=lambda full_output: (x, {"root": x}) if full_output else x,
)
rows("fixed_point", x0=x, func=calls(x, gives=x), gives=x)
rows(
    "root_scalar",
    bracket=x,
    x0=x,
    x1=x,
    xtol=Own(delta(x)),
    f=lambda fprime, fprime2: calls(
        x, gives=(y, y / x, y / x**2) if fprime2 is True else (y, y / x) if fprime is True else y
    ),
    fprime=calls(x, gives=y / x),
    fprime2=calls(x, gives=y / x**2),
    gives={"root": x},
)
rows(
    "root",
    x0=X,
    fun=lambda jac: calls(X, gives=(R, _JAC) if jac is True else R),
    jac=calls(X, gives=_JAC),
    callback=calls(X, R, gives=ANY),
    gives={"x": X, "fun": R},
)
rows(
    "fsolve",
    x0=X,
    func=calls(X, gives=R),
    fprime=calls(X, gives=_JAC),
    gives=lambda full_output: (X, {"fvec": R}, None, None) if full_output else X,
)
rows(
    "broyden1 broyden2 anderson newton_krylov linearmixing diagbroyden excitingmixing",
    xin=X,
    F=calls(X, gives=R),
    f_tol=Own(delta(R)),
    x_tol=Own(delta(X)),
    callback=calls(X, R, gives=ANY),
    gives=X,
)
rows("approx_fprime", xk=X, f=calls(X, gives=f), epsilon=Own(delta(X)), gives=_GRADIENT)
rows(
    "check_grad",
    x0=X,
    func=calls(X, gives=f),
    grad=calls(X, gives=_GRADIENT),
    epsilon=Own(delta(X)),
    gives=_GRADIENT,
)

# ---------------------------------------------------------------- linear programs
rows(
    "linprog",
    x0=x,
    bounds=[x],
    b_ub=b,
    b_eq=e,
    A_ub=b / x,
    A_eq=e / x,
    c=c,
    callback=ANY,
    gives={
        "x": x,
        "fun": c * x,
        "slack": delta(b),
        "con": delta(e),
        "mip_dual_bound": c * x,
        "mip_gap": None,
        "lower": {"residual": delta(x), "marginals": c},
        "upper": {"residual": delta(x), "marginals": c},
        "ineqlin": {"residual": delta(b), "marginals": c * x / b},
        "eqlin": {"residual": delta(e), "marginals": c * x / e},
    },
)
rows(
    "milp",
    bounds=Limits(x),
    constraints=Constraints(x, linear=True),
    c=c,
    gives={"x": x, "fun": c * x, "mip_dual_bound": c * x, "mip_gap": None},
)
rows("linear_sum_assignment", order="cost_matrix maximize", cost_matrix=c, maximize=ANY)
rows("isotonic_regression", y=y, gives={"x": y, "weights": None})
rows("quadratic_assignment")
for _name in ("Bounds", "LinearConstraint", "NonlinearConstraint"):
    rows.made[_name] = held(getattr(rows.module, _name))
rows.same(
    "OptimizeResult OptimizeWarning RootResults NoConvergence BFGS SR1 HessianUpdateStrategy LbfgsInvHessProduct "
    "show_options rosen rosen_der rosen_hess rosen_hess_prod"
)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

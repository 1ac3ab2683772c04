"""`scipy.stats` with units: tests and distributions; spreads are differences."""

from __future__ import annotations

from typing import Any

import scipy.stats

from ._calls import calls
from ._letters import ANY, PURE, delta, letters
from ._results import Objects
from ._rows import Rows, row

rows = Rows("scipy.stats")
x, y, s = letters("x y s")
(z,) = letters("z", linear=True)
_SPREAD = delta(x)
_TEST = {"_estimate": _SPREAD, "_standard_error": _SPREAD}
rows(
    "linregress",
    x=x,
    y=y,
    gives={"slope": y / x, "intercept": y, "stderr": y / x, "intercept_stderr": delta(y)},
)
rows("theilslopes", y=y, x=x, gives={"slope": y / x, "intercept": y, "low_slope": y / x, "high_slope": y / x})
rows("siegelslopes", y=y, x=x, gives={"slope": y / x, "intercept": y})
rows("ttest_ind ttest_rel", a=x, b=x, gives=_TEST)
rows("ttest_1samp", a=x, popmean=x, gives=_TEST)
rows("ttest_ind_from_stats", mean1=x, mean2=x, std1=_SPREAD, std2=_SPREAD)
rows("pearsonr kendalltau pointbiserialr weightedtau", x=x, y=y)
rows("spearmanr", a=x, b=y)
rows("ks_2samp", data1=x, data2=x, gives={"statistic_location": x})
rows("mannwhitneyu ranksums ansari mood brunnermunzel cramervonmises_2samp epps_singleton_2samp", x=x, y=x)
rows("wilcoxon", x=x, y=x)
rows(
    "f_oneway kruskal bartlett levene fligner friedmanchisquare alexandergovern",
    samples=[x],
)
rows("tukey_hsd", args=[x], gives={"statistic": _SPREAD, "_stand_err": _SPREAD})
rows("shapiro normaltest skewtest kurtosistest jarque_bera skew kurtosis rankdata", x=x, a=x)
rows("variation", a=z)
rows("zscore", a=x)
rows("zmap", scores=x, compare=x)
rows("sem tstd tsem", a=x, limits=[x], gives=_SPREAD)
rows("iqr median_abs_deviation", x=x, gives=_SPREAD)
rows("tvar", a=x, limits=[x], gives=x**2)
rows("tmean tmin tmax trim_mean trimboth trim1", a=x, limits=[x], lowerlimit=x, upperlimit=x, gives=x)
rows("gmean hmean pmean", a=z, gives=z)
rows("moment", a=x, center=x, gives=lambda order: x ** (1 if order is None else order))
rows("mode", a=x, gives={"mode": x})
rows("quantile", x=x, gives=x)
rows("scoreatpercentile", a=x, limit=[x], gives=x)
rows("percentileofscore", a=x, score=x)
rows("describe", a=x, gives={"minmax": [x], "mean": x, "variance": x**2})
rows("sigmaclip", a=x, gives=(x, x, x))
rows(
    "binned_statistic",
    x=x,
    values=y,
    range=[x],
    gives={
        "statistic": lambda statistic: (
            y
            if statistic in ("mean", "median", "sum", "min", "max")
            else delta(y)
            if statistic == "std"
            else PURE
        ),
        "bin_edges": x,
    },
)
rows("wasserstein_distance", u_values=x, v_values=x, gives=_SPREAD)
rows(
    "bootstrap",
    data=[x],
    statistic=calls(x, gives=s),
    gives={
        "confidence_interval": {"low": s, "high": s},
        "standard_error": delta(s),
        "bootstrap_distribution": s,
    },
)
rows(
    "permutation_test",
    data=[x],
    statistic=calls(x, x, gives=s),
    gives={"statistic": s, "null_distribution": s},
)
rows("false_discovery_control combine_pvalues chi2_contingency fisher_exact binomtest")

_VALUES = {"pdf": 1 / x, "cdf": PURE, "sf": PURE, "logcdf": PURE, "logsf": PURE}
_FROZEN = {
    **{name: row(x=x, gives=rule) for name, rule in _VALUES.items()},
    **{name: row(q=ANY, gives=x) for name in ("ppf", "isf")},
    **{name: row(gives=x) for name in ("mean", "median")},
    "rvs": row(size=ANY, random_state=ANY, gives=x),
    "std": row(gives=_SPREAD),
    "var": row(gives=x**2),
    "interval": row(gives=(x, x)),
    "support": row(gives=(x, x)),
    "moment": row(gives=lambda order: x**order),
}


class Distribution:
    """A distribution of scipy with loc, scale and values in units; `bare` is scipy's own."""

    def __init__(self, bare: Any) -> None:
        self.bare = bare
        self.__doc__ = (
            f"`scipy.stats.{bare.name}` with `loc`, `scale` and values in one unit; `bare` is scipy's own."
        )
        self.__name__ = bare.name
        self._shapes = (bare.shapes or "").replace(",", " ").split()

    def __call__(self, *args: Any, **kwds: Any) -> Any:
        """Return the frozen distribution."""
        order = " ".join((*self._shapes, "loc", "scale"))
        return row(order=order, loc=x, scale=_SPREAD, gives=Objects(_FROZEN, x=x)).run(
            self.bare, {}, *args, **kwds
        )

    def __getattr__(self, name: str) -> Any:
        rule = _FROZEN.get(name)
        if name == "fit":
            shapes = tuple(PURE for _ in self._shapes)
            return lambda data, *args, **kwds: row(
                order=" ".join(("data", *self._shapes)),
                data=x,
                floc=x,
                loc=x,
                fscale=_SPREAD,
                scale=_SPREAD,
                gives=(*shapes, x, _SPREAD),
            ).run(self.bare.fit, {}, data, *args, **kwds)
        if rule is None:
            raise AttributeError(
                f"{self.__dict__['__name__']}.{name} has no unit rule; .bare is scipy's own", name=name
            )
        first = {"rvs": (), "ppf": ("q",), "isf": ("q",), "interval": ("confidence",), "moment": ("order",)}
        own = first.get(name, ("x",) if name in _VALUES else ())
        after = ("size", "random_state") if name == "rvs" else ()
        order = " ".join((*own, *self._shapes, "loc", "scale", *after))
        made = row(order=order, loc=x, scale=_SPREAD, x=x, gives=rule.gives)
        return lambda *args, **kwds: made.run(getattr(self.bare, name), {}, *args, **kwds)


for _name in dir(scipy.stats):
    if isinstance(getattr(scipy.stats, _name), scipy.stats.rv_continuous):
        rows.made[_name] = Distribution(getattr(scipy.stats, _name))
rows.same("poisson binom bernoulli geom nbinom hypergeom randint rv_continuous rv_discrete")

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)

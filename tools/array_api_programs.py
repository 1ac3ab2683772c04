"""Run functions of other libraries that follow the array API standard on quantities, and write which work.

    python tools/array_api_programs.py [LIBRARY ...]

Each call is made with arrays in mV and with the bare numbers, on numpy, torch and jax; values and units are
compared. The outcomes go to docs/backends/array_api_programs.json, from which `hatch run gen` makes the table
on the support page. Exit status 1 where a value or a unit is wrong. Needs scipy, scikit-learn, einops and
xarray.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ["SCIPY_ARRAY_API"] = "1"  # scipy reads it once, when it is imported

import numpy as np

import brainunit as u

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs/backends/array_api_programs.json"
LIBRARIES = ("numpy", "torch", "jax")
CONSUMERS = {"scipy": "scipy", "sklearn": "scikit-learn", "einops": "einops", "xarray": "xarray"}

RANDOM = np.random.default_rng(5)
X = RANDOM.normal(size=(12, 3)) + 5.0
Y = RANDOM.normal(size=(12, 3)) + 4.0

Program = Callable[..., Any]

# Library -> the call -> the unit of each number in the result for x and y in mV; None: a pure number.
# Calls are Python, with x and y of shape (12, 3), v and w of 12, s of 3, m and b of a system of equations.
PROGRAMS: dict[str, dict[str, list[str | None]]] = {
    "scipy": {
        "stats.tmean(v)": ["mV"],
        "stats.tvar(v)": ["mV^2"],
        "stats.tstd(v)": ["mV"],
        "stats.tsem(v)": ["mV"],
        "stats.tmin(v)": ["mV"],
        "stats.tmax(v)": ["mV"],
        "stats.hmean(v)": ["mV"],
        "stats.pmean(v, 2)": ["mV"],
        "stats.gmean(v)": ["mV"],
        "stats.moment(v, 2)": ["mV^2"],
        "stats.skew(v)": [None],
        "stats.kurtosis(v)": [None],
        "stats.variation(v)": [None],
        "stats.sem(v)": ["mV"],
        "stats.zscore(v)": [None],
        "stats.gzscore(v)": [None],
        "stats.zmap(v, w)": [None],
        "stats.ttest_1samp(v, t)": [None, None],
        "stats.ttest_ind(v, w)": [None, None],
        "stats.ttest_rel(v, w)": [None, None],
        "stats.pearsonr(v, w)": [None, None],
        "stats.linregress(v, w)": [None, "mV", None, None, None],
        "stats.f_oneway(v, w)": [None, None],
        "stats.bartlett(v, w)": [None, None],
        "stats.describe(v)": [None, "mV", "mV", "mV", "mV^2", None, None],
        "stats.circmean(v)": ["mV"],
        "stats.trim_mean(v, 0.1)": ["mV"],
        "stats.iqr(v)": ["mV"],
        "stats.chatterjeexi(v, w)": [None, None],
        "signal.convolve(v, s)": ["mV^2"],
        "signal.fftconvolve(v, s)": ["mV^2"],
        "signal.oaconvolve(v, s)": ["mV^2"],
        "signal.correlate(v, s)": ["mV^2"],
        "signal.detrend(v, type='constant')": ["mV"],
        "signal.hilbert(v)": ["mV"],
        "signal.resample(v, 6)": ["mV"],
        "signal.savgol_filter(v, 5, 2)": ["mV"],
        "fft.fft(v)": ["mV"],
        "fft.ifft(fft.fft(v))": ["mV"],
        "fft.rfft(v)": ["mV"],
        "fft.fftn(x)": ["mV"],
        "fft.fftshift(v)": ["mV"],
        "fft.dct(v)": ["mV"],
        "integrate.trapezoid(v)": ["mV"],
        "integrate.trapezoid(v, w)": ["mV^2"],
        "integrate.cumulative_trapezoid(v)": ["mV"],
        "integrate.simpson(v)": ["mV"],
        "spatial.distance.pdist(x)": ["mV"],
        "cluster.vq.whiten(x)": [None],
        "cluster.vq.vq(x, x[:2, :])": [None, "mV"],
        "differentiate.derivative(lambda z: z * z, t)": ["mV"],
        "optimize.elementwise.find_root(lambda z, c: z - c, (t * 0.5, t * 2), args=(t,)).x": ["mV"],
        "interpolate.make_interp_spline(k, v)(k)": ["mV"],
        "linalg.solve(m, b)": [None],
        "ndimage.gaussian_filter(x, 1)": ["mV"],
        "special.logsumexp(v / t)": [None],
    },
    "sklearn": {
        "decomposition.PCA(2, svd_solver='full').fit(x).components_": [None],
        "decomposition.PCA(2, svd_solver='full').fit(x).explained_variance_": ["mV^2"],
        "decomposition.PCA(2, svd_solver='full').fit(x).mean_": ["mV"],
        "decomposition.PCA(2, svd_solver='full').fit_transform(x)": ["mV"],
        "preprocessing.StandardScaler().fit_transform(x)": [None],
        "preprocessing.MaxAbsScaler().fit_transform(x)": [None],
        "preprocessing.Normalizer().fit_transform(x)": [None],
        "linear_model.Ridge(solver='svd').fit(x, v).coef_": [None],
        "metrics.pairwise.euclidean_distances(x, y)": ["mV"],
        "metrics.pairwise.paired_euclidean_distances(x, y)": ["mV"],
        "metrics.r2_score(v, w)": [None],
        "metrics.mean_squared_error(v, w)": ["mV^2"],
        "metrics.mean_absolute_error(v, w)": ["mV"],
    },
    "einops": {
        "array_api.rearrange(x, 'a b -> b a')": ["mV"],
        "array_api.reduce(x, 'a b -> a', 'mean')": ["mV"],
        "array_api.repeat(v, 'a -> a c', c=2)": ["mV"],
        "array_api.pack([v, w], '*')[0]": ["mV"],
    },
    "xarray": {
        "DataArray(x, dims=('a', 'b')).mean('a').data": ["mV"],
        "DataArray(x, dims=('a', 'b')).var('a').data": ["mV^2"],
        "DataArray(x, dims=('a', 'b')).sum().data": ["mV"],
        "DataArray(v, dims='a').isnull().data": [None],
        "DataArray(v, dims='a').fillna(0).data": ["mV"],
        "DataArray(v, dims='a').clip(max=t).data": ["mV"],
        "DataArray(v, dims='a').cumsum('a').data": ["mV"],
        "(DataArray(v, dims='a') * DataArray(w, dims='a')).data": ["mV^2"],
        "DataArray(v, dims='a').diff('a').data": ["mV"],
        "concat([DataArray(v, dims='a'), DataArray(w, dims='a')], 'a').data": ["mV"],
        "dot(DataArray(v, dims='a'), DataArray(w, dims='a')).data": ["mV^2"],
        "where(DataArray(v, dims='a') > t, DataArray(v, dims='a'), 0).data": ["mV"],
        "DataArray(v, dims='a').rolling(a=3).mean().data": ["mV"],
        "DataArray(v, dims='a').shift(a=1).data": ["mV"],
    },
}


def operands(make: Callable[[Any], Any]) -> dict[str, Any]:
    """Return what the calls are made with, each array as `make` has it."""
    square = X[:3, :3] + 3.0 * np.eye(3)
    found = {
        "x": X,
        "y": Y,
        "v": X[:, 0],
        "w": Y[:, 0],
        "s": X[0],
        "t": np.asarray(4.5),
        "k": np.arange(12.0),
    }
    return {name: make(data) for name, data in (found | {"m": square, "b": X[:3, 0]}).items()}


def parts(result: Any) -> list[Any]:
    """Return the numbers in a result, whichever object holds them."""
    if hasattr(result, "df") and not hasattr(result, "_fields"):  # of the differentiation
        return [result.df]
    if hasattr(result, "_fields") or isinstance(result, tuple):
        return [part for item in result for part in parts(item)]
    statistic = getattr(result, "statistic", None)
    return [result] if statistic is None else [statistic, result.pvalue]


def numbers(x: Any) -> Any:
    """Return the numbers of an array, or of a quantity in its unit, as numpy has them."""
    x = getattr(x, "mantissa", x)
    return u.math.as_numpy(x) if hasattr(x, "dtype") else np.asarray(x)


def outcome(consumer: str, call: str, units: list[str | None], library: str) -> str:
    """Return "yes", the error that refuses, or what is wrong."""
    module, xp = import_module(consumer), u.namespace(library)
    for name in re.findall(r"\b[a-z]\w*(?:\.[a-z]\w*)*", call):
        load(module, name)
    refused = ""
    try:
        bare = eval(call, dict(vars(module)), operands(lambda x: xp.asarray(x).mantissa))
    except Exception as error:  # noqa: BLE001  # whichever it is: it goes to the table
        refused = f"bare {library}: {_text(error)}"
        bare = eval(call, dict(vars(module)), operands(np.asarray))
    try:
        result = eval(call, dict(vars(module)), operands(lambda x: xp.asarray(x, unit="mV")))
    except Exception as error:  # noqa: BLE001  # as above
        return refused or _text(error)
    for found, expected, unit in zip(parts(result), parts(bare), units, strict=False):
        own = found.unit if isinstance(found, u.Quantity) else u.UNITLESS
        if own != (u.UNITLESS if unit is None else u.Unit(unit)):
            return f"wrong: in {own}"
        if not np.allclose(numbers(found), numbers(expected), rtol=1e-4, atol=0, equal_nan=True):
            return "wrong: other values"
    return "yes"


def _text(error: Exception) -> str:
    first = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {first[0][:120]}"


def load(module: ModuleType, name: str) -> None:
    """Import the modules that the parts of a dotted name are."""
    root = module.__name__
    for part in name.split("."):
        root = f"{root}.{part}"
        try:
            found = find_spec(root)
        except ModuleNotFoundError:  # it is no module that `root` is in
            return
        if found is None:
            return
        import_module(root)


def main() -> int:
    """Make the calls on the libraries asked for, and keep what is known of the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("libraries", nargs="*", help="by default numpy, torch and jax")
    libraries = parser.parse_args().libraries or LIBRARIES
    warnings.simplefilter("ignore")
    import jax
    import sklearn  # type: ignore[import-not-found,unused-ignore]  # of an environment of its own

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]  # jax 0.10
    sklearn.set_config(array_api_dispatch=True)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"outcomes": {}}
    results["versions"] = {name: version(distribution) for name, distribution in CONSUMERS.items()}
    for library in libraries:
        results["outcomes"][library] = {
            consumer: {call: outcome(consumer, call, units, library) for call, units in calls.items()}
            for consumer, calls in PROGRAMS.items()
        }
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    found = [
        text
        for library in libraries
        for calls in results["outcomes"][library].values()
        for text in calls.values()
    ]
    wrong = sum(text.startswith("wrong") for text in found)
    print(f"{RESULTS}: {found.count('yes')} of {len(found)} work, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

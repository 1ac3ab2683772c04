"""Which functions the walk meets: all public ones of numpy and scipy, by module."""

from __future__ import annotations

import inspect
import pkgutil
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from .calls import count_needed, quiet
from .left_out import LEFT_OUT, MODULES_LEFT_OUT
from .operands import PLAIN_LISTS, make

__all__ = ["CHAPTERS", "SCIPY", "functions_of", "modules_of_scipy"]

NUMPY = (
    "numpy numpy.linalg numpy.fft numpy.ma numpy.ma.extras numpy.ma.mrecords numpy.polynomial "
    "numpy.polynomial.polynomial numpy.polynomial.chebyshev numpy.polynomial.legendre "
    "numpy.polynomial.hermite numpy.polynomial.hermite_e numpy.polynomial.laguerre numpy.polynomial.polyutils "
    "numpy.lib.stride_tricks numpy.lib.scimath numpy.lib.array_utils numpy.lib.recfunctions numpy.lib.mixins "
    "numpy.rec numpy.char numpy.strings numpy.testing numpy.ctypeslib"
).split()


SCIPY = (
    "scipy.cluster scipy.cluster.hierarchy scipy.cluster.vq scipy.constants scipy.differentiate "
    "scipy.fft scipy.fftpack scipy.fftpack.convolve scipy.integrate scipy.interpolate scipy.linalg "
    "scipy.linalg.interpolative scipy.ndimage scipy.odr scipy.optimize scipy.optimize.elementwise "
    "scipy.signal scipy.signal.windows scipy.sparse scipy.sparse.csgraph scipy.sparse.linalg "
    "scipy.spatial scipy.spatial.distance scipy.spatial.transform scipy.special scipy.stats "
    "scipy.stats.contingency scipy.stats.distributions scipy.stats.mstats scipy.stats.qmc "
    "scipy.stats.sampling"
).split()


def modules_of_scipy() -> list[str]:
    """Return the public modules of scipy and of its subpackages, which takes seconds to import."""
    import scipy

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy.odr says that it is to go
        packages = [name for name in sorted(scipy.__all__) if isinstance(getattr(scipy, name), ModuleType)]
    for package in packages:
        found.append(f"scipy.{package}")
        for info in pkgutil.iter_modules(getattr(scipy, package).__path__, f"scipy.{package}."):
            last = info.name.rpartition(".")[2]
            if not last.startswith(("_", "cython_")) and last != "tests" and _is_documented(info.name):
                found.append(info.name)
    return [name for name in found if name not in MODULES_LEFT_OUT]


def _is_documented(name: str) -> bool:
    """Whether a module is public itself, not the old name of something private."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = import_module(name)
    return not hasattr(module, "__getattr__")  # the old names warn when they are asked


CHAPTERS = [
    *NUMPY,
    "methods of ndarray",
    "methods of Quantity",
    "methods of numpy.ufunc",
    "methods of numpy.random",
    "methods of scipy.sparse",
    "methods of scipy.stats",
    *SCIPY,
]


def functions_of(chapter: str) -> dict[str, Callable[..., Any]]:
    """Return the functions and classes of a chapter, by their full names."""
    if chapter in METHODS:
        found = dict(METHODS[chapter]())
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as above
            found = {f"{chapter}.{name}": each for name, each in _public(import_module(chapter))}
        for name, each in [*found.items()]:
            if isinstance(each, type) and name not in LEFT_OUT:
                found |= {f"{name}().{method}": call for method, call in _of_objects(each)}
    return {name: each for name, each in sorted(found.items()) if name not in LEFT_OUT}


def _public(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield what a module offers that can be called; exceptions and dtypes take no arrays."""
    for name in getattr(module, "__all__", None) or dir(module):
        each = getattr(module, name, None)
        if name.startswith("_") or not callable(each):
            continue
        if isinstance(each, type) and issubclass(each, (BaseException, np.generic, np.dtype)):
            continue
        if module.__name__.startswith("scipy.stats") and hasattr(each, "rvs") and not isinstance(each, type):
            continue  # a distribution, whose methods are a chapter of their own
        yield name, each


# ---------------------------------------------------------------- methods

_OPERATORS = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
_DUNDERS = [
    *(f"__{prefix}{name}__" for name in _OPERATORS for prefix in ("", "r", "i")),
    *(
        f"__{name}__"
        for name in "divmod rdivmod eq ne lt le gt ge neg pos abs invert contains getitem".split()
    ),
    *("__setitem__", "__float__", "__int__", "__complex__", "__index__", "__bool__", "__len__", "__round__"),
]


def _methods(owner: type, prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of a class, which take their object as the first argument."""
    for name in [*(name for name in dir(owner) if not name.startswith("_")), *_DUNDERS]:
        each = getattr(owner, name, None)
        if callable(each):
            yield f"{prefix}.{name}", _method(name, each)


def _method(name: str, function: Any) -> Callable[..., Any]:
    """Return a function that calls the method of its first argument, whatever class that is of."""

    def call(self: Any, *args: Any, **options: Any) -> Any:
        return getattr(self, name)(*args, **options)

    call.__name__ = name
    call.needed = 1 + count_needed(function, skip=1)  # type: ignore[attr-defined]  # read by `calls`
    return call


def _of_objects(kind: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of an object of a class, which is made anew of plain numbers for each call."""
    for kinds in PLAIN_LISTS:
        try:
            with quiet():
                kind(*make(kinds, 1, "V"))
        except Exception:  # noqa: BLE001  # whatever the class says to arguments that it does not take
            continue
        for name in dir(kind):
            method = getattr(kind, name, None)
            if (name == "__call__" or not name.startswith("_")) and callable(method):
                yield name, _of_one(kind, kinds, name, method)
        return


def _of_one(kind: type, kinds: tuple[str, ...], name: str, method: Any) -> Callable[..., Any]:
    skip = int(inspect.isfunction(method))  # of a class or static method the first is no object

    def call(*args: Any, **options: Any) -> Any:
        return getattr(kind(*make(kinds, 1, "V")), name)(*args, **options)

    call.__name__, call.needed = name, count_needed(method, skip)  # type: ignore[attr-defined]  # as above
    return call


def _of_ndarray() -> Iterator[tuple[str, Callable[..., Any]]]:
    return _methods(np.ndarray, "ndarray")


def _of_quantity() -> Iterator[tuple[str, Callable[..., Any]]]:
    from bu_array import Quantity

    return _methods(Quantity, "Quantity")


def _of_ufuncs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield ``np.add.reduce`` and kin of every ufunc of numpy."""
    for name in sorted(vars(np)):
        ufunc = getattr(np, name)
        if isinstance(ufunc, np.ufunc) and ufunc.__name__ == name:
            for method in ("reduce", "accumulate", "outer", "at", "reduceat"):
                yield f"numpy.{name}.{method}", getattr(ufunc, method)


def _of_random() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of the generators, each on a generator made anew from one seed."""
    for kind in ("Generator", "RandomState"):
        make = np.random.default_rng if kind == "Generator" else np.random.RandomState
        for name, method in inspect.getmembers(getattr(np.random, kind), callable):
            if not name.startswith("_"):
                yield f"numpy.random.{kind}.{name}", _seeded(name, method, make)


def _seeded(name: str, method: Any, make: Any) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        return getattr(make(7), name)(*args, **options)

    call.__name__, call.needed = name, count_needed(method)  # type: ignore[attr-defined]  # as above
    return call


def _of_sparse() -> Iterator[tuple[str, Callable[..., Any]]]:
    try:
        from scipy import sparse
    except ImportError:
        return
    for name in ("csr_array", "coo_array", "dia_array", "lil_array", "csc_matrix"):
        yield from _methods(getattr(sparse, name), f"scipy.sparse.{name}")


def _of_distributions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of some distributions; the others have them from the same few classes."""
    try:
        from scipy import stats
    except ImportError:
        return
    for name in (
        "norm",
        "expon",
        "gamma",
        "beta",
        "t",
        "uniform",
        "lognorm",
        "poisson",
        "binom",
        "multivariate_normal",
    ):
        distribution = getattr(stats, name)
        for method, each in inspect.getmembers(distribution, callable):
            if not method.startswith("_"):
                yield f"scipy.stats.{name}.{method}", each


METHODS: dict[str, Callable[[], Iterator[tuple[str, Callable[..., Any]]]]] = {
    "methods of ndarray": _of_ndarray,
    "methods of Quantity": _of_quantity,
    "methods of numpy.ufunc": _of_ufuncs,
    "methods of numpy.random": _of_random,
    "methods of scipy.sparse": _of_sparse,
    "methods of scipy.stats": _of_distributions,
}

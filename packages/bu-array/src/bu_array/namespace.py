"""The array API standard's functions on quantities: a namespace for each array library.

>>> import numpy as np
>>> from bu_array import Quantity
>>> xp = Quantity(np.array([3.0, 4.0]), "mV").__array_namespace__()
>>> print(xp.sqrt(xp.sum(xp.asarray([3.0, 4.0], unit="mV") ** 2)))
5. mV

A program that asks an array for its namespace runs on quantities as it is. What it computes is a quantity,
also where the unit cancels: such a program asks its results for their namespace, too. Every function is the
one of `bu_array.math`, `linalg` or `fft`, and so are the rules of its units; the Fourier transforms are the
plain sums of the standard. Source: array API 2025.12.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from types import ModuleType
from typing import Any

from bu_dispatch import Backend, BackendError, backend_of, convert, get_backend, using_backend
from bu_units import Unit

from . import fft, linalg, math
from ._quantity.closed import closed, opened
from ._version import __version__
from .core import Pair, as_unit, detach, join
from .declare import plain_sum

__all__ = ["ArrayNamespace", "namespace"]

VERSION = "2025.12"
"""The version of the standard that a namespace follows."""

DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128".split()
)
# Questions about dtypes: the library answers, and no unit matters.
_ABOUT_DTYPES = frozenset("can_cast finfo iinfo isdtype result_type".split())
_CONSTANTS = frozenset("e inf nan pi".split())
_CREATION = frozenset(
    "arange empty empty_like eye from_dlpack full full_like linspace ones ones_like zeros zeros_like".split()
)
_SUMS_OF_ONE = frozenset("fft ifft rfft irfft hfft ihfft".split())
_SUMS_OF_SEVERAL = frozenset("fftn ifftn rfftn irfftn".split())


def namespace(name: str) -> ArrayNamespace:
    """Return the array API namespace of the quantities whose arrays are of the library `name`.

    name: "numpy", "jax", "torch" ..., as `using_backend` takes it. There is one namespace for each library.
    ``q.__array_namespace__()`` is that of a quantity's own.
    Raises BackendError for a library that is not there.
    """
    backend = get_backend(name)
    backend.require()
    return _of(backend.name)


@cache
def _of(library: str) -> ArrayNamespace:
    return ArrayNamespace(f"bu_array.array_api.{library}", library)


class ArrayNamespace(ModuleType):
    """The functions of the array API standard for quantities of one array library; see `namespace`.

    Beside the standard's names there are those of `brainunit.math`, for programs that ask for more:
    `nanmean`, `pad`, `einsum`.
    """

    __array_api_version__ = VERSION
    __version__ = __version__
    newaxis = None
    _functions: ModuleType = math

    def __init__(self, name: str, library: str) -> None:
        super().__init__(name, self.__doc__)
        self._backend = get_backend(library)

    def __repr__(self) -> str:
        return f"<array API namespace of quantities {self.__name__!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return namespace, (self._backend.name,)

    def __dir__(self) -> list[str]:
        functions = {name for name in math.__all__ if _is_function(getattr(math, name))}
        return sorted(functions | DTYPES | _CONSTANTS | {*_EXTENSIONS, "__array_namespace_info__", "newaxis"})

    def __getattr__(self, name: str) -> Any:
        # Only names that are not in the instance yet get here: each is made once, when it is asked for.
        value = self._made(name)
        setattr(self, name, value)
        return value

    def _made(self, name: str) -> Any:
        if name in DTYPES:
            return getattr(self._backend.xp, name)
        if name in _CONSTANTS:
            return getattr(math, name)
        if name in _EXTENSIONS:
            return _EXTENSIONS[name](f"{self.__name__}.{name}", self._backend.name)
        if name == "__array_namespace_info__":
            return self._backend.info
        if name == "asarray":
            return _asarray(self._backend)
        if name in _ABOUT_DTYPES:
            own = math.result_type if name == "result_type" else getattr(self._backend.xp, name)
            return _about_dtypes(own)
        return self._function(name)

    def _function(self, name: str) -> Any:
        """Return the declared function `name`, for the quantities of this namespace."""
        declared: Any = getattr(self._functions, name, None) if name in self._functions.__all__ else None
        if not _is_function(declared):
            raise AttributeError(f"{self.__name__} has no {name!r}", name=name, obj=self)
        if name in _CREATION:
            return _creating(self._backend, declared)
        return _computing(self._backend, declared)


class _LinearAlgebra(ArrayNamespace):
    """The extension `linalg` of the standard, and the other functions of `brainunit.linalg`."""

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (_of(self._backend.name), "linalg")

    def __dir__(self) -> list[str]:
        return sorted(linalg.__all__)

    def _made(self, name: str) -> Any:
        return self._function(name)


class _Transforms(_LinearAlgebra):
    """The extension `fft` of the standard: sums of samples, in their unit; the spacing takes no part."""

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (_of(self._backend.name), "fft")

    def __dir__(self) -> list[str]:
        return sorted({*_SUMS_OF_ONE, *_SUMS_OF_SEVERAL, "fftfreq", "fftshift", "ifftshift", "rfftfreq"})

    def _made(self, name: str) -> Any:
        if name in _SUMS_OF_ONE:
            return _sum_along(self._backend, name)
        if name in _SUMS_OF_SEVERAL:
            return _sum_along_several(self._backend, name)
        if name not in dir(self):
            raise AttributeError(f"{self.__name__} has no {name!r}", name=name, obj=self)
        return self._function(name)


_LinearAlgebra._functions = linalg
_Transforms._functions = fft
_EXTENSIONS: dict[str, type[ArrayNamespace]] = {"fft": _Transforms, "linalg": _LinearAlgebra}


def _is_function(x: Any) -> bool:
    return callable(x) and not isinstance(x, type)


# ---------------------------------------------------------------- how a function becomes one of a namespace


def _computing(backend: Backend, declared: Callable[..., Any]) -> Callable[..., Any]:
    """Return a declared function that takes and gives quantities of a namespace."""

    @wraps(declared)
    def function(*args: Any, **kwargs: Any) -> Any:
        args = opened(args)
        kwargs = {name: opened(value) for name, value in kwargs.items()}
        found = {*_libraries(args), *_libraries(kwargs.values())}
        if found == {backend}:
            return closed(declared(*args, **kwargs))
        if found and backend not in found:
            args = tuple([_of_numpy(x, backend) for x in args])
            kwargs = {name: _of_numpy(x, backend) for name, x in kwargs.items()}
        with using_backend(backend.name):  # of several libraries, the one that the caller named
            return _of_library(declared(*args, **kwargs), backend, declared.__name__)

    return function


def _libraries(operands: Iterable[Any]) -> Iterator[Backend]:
    """Give the libraries of the arrays among operands, in quantities and lists, too."""
    for x in operands:
        if type(x) is list or type(x) is tuple:
            yield from _libraries(x)
        else:
            found = backend_of(x._mantissa if isinstance(x, Pair) else x)
            if found is not None:
                yield found


def _of_numpy(x: Any, backend: Backend) -> Any:
    """Return a bare array of numpy, which every library takes, as one of `backend`; else what it is."""
    found = backend_of(x)
    return convert(x, backend) if found is not None and found.name == "numpy" else x


def _of_library(result: Any, backend: Backend, name: str) -> Any:
    """Return a result as quantities; BackendError where another library than the namespace's has computed."""
    found = backend_of(result._mantissa if isinstance(result, Pair) else result)
    if found is not None and found is not backend:
        raise BackendError(
            f"{name} of the {backend.name} namespace takes {backend.name} arrays, got {found.name}; "
            "xp.asarray(x) converts"
        )
    return closed(result)


def _creating(backend: Backend, declared: Callable[..., Any]) -> Callable[..., Any]:
    """Return a declared function that makes arrays of the library of a namespace, with the keyword `unit`."""
    signature = inspect.signature(declared)
    attaches = "unit" not in signature.parameters

    @wraps(declared)
    def function(*args: Any, **kwargs: Any) -> Any:
        unit = kwargs.pop("unit", None) if attaches else None
        args = opened(args)
        kwargs = {name: opened(value) for name, value in kwargs.items()}
        with using_backend(backend.name):
            result = declared(*args, **kwargs)
        return _of_library(_in_unit(result, unit, declared.__name__), backend, declared.__name__)

    if attaches:
        option = inspect.Parameter("unit", inspect.Parameter.KEYWORD_ONLY, default=None)
        function.__signature__ = signature.replace(  # type: ignore[attr-defined]  # PEP 362
            parameters=[*signature.parameters.values(), option]
        )
    return function


def _in_unit(x: Any, unit: Unit | str | None, name: str) -> Any:
    """Return plain numbers as a quantity in `unit`, a quantity converted to it; as it is for None."""
    if unit is None:
        return x
    target = as_unit(unit, name)
    return join(detach(x, target, name) if isinstance(x, Pair) else x, target)


def _asarray(backend: Backend) -> Callable[..., Any]:
    def asarray(
        obj: Any,
        /,
        *,
        dtype: Any = None,
        device: Any = None,
        copy: bool | None = None,
        unit: Unit | str | None = None,
    ) -> Any:
        """Quantity of numbers, arrays or quantities: a quantity keeps its unit, and `unit` converts it.

        Plain data are in `unit`; without one they have none. Arrays of another library are converted.
        """
        data = _from_elsewhere(opened(obj), backend)
        with using_backend(backend.name):
            array = math.asarray(data, dtype=dtype, device=device, copy=copy)
        return closed(_in_unit(array, unit, "asarray"))

    return asarray


def _from_elsewhere(x: Any, backend: Backend) -> Any:
    """Return an array or a quantity of another library as one of `backend`; anything else as it is."""
    if isinstance(x, Pair):
        return join(_from_elsewhere(x._mantissa, backend), x._unit)
    found = backend_of(x)
    return x if found is None or found is backend else convert(x, backend, explicit=True)


def _about_dtypes(of_library: Callable[..., Any]) -> Callable[..., Any]:
    """Return the library's own answer about dtypes and arrays, in which no unit matters."""

    @wraps(of_library)
    def function(*args: Any, **kwargs: Any) -> Any:
        return of_library(*(x._mantissa if isinstance(x, Pair) else x for x in args), **kwargs)

    return function


# ---------------------------------------------------------------- Fourier transforms


def _sum_along(backend: Backend, name: str) -> Callable[..., Any]:
    compute = _computing(backend, plain_sum(getattr(fft, name)))

    def function(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
        """Fourier transform along `axis` as a sum, in the unit of `x`.

        n: the length to which `x` is cut or padded with zeros; norm: "backward", "ortho" or "forward".
        """
        return compute(x, n=n, axis=axis, norm=norm)

    function.__name__ = function.__qualname__ = name
    return function


def _sum_along_several(backend: Backend, name: str) -> Callable[..., Any]:
    compute = _computing(backend, plain_sum(getattr(fft, name)))

    def function(
        x: Any,
        /,
        *,
        s: Sequence[int] | None = None,
        axes: Sequence[int] | None = None,
        norm: str = "backward",
    ) -> Any:
        """Fourier transform along several axes as a sum, in the unit of `x`.

        s: the lengths to which `x` is cut or padded with zeros; norm: "backward", "ortho" or "forward".
        """
        return compute(x, s=s, axes=axes, norm=norm)

    function.__name__ = function.__qualname__ = name
    return function

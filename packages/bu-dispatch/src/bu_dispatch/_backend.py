"""The record of one array library: what it is called, what it owns, how arrays get in and out."""

from __future__ import annotations

import sys
from importlib import import_module

from bu_dispatch._imports import is_lazy
from bu_dispatch._namespace import Namespace
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any, ClassVar, Self, TypeVar

    import numpy

    F = TypeVar("F", bound=Callable[..., Any])


substitute: Callable[[Backend, Namespace], Namespace] | None = None
"""While programs are recorded: what gives the functions that are called in place of a library's own."""
SYMBOLS: dict[type, Callable[[Backend], Namespace]] = {}
"""Types that stand for arrays whose values are not known, with what gives their functions (`stand_for`)."""


def supplies(*names: str) -> Callable[[F], F]:
    """Mark a method of a Backend as that library's own version of the functions `names`.

    names: the names, dotted where they are in a sub-namespace.
    A dotted name stands for a function of a sub-namespace: ``@supplies("linalg.diagonal")``.
    """

    def mark(method: F) -> F:
        method.supplies = names  # type: ignore[attr-defined]  # read back in Backend.functions
        return method

    return mark


def unseen(method: F) -> F:
    """Mark a method that torch.compile runs while it traces, instead of following it.

    Imports are beyond what torch.compile follows. The mark is that of
    torch.compiler.assume_constant_result (torch 2.13), set without importing torch.
    """
    method._dynamo_marked_constant = True  # type: ignore[attr-defined]  # torch's own mark
    return method


class Backend:
    """One array library. A subclass says what is special about it; there is one instance a class.

    A subclass sets the attributes below and overrides what differs; methods marked with
    `supplies` are functions that the library lacks or does differently. Writing a subclass
    must not import the library: `lib` and `xp` import it at first use.
    """

    name: ClassVar[str]
    """What `using_backend` and `get_backend` call it."""
    title: ClassVar[str]
    """What its makers call it."""
    module: ClassVar[str]
    """The module that is in sys.modules before an array of this library can exist."""
    array_types: ClassVar[tuple[str, ...]]
    """Its array classes, as dotted names inside `module`."""
    scalar_types: ClassVar[tuple[str, ...]] = ()
    """Classes that it owns but that give way to an array of any other library."""
    namespace_module: ClassVar[str]
    """Where its functions are: an array API namespace."""
    extra: ClassVar[str]
    """What to write after ``pip install``."""
    lazy: ClassVar[bool] = False
    """Values are unknown until the user computes them."""
    mutable: ClassVar[bool] = True
    """``x[i] = v`` works in place."""
    rich_index: ClassVar[bool] = False
    """Takes all of numpy's indices: fewer than there are axes, arrays of positions among slices."""
    numpy_index: ClassVar[bool] = False
    """Is indexed best with numpy's arrays as they are."""
    takes_precision: ClassVar[bool] = False
    """Its products take ``precision=`` and ``preferred_element_type=``."""
    numbers_only: ClassVar[bool] = False
    """Every array of it is one of numbers or booleans: none of text, dates or objects."""
    swapped_bytes: ClassVar[bool] = False
    """Its arrays may have their bytes in another order than the computer's, as numpy's may."""
    by_numpy: ClassVar[bool] = False
    """numpy's own functions compute on its arrays (NEP 18), so that xarray asks numpy."""
    tensors: ClassVar[bool] = False
    """Its arrays have the methods of torch's tensors: ``size()``, ``to(device)``, ``backward()``."""
    chunked: ClassVar[bool] = False
    """Its arrays are in chunks."""
    options: ClassVar[dict[str, Any]] = {"dtype": None}
    """What a conversion to it takes, each with its default; `asarray` takes the same."""
    fallback_rank: ClassVar[int | None] = None
    """Where it stands among the libraries used when no default is set; the lowest wins."""
    wider: ClassVar[str] = ""
    """How to let it keep 64 bits, where `would_cut` may say that it does not."""
    way_out: ClassVar[str] = "convert first, e.g. .to_numpy()"
    """What to do about a function that it lacks."""

    _instance: ClassVar[Any] = None
    _installed: bool | None = None
    _lib: Any = None
    _xp: Namespace | None = None
    _functions: dict[str, Callable[..., Any]] | None = None

    def __new__(cls) -> Self:
        if "_instance" not in cls.__dict__:
            cls._instance = super().__new__(cls)
        instance: Self = cls._instance
        return instance

    def __reduce__(self) -> tuple[type[Backend], tuple[()]]:
        return type(self), ()

    def __repr__(self) -> str:
        return f"<Backend {self.name}>"

    # --- what is it, is it there ---

    def loaded(self) -> ModuleType | None:
        """The library's root module if the program has imported it, else None; imports nothing."""
        module = sys.modules.get(self.module)
        return None if is_lazy(module) else module

    def owns(self, cls: type) -> bool:
        """Whether objects of type `cls` are this library's arrays or scalars; imports nothing."""
        return self._derives(cls, self.array_types) or self.gives_way(cls)

    def gives_way(self, cls: type) -> bool:
        """Whether objects of type `cls` are scalars that leave the choice to other libraries."""
        return bool(self.scalar_types) and self._derives(cls, self.scalar_types)

    def _derives(self, cls: type, names: tuple[str, ...]) -> bool:
        for name in names:
            base: Any = self.loaded()
            for part in name.split("."):
                # None: the library is in the middle of its own import.
                base = getattr(base, part, None)
            # No class: a stand-in for the library, such as those of sphinx's autodoc_mock_imports.
            if isinstance(base, type) and issubclass(cls, base):
                return True
        return False

    def installed(self) -> bool:
        """Whether the library could be imported, as far as one can tell without doing so."""
        if self._installed is None:
            from importlib.util import find_spec  # 1 ms, and needed once

            try:
                self._installed = find_spec(self.module.partition(".")[0]) is not None
            except (
                ValueError,
                ImportError,
            ):  # a stand-in without a __spec__; a finder that hides the library
                self._installed = False
        return self._installed or self.loaded() is not None

    def usable(self) -> bool:
        """Whether the library is installed and has a device to compute on."""
        return self.installed()

    def require(self) -> None:
        """Raise a BackendError that says what to install unless the library is usable."""
        if not self.installed():
            raise BackendError(f"{self.title} is not installed: pip install {self.extra}")

    # --- its functions ---

    @property
    def lib(self) -> Any:
        """The library's root module; imported at first use."""
        self._import()
        return self._lib

    @unseen
    def _import(self) -> None:
        if self._lib is None:
            if self.loaded() is None:
                self.require()
            self._lib = import_module(self.module)

    @property
    def xp(self) -> Namespace:
        """The functions of this library, by the array API standard's names; see `Namespace`."""
        self._open()
        assert self._xp is not None
        return self._xp if substitute is None else substitute(self, self._xp)

    @unseen
    def _open(self) -> None:
        if self._xp is None:
            self.require()
            self._xp = Namespace(self, import_module(self.namespace_module))

    def xp_for(self, *arrays: Any) -> Namespace:
        """The functions for these arrays of the library; another class of arrays may need others."""
        if SYMBOLS:
            for x in arrays:
                if type(x) in SYMBOLS:
                    return SYMBOLS[type(x)](self)
        self._open()
        assert self._xp is not None
        return self._xp

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """The functions that this record supplies in place of its library's, by name."""
        if self._functions is None:
            self._functions = {
                name: getattr(self, attribute)
                for cls in reversed(type(self).__mro__)
                for attribute, method in vars(cls).items()
                for name in getattr(method, "supplies", ())
            }
        return self._functions

    def version(self) -> str:
        """The library's version, for error texts."""
        return str(getattr(self.loaded(), "__version__", "unknown version"))

    def info(self) -> Information:
        """What the library says of itself: ``__array_namespace_info__()`` of the array API standard."""
        return Information(import_module(self.namespace_module).__array_namespace_info__())

    # --- devices ---

    def device(self, device: Any) -> Any:
        """The library's device for `device`: its own, or a text that names one."""
        return device

    def device_of(self, x: Any) -> Any:
        """The device of the array `x`, as the library names it; "cpu" where it knows no devices."""
        return import_module("array_api_compat").device(x)

    def to_device(self, x: Any, device: Any, *, stream: Any = None) -> Any:
        """`x` on a device of the library, itself where it is there.

        stream: the library's own stream for the copy, or None for the usual one.
        """
        return import_module("array_api_compat").to_device(x, self.device(device), stream=stream)

    # --- arrays in and out ---

    def dtype(self, dtype: Any) -> Any:
        """The library's dtype for `dtype`: its own, numpy's, another library's, or a name."""
        if dtype is None:
            return None
        found = getattr(self.xp, dtype_name(dtype), None)
        if found is None:
            raise BackendError(f"{self.title} has no dtype {dtype_name(dtype)!r}")
        return found

    def asarray(
        self, data: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
    ) -> Any:
        """Array of this library from Python data, a numpy array, or an array of its own.

        The device is kept where `device` is None; memory is shared where `copy` is None and it can be.
        """
        if type(data) in SYMBOLS:
            return data.as_array(self, {"dtype": dtype, "device": device, "copy": copy})
        data = data if self.swapped_bytes else native(data)
        return self.xp.asarray(data, dtype=self.dtype(dtype), device=device, copy=copy)

    def receive(self, x: Any, source: Backend) -> Any:
        """Array of this library from an array of another one, which `source` lets go.

        source: the library of the array.
        """
        return self.asarray(source.to_numpy(x))

    def would_cut(self, x: Any, owner: Backend) -> bool:
        """Whether an array of the library `owner`, in main memory, would lose digits here."""
        return False

    def refuse(self, x: Any, target: str, *, explicit: bool) -> None:
        """Raise a BackendError if `x` would lose something on its way to the library called `target`.

        `explicit`: the user asked for this conversion by name; otherwise it comes of mixing libraries.
        """

    def to_numpy(self, x: Any) -> numpy.ndarray[Any, Any]:
        """`x` as a numpy array, sharing memory where possible.

        Raises BackendError for what has no values yet or would lose something.
        """
        raise NotImplementedError

    def compute(self, x: Any) -> Any:
        """`x` with its values, as an array of any library; itself where it has them, or cannot have them.

        Asked where the user wants another library by name, as ``q.to_numpy()`` does.
        """
        return x

    def peek(self, x: Any) -> numpy.ndarray[Any, Any]:
        """`x` as a numpy array to look at, as for printing; nothing is lost by looking."""
        return self.to_numpy(x)

    def export(self, x: Any) -> Any:
        """`x` in the form in which other libraries take it through DLPack."""
        return x

    def is_concrete(self, x: Any) -> bool:
        """Whether the values of `x` are known now: not traced, not lazy, not a placeholder."""
        return x.is_known() if type(x) in SYMBOLS else not self.lazy

    def to_host(self, x: Any, device: Any = None) -> Any:
        """`x` in the computer's main memory, itself where it is there."""
        if device is not None:
            raise BackendError(f"{self.title} arrays take no device: they are in main memory")
        return x

    def to_cuda(self, x: Any, device: Any = None) -> Any:
        """`x` on a CUDA device, itself where it is there."""
        raise BackendError(
            f"{self.title} does not compute on CUDA devices; call .to_cupy() first, or .to_torch() or .to_jax()"
        )

    def on_host(self, x: Any) -> bool:
        """Whether the memory of `x` is the computer's main memory."""
        return True


def native(data: Any) -> Any:
    """A numpy array with its bytes in the computer's order; anything else as it is."""
    if getattr(getattr(data, "dtype", None), "isnative", True):
        return data
    return data.astype(data.dtype.newbyteorder("="))


class Information:
    """A library's devices, dtypes and capabilities, as the array API standard asks for them.

    given: what the library says.
    """

    def __init__(self, given: Any) -> None:
        self._given = given

    def capabilities(self) -> dict[str, Any]:
        """What the library can do: boolean indexing, shapes that depend on the data, axes without end."""
        found: dict[str, Any] = self._given.capabilities()
        return found

    def default_device(self) -> Any:
        """The device of new arrays."""
        return self._given.default_device()

    def default_dtypes(self, *, device: Any = None) -> dict[str, Any]:
        """The dtypes of new arrays, by the kind of number."""
        found: dict[str, Any] = self._given.default_dtypes(device=device)
        return found

    def devices(self) -> tuple[Any, ...]:
        """The devices: a tuple since version 2025.12 of the standard, where jax and torch have lists."""
        return tuple(self._given.devices())

    def dtypes(self, *, device: Any = None, kind: str | tuple[str, ...] | None = None) -> dict[str, Any]:
        """The dtypes by their names; kind: "integral", "real floating" ..., or several of them."""
        found: dict[str, Any] = self._given.dtypes(device=device, kind=kind)
        return found


_PYTHON: dict[object, str] = {bool: "bool", int: "int64", float: "float64", complex: "complex128"}


def dtype_name(dtype: Any) -> str:
    """The array API's name of any library's dtype: ``float32`` for ``torch.float32``, ``"f4"`` ..."""
    if dtype in _PYTHON:
        return _PYTHON[dtype]
    if isinstance(dtype, str):
        name = dtype
    else:
        # numpy and ndonnx dtypes have a name, numpy and jax scalar classes a __name__,
        # torch dtypes nothing but their text "torch.float32".
        name = getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)
    return name.rpartition(".")[2]

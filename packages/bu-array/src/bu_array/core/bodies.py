"""Which library computes: the body of a declared function, bound to the functions of one library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

from bu_dispatch import (
    Backend,
    BackendError,
    Namespace,
    backend_of,
    common_backend,
    convert,
    default_backend,
    get_backend,
    get_default_backend,
)
from bu_units.tracing import tracing

from .elements import OBJECTS
from .objects import explain_mixture, in_one_array, is_object_number, of_objects
from .pair import AS_IT_IS, Pair, known_number, refuse_no_number, unwrapped
from .sparse_arrays import is_sparse, sparse_body

__all__ = ["Bodies", "Requirement", "require", "parameters"]


class Requirement(NamedTuple):
    """A library that a function needs, and the public name of the module that the function is in.

    `elsewhere`: what another library has in its place, by the name of that library.
    """

    backend: str
    public: str
    elsewhere: Mapping[str, str] = {}  # nothing writes into it


class Bodies:
    """The body of a declared function, bound to the functions of the library of each type of mantissa."""

    def __init__(self, body: Callable[..., Any], requires: Requirement | None = None) -> None:
        self.bound: dict[type, Callable[..., Any]] = {}
        """By the types met so far; no subclass of dict, into which Python looks the slow way."""
        self.body = body
        self.requires = requires

    def ready(self, mantissa: Any, x: Any) -> tuple[Callable[..., Any], Any]:
        """Return the body bound to the library of the mantissa of `x`, and the mantissa as its array."""
        found = self.bound.get(type(mantissa))
        if found is not None:
            return found, mantissa
        if self.requires is not None:
            backend = require(self.requires, self.body.__name__, x)
            if backend_of(mantissa) is not backend:
                return partial(self.body, backend.xp), backend.asarray(known_number(mantissa))
        own = backend_of(mantissa)
        if own is None and is_sparse(mantissa):
            return sparse_body(self.body.__name__), mantissa
        if own is None:
            refuse_no_number(self.body.__name__, mantissa)
            if is_object_number(mantissa):
                own = get_backend("numpy")
                return partial(self.body, own.xp), own.asarray(mantissa, dtype=object)
            foreign = hasattr(mantissa, "__array__") and type(mantissa) not in AS_IT_IS
            if foreign and get_default_backend() is None:
                return self.ready(mantissa.__array__(), x)  # pandas' and kin: of numpy's, as in a quantity
            own = default_backend()
            if hasattr(mantissa, "as_array"):  # a number of a program that is recorded
                return partial(self.body, own.xp), mantissa.as_array(own, {})
            return partial(self.body, own.xp), own.asarray(mantissa)
        found = _bound(self.body, own.xp_for(mantissa))
        if not tracing():
            self.bound[type(mantissa)] = found
        return found, mantissa

    def computed(
        self, run: Callable[..., Any], arrays: Sequence[Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Return ``run(*arrays, *args, **kwargs)``; see `by_elements` for objects that numpy cannot do.

        run: the body, bound to a library; arrays: the operands; args, kwargs: the options.
        """
        try:
            return run(*arrays, *args, **kwargs)
        except (TypeError, AttributeError) as error:
            return self.again(error, arrays, args, kwargs)

    def again(
        self, error: Exception, arrays: Sequence[Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Return the body's answer by elements; apart, so that no argument of a fast path is in a closure.

        error: what numpy raised; arrays: the operands; args, kwargs: the options.
        """
        return self.by_elements(error, arrays, lambda run: run(*arrays, *args, **kwargs))

    def by_elements(self, error: Exception, mantissas: Sequence[Any], run: Callable[..., Any]) -> Any:
        """Compute anew what numpy does not know of arrays of objects; raises `error` of any others.

        error: what numpy raised; mantissas: the operands; run: is given the body, bound to functions that ask
        no methods of the elements.
        """
        if not any(map(of_objects, mantissas)):
            raise error
        try:
            return run(partial(self.body, OBJECTS))
        except (TypeError, AttributeError) as other:
            explain_mixture(self.body.__name__, *mantissas)
            raise other from None

    def ready_for(
        self, mantissas: Sequence[Any], xs: Sequence[Any], numbers: bool = False
    ) -> tuple[Callable[..., Any], list[Any]]:
        """Return the body of the common library and the mantissas of `xs` as arrays of it.

        Python numbers beside an array stay numbers: they take its dtype. Without any array they
        become arrays, unless the body takes `numbers`.
        """
        for m in mantissas:
            if isinstance(m, (str, bytes)):
                refuse_no_number(self.body.__name__, m)
        mantissas = in_one_array(mantissas)
        if any(map(is_sparse, mantissas)):
            return sparse_body(self.body.__name__), mantissas
        if self.requires is None:
            lone = any(map(is_object_number, mantissas)) and all(backend_of(m) is None for m in mantissas)
            backend = get_backend("numpy") if lone else common_backend(*mantissas)
        else:
            for x in xs:
                backend = require(self.requires, self.body.__name__, x)
        arrays = [m if backend_of(m) is None else convert(m, backend) for m in mantissas]
        if not numbers and all(backend_of(m) is None for m in arrays):
            arrays = [
                m if m is None else backend.asarray(m, dtype=object if is_object_number(m) else None)
                for m in arrays
            ]
        xp = backend.xp_for(*arrays)
        bound = _bound(self.body, xp)
        for m in [] if tracing() else mantissas:
            if backend_of(m) is backend and backend.xp_for(m) is xp:
                self.bound[type(m)] = bound  # the next call with this type comes here no more
        return bound, arrays


def _bound(body: Callable[..., Any], xp: Any) -> Callable[..., Any]:
    """Return the body bound to a library; functions for symbols have a way of their own."""
    return partial(body, xp) if isinstance(xp, Namespace) else cast("Callable[..., Any]", xp.bound(body))


def require(requires: Requirement, name: str, x: Any) -> Backend:
    """Return the required library; BackendError if `x` is of another one.

    Numbers pass, and so do bare numpy arrays, which every array library takes. Of a sequence, each item.
    """
    x = unwrapped(x)
    backend = get_backend(requires.backend)
    if isinstance(x, (list, tuple)):
        for item in x:
            require(requires, name, item)
        return backend
    mantissa = x._mantissa if isinstance(x, Pair) else x
    own = backend_of(mantissa)
    if own is None or own is backend or own.gives_way(type(mantissa)):
        return backend
    if own.name == "numpy" and not isinstance(x, Pair):
        return backend
    kind = "Quantity" if isinstance(x, Pair) else "array"
    raise BackendError(
        f"{requires.public}.{name} requires the {backend.name} backend; got {own.name}-backed {kind}. "
        f"Call .to_{backend.name}() on the input first"
        + (f", or use {requires.elsewhere[own.name]}." if own.name in requires.elsewhere else ".")
    )


def parameters(body: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the body's parameters after `xp`."""
    code = body.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]

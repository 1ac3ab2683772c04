"""A quantity among dask's collections: what dask asks, passed on to the mantissa, with the unit put back.

A quantity of another library has none of these attributes, so that dask takes it as a plain value.
See "Working with collections", the protocol of dask 2026.8.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from bu_dispatch import BackendError, backend_of
from bu_units import Unit

from ..core import Pair, join

if TYPE_CHECKING:
    from .quantity import Quantity

__all__ = ["Collection"]


class Collection(Pair):
    """What dask asks of a quantity, and the methods of dask's arrays: part of `Quantity`."""

    __slots__ = ()

    def compute(self, **options: Any) -> Quantity:
        """Return the quantity with the values of a dask mantissa computed, in the same unit."""
        return cast("Quantity", join(self._in_chunks("compute").compute(**options), self._unit))

    def persist(self, **options: Any) -> Quantity:
        """Return the quantity with its chunks computed and kept, still of dask, in the same unit."""
        return cast("Quantity", join(self._in_chunks("persist").persist(**options), self._unit))

    def rechunk(self, chunks: Any = "auto", **options: Any) -> Quantity:
        """Return the quantity in other `chunks`, in the same unit; the options are dask's."""
        return cast("Quantity", join(self._in_chunks("rechunk").rechunk(chunks, **options), self._unit))

    def _in_chunks(self, name: str) -> Any:
        """Return the mantissa if it comes in chunks; BackendError otherwise."""
        backend = backend_of(self._mantissa)
        if backend is None or not backend.chunked:
            found = "a Python number" if backend is None else f"a {backend.name}-backed quantity"
            raise BackendError(f"{name} is for dask arrays, got {found}; call .to_dask() first")
        return self._mantissa

    # Properties: a mantissa without one raises the AttributeError that tells dask, and xarray, to look
    # elsewhere.

    @property
    def chunks(self) -> tuple[tuple[int, ...], ...]:
        """The lengths of the chunks along each axis, of a dask mantissa; AttributeError for another."""
        if _is_to_be_filled():
            raise AttributeError("as it stands beside _is_to_be_filled", name="chunks")
        chunks: tuple[tuple[int, ...], ...] = self._mantissa.chunks
        return chunks

    @property
    def __dask_graph__(self) -> Callable[..., Any]:
        if _is_to_be_filled():
            raise AttributeError("as it stands beside _is_to_be_filled", name="__dask_graph__")
        graph: Callable[..., Any] = self._mantissa.__dask_graph__
        return graph

    @property
    def __dask_keys__(self) -> Callable[..., Any]:
        keys: Callable[..., Any] = self._mantissa.__dask_keys__
        return keys

    @property
    def __dask_layers__(self) -> Callable[..., Any]:
        layers: Callable[..., Any] = self._mantissa.__dask_layers__
        return layers

    @property
    def __dask_optimize__(self) -> Callable[..., Any]:
        optimize: Callable[..., Any] = self._mantissa.__dask_optimize__
        return optimize

    @property
    def __dask_scheduler__(self) -> Callable[..., Any]:
        scheduler: Callable[..., Any] = self._mantissa.__dask_scheduler__
        return scheduler

    @property
    def __dask_postcompute__(self) -> Callable[..., Any]:
        mantissa, unit = self._mantissa.__dask_postcompute__, self._unit
        return lambda: _rejoined(mantissa(), unit)

    @property
    def __dask_postpersist__(self) -> Callable[..., Any]:
        mantissa, unit = self._mantissa.__dask_postpersist__, self._unit
        return lambda: _rejoined(mantissa(), unit)

    @property
    def __dask_tokenize__(self) -> Callable[..., Any]:
        mantissa, unit = self._mantissa.__dask_tokenize__, self._unit
        return lambda: ("bu_array.Quantity", mantissa(), unit.dispname)


_FRAMES = 6  # is_dask_collection of dask and of xarray, is_duck_dask_array, is_chunked_array


def _is_to_be_filled() -> bool:
    """Whether xarray (2026.9) asks in order to make an array like this one: `zeros_like`, `full_like`.

    Where an array comes in chunks it has dask make another of that shape, without the unit. So it hears of no
    chunks, and asks for `full_like` of the quantity, which has them. With ``chunks=`` it would ask dask all
    the same, and is refused.
    """
    frame: FrameType | None = sys._getframe(2)
    for _ in range(_FRAMES):
        if frame is None:
            return False
        if frame.f_code.co_name == "_full_like_variable":
            if not str(frame.f_globals.get("__name__", "")).startswith("xarray."):
                return False
            if (
                frame.f_locals.get("chunks") is not None
                or frame.f_locals.get("chunked_array_type") is not None
            ):
                raise ValueError(
                    "full_like, zeros_like and ones_like with chunks= make an array of xarray's, without the unit: "
                    "make it like this one, and call .chunk(...) on the result"
                )
            return True
        frame = frame.f_back
    return False


def _rejoined(rebuilding: tuple[Any, tuple[Any, ...]], unit: Unit) -> tuple[Any, tuple[Any, ...]]:
    """Return how to make a quantity of results, from how to make an array of them."""
    rebuild, arguments = rebuilding
    return _rebuilt, (rebuild, arguments, unit)


def _rebuilt(results: Any, rebuild: Any, arguments: tuple[Any, ...], unit: Unit, **options: Any) -> Any:
    """Return the quantity; `options` are dask's, such as new names of the keys (`rename`)."""
    return join(rebuild(results, *arguments, **options), unit)

"""torch's protocol on quantities: what ``torch.f(q)`` is handed to.

The class gets the method when the user's program imports torch; the answers are made when torch first asks,
or when torch.compile is imported, which follows no import.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from bu_dispatch import when_imported

from ..core.pair import attach_finder, when_attached

__all__: list[str] = []

_classes: list[Any] = []
_loaded: list[ModuleType] = []


@when_attached
def _attach(quantity: Any) -> None:
    _classes.append(quantity)
    when_imported("torch", _answer)
    when_imported("torch._dynamo", _fill)


def _answer(torch: ModuleType) -> None:
    """Have torch ask quantities."""
    if not _loaded:
        _loaded.append(torch)
        attach_finder(_attribute)
    for quantity in _classes:
        quantity.__torch_function__ = classmethod(_first)


def _attribute(quantity: Any, name: str) -> Any:
    """Return the attribute that a tensor has, once torch is there; else NotImplemented."""
    from .methods import found  # when a tensor may be there

    return found(quantity, name)


def _first(cls: Any, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
    _fill()
    return cls.__torch_function__(func, types, args, kwargs)


def _fill(_: ModuleType | None = None) -> None:
    """Make the answers, and let torch find them without this way round."""
    from .functions import fill, torch_function

    fill()

    for quantity in _classes:
        quantity.__torch_function__ = classmethod(torch_function)

"""Units that come up for the first time while torch.compile reads a program.

It follows Python code to the end, interning and its lock included, which it cannot. So a unit that is new
is made outside of what it follows, and given to it as a constant: as an attribute, with a name that was
not there before. (torch 2.13 takes a text from a function marked so, and only then reads the attribute;
a unit returned at once cannot be passed on to the next such function.)
"""

from __future__ import annotations

import sys
from itertools import count

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["KEPT", "constant", "noted", "tracing"]

_LIMIT = 4096  # as many as a cache holds


class Kept:
    """What programs refer to: what falls out here is made again when one is compiled anew."""


KEPT: Any = Kept()
_numbers = count()


def constant(function: F) -> F:
    """Mark a function of units that gives a number, a text or a truth: torch.compile calls it once.

    The mark is that of torch.compiler.assume_constant_result (torch 2.13), set without importing torch.
    """
    function._dynamo_marked_constant = True  # type: ignore[attr-defined]  # torch's own mark
    return function


def _called_by_torch(depth: int) -> bool:
    module: str = sys._getframe(depth).f_globals.get("__name__", "")
    return module.partition(".")[0] == "torch"


@constant
def tracing() -> bool:
    """Whether torch.compile is reading the program: then nothing that it has looked at may change."""
    return _called_by_torch(2)


@constant
def noted(function: Callable[..., Any], *args: Any) -> str:
    """Return the name under which `KEPT` has ``function(*args)``; empty where no program is being read."""
    if not _called_by_torch(2):
        return ""
    kept = vars(KEPT)
    if len(kept) >= _LIMIT:
        kept.clear()
    name = f"unit_{next(_numbers)}"
    kept[name] = function(*args)
    return name

"""What a recorded function may not do, seen while it runs: random numbers, prints, clocks.

Later calls would not do it again. Also sees which unit each value has, for the comments of the program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ..core.pair import Pair
from .errors import RecordingError
from .symbols import Symbol

__all__ = ["watched"]

_CLOCKS = frozenset("now utcnow today fromtimestamp".split())
_OUTPUT = {"print": "prints", "input": "asks its user", "open": "opens a file"}


@contextmanager
def watched(captured: Iterable[Any]) -> Iterator[None]:
    """Raise RecordingError inside the block for what later calls would not do.

    captured: what the function takes from outside, among which generators of random numbers may be.
    """
    generators = [*_generators(captured)]
    before = [_state(generator) for generator in generators]
    outer = sys.getprofile()
    sys.setprofile(_look)
    try:
        yield
    finally:
        sys.setprofile(outer)
    if any(_differs(_state(g), b) for g, b in zip(generators, before, strict=True)):
        raise RecordingError(
            "a recorded function draws random numbers, which later calls would not draw anew; draw them outside, and give "
            "them as an argument"
        )


def _look(frame: Any, event: str, arg: Any) -> None:
    if event == "return":
        if isinstance(arg, Pair) and isinstance(symbol := arg._mantissa, Symbol):
            symbol.unit = arg._unit
    elif event == "c_call":
        reason = _reason(arg)
        if reason and not _of_others(frame):
            raise RecordingError(
                f"a recorded function {reason}, which later calls would not do; leave this part outside of it"
            )


def _of_others(frame: Any) -> bool:
    """Whether a library asks for itself (a collector of memory that takes the time), or is being imported."""
    if "site-packages" in frame.f_code.co_filename:
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _reason(function: Any) -> str:
    """Say what a built-in function does that is not in its result; empty for most."""
    name, module = function.__name__, getattr(function, "__module__", None)
    if module in ("builtins", "_io", "io"):
        return _OUTPUT.get(name, "")
    if module == "time":
        return "asks a clock"
    if module in ("posix", "nt") and name == "urandom":
        return "draws random numbers"
    owner = getattr(function, "__self__", None)
    if owner is None or module is not None:
        return ""
    kind = owner if isinstance(owner, type) else type(owner)
    if kind.__module__ in ("random", "_random") and name in ("random", "getrandbits"):
        return "draws random numbers"
    if kind.__module__ == "datetime" and name in _CLOCKS:
        return "asks a clock"
    return ""


def _generators(captured: Iterable[Any]) -> Iterator[Any]:
    """Generators of random numbers: the global ones of numpy and torch, and those that are captured."""
    yield import_module("numpy.random.mtrand")._rand  # which a function could import otherwise
    torch = sys.modules.get("torch")
    if torch is not None:
        yield torch.default_generator
    for x in captured:
        if _state(x) is not None:
            yield x


def _state(generator: Any) -> Any:
    if isinstance(generator, type):
        return None
    bits = getattr(generator, "bit_generator", None) or getattr(generator, "_bit_generator", None)
    if bits is not None:
        return str(bits.state)
    if type(generator).__module__.partition(".")[0] == "torch" and hasattr(generator, "get_state"):
        return generator.get_state().numpy().tobytes()
    return None


def _differs(a: Any, b: Any) -> bool:
    return bool(a != b)

"""The text of a recorded program: what is used once stands where it is used, what is not used falls away."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from bu_dispatch import Backend, backend_of
from bu_units import Unit

from .errors import RecordingError
from .recorder import TOKEN, Line, Recorder

__all__ = ["Body", "body_of", "importable", "literal"]

_DEEPEST = 20  # brackets within brackets: Python's parser ends at 200
_LONGEST = 200  # characters of a line


class Body:
    """Lines of a program, and the text of its result; constants stand as tokens."""

    def __init__(self, lines: list[tuple[str, Unit | None]], result: str) -> None:
        self.lines = lines
        self.result = result

    def constants(self) -> list[str]:
        """Return the names of the constants that are left, in the order of the program."""
        texts = [*(text for text, _ in self.lines), self.result]
        return list(
            dict.fromkeys(
                name
                for text in texts
                for name in TOKEN.findall(text)
                if name[0] == "c" and name[1:].isdigit()
            )
        )

    def text(self, name: Callable[[str], str]) -> tuple[list[tuple[str, Unit | None]], str]:
        """Return lines and result with the constants under the texts that `name` gives."""

        def named(text: str) -> str:
            return TOKEN.sub(lambda match: name(match[1]), text)

        return [(named(text), unit) for text, unit in self.lines], named(self.result)


def body_of(recorder: Recorder, result: str) -> Body:
    """Return the program's lines up to its result. result: its text, with tokens."""
    lines = _used(recorder, result)
    uses = Counter(name for text in [*(line.text for line in lines), result] for name in TOKEN.findall(text))
    by_name = {line.name: line for line in lines if line.name}
    inlined: dict[str, tuple[str, int]] = {}

    def fill(text: str, epochs: tuple[int, ...]) -> tuple[str, int]:
        depth = 0

        def inner(match: Any) -> str:
            nonlocal depth
            name = match[1]
            if name not in inlined or by_name[name].epoch not in epochs:
                return str(match[0])
            inner_text, inner_depth = inlined[name]
            depth = max(depth, inner_depth + 1)
            placed.add(name)
            alone = match.span() == (0, len(text))
            return f"({inner_text})" if by_name[name].compound and not alone else inner_text

        return TOKEN.sub(inner, text), depth

    placed: set[str] = set()
    order: list[tuple[Line, str]] = []
    epoch = recorder.lines[-1].epoch if recorder.lines else 0
    for line in lines:
        # What a writing line takes is worked out right before it.
        epochs = (line.epoch,) if line.name else (line.epoch - 1, line.epoch)
        text, depth = fill(line.text, epochs)
        if (
            line.name
            and uses[line.name] == 1
            and line.name not in recorder.targets
            and depth < _DEEPEST
            and len(text) < _LONGEST
        ):
            inlined[line.name] = text, depth
        order.append((line, text))
    last = epoch + 1 if recorder.lines and not recorder.lines[-1].name else epoch
    result, _ = fill(result, (epoch, last))
    out = []
    for line, text in order:
        if line.name in placed:
            continue
        unit = line.symbol.unit if line.symbol is not None else None
        out.append((f"{line.name} = {text}" if line.name else text, unit))
    return Body([(_plain(text, recorder), unit) for text, unit in out], _plain(result, recorder))


def _plain(text: str, recorder: Recorder) -> str:
    """Replace the tokens of symbols by their names; those of constants stay."""
    return TOKEN.sub(lambda match: match[0] if match[1] in recorder.constants else match[1], text)


def _used(recorder: Recorder, result: str) -> list[Line]:
    """Return the lines that the result needs: those it names, those that write, and what these name."""
    needed = set(TOKEN.findall(result))
    kept = []
    for line in reversed(recorder.lines):
        if line.name in needed or (not line.name):
            needed.update(TOKEN.findall(line.text))
            kept.append(line)
    return kept[::-1]


# ---------------------------------------------------------------- constants as text


_PLACES = (
    "numpy torch cupy numpy.linalg numpy.fft torch.linalg torch.fft torch.special torch.nn.functional".split()
)
_WRAPPERS = [
    f"array_api_compat.{name}{part}"
    for name in ("numpy", "torch", "cupy")
    for part in ("", ".linalg", ".fft")
]


def importable(x: Any) -> str:
    """Return the dotted name under which a function, class or dtype is imported; empty if there is none."""
    for name in dict.fromkeys((getattr(x, "__qualname__", ""), getattr(x, "__name__", ""))):
        found = _found(x, name) if name else ""
        if found:
            return found
    return ""


def _found(x: Any, name: str) -> str:
    home = getattr(x, "__module__", "") or ""
    for module in (*_PLACES, home, *_WRAPPERS):
        found: Any = sys.modules.get(module)
        if not isinstance(found, ModuleType):
            continue
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is x or (callable(x) and found == x):  # torch makes its built-in functions anew
            return f"{module}.{name}"
    owner = getattr(x, "__objclass__", None)
    if owner is not None:
        own = importable(owner)
        return f"{own}.{name.rpartition('.')[2]}" if own else ""
    return ""


def literal(x: Any, name: str) -> tuple[str, tuple[str, ...]]:
    """Return a constant as text that makes it anew, and the modules that the text needs.

    Raises RecordingError for what has no text: `name` says which it is.
    """
    found = importable(x)
    if found:
        return found, (found.rpartition(".")[0] if "." in found else found,)
    if isinstance(x, float):
        return f"float({str(x)!r})", ()
    if isinstance(x, (int, complex, str, bytes, bool, type(None))):
        return repr(x), ()
    text = str(x)
    if text.startswith("torch.") and getattr(sys.modules.get("torch"), text[6:], None) is x:
        return text, ("torch",)
    if type(x).__module__ == "numpy.dtypes":
        return f"numpy.dtype({x.str!r})", ("numpy",)
    if isinstance(x, ModuleType):
        return x.__name__, (x.__name__,)
    if isinstance(x, partial):
        return _partial(x, name)
    owner = getattr(x, "__self__", None)
    if isinstance(owner, Backend):  # of bu-dispatch, which knows no units
        return f"bu_dispatch.get_backend({owner.name!r}).{x.__name__}", ("bu_dispatch",)
    backend = backend_of(x)
    if backend is not None and backend.name in ("numpy", "torch"):
        return _array(x, backend.name)
    raise RecordingError(f"{name} of the program is a {type(x).__name__}, which cannot be written as text")


def _partial(x: Any, name: str) -> tuple[str, tuple[str, ...]]:
    parts = [literal(part, name) for part in (x.func, *x.args, *x.keywords.values())]
    texts = [text for text, _ in parts]
    named = [f"{key}={text}" for key, text in zip(x.keywords, texts[1 + len(x.args) :], strict=True)]
    modules = {module for _, needed in parts for module in needed}
    given = ", ".join([*texts[: 1 + len(x.args)], *named])
    return f"functools.partial({given})", (*modules, "functools")


def _array(x: Any, library: str) -> tuple[str, tuple[str, ...]]:
    values = x.tolist()
    if library == "torch":
        return f"torch.tensor({_numbers(values)}, dtype={x.dtype})", ("torch",)
    if not getattr(x, "shape", ()) and not hasattr(x, "__setitem__"):
        return f"numpy.{x.dtype.name}({_numbers(values)})", ("numpy",)
    return f"numpy.array({_numbers(values)}, dtype={x.dtype.str!r}).reshape({x.shape})", ("numpy",)


def _numbers(values: Any) -> str:
    if isinstance(values, list):
        return f"[{', '.join(map(_numbers, values))}]"
    if isinstance(values, float) and (values != values or abs(values) == float("inf")):
        return f"float({str(values)!r})"
    return repr(values)

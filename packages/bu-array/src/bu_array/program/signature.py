"""The signature of a call: which classes, units and structure the arguments have, as code that checks them.

Arrays and numbers become symbols, wherever they are in tuples, lists, dicts, dataclasses and other objects;
everything else is an option, which another call must have as it is.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from bu_dispatch import Backend, backend_of
from bu_units import Dimension, Unit

from ..core.objects import of_objects
from ..core.pair import Pair
from .errors import RecordingError
from .recorder import Recorder
from .symbols import Symbol

__all__ = ["MISS", "Signature", "arrays_in"]

MISS: Any = object()
"""What a variant returns for arguments of another signature."""

_new = object.__new__
_NUMBERS = frozenset((int, float, complex))
_BY_IDENTITY = (
    type(None), bool, type, Unit, Dimension, Enum, types.ModuleType, types.FunctionType, types.BuiltinFunctionType,
    types.MethodType, type(Ellipsis),
)  # fmt: skip
_BY_VALUE = (str, bytes, range, slice, frozenset)
_DEEPEST = 20  # structures within structures
_UNNAMED = re.compile(r"\W+")


def arrays_in(x: Any, found: list[Any], depth: int = 0) -> list[Any]:
    """Gather the mantissas and arrays in arguments."""
    if isinstance(x, Pair):
        x = x._mantissa
    if isinstance(x, Symbol) or backend_of(x) is not None:
        found.append(x)
    elif depth > _DEEPEST:
        return found
    elif isinstance(x, (list, tuple)):
        for part in x:
            arrays_in(part, found, depth + 1)
    elif isinstance(x, dict):
        for part in x.values():
            arrays_in(part, found, depth + 1)
    elif not isinstance(x, (*_BY_IDENTITY, *_BY_VALUE)) and hasattr(x, "__dict__"):
        for part in vars(x).values():
            arrays_in(part, found, depth + 1)
    return found


class Signature:
    """What one recording found in its arguments: lines that check them, and those that take arrays out.

    static: the names of arguments that are options.
    """

    def __init__(self, recorder: Recorder, static: frozenset[str]) -> None:
        self.recorder = recorder
        self.static = static
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {"MISS": MISS}
        self.units: dict[str, Unit] = {}
        self.copies: list[tuple[Any, Any, str]] = []
        self._names: set[str] = set()
        self._temporaries = 0

    def constant(self, x: Any) -> str:
        """Return the name under which the checks have an object."""
        name = f"k{len(self.constants)}"
        self.constants[name] = x
        return name

    def demand(self, condition: str) -> None:
        """Add a condition without which the call has another signature."""
        self.lines.append(f"if not ({condition}): return MISS")

    def _held(self, path: str) -> str:
        if path.isidentifier():
            return path
        self._temporaries += 1
        name = f"p{self._temporaries}"
        self.lines.append(f"{name} = {path}")
        return name

    def _named(self, label: str) -> str:
        """Return a name for an input that nothing else has."""
        base = _UNNAMED.sub("_", label).strip("_") or "x"
        if base[0].isdigit() or re.fullmatch(r"[ctpk]\d+", base) or base in ("args", "kwargs", "MISS"):
            base = f"x_{base}"
        name, number = base, 2
        while name in self._names:
            name, number = f"{base}_{number}", number + 1
        self._names.add(name)
        return name

    # ------------------------------------------------------------ the arguments

    def enter(self, x: Any, path: str, label: str, seen: Sequence[int] = ()) -> Any:
        """Return an argument with symbols in it.

        path: how the checks get it; label: what users call it; seen: the objects that it is in.
        """
        if label in self.static:
            return self._option(x, path)
        if isinstance(x, Pair):
            return self._quantity(x, path, label)
        if backend_of(x) is not None or type(x) in _NUMBERS:
            _check_array(x, label)
            held = self._held(path)
            self.demand(f"type({held}) is {self.constant(type(x))}")
            return self._input(x, held, label)
        if isinstance(x, _BY_IDENTITY):
            self.demand(f"{path} is {self.constant(x)}")
            return x
        if isinstance(x, _BY_VALUE) or type(x).__module__.partition(".")[0] in ("numpy", "torch", "jax"):
            return self._option(x, path)
        if id(x) in seen:
            raise RecordingError(f"the argument {label} of a recorded function contains itself")
        return self._structure(x, path, label, (*seen, id(x)))

    def _option(self, x: Any, path: str) -> Any:
        held, known = self._held(path), self.constant(x)
        self.demand(
            f"{held} is {known} or (type({held}) is {self.constant(type(x))} and bool({held} == {known}))"
        )
        return x

    def _input(self, value: Any, held: str, label: str) -> Symbol:
        name = self._named(label)
        self.lines.append(f"{name} = {held}")
        return self.recorder.enter(value, name)

    def _quantity(self, x: Pair, path: str, label: str) -> Any:
        mantissa, held = x._mantissa, self._held(path)
        _check_array(mantissa, label)
        kind, unit = self.constant(type(x)), self.constant(x._unit)
        self.demand(f"type({held}) is {kind} and {held}._unit is {unit}")
        inner = self._held(f"{held}._mantissa")
        self.demand(f"type({inner}) is {self.constant(type(mantissa))}")
        quantity = _new(type(x))
        quantity._mantissa = symbol = self._input(mantissa, inner, label)
        quantity._unit = symbol.unit = x._unit
        self.units[symbol.text] = x._unit
        return quantity

    def _structure(self, x: Any, path: str, label: str, seen: tuple[int, ...]) -> Any:
        held, kind = self._held(path), type(x)
        check = f"type({held}) is {self.constant(kind)}"
        if isinstance(x, (tuple, list)):
            self.demand(f"{check} and len({held}) == {len(x)}")
            names = getattr(x, "_fields", range(len(x)))
            parts = [
                self.enter(part, f"{held}[{i}]", f"{label}.{name}", seen)
                for i, (name, part) in enumerate(zip(names, x, strict=True))
            ]
            entered = kind(*parts) if hasattr(x, "_fields") else kind(parts)
        elif isinstance(x, dict):
            self.demand(f"{check} and {held}.keys() == {self.constant(x.keys() - ())}")
            entered = kind() if kind is not dict else {}
            for key, part in x.items():
                entered[key] = self.enter(part, f"{held}[{self.constant(key)}]", f"{label}.{key}", seen)
        else:
            entered = self._object(x, held, check, label, seen)
        if not isinstance(x, tuple):
            self.copies.append((entered, _parts(entered), label))
        return entered

    def _object(self, x: Any, held: str, check: str, label: str, seen: tuple[int, ...]) -> Any:
        if is_dataclass(x):
            names = [field.name for field in fields(x) if hasattr(x, field.name)]
            self.demand(check)
        elif hasattr(x, "__dict__") and not callable(x):
            names = list(vars(x))
            self.demand(f"{check} and len({held}.__dict__) == {len(names)}")
        else:
            raise RecordingError(
                f"the argument {label} of a recorded function is a {type(x).__name__}, in which arrays cannot be found; "
                f"say static={label!r} if it is an option"
            )
        entered = _new(type(x))
        for name in names:
            part = self.enter(getattr(x, name), f"{held}.{name}", f"{label}.{name}", seen)
            object.__setattr__(entered, name, part)
        return entered

    # ------------------------------------------------------------ afterwards

    def check_untouched(self) -> None:
        """Raise where the function has changed a list, a dict or an object among its arguments."""
        for entered, before, label in self.copies:
            after = _parts(entered)
            if len(after) != len(before) or any(a is not b for a, b in zip(after, before, strict=True)):
                raise RecordingError(
                    f"a recorded function changes its argument {label}; return what is new instead"
                )

    def questions(self) -> None:
        """Add what the function has asked: then it is part of the signature."""
        for name in sorted(self.recorder.questions):
            for symbol in self.recorder.inputs:
                if hasattr(symbol.value, name):
                    found = self.constant(getattr(symbol.value, name))
                    self.demand(f"{symbol.text}.{name} == {found}")


def _parts(x: Any) -> list[Any]:
    if isinstance(x, dict):
        return [part for pair in x.items() for part in pair]
    if isinstance(x, list):
        return list(x)
    names = (
        [field.name for field in fields(x) if hasattr(x, field.name)] if is_dataclass(x) else list(vars(x))
    )
    return [getattr(x, name) for name in names]


def _check_array(x: Any, label: str) -> None:
    if hasattr(x, "mask") or of_objects(x):
        kind = "masked array" if hasattr(x, "mask") else "array of objects"
        raise RecordingError(
            f"the argument {label} of a recorded function is of a {kind}, which is not recorded; call f.__wrapped__"
        )


Check = Callable[..., Any]
Library = Backend

"""What a function takes from outside: globals and variables of functions around it, constants of its program.

They are part of the signature: a call that finds another object there, or another content of an array, is
recorded anew.
"""

from __future__ import annotations

import dis
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

from bu_dispatch import backend_of
from bu_units import Dimension, Unit

from ..core.pair import Pair
from .errors import RecordingError
from .recorder import is_symbolic
from .signature import Signature

__all__ = ["Captured"]

_LOADS = frozenset(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_FROM_DICT_OR_DEREF"))
_MEMBERS = frozenset(("LOAD_ATTR", "LOAD_METHOD"))
_STORES = {"STORE_GLOBAL": "the global variable", "STORE_DEREF": "the variable outside"}
_MOST = 1000  # elements of a list or dict that is looked into
_NUMBERS = (int, float, complex, str, bytes, bool)


@cache
def _names(code: types.CodeType) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
    """Return what code loads from outside: the name, whether it is a variable of a function, attributes."""
    found: dict[tuple[str, bool, tuple[str, ...]], None] = {}
    instructions = list(dis.get_instructions(code))
    for i, instruction in enumerate(instructions):
        if instruction.opname not in _LOADS:
            continue
        chain = []
        for following in instructions[i + 1 :]:
            if following.opname not in _MEMBERS:
                break
            chain.append(following.argval)
        found[instruction.argval, instruction.opname in ("LOAD_DEREF", "LOAD_CLASSDEREF"), tuple(chain)] = (
            None
        )
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            found.update(dict.fromkeys(_names(part)))
    return tuple(found)


def refuse_stores(function: types.FunctionType) -> None:
    """Raise RecordingError for a function that assigns to variables outside of it."""
    for instruction in dis.get_instructions(function.__code__):
        if instruction.opname in _STORES and (
            instruction.opname == "STORE_GLOBAL" or instruction.argval in function.__code__.co_freevars
        ):
            raise RecordingError(
                f"a recorded function assigns to {_STORES[instruction.opname]} {instruction.argval!r}, which later calls "
                "would not do; return the value instead"
            )


class Captured:
    """The objects from outside that a function, and those of the user that it calls, may read.

    Found before the function runs, so that what they are worth then is known.
    """

    def __init__(self, function: types.FunctionType) -> None:
        self.found: dict[tuple[Any, ...], Any] = {}
        self.arrays: dict[int, Any] = {}
        self._functions: set[int] = set()
        self._of_function(function)
        self._before = {key: _inside(value) for key, (_, value) in self.found.items()}

    def _of_function(self, function: types.FunctionType) -> None:
        if id(function) in self._functions:
            return
        self._functions.add(id(function))
        refuse_stores(function)
        cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        for name, of_function, chain in _names(function.__code__):
            if of_function:
                if name in cells:
                    self._add(("cell", cells[name]), _content(cells[name]), chain)
            elif name in function.__globals__:
                self._add(("global", function.__globals__, name), function.__globals__[name], chain)
        for i, value in enumerate(function.__defaults__ or ()):
            self._add(("default", function.__defaults__, i), value, ())
        for name, value in (function.__kwdefaults__ or {}).items():
            self._add(("default", function.__kwdefaults__, name), value, ())

    def _add(self, place: tuple[Any, ...], value: Any, chain: tuple[str, ...]) -> None:
        key = tuple(id(part) if isinstance(part, (dict, types.CellType, tuple)) else part for part in place)
        if key not in self.found:
            self.found[key] = (place, value)
            self._look_into(value)
        for name in chain:
            if isinstance(value, (type, Pair, Unit)) or backend_of(value) is not None:
                return
            inside = getattr(value, "__dict__", None)
            if not isinstance(inside, dict) or name not in inside:
                return
            value = inside[name]
            place = ("member", *place, name)
            if isinstance(value, types.ModuleType):
                continue
            key = (*key, name)
            if key not in self.found and _is_data(value):
                self.found[key] = (place, value)
                self._look_into(value)

    def _look_into(self, value: Any) -> None:
        if isinstance(value, types.FunctionType) and not _of_library(value):
            self._of_function(getattr(value, "__recorded__", value))
        elif isinstance(value, types.MethodType) and isinstance(value.__func__, types.FunctionType):
            self._look_into(value.__func__)
        for array in _arrays(value):
            self.arrays[id(array)] = array

    # ------------------------------------------------------------ checks

    def demand(self, signature: Signature) -> None:
        """Add the checks of what was found."""
        for key, (place, value) in self.found.items():
            if is_symbolic(_opened(value)) or _inside(value) != self._before[key]:
                raise RecordingError(
                    "a recorded function stores a value outside of it, which later calls would not do; return it instead"
                )
            self._demand(signature, _path(signature, place), value)

    def _demand(self, signature: Signature, path: str, value: Any, depth: int = 0) -> None:
        known = signature.constant(value)
        if isinstance(value, _NUMBERS) and value == value:
            signature.demand(f"{path} is {known} or (type({path}) is type({known}) and {path} == {known})")
            return
        signature.demand(f"{path} is {known}")
        if isinstance(value, Pair):
            self._demand(signature, f"{known}._mantissa", value._mantissa)
        elif backend_of(value) is not None:
            _demand_content(signature, known, value)
        elif isinstance(value, (list, dict)) and len(value) <= _MOST and depth < 4:
            signature.demand(f"len({known}) == {len(value)}")
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                if _is_data(part) or part is None:
                    signature.demand(f"{signature.constant(key)} in {known}") if isinstance(
                        value, dict
                    ) else None
                    self._demand(signature, f"{known}[{signature.constant(key)}]", part, depth + 1)
        elif isinstance(value, tuple) and depth < 4:
            for i, part in enumerate(value):
                if isinstance(part, (Pair, list, dict, tuple)) or backend_of(part) is not None:
                    self._demand(signature, f"{known}[{i}]", part, depth + 1)


def _demand_content(signature: Signature, known: str, array: Any) -> None:
    """Demand that the elements of an array are what they were: they are in the program."""
    if hasattr(array, "_version"):  # torch counts what is written into a tensor
        signature.demand(f"{known}._version == {array._version}")
    elif hasattr(array, "tobytes") and type(array).__module__.partition(".")[0] == "numpy":
        signature.demand(f"{known}.tobytes() == {signature.constant(array.tobytes())}")
    elif getattr(array, "ndim", 0):
        raise RecordingError(
            f"a recorded function takes an array of {type(array).__module__.partition('.')[0]} from outside, whose "
            "elements cannot be watched; make it an argument"
        )


def _path(signature: Signature, place: tuple[Any, ...]) -> str:
    kind, *rest = place
    if kind == "member":
        *inner, name = rest
        return f"{_path(signature, tuple(inner))}.__dict__.get({name!r}, MISS)"
    if kind == "cell":
        return f"{signature.constant(rest[0])}.cell_contents"
    return (
        f"{signature.constant(rest[0])}[{rest[1]!r}]"
        if kind == "default"
        else f"{signature.constant(rest[0])}.get({rest[1]!r}, MISS)"
    )


def _inside(value: Any) -> list[int]:
    """Return which objects are in a list or a dict; nothing for others."""
    if isinstance(value, list):
        return [id(part) for part in value]
    return [id(part) for pair in value.items() for part in pair] if isinstance(value, dict) else []


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # a variable that has no value yet
        return None


def _opened(value: Any) -> Any:
    if isinstance(value, Pair):
        return value._mantissa
    if isinstance(value, (list, tuple)):
        return [_opened(part) for part in value]
    if isinstance(value, dict):
        return [_opened(part) for part in value.values()]
    return value


def _arrays(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, Pair):
        value = value._mantissa
    if backend_of(value) is not None:
        yield value
    elif isinstance(value, (list, tuple)) and depth < 4 and len(value) <= _MOST:
        for part in value:
            yield from _arrays(part, depth + 1)
    elif isinstance(value, dict) and depth < 4 and len(value) <= _MOST:
        for part in value.values():
            yield from _arrays(part, depth + 1)


def _is_data(value: Any) -> bool:
    return isinstance(value, (Pair, Unit, Dimension, list, tuple, dict, types.FunctionType, *_NUMBERS)) or (
        backend_of(value) is not None
    )


_LIBRARIES = tuple({sys.prefix, sys.base_prefix})


def _of_library(function: types.FunctionType) -> bool:
    """Whether a function is of an installed library, or of Python: those do not change."""
    module = function.__module__ or ""
    if module.partition(".")[0] in ("bu_array", "bu_units", "bu_dispatch", "bu_jax", "bu_torch", "brainunit"):
        return True
    file = function.__code__.co_filename
    return (
        "site-packages" in file
        or "dist-packages" in file
        or file.startswith("<frozen")
        or (file.startswith(_LIBRARIES) and f"{sys.version_info.major}.{sys.version_info.minor}" in file)
    )

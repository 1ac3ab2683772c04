"""Where a program converts between units, as jax traces it: `explain`."""

from __future__ import annotations

import linecache
import os
import re
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr, Jaxpr

import bu_array
import bu_dispatch
import bu_units
from bu_array.core import listening
from bu_dispatch import BackendError, backend_of
from bu_units import Unit

__all__ = ["Conversion", "Conversions", "explain"]


class Conversion(NamedTuple):
    """One conversion in a program, and the line that asks for it."""

    factor: float | None
    """By what the program multiplies; None on a scale such as degC, where that alone does not do it."""
    from_unit: Unit | None
    to_unit: Unit | None
    """The number one, `UNITLESS`, where a scale is folded into a plain number. None where not known."""
    function: str
    """The function or operator: `where`, `add`, `to`."""
    file: str
    line: int
    code: str
    """The text of the line; empty where there is no source."""


class Conversions(tuple[Conversion, ...]):
    """The conversions in a program, in its order; as text a table of them."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return "no conversions: the program is the one without units"
        head = ("factor", "from", "to", "function", "line", "")
        rows = [head, *(_row(each) for each in self)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(head) - 1)]
        lines = []
        for *cells, code in rows:
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            lines.append("  ".join([*padded, code]).rstrip())
        return "\n".join(lines)

    __str__ = __repr__


def _row(each: Conversion) -> tuple[str, ...]:
    factor = "" if each.factor is None else repr(each.factor)
    units = ("?" if unit is None else str(unit) for unit in (each.from_unit, each.to_unit))
    inside = os.path.relpath(each.file) if each.file.startswith(os.getcwd() + os.sep) else each.file
    return factor, *units, each.function, f"{inside}:{each.line}", each.code


def explain(f: Callable[..., Any], *args: Any, **kwargs: Any) -> Conversions:
    """List the conversions between units in the program that jax makes of ``f(*args, **kwargs)``.

    args, kwargs: what `f` is called with.
    Nothing is computed: `f`, jitted or not, is traced, with everything it calls. Numbers and arrays in
    `args` and `kwargs`, those of quantities too, are inputs of the program; numpy's become jax's.
    Each entry is a `Conversion`: factor, both units, function, and the line of the caller's code. What
    becomes a plain number (mV / V) is converted to the number one. A derivative that converts again on
    its way back is listed again. A number that is no input is converted while jax traces, and not
    listed: the program has the result. Raises BackendError for arrays of another library.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> def height(start, speed, time):
    ...     return start + speed * time
    >>> start, speed = Quantity(jnp.ones(3), "m"), Quantity(jnp.ones(3), "km/h")
    >>> explain(height, start, speed, Quantity(2.0, "s"))
    factor               from        to  function  line...
    0.2777777777777778   km * s / h  m   add       <doctest ...>:2  return start + speed * time
    >>> explain(height, start, start / Quantity(1.0, "s"), Quantity(2.0, "s"))
    no conversions: the program is the one without units
    """
    leaves, structure = jax.tree.flatten((args, kwargs))
    places = [place for place, leaf in enumerate(leaves) if _is_input(leaf)]

    def run(inputs: list[Any]) -> Any:
        filled = list(leaves)
        for place, x in zip(places, inputs, strict=True):
            filled[place] = x
        given, named = jax.tree.unflatten(structure, filled)
        return jax.tree.leaves(f(*given, **named))

    notes = _Notes()
    # A context that never was before: what is jitted is traced anew, and kept apart from other calls.
    with listening.listen(notes.take), _explaining(next(_numbers)):
        program = jax.make_jaxpr(run)([leaves[place] for place in places])
    return Conversions(notes.taken[number] for number in _numbers_in(program.jaxpr, set()))


_numbers = count(1)
_explaining = jax.make_user_context(default_value=None)  # type: ignore[no-untyped-call]  # jax 0.10 has no types here


def _is_input(leaf: Any) -> bool:
    """Whether jax traces an argument; others (a unit, a text) are as they are."""
    backend = backend_of(leaf)
    if backend is not None and backend.name not in ("jax", "numpy"):
        raise BackendError(
            f"brainunit.explain requires the jax backend; got an array of {backend.name}. "
            "Call .to_jax() on the input first."
        )
    return backend is not None or isinstance(leaf, (int, float, complex, np.generic, jax.ShapeDtypeStruct))


# ---------------------------------------------------------------- while jax traces


_MARK = "brainunit conversion "


class _Notes:
    """The conversions met while jax traces, by the number that stands on their operations in the program."""

    def __init__(self) -> None:
        self.taken: list[Conversion] = []

    def take(
        self, compute: Callable[..., Any], given: tuple[Any, ...], conversion: listening.Conversion
    ) -> Any:
        ours, user = _frames(sys._getframe(1))
        file, line = (user.f_code.co_filename, user.f_lineno) if user else ("", 0)
        code = linecache.getline(file, line, user.f_globals if user else None).strip()
        self.taken.append(Conversion(*conversion, _function(ours), file, line, code))
        # A name is all that jax passes on from an operation to its derivatives.
        with jax.named_scope(f"{_MARK}{len(self.taken) - 1}"):
            return compute(*given)


_OURS, _JAX = (
    tuple(str(Path(str(each.__file__)).parent) + os.sep for each in packages)
    for packages in ((bu_units, bu_dispatch, bu_array, sys.modules[__package__]), (jax, np))
)


def _frames(frame: FrameType | None) -> tuple[list[FrameType], FrameType | None]:
    """Return our frames inside the innermost one of other code, outermost first, and that one."""
    ours: list[FrameType] = []
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(_OURS) and path != __file__:
            ours.insert(0, frame)
        elif not path.startswith((*_OURS, *_JAX)):
            break
        frame = frame.f_back
    return ours, frame


def _function(frames: list[FrameType]) -> str:
    """Return the name of the function that the outermost of our frames is a call of."""
    for frame in frames:
        code, given = frame.f_code, frame.f_locals
        for by_numpy in ("ufunc", "func"):
            if code.co_name in ("__array_ufunc__", "__array_function__") and by_numpy in given:
                return str(given[by_numpy].__name__)
        if "<locals>" not in code.co_qualname:
            return code.co_name.strip("_")
        # What decorators made is named after what they decorate.
        for local, field in (("run", "func"), ("bodies", "body"), ("arguments", "body")):
            body = getattr(given.get(local), field, None)
            if body is not None:
                return str(body.__name__)
        if isinstance(given.get("name"), str) and "slow" not in given:  # else that of a parameter
            return str(given["name"])
    return frames[0].f_code.co_qualname.partition(".")[0] if frames else ""


# ---------------------------------------------------------------- in the program


def _numbers_in(program: Jaxpr, met: set[int]) -> Iterator[int]:
    """Yield the numbers of the conversions in a program, once for each place where it has one."""
    if id(program) in met:  # a function that is called twice is compiled once
        return
    met.add(id(program))
    places = set()
    for equation in program.eqns:
        names = str(equation.source_info.name_stack)
        found = re.findall(f"{_MARK}(\\d+)", names)
        # A conversion of several operations (degC, an integer that becomes a float) is one.
        if found and names not in places:
            places.add(names)
            yield int(found[-1])
        for part in jax.tree.leaves(list(equation.params.values()), is_leaf=_is_program):
            if _is_program(part):
                yield from _numbers_in(part.jaxpr if isinstance(part, ClosedJaxpr) else part, met)


def _is_program(x: Any) -> bool:
    return isinstance(x, (Jaxpr, ClosedJaxpr))

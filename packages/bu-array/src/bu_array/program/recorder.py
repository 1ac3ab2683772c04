"""The recorder: it writes the lines of a program while symbols go through a function, and computes them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from bu_dispatch import Backend, backend_of

from .errors import RecordingError
from .symbols import _METADATA, _VALUES, _WRITES, ArraySymbol, NumberSymbol, Symbol, symbol_types

__all__ = ["Again", "Line", "Recorder", "is_symbolic", "recorder_in"]

TOKEN = re.compile("‹([^›]*)›")
"""A symbol or a constant in the text of a line, so that a name of it is found again."""
_LITERALS = frozenset((int, float, bool, type(None)))
_MOST_LINES = 100_000

_UFUNCS = {
    "add": ("{} + {}", operator.add),
    "subtract": ("{} - {}", operator.sub),
    "multiply": ("{} * {}", operator.mul),
    "true_divide": ("{} / {}", operator.truediv),
    "divide": ("{} / {}", operator.truediv),
    "less": ("{} < {}", operator.lt),
    "less_equal": ("{} <= {}", operator.le),
    "greater": ("{} > {}", operator.gt),
    "greater_equal": ("{} >= {}", operator.ge),
    "equal": ("{} == {}", operator.eq),
    "not_equal": ("{} != {}", operator.ne),
}
_OF_SHAPE_AND_DTYPE = frozenset(
    "broadcast_shapes can_cast iscomplexobj iscomplexobj isrealobj isscalar min_scalar_type ndim promote_types "
    "result_type shape size is_tensor is_complex is_floating_point numel dim __len__ is_contiguous stride".split()
)
"""Functions whose answer is none of the elements."""


class Again(Exception):  # noqa: N818  # no error: the function is recorded once more
    """Two expressions that are equal came to be one value, and one of them is written into."""


class Line(NamedTuple):
    """One line of the program: `name` is empty where it writes."""

    name: str
    text: str
    epoch: int
    symbol: Symbol | None
    compound: bool
    """It is an operator's, and stands in brackets within another."""


class Recorder:
    """The lines, constants and questions of one recording.

    backend: the library of the arrays; share: whether equal expressions are computed once.
    """

    def __init__(self, backend: Backend, *, share: bool = True) -> None:
        self.backend = backend
        self.share = share
        self.lines: list[Line] = []
        self.questions: set[str] = set()
        self.constants: dict[str, Any] = {}
        self.names: dict[int, list[tuple[str, Any, Any]]] = {}
        self.inputs: list[Symbol] = []
        self.captured: dict[int, Any] = {}
        self.shared: set[int] = set()
        self.targets: set[str] = set()
        self.closed = False
        self.paused = False
        self.inside = 0
        """How many bodies of declared functions are being followed."""
        self._known: dict[str, Any] = {}
        self._epoch = 0

    # ------------------------------------------------------------ inputs

    def enter(self, value: Any, text: str) -> Symbol:
        """Return the symbol of an input: a number, or an array of the library."""
        symbol = self._symbol(value, text)
        self.inputs.append(symbol)
        return symbol

    def _symbol(self, value: Any, text: str) -> Symbol:
        own = backend_of(value)
        if own is not None and own is not self.backend:
            raise RecordingError(
                f"a recorded function of {self.backend.name} arrays computes with {own.name}, the default library where "
                f"no array is given; call it within using_backend({self.backend.name!r})"
            )
        kind = NumberSymbol if own is None else symbol_types[self.backend]
        return kind(self, value, text)

    # ------------------------------------------------------------ questions

    def asked(self, symbol: Symbol, name: str) -> Any:
        """Answer for the shape, the dtype ... of a symbol; the signature has them from now on."""
        self._check_open()
        if isinstance(symbol, NumberSymbol):
            raise AttributeError(f"a number has no {name}")
        self.questions.add("shape" if name in ("shape", "size", "length") else "dtype")
        if name == "size" and callable(symbol.value.size):
            return symbol.value.size
        return len(symbol.value) if name == "length" else getattr(symbol.value, name)

    def attribute(self, symbol: Symbol, name: str) -> Any:
        """Return an attribute: of the array, or a method that writes its call."""
        self._check_open()
        if name.startswith("__"):  # protocols by which memory would be handed out
            raise AttributeError(name)
        value = symbol.value
        found = getattr(value, name)  # AttributeError, if so
        if name == "base":  # memory has no say in the lines
            raise AttributeError(name)
        if name in _METADATA:
            self.questions.add("dtype" if name not in ("strides", "nbytes") else "shape")
            if name in ("device", "requires_grad"):
                self.questions.add(name)
            return found
        if name in _VALUES:
            return symbol._refuse
        if callable(found) and backend_of(found) is None:
            if name in _OF_SHAPE_AND_DTYPE:
                self.questions.update(("shape", "dtype"))
                return found
            writes = name in _WRITES or (name.endswith("_") and not name.endswith("__"))

            def method(*args: Any, **kwargs: Any) -> Any:
                text, flat, build = _arranged(args, kwargs)
                form = f"{{}}.{name}({text})"

                def run(x: Any, *values: Any) -> Any:
                    given, named = build(values)
                    return getattr(x, name)(*given, **named)

                if writes:
                    return self.write(form, run, symbol, symbol, *flat)
                return self.emit(form, run, symbol, *flat)

            return method
        if backend_of(found) is None:
            return symbol._refuse()
        return self.emit(f"{{}}.{name}", lambda x: getattr(x, name), symbol)

    def reason(self, symbol: Symbol) -> str:
        """Say why the elements of a symbol are not known."""
        if self.closed:
            return f"{symbol.text} of a recorded function was kept after it had returned; return it instead"
        what = (
            f"the value of {symbol.text!r}"
            if any(symbol is x for x in self.inputs)
            else "a value that it computes"
        )
        return (
            f"a recorded function asks for {what} (if, while, float(), index, print ...), which another call may "
            "have otherwise: use where() for a choice, say static='name' for an argument that is an option, or "
            "leave this part outside of the recorded function"
        )

    def _check_open(self) -> None:
        if self.closed:
            raise RecordingError(
                "a symbol of a recorded function was kept after it had returned; return it instead"
            )

    # ------------------------------------------------------------ lines

    def mark(self) -> tuple[Any, ...]:
        """Return where the program ends, for `rewind`."""
        return len(self.lines), len(self.constants), self._epoch, self._known, len(self._known)

    def rewind(self, mark: tuple[Any, ...]) -> None:
        """Take back the lines written since `mark`."""
        lines, constants, self._epoch, self._known, known = mark
        del self.lines[lines:]
        while len(self._known) > known:
            self._known.popitem()
        while len(self.constants) > constants:
            name, _ = self.constants.popitem()
            for kept in self.names.values():
                kept[:] = [each for each in kept if each[0] != name]

    def emit(self, form: str, function: Callable[..., Any], *args: Any) -> Any:
        """Write a line that computes something new, compute it, and return its symbol.

        form: the text with a {} for each of `args`.
        """
        self._check_open()
        text = self._text(form, args)
        if self.share and text in self._known:
            found = self._known[text]
            self.shared.update(id(x) for x in _symbols_in(found))
            return found
        compound = form[0] in "-+~" or form.startswith("{} ")
        result = self._result(self._computed(function, args), text, compound)
        self._known[text] = result
        return result

    def _result(self, value: Any, text: str, compound: bool = False) -> Any:
        """Return the symbol of a result, or a tuple or list of symbols."""
        if isinstance(value, (tuple, list)):
            whole = self._line(value, text)
            parts = [self._result(part, f"‹{whole.text}›[{i}]") for i, part in enumerate(value)]
            return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
        if backend_of(value) is None and type(value) not in (int, float, complex, bool):
            if value is None:
                self._line(value, text)
                return None
            raise RecordingError(
                f"a recorded function makes a {type(value).__name__} of its arrays, which it cannot follow; leave this part outside of it"
            )
        return self._line(value, text, compound)

    def _line(self, value: Any, text: str, compound: bool = False) -> Symbol:
        if len(self.lines) >= _MOST_LINES:
            raise RecordingError(
                f"a recorded function has more than {_MOST_LINES:,} operations: record the body of its loop instead"
            )
        if isinstance(value, (tuple, list)) or value is None:
            symbol: Symbol = NumberSymbol(self, value, f"t{len(self.lines)}")
        else:
            symbol = self._symbol(value, f"t{len(self.lines)}")
        self.lines.append(Line(symbol.text, text, self._epoch, symbol, compound))
        return symbol

    def _computed(self, function: Callable[..., Any], args: Sequence[Any]) -> Any:
        """Return what a function gives for the values of symbols: nothing of it is written."""
        before, self.paused = self.paused, True
        try:
            return function(*map(value_of, args))
        finally:
            self.paused = before

    def _text(self, form: str, args: Sequence[Any]) -> str:
        if form.startswith("{}[{}]"):
            return form.format(self.reference(args[0]), self.key(args[1]), *map(self.reference, args[2:]))
        return form.format(*map(self.reference, args))

    def write(self, form: str, function: Callable[..., Any], target: Symbol, *args: Any) -> Any:
        """Write a line that changes the array of a symbol; only what the function has made itself may change.

        form: the text with a {} for each of `args`; function: what it does with them.
        """
        self._check_open()
        self._check_own(target)
        text = self._text(form, args)
        self._computed(function, args)
        self.targets.add(target.text)
        # What is computed before stays before, and what is computed afterwards is computed anew.
        self.lines.append(Line("", text, self._epoch + 1, None, False))
        self._epoch += 2
        self._known = {}
        return target

    def _check_own(self, target: Symbol) -> None:
        if not isinstance(target, ArraySymbol):
            raise RecordingError(
                "a recorded function writes into an array that it has not made; make it inside, by zeros_like or "
                "brainunit.math.zeros"
            )
        if id(target) in self.shared:
            raise Again
        for x in self.inputs:
            if _shares(target.value, x.value):
                raise RecordingError(
                    f"a recorded function writes into its argument {x.text!r}; write into a copy of it, and return that"
                )
        for found in self.constants.values():
            if backend_of(found) is not None and _shares(target.value, found):
                raise RecordingError(
                    "a recorded function writes into an array from outside of it; write into a copy, and return that"
                )

    # ------------------------------------------------------------ calls

    def call(self, function: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """Write the call of a library's function."""
        name = getattr(function, "__name__", "")
        if name in _OF_SHAPE_AND_DTYPE:
            self.questions.update(("shape", "dtype"))
            return function(*value_of(tuple(args)), **value_of(kwargs))
        if not is_symbolic((args, kwargs)):
            made = function(*args, **kwargs)
            if backend_of(made) is not self.backend:
                return made  # a dtype, an answer about one
        if type(function).__name__ == "ufunc" and len(args) == 2 and not kwargs and name in _UFUNCS:
            return self.emit(*_UFUNCS[name], *args)
        text, flat, build = _arranged(args, kwargs)

        def run(*values: Any) -> Any:
            given, named = build(values)
            return function(*given, **named)

        reference = self.reference(function).replace("{", "{{").replace("}", "}}")
        form = f"{reference}({text})"
        target = _target(name, args, kwargs)
        if target is not None:
            written = self.write(form, run, target, *flat)
            return None if name in _WRITERS else written
        return self.emit(form, run, *flat)

    def ufunc(self, ufunc: Any, method: str, inputs: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """Write what a universal function of numpy does."""
        if method == "__call__" and not kwargs and ufunc.__name__ in _UFUNCS and len(inputs) == 2:
            form, function = _UFUNCS[ufunc.__name__]
            return self.emit(form, function, *inputs)
        if method == "__call__":
            return self.call(ufunc, inputs, kwargs)
        form, run = self._method_of(ufunc, method, inputs, kwargs)
        flat = (*inputs, *kwargs.values())
        if method == "at":
            self.write(form, run, inputs[0], *flat)
            return None
        return self.emit(form, run, *flat)

    def _method_of(
        self, ufunc: Any, method: str, inputs: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[str, Callable[..., Any]]:
        text, _, build = _arranged(inputs, kwargs)

        def run(*values: Any) -> Any:
            given, named = build(values)
            return getattr(ufunc, method)(*given, **named)

        return f"{self.reference(ufunc)}.{method}({text})", run

    # ------------------------------------------------------------ names

    def reference(self, x: Any) -> str:
        """Return the text by which a line names a value."""
        kind = type(x)
        if isinstance(x, Symbol):
            if x.recorder is not self:
                raise RecordingError("a symbol of another recorded function was met; return it there instead")
            return f"‹{x.text}›"
        if kind in _LITERALS and x == x and x not in (_INF, -_INF):
            text = repr(x)
            return f"({text})" if text[0] == "-" else text
        if kind is str:
            return repr(x)
        if x is Ellipsis:
            return "..."
        if kind is slice:
            return f"slice({', '.join(map(self.reference, (x.start, x.stop, x.step)))})"
        if kind is tuple:
            return "(" + "".join(f"{self.reference(part)}, " for part in x).rstrip() + ")"
        if kind is list:
            return f"[{', '.join(map(self.reference, x))}]"
        if kind is dict:
            return "{" + ", ".join(f"{self.reference(k)}: {self.reference(v)}" for k, v in x.items()) + "}"
        return f"‹{self.constant(x)}›"

    def key(self, x: Any) -> str:
        """Return the text of an index."""
        if type(x) is tuple and len(x) > 1:
            return ", ".join(map(self.key, x))
        if type(x) is slice:
            start, stop, step = (
                "" if part is None else self.reference(part) for part in (x.start, x.stop, x.step)
            )
            return f"{start}:{stop}" + (f":{step}" if step else "")
        return self.reference(x)

    def constant(self, x: Any) -> str:
        """Return the name of a constant; of an array as it is now, unless the function captures it."""
        own = backend_of(x)
        is_array = own is not None
        if own is not None and own is not self.backend and own.name != "numpy" and not own.gives_way(type(x)):
            raise RecordingError(
                f"a recorded function of {self.backend.name} arrays meets an array of {own.name}; convert it first"
            )
        for name, known, kept in self.names.get(id(x), ()):
            if known is x and (not is_array or kept is x or _same(kept, x)):
                return name
        kept = x if not is_array or id(x) in self.captured else _copied(x)
        name = f"c{len(self.constants)}"
        self.constants[name] = kept
        self.names.setdefault(id(x), []).append((name, x, kept))
        return name


_INF = float("inf")


_WRITERS = frozenset("copyto place put putmask fill_diagonal put_along_axis".split())
"""Functions that write into their first argument and return nothing."""


def _target(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Return the array that a call writes into; None where it writes into none."""
    out = kwargs.get("out")
    if isinstance(out, (tuple, list)) and len(out) == 1:
        (out,) = out
    if out is not None:
        return out
    if name in _WRITERS or (name.endswith("_") and not name.startswith("_")):
        return args[0] if args else None
    return None


def value_of(x: Any) -> Any:
    """Return what a symbol stands for; of lists, tuples, dicts and slices their parts."""
    if isinstance(x, Symbol):
        return x.value
    kind = type(x)
    if kind in (list, tuple):
        return kind(map(value_of, x))
    if kind is dict:
        return {key: value_of(value) for key, value in x.items()}
    if kind is slice:
        return slice(*map(value_of, (x.start, x.stop, x.step)))
    return x


def _arranged(
    args: Sequence[Any], kwargs: dict[str, Any]
) -> tuple[str, tuple[Any, ...], Callable[[Sequence[Any]], tuple[Sequence[Any], dict[str, Any]]]]:
    """Return the text of the arguments, all of them in a row, and what takes a row apart again."""
    count, names = len(args), list(kwargs)
    text = ", ".join(["{}"] * count + [f"{name}={{}}" for name in names])
    return (
        text,
        (*args, *kwargs.values()),
        lambda row: (row[:count], dict(zip(names, row[count:], strict=True))),
    )


def is_symbolic(x: Any) -> bool:
    """Whether a symbol is in `x`."""
    return next(_symbols_in(x), None) is not None


def _symbols_in(x: Any) -> Iterator[Symbol]:
    if isinstance(x, Symbol):
        yield x
    elif isinstance(x, (list, tuple)):
        for part in x:
            yield from _symbols_in(part)
    elif isinstance(x, dict):
        for part in x.values():
            yield from _symbols_in(part)
    elif isinstance(x, slice):
        yield from _symbols_in((x.start, x.stop, x.step))


def recorder_in(args: Any, kwargs: Any) -> Recorder:
    """Return the recorder of the first symbol among arguments."""
    return next(_symbols_in((args, kwargs))).recorder


def _copied(x: Any) -> Any:
    return x.clone() if hasattr(x, "clone") else x.copy()


def _same(a: Any, b: Any) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    return bool((a == b).all()) if a.shape else bool(a == b)


def _shares(a: Any, b: Any) -> bool:
    """Whether two arrays may share memory."""
    if a is b:
        return True
    if hasattr(a, "untyped_storage"):
        return (
            hasattr(b, "untyped_storage") and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
        )
    from numpy import may_share_memory, ndarray

    if isinstance(a, ndarray):
        return isinstance(b, ndarray) and may_share_memory(a, b)
    memory = getattr(getattr(a, "data", None), "mem", None)
    return memory is not None and getattr(getattr(b, "data", None), "mem", None) is memory

"""`record`: a function of quantities whose units are checked once, and which then runs bare."""

from __future__ import annotations

import ast
import functools
import inspect
import types
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast, overload

from bu_dispatch import Backend, backend_of, default_backend, get_backend
from bu_units.tracing import tracing

from .._version import __version__
from ..core.pair import Pair, join
from .captured import Captured
from .errors import RecordingError
from .namespace import recording_by
from .purity import watched
from .recorder import Again, Recorder, value_of
from .signature import MISS, Signature, arrays_in
from .source import Body, body_of, literal
from .symbols import Symbol

__all__ = ["record"]

F = TypeVar("F", bound=Callable[..., Any])
_LIBRARIES = frozenset(("numpy", "torch", "cupy"))
_MOST = 64  # signatures that are kept
_new = object.__new__


@overload
def record(function: F, *, static: str | Iterable[str] = ()) -> F: ...
@overload
def record(function: None = None, *, static: str | Iterable[str] = ()) -> Callable[[F], F]: ...
def record(function: Any = None, *, static: str | Iterable[str] = ()) -> Any:
    """Decorate a function of quantities: units are checked once for each signature, then it runs bare.

    function: takes and returns quantities, arrays and numbers of numpy, torch or cupy, in tuples, lists,
    dicts, dataclasses and other objects; static: the names of arguments that are options (an axis, a count).

    The first call with a signature (classes, units, structure and library of the arguments; shapes and
    dtypes where the function asks for them; the values of options, and of what it takes from outside)
    records what the function does. Later calls run that as a function of bare arrays, with the same result.
    An error of units is the one that the function raises itself, in the first call.

    Raises RecordingError where later calls would not do the same: for branches on values (take ``where``),
    random numbers, prints, clocks, and for writing into arguments. Other libraries, jax.jit and
    torch.compile see the function itself.

    ``f.source`` is the program as text, ``f.export(path)`` writes it as a module that needs no units library,
    ``f.forget()`` drops what was recorded, ``f.__wrapped__`` is the function itself.
    """
    if function is None:
        return functools.partial(record, static=static)
    if not isinstance(function, types.FunctionType):
        raise TypeError(f"record takes a function, got {type(function).__name__}")
    if (
        inspect.isgeneratorfunction(function)
        or inspect.iscoroutinefunction(function)
        or inspect.isasyncgenfunction(function)
    ):
        raise TypeError(
            f"record takes a function that returns its result, got the generator or coroutine {function.__name__}"
        )
    options = frozenset((static,) if isinstance(static, str) else static)
    known = inspect.signature(function).parameters
    for name in options:
        if name not in known:
            raise TypeError(f"record: {function.__name__} has no argument {name!r} that could be static")
    return _Recorded(function, options).wrapper


class _Variant:
    """The program for one signature."""

    def __init__(
        self, run: Callable[..., Any], signature: Signature, recorder: Recorder, bare: str, units: list[Any]
    ) -> None:
        self.run = run
        self.signature = signature
        self.recorder = recorder
        self.bare = bare
        """The text of the result without its quantities."""
        self.units = units
        """The units of the quantities in the result, in their order."""


class _Recorded:
    """A recorded function, and its variants."""

    def __init__(self, function: types.FunctionType, static: frozenset[str]) -> None:
        self.function = function
        self.static = static
        self.name = function.__name__ if function.__name__.isidentifier() else "function"
        self.parameters = list(inspect.signature(function).parameters.values())
        self.variants: list[_Variant] = []
        runs = self.runs = cast("list[Callable[..., Any]]", [])
        first = self.first

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if tracing():
                return function(*args, **kwargs)
            for run in runs:
                result = run(args, kwargs)
                if result is not MISS:
                    return result
            return first(args, kwargs)

        face = cast("Any", wrapper)
        face.__recorded__ = function
        face.source = "# not called yet"
        face.export = self.export
        face.forget = self.forget
        self.wrapper: Any = wrapper

    def forget(self) -> None:
        """Drop what was recorded: the next call records anew."""
        self.variants.clear()
        self.runs.clear()
        self.wrapper.source = "# not called yet"

    # ------------------------------------------------------------ recording

    def first(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Record a call, unless something else works on the function already; return its result."""
        arrays = arrays_in((args, kwargs), [])
        backends = {record for x in arrays if (record := backend_of(x)) is not None}
        if any(isinstance(x, Symbol) for x in arrays) or not all(b.name in _LIBRARIES for b in backends):
            return self.function(*args, **kwargs)  # within another recording, or for jax, dask ...
        backend = _library(backends)
        if any(not backend.is_concrete(x) for x in arrays if backend_of(x) is backend):
            return self.function(*args, **kwargs)  # torch traces
        try:
            variant, result = self._recorded(args, kwargs, Recorder(backend))
        except Again:
            variant, result = self._recorded(args, kwargs, Recorder(backend, share=False))
        if len(self.variants) >= _MOST:
            del self.variants[0], self.runs[0]
        self.variants.append(variant)
        self.runs.append(variant.run)
        self.wrapper.source = self.text(variant)
        return result

    def _recorded(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], recorder: Recorder
    ) -> tuple[_Variant, Any]:
        captured = Captured(self.function)
        recorder.captured = captured.arrays
        signature = Signature(recorder, self.static)
        signature.demand(f"len(args) == {len(args)}")
        signature.demand(
            f"kwargs.keys() == {signature.constant(kwargs.keys() - ())}" if kwargs else "not kwargs"
        )
        try:
            with recording_by(recorder):
                entered = [signature.enter(x, f"args[{i}]", self._label(i)) for i, x in enumerate(args)]
                named = {name: signature.enter(x, f"kwargs[{name!r}]", name) for name, x in kwargs.items()}
                with watched([value for _, value in captured.found.values()]):
                    result = self.function(*entered, **named)
            signature.check_untouched()
            captured.demand(signature)
            leaving = _Leaving(recorder)
            text = leaving.leave(result)
            if recorder.share and leaving.shares():
                raise Again
            value = leaving.value(result)
        finally:
            recorder.closed = True
        signature.questions()
        body = body_of(recorder, text)
        run = _compiled(self.function.__name__, signature, recorder, leaving.constants, body)
        for line in recorder.lines:  # the arrays of this call are not kept
            if line.symbol is not None:
                line.symbol.value = None
        for symbol in recorder.inputs:
            symbol.value = None
        return _Variant(run, signature, recorder, leaving.bare(result), leaving.units), value

    def _label(self, place: int) -> str:
        for i, parameter in enumerate(self.parameters):
            if parameter.kind is parameter.VAR_POSITIONAL:
                return f"{parameter.name}.{place - i}"
            if i == place:
                return parameter.name
        return f"argument {place}"

    # ------------------------------------------------------------ the text

    def text(self, variant: _Variant, *, heading: str = "") -> str:
        """Return the program of a variant as a module; RecordingError where a constant has no text."""
        recorder = variant.recorder
        modules: set[str] = set()
        texts: dict[str, str] = {}
        before: list[str] = []
        body = body_of(recorder, variant.bare)
        for name in body.constants():
            constant = recorder.constants[name]
            try:
                text, needed = literal(constant, name)
            except RecordingError:
                if heading:
                    raise
                text, needed = f"{name}", ()
                before.append(
                    f"# {name} is {getattr(constant, '__name__', 'a ' + type(constant).__name__)} of brainunit"
                )
            modules.update(needed)
            if len(text) > 60 and "(" in text:
                before.append(f"{name} = {text}")
                text = name
            texts[name] = text
        lines, result = body.text(lambda name: texts.get(name, name))
        head = [heading] if heading else []
        head += [f"import {module}" for module in sorted(modules)]
        units = [f"{x.text}: {variant.signature.units.get(x.text, '1')}" for x in recorder.inputs]
        out = [*head, "", *before, *([""] if before else [])]
        out.append(f"def {self.name}({', '.join(x.text for x in recorder.inputs)}):")
        out.append(f"    # {', '.join(units) or 'no inputs'}")
        out += [f"    {_tidy(text)}" + (f"  # {unit}" if unit is not None else "") for text, unit in lines]
        returned = f"    return {_tidy(result)}"
        out.append(returned + (f"  # {', '.join(map(str, variant.units))}" if variant.units else ""))
        return "\n".join(out).lstrip("\n") + ("\n" if heading else "")

    def export(self, path: str | Path) -> Path:
        """Write the program recorded last as a module of bare arrays, and return its path.

        path: the file, which is written anew. The comments say the units of arguments and results.
        Raises RecordingError where nothing was recorded, or where a constant cannot be written as text.
        """
        if not self.variants:
            raise RecordingError(
                f"{self.function.__name__} has not been called yet: call it once with quantities"
            )
        heading = f'"""The bare program of {self.name}, written by brainunit (bu-array {__version__})."""\n'
        text = self.text(self.variants[-1], heading=heading)
        target = Path(path)
        target.write_text(text, "utf-8")
        return target


def _tidy(text: str) -> str:
    """Return a line without the brackets that it does not need."""
    return ast.unparse(ast.parse(text))


def _library(backends: set[Backend]) -> Backend:
    if len(backends) > 1:
        names = " and ".join(sorted(b.name for b in backends))
        raise RecordingError(
            f"a recorded function computes with one library, got arrays of {names}; convert one of them"
        )
    if backends:
        return next(iter(backends))
    chosen = default_backend()
    return chosen if chosen.name in _LIBRARIES else get_backend("numpy")


def _compiled(
    name: str, signature: Signature, recorder: Recorder, makers: dict[str, Any], body: Body
) -> Callable[..., Any]:
    """Return the function of ``(args, kwargs)`` that checks the signature and runs the program."""
    lines, result = body.text(lambda token: token)
    space = {**signature.constants, **{n: recorder.constants[n] for n in body.constants()}, **makers}
    used = ", ".join(f"{each}={each}" for each in space)
    source = [f"def run(args, kwargs, {used}):"]
    source += [f"    {line}" for line in signature.lines]
    source += [f"    {text}" for text, _ in lines]
    source.append(f"    return {result}")
    scope: dict[str, Any] = dict(space)
    exec(compile("\n".join(source), f"<recorded {name}>", "exec"), scope)
    return cast("Callable[..., Any]", scope["run"])


# ---------------------------------------------------------------- results


class _Leaving:
    """The text that makes the result anew, and the result of this call."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.constants: dict[str, Any] = {}
        self.symbols: list[Symbol] = []
        self.units: list[Any] = []

    def constant(self, x: Any) -> str:
        name = f"r{len(self.constants)}"
        self.constants[name] = x
        return name

    def leave(self, x: Any) -> str:
        """Return the text of a result."""
        if isinstance(x, Symbol):
            self.symbols.append(x)
            return self.recorder.reference(x)
        if isinstance(x, Pair):
            mantissa = self.leave(x._mantissa)
            self.units.append(x._unit)
            maker = join if type(x) is type(join(0, x._unit)) else functools.partial(_made, type(x))
            return f"{self.constant(maker)}({mantissa}, {self.constant(x._unit)})"
        if isinstance(x, (tuple, list)):
            parts = [self.leave(part) for part in x]
            inner = ", ".join(parts)
            if hasattr(x, "_fields"):
                return f"{self.constant(type(x))}({inner})"
            if type(x) is tuple:
                return f"({inner},)" if parts else "()"
            return f"[{inner}]" if type(x) is list else f"{self.constant(type(x))}([{inner}])"
        if isinstance(x, dict):
            inner = ", ".join(f"{self.constant(key)}: {self.leave(part)}" for key, part in x.items())
            return f"{{{inner}}}" if type(x) is dict else f"{self.constant(type(x))}({{{inner}}})"
        if backend_of(x) is not None and id(x) not in self.recorder.captured:
            return f"{self.constant(_copy)}({self.recorder.reference(x)})"
        if is_dataclass(x) and not isinstance(x, type):
            names = [field.name for field in fields(x)]
            inner = ", ".join(f"{name!r}: {self.leave(getattr(x, name))}" for name in names)
            return f"{self.constant(_object)}({self.constant(type(x))}, {{{inner}}})"
        return self.recorder.reference(x)

    def bare(self, x: Any) -> str:
        """Return the text of a result without quantities and classes of the user's."""
        if isinstance(x, Pair):
            return self.bare(x._mantissa)
        if isinstance(x, (tuple, list)):
            inner = ", ".join(map(self.bare, x))
            if isinstance(x, list):
                return f"[{inner}]"
            return f"({inner},)" if len(x) == 1 else f"({inner})"
        if is_dataclass(x) and not isinstance(x, type):
            x = {field.name: getattr(x, field.name) for field in fields(x)}
        if isinstance(x, dict):
            return (
                "{"
                + ", ".join(f"{self.recorder.reference(key)}: {self.bare(part)}" for key, part in x.items())
                + "}"
            )
        return self.recorder.reference(x)

    def shares(self) -> bool:
        """Whether two parts of the result are one array because equal expressions are computed once."""
        shared = [x for x in self.symbols if id(x) in self.recorder.shared]
        if len(shared) != len({id(x) for x in shared}):
            return True
        return bool(shared) and len(self.symbols) > 1

    def value(self, x: Any) -> Any:
        """Return the result of this call."""
        if isinstance(x, Pair):
            quantity = _new(type(x))
            quantity._mantissa, quantity._unit = value_of(x._mantissa), x._unit
            return quantity
        if isinstance(x, Symbol):
            return x.value
        if isinstance(x, (tuple, list)):
            parts = [self.value(part) for part in x]
            return type(x)(*parts) if hasattr(x, "_fields") else type(x)(parts)
        if isinstance(x, dict):
            return type(x)({key: self.value(part) for key, part in x.items()})
        if is_dataclass(x) and not isinstance(x, type):
            return _object(type(x), {field.name: self.value(getattr(x, field.name)) for field in fields(x)})
        return x


def _made(kind: type, mantissa: Any, unit: Any) -> Any:
    quantity: Any = _new(kind)
    quantity._mantissa, quantity._unit = mantissa, unit
    return quantity


def _object(kind: type, parts: dict[str, Any]) -> Any:
    made: Any = _new(kind)
    for name, part in parts.items():
        object.__setattr__(made, name, part)
    return made


def _copy(x: Any) -> Any:
    return x.clone() if hasattr(x, "clone") else x.copy()

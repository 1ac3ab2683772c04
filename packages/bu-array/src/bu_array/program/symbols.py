"""Symbols: what stands for an array or a number while a function is recorded.

A symbol belongs to the record of the library of its array, so that quantities compute with it as with any
array of that library, and the library's functions hand it over by their own protocols (NEP 13, NEP 18,
``__torch_function__``). Each writes a line of the program, and computes it at once: a symbol has a value,
whose shape and dtype may be asked for, and whose elements may not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from bu_dispatch import Backend
from bu_units import Unit

from ..core.pair import Pair
from .errors import RecordingError, UnknownError

if TYPE_CHECKING:
    from .recorder import Recorder

__all__ = ["NumberSymbol", "Symbol", "symbol_types"]

_METADATA = frozenset(
    "device is_cpu is_cuda is_meta is_sparse itemsize layout names nbytes requires_grad strides".split()
)
"""Attributes that say nothing of the elements."""
_VALUES = frozenset(
    "all_close choose ctypes cpu data data_ptr dump dumps equal flags flat numpy numel_ storage "
    "tobytes tofile tolist tostring untyped_storage".split()
)
"""Attributes and methods that hand out elements, or memory."""
_WRITES = frozenset("fill itemset partition put resize setfield setflags sort byteswap".split())
"""Methods of numpy's arrays that write into them."""


class Symbol:
    """What stands for a value. `text`: its name in the program; `value`: what it is in this call."""

    __slots__ = ("recorder", "text", "unit", "value")

    def __init__(self, recorder: Recorder, value: Any, text: str) -> None:
        self.recorder = recorder
        self.value = value
        self.text = text
        self.unit: Unit | None = None

    # ------------------------------------------------------------ what may be asked

    @property
    def dtype(self) -> Any:
        """The dtype, which the signature has from now on."""
        return self.recorder.asked(self, "dtype")

    @property
    def shape(self) -> Any:
        """The shape, which the signature has from now on."""
        return self.recorder.asked(self, "shape")

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> Any:
        """The number of elements; a method in torch."""
        return self.recorder.asked(self, "size")

    def __len__(self) -> int:
        return int(self.recorder.asked(self, "length"))

    def __iter__(self) -> Iterator[Any]:
        return iter([self[i] for i in range(len(self))])

    def __getattr__(self, name: str) -> Any:
        return self.recorder.attribute(self, name)

    def __getitem__(self, key: Any) -> Any:
        return self.recorder.emit("{}[{}]", operator.getitem, self, key)

    def is_known(self) -> bool:
        """Whether the elements may be asked for: no; within a body that is a question of how to go on."""
        if self.recorder.inside:
            raise UnknownError(self.recorder.reason(self))
        return False

    def beside(self, x: Any) -> Any:
        """Return the symbol of an array that is no symbol, a constant of the program."""
        return self.recorder.emit("{}", lambda value: value, x)

    def as_array(self, backend: Backend, options: dict[str, Any]) -> Any:
        """Return the symbol of ``backend.asarray(x, **options)``: libraries do not ask who makes arrays."""
        if isinstance(self, NumberSymbol) or any(option is not None for option in options.values()):
            return self.recorder.call(backend.asarray, (self,), options)
        return self

    # ------------------------------------------------------------ what numpy and torch ask

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if any(isinstance(x, (Pair, Unit)) for x in inputs):
            return NotImplemented
        return self.recorder.ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(
        self, func: Any, types: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        return self.recorder.call(func, args, kwargs)

    @classmethod
    def __torch_function__(
        cls, func: Any, types: object, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        from .recorder import recorder_in  # both know each other

        return recorder_in(args, kwargs or {}).call(func, args, kwargs or {})

    # ------------------------------------------------------------ what writes

    def __setitem__(self, key: Any, value: Any) -> None:
        self.recorder.write("{}[{}] = {}", operator.setitem, self, self, key, value)

    # ------------------------------------------------------------ what may not be asked

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise RecordingError(self.recorder.reason(self))

    __bool__ = __float__ = __int__ = __complex__ = _refuse
    __index__ = __array__ = __dlpack__ = __format__ = _refuse

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        if not self.recorder.closed:  # a text would be frozen
            self._refuse()
        return f"<{self.text} of a recorded function>"

    __str__ = __repr__

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self._refuse()

    def __copy__(self) -> Any:
        return self.recorder.emit("{}.copy()", lambda x: x.copy(), self)

    def __deepcopy__(self, memo: object) -> Any:
        return self.__copy__()


def _operators(
    cls: type, name: str, sign: str, function: Callable[..., Any], *, swapped: bool = True
) -> None:
    text = f"{{}} {sign} {{}}"

    def left(x: Symbol, y: Any) -> Any:
        return NotImplemented if isinstance(y, (Pair, Unit)) else x.recorder.emit(text, function, x, y)

    def right(y: Symbol, x: Any) -> Any:
        return y.recorder.emit(text, function, x, y)

    setattr(cls, f"__{name}__", left)
    if swapped:
        setattr(cls, f"__r{name}__", right)


_ARITHMETIC: dict[str, tuple[str, Callable[..., Any]]] = {
    "add": ("+", operator.add),
    "sub": ("-", operator.sub),
    "mul": ("*", operator.mul),
    "truediv": ("/", operator.truediv),
    "floordiv": ("//", operator.floordiv),
    "mod": ("%", operator.mod),
    "pow": ("**", operator.pow),
    "matmul": ("@", operator.matmul),
    "and": ("&", operator.and_),
    "or": ("|", operator.or_),
    "xor": ("^", operator.xor),
    "lshift": ("<<", operator.lshift),
    "rshift": (">>", operator.rshift),
}
_COMPARISON: dict[str, tuple[str, Callable[..., Any]]] = {
    "lt": ("<", operator.lt),
    "le": ("<=", operator.le),
    "gt": (">", operator.gt),
    "ge": (">=", operator.ge),
    "eq": ("==", operator.eq),
    "ne": ("!=", operator.ne),
}
_ONE: dict[str, tuple[str, Callable[..., Any]]] = {
    "neg": ("-{}", operator.neg),
    "pos": ("+{}", operator.pos),
    "invert": ("~{}", operator.invert),
}
_ONE |= {"abs": ("abs({})", abs)}

for _name, (_sign, _function) in _ARITHMETIC.items():
    _operators(Symbol, _name, _sign, _function)
for _name, (_sign, _compare) in _COMPARISON.items():
    _operators(Symbol, _name, _sign, _compare, swapped=False)


def _of_one(name: str, text: str, function: Callable[..., Any]) -> None:
    setattr(Symbol, f"__{name}__", lambda x: x.recorder.emit(text, function, x))


for _name, (_text, _function) in _ONE.items():
    _of_one(_name, _text, _function)


class NumberSymbol(Symbol):
    """A Python number: of no library, and without operators in place."""

    __slots__ = ()

    @property  # type: ignore[misc]  # what isinstance asks, so that bodies tell a number from an array
    def __class__(self) -> type:
        return type(self.value)

    def __round__(self, digits: int | None = None) -> Any:
        return self.recorder.emit("round({}, {})", round, self, digits)

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other


class ArraySymbol(Symbol):
    """An array, or a scalar of an array library."""

    __slots__ = ()

    @property  # type: ignore[misc]  # as above: a function may ask isinstance(x, np.ndarray), and go on by it
    def __class__(self) -> type:
        return type(self.value)


def _in_place(name: str, sign: str, function: Callable[..., Any]) -> None:
    def apply(x: Any, y: Any) -> Any:
        return x.recorder.write(f"{{}} {sign}= {{}}", function, x, x, y)

    setattr(ArraySymbol, f"__i{name}__", apply)


for _name, (_sign, _) in _ARITHMETIC.items():
    _in_place(_name, _sign, getattr(operator, f"i{_name}"))


class _Types(dict[Backend, type[ArraySymbol]]):
    """The class of symbols of each library."""

    def add(self, backend: Backend) -> type[ArraySymbol]:
        """Make the class for a library."""
        name = f"{backend.title.capitalize()}Symbol"
        self[backend] = type(name, (ArraySymbol,), {"__slots__": ()})
        return self[backend]


symbol_types = _Types()

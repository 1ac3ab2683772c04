"""The units of the SI and those accepted with it: ``si.V``, ``si.kg``, ``si.millivolt``, ``si.min``.

Names and symbols as the SI Brochure writes them, with their prefixes. `bu_units.names` has units of
all kinds, without the symbols that would hide something there (``min``). Each is built on first use.

>>> from bu_units import si
>>> si.V is si.volt, si.min is si.minute, si.kΩ is si.kiloohm
(True, True, True)
"""

from __future__ import annotations

from ._registry import find as _find
from ._registry import si_names as _si_names
from ._unit import Unit as _Unit

__all__: list[str] = []

_texts: dict[str, str] = {}


def __getattr__(name: str) -> _Unit:
    if not _texts:
        _texts.update(_si_names())
    unit = _find(_texts.get(name, "")) if not name.startswith("__") else None
    if unit is None:
        hint = "; bu_units.names has it" if _find(name) is not None else _hint(name)
        raise AttributeError(f"no unit of the SI is named {name!r}{hint}", name=name)
    globals()[name] = unit
    return unit


def _hint(name: str) -> str:
    from .nearness import hint  # only when an error is certain

    return "" if name.startswith("_") else hint(name, (text for text in _texts if len(text) > 1))


def __dir__() -> list[str]:
    return list(_si_names())

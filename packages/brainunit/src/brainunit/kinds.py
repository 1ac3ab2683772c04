"""`bu_units.kinds` under its public name: kinds of quantity, and kinds of one's own."""

from __future__ import annotations

from bu_units.kinds import ALIASES, KINDS, PRODUCTS, define, dimension_of, kinds_of, name_of

from ._unknown import raise_unknown as _raise_unknown

__all__ = ["ALIASES", "KINDS", "PRODUCTS", "define", "dimension_of", "kinds_of", "name_of"]

__getattr__ = _raise_unknown(__name__, __all__)

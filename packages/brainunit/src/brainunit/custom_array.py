"""`bu_jax.custom_array` under its public name; a BackendError says what to install where jax is missing."""

from __future__ import annotations

from bu_jax.custom_array import *
from bu_jax.custom_array import __all__ as __all__

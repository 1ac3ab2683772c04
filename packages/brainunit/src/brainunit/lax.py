"""`bu_jax.lax` under its public name; a BackendError says what to install where jax is missing."""

from __future__ import annotations

from bu_jax.lax import *
from bu_jax.lax import __all__ as __all__

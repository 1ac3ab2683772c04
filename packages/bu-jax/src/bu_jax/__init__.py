"""What only jax has, for quantities: `lax`, `autograd`, `sparse` and `custom_array`.

A quantity of another library is refused by name: call ``.to_jax()`` on it first.

>>> import jax.numpy as jnp
>>> from bu_array import Quantity
>>> from bu_jax import autograd
>>> slope = autograd.grad(lambda length: length * length)
>>> print(slope(Quantity(jnp.array(3.0), "m")))
6. m
"""

from __future__ import annotations

from bu_dispatch import get_backend

from ._version import __version__

# A BackendError with the pip command, not an ImportError, where jax is missing.
get_backend("jax").require()

from . import autograd, lax  # noqa: E402  # both import jax, whose absence is explained above

__all__ = ["__version__", "autograd", "lax"]

"""jax.lax, and what every function of this package asks of its inputs."""

from __future__ import annotations

from typing import Any

import jax.lax

from bu_array._bodies import Requirement

__all__ = ["JAX", "lax"]

JAX = Requirement("jax", "brainunit.lax")
# Any: bodies receive jax arrays under the types that callers see.
lax: Any = jax.lax

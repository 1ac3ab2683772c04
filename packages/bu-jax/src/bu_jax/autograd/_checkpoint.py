"""Less memory for reverse mode: what the function computes on the way is computed again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax

from ._boundary import admit_all

__all__ = ["checkpoint"]


def checkpoint(
    fun: Callable[..., Any],
    *,
    prevent_cse: bool = True,
    policy: Callable[..., bool] | None = None,
    static_argnums: int | tuple[int, ...] = (),
) -> Callable[..., Any]:
    """Return `fun`, with the units that it gives, whose intermediate values are not kept for derivatives.

    prevent_cse: whether the compiler may not join what is computed twice; policy: a function that says which
    values are kept; static_argnums: arguments that are compiled in.
    The options are those of `jax.checkpoint`. Raises BackendError for quantities of another library.
    """
    saving = jax.checkpoint(fun, prevent_cse=prevent_cse, policy=policy, static_argnums=static_argnums)

    @functools.wraps(fun)
    def checkpointed(*args: Any, **kwargs: Any) -> Any:
        admit_all("checkpoint", args, kwargs)
        return saving(*args, **kwargs)

    return checkpointed

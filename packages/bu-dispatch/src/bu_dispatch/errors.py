"""What bu_dispatch raises. Texts are built where they are raised, never before."""

from __future__ import annotations


class BackendError(TypeError):
    """An array library is missing, unknown, or cannot do what it was asked to do."""


class MissingFunctionError(BackendError, AttributeError):
    """An array library lacks a function; an AttributeError too, so that hasattr() says no."""

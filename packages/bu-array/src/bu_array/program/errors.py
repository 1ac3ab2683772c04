"""What a program cannot do while it is recorded."""

from __future__ import annotations

__all__ = ["RecordingError", "UnknownError"]


class RecordingError(RuntimeError):
    """A recorded function did what would be frozen: a branch on values, a random number, a print ..."""


class UnknownError(RecordingError):
    """A function goes on in another way where values are not known: it is recorded as one call."""

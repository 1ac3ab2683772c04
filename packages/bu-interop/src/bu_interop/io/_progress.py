"""A bar of the bytes written, by tqdm."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Any

__all__ = ["Bar"]

_DELAY = 2.0  # seconds: what is quicker needs no bar


class Bar:
    """How many bytes are written, shown for long writes.

    total: bytes; shown: whether; None where tqdm is installed and a person looks on.
    """

    def __init__(self, total: int, shown: bool | None, title: str) -> None:
        if shown is None:
            shown = sys.stderr is not None and sys.stderr.isatty() and find_spec("tqdm") is not None
            delay = _DELAY
        else:
            delay = 0.0
        self._bar: Any = None
        if shown:
            try:
                from tqdm.auto import tqdm
            except ModuleNotFoundError as error:
                raise ModuleNotFoundError(
                    "progress=True needs tqdm: pip install bu-interop[progress]", name="tqdm"
                ) from error
            self._bar = tqdm(total=total, unit="B", unit_scale=True, desc=title, delay=delay)

    def add(self, count: int) -> None:
        """Say that `count` bytes more are written."""
        if self._bar is not None:
            self._bar.update(count)

    def close(self) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.close()

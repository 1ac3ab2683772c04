"""Measure a library: what the support page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bu_dispatch import get_backend

from . import sweep

__all__ = ["measured"]


def measured(backend: str, device: str | None, earlier: Mapping[str, Any] | None = None) -> dict[str, object]:
    """Return what a library does of each case, and what cannot be said in one word.

    `earlier`: a result of the same version and device, of which what is settled is not measured again.
    """
    record = get_backend(backend)
    _ = record.lib  # imported, it tells its version
    earlier = earlier or {}
    if (earlier.get("version"), earlier.get("device")) != (record.version(), device or "cpu"):
        earlier = {}
    settled = {name: status for status in ("yes", "partly", "no") for name in earlier.get(status, ())}
    counts: dict[str, list[str]] = {}
    notes: dict[str, str] = {}
    for name in sweep.CASES:
        if name in settled:
            counts.setdefault(settled[name], []).append(name)
            if name in earlier["notes"]:
                notes[name] = earlier["notes"][name]
            continue
        found = sweep.outcomes(name, backend, device)
        if not found:
            continue
        status, why = sweep.summary(found)
        counts.setdefault(status, []).append(name)
        if status != "yes":
            notes[name] = why
            print(f"{backend}: {name}: {status}: {why[:160]}", flush=True)
    return {
        "version": record.version(),
        "device": device or "cpu",
        **{status: sorted(names) for status, names in sorted(counts.items())},
        "notes": dict(sorted(notes.items())),
    }

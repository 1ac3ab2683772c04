"""Measure a library: what the support page says of it."""

from __future__ import annotations

from bu_dispatch import get_backend

from . import sweep

__all__ = ["measured"]


def measured(backend: str, device: str | None) -> dict[str, object]:
    """Return what a library does of each case, and what cannot be said in one word."""
    counts: dict[str, list[str]] = {}
    notes: dict[str, str] = {}
    for name in sweep.CASES:
        found = sweep.outcomes(name, backend, device)
        if not found:
            continue
        status, why = sweep.summary(found)
        counts.setdefault(status, []).append(name)
        if status != "yes":
            notes[name] = why
            print(f"{backend}: {name}: {status}: {why[:160]}", flush=True)
    record = get_backend(backend)
    return {
        "version": record.version(),
        "device": device or "cpu",
        **{status: sorted(names) for status, names in sorted(counts.items())},
        "notes": dict(sorted(notes.items())),
    }

"""Measure a library: what the support page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from time import monotonic
from typing import Any

from bu_dispatch import get_backend

from . import sweep

__all__ = ["measured"]


def measured(
    backend: str, device: str | None, earlier: Mapping[str, Any] | None = None, seconds: float = inf
) -> dict[str, object]:
    """Return what a library does of each case, and what cannot be said in one word.

    `earlier`: a result of the same version and device, of which what is settled is not measured again.
    What is not measured after so many `seconds` is missing from the result.
    """
    record = get_backend(backend)
    _ = record.lib  # imported, it tells its version
    earlier = earlier or {}
    end = monotonic() + seconds
    if (earlier.get("version"), earlier.get("device")) != (record.version(), device or "cpu"):
        earlier = {}
    settled = {name: status for status in ("yes", "partly", "no") for name in earlier.get(status, ())}
    counts: dict[str, list[str]] = {}
    calls, refused = 0, {}
    notes: dict[str, str] = {}
    for name in sweep.CASES:
        if name in settled:
            counts.setdefault(settled[name], []).append(name)
            calls += len(sweep.asked(name, backend))
            if name in earlier["notes"]:
                notes[name], refused[name] = earlier["notes"][name], earlier["refused"][name]
            continue
        if monotonic() > end:
            break
        found = sweep.outcomes(name, backend, device)
        if not found:
            continue
        calls += len(found)
        status, why = sweep.summary(found)
        counts.setdefault(status, []).append(name)
        if status != "yes":
            notes[name] = why
            refused[name] = sum(each.status == "no" for each in found.values())
            print(f"{backend}: {name}: {status}: {why[:160]}", flush=True)
    return {
        "version": record.version(),
        "device": device or "cpu",
        **{status: sorted(names) for status, names in sorted(counts.items())},
        "calls": calls,
        "refused": dict(sorted(refused.items())),
        "notes": dict(sorted(notes.items())),
    }

"""Pages that failed in one build run again in the next, whose result is not to hide the failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _failed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], gone: set[str]
) -> list[str]:
    known: dict[str, dict[str, Any]] = getattr(env, "nb_metadata", {})  # MyST-NB's
    failed = {page for page, found in known.items() if not found.get("exec_data", {}).get("succeeded", True)}
    return sorted(failed & env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the pages to those that Sphinx reads anew."""
    app.connect("env-get-outdated", _failed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

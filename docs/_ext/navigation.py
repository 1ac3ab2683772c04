"""A name for the arrows in the navigation, which the theme (pydata-sphinx-theme 0.24) draws without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ARROW = re.compile(r"(<a [^>]*>((?:(?!</a>).)*)</a>\s*<details[^>]*>\s*)<summary>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def _named(arrow: re.Match[str]) -> str:
    title = _TAG.sub("", arrow[2]).strip()
    return f'{arrow[1]}<summary aria-label="Pages below {title}">'


def _wrap(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    made = context.get("generate_toctree_html")

    def named(*args: Any, **kwargs: Any) -> str:
        return _ARROW.sub(_named, str(made(*args, **kwargs))) if made else ""

    context["generate_toctree_html"] = named


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after the theme's own handler of the event."""
    app.connect("html-page-context", _wrap, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Check the links inside a built site: pages, files and places in pages; nothing is asked of a network.

    python tools/links.py docs/_build/html     # exit status 1 when a link leads nowhere

Also an error: a script, style, font or picture that a page would load from elsewhere.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a page loads, as against what it links to.
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src")}
LINKED = {("a", "href")}


class Page(HTMLParser):
    """The links of a page and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.places = {"", "top"}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the places and links of a tag."""
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "link" and given.get("rel") not in {"stylesheet", "icon", "preload"}:
            return
        self.links += [(tag, given[name]) for tag_, name in LOADED | LINKED if tag_ == tag and name in given]


@cache
def page(path: Path) -> Page:
    """Return the links and places of a page."""
    return Page(path)


def problems(root: Path) -> Iterator[str]:
    """Yield a line for each link that leads nowhere."""
    pages = sorted(root.rglob("*.html"))
    for path in (path for path in pages if "_static" not in path.parts):  # templates of the theme
        for tag, link in page(path).links:
            wrong = problem(root, path, tag, link)
            if wrong:
                yield f"{path.relative_to(root)}: {wrong}: {link}"
    for path in sorted(root.rglob("*.css")):
        for link in re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)\"']+)", path.read_text("utf-8")):
            yield f"{path.relative_to(root)}: loads from elsewhere: {link}"


def problem(root: Path, path: Path, tag: str, link: str) -> str | None:
    """Return what is wrong with a link, if anything is."""
    parts = urlsplit(link)
    if parts.scheme == "data" or (tag == "a" and parts.scheme in {"http", "https", "mailto"}):
        return None
    if parts.scheme or parts.netloc:
        return "loads from elsewhere" if tag != "a" else "no link of the web"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_file() or not target.is_relative_to(root.resolve()):
        return "no such page or file"
    place = unquote(parts.fragment)
    if "=" in place:  # what a program in the page reads, such as the explorer
        return None
    if target.suffix == ".html" and place not in page(target).places:
        return "no such place in the page"
    return None


def main() -> int:
    """Print the problems; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path, help="the folder of the built site")
    root = parser.parse_args().root
    if not (root / "index.html").is_file():
        print(f"{root}: no site is there; build it first: hatch run docs:build", file=sys.stderr)
        return 2
    found = list(problems(root))
    print("\n".join(found or ["all links inside the site lead somewhere"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""The built site, a server for it on this machine, and the browser of this machine."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing is asked of the network, by the browser itself neither.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(reason: str) -> NoReturn:
    """Skip; or fail, where BU_REQUIRE_SITE says that the site and a browser must be there."""
    if os.environ.get("BU_REQUIRE_SITE"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site: docs/_build/html, or what BU_SITE names."""
    folder = Path(os.environ.get("BU_SITE") or ROOT / "docs/_build/html")
    if not (folder / "index.html").exists():
        missing("the site is not built: run `hatch run docs:build`")
    return folder


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages of the reference as the build of the site gets them."""
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run([sys.executable, ROOT / "tools/reference.py", folder], check=True, timeout=600)
    return folder


ENTRY = re.compile(r"^\.\. (?:auto|py:)(\w+):: ([\w.]+)\n((?:   .*\n|\n)*)", re.MULTILINE)


@pytest.fixture(scope="session")
def entries(reference: Path) -> dict[str, str]:
    """Return what the pages add to the docstring of each entry, by its full name."""
    found: dict[str, str] = {}
    for path in sorted(reference.rglob("*.md")):
        for directive, name, text in ENTRY.findall(path.read_text("utf-8")):
            module = re.search(r"^   :module: (.*)$", text, re.MULTILINE) if directive == "data" else None
            full = f"{module[1]}.{name}" if module else name
            assert full not in found, f"{full} has two entries; one is in {path.name}"
            found[full] = textwrap.dedent(text)
    return found


@pytest.fixture(scope="session")
def screenshots(site: Path) -> Path:
    """Return the folder beside the site that takes the screenshots."""
    folder = site.parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Let the browser keep scripts and styles from one page to the next."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site; return its address."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the Chromium of this machine, without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    if CHROMIUM is None:
        missing("no chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield chromium
        chromium.close()

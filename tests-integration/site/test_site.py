"""The built site in a browser: pages, search, explorer, phone width, both colour themes, accessibility.

And what the sources of the pages promise: errors, extras, names of tests and files.
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = pytest.mark.slow

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SECOND = 1000  # milliseconds
ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

Open = Callable[..., Any]


def pages_of(site: Path) -> list[str]:
    """Return the paths of all pages but the copies of sources that viewcode makes."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [path for path in paths if not path.startswith(("_static/", "_modules/"))]


def kinds_of(site: Path) -> list[str]:
    """Return a page of every kind: those at the top, of each folder the index and the largest page.

    And one with coloured output, and the source of a module.
    """
    pages = pages_of(site)
    largest: dict[str, str] = {}
    for path in pages:
        folder = path.rpartition("/")[0]
        known = largest.get(folder)
        if known is None or (site / path).stat().st_size > (site / known).stat().st_size:
            largest[folder] = path
    wanted = {path for path in pages if path.count("/") == 0} | set(largest.values())
    wanted |= {path for path in pages if path.count("/") == 1 and path.endswith("/index.html")}
    coloured = [path for path in pages if re.search('class="[^"]*-Color-', (site / path).read_text("utf-8"))]
    sources = sorted((site / "_modules").rglob("*.html"), key=lambda path: (path.stat().st_size, path))
    return sorted(wanted | {path.relative_to(site).as_posix() for path in sources[:1]} | set(coloured[:1]))


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Open]:
    """Open a path of the site: in a window of a size, in the light or the dark theme."""
    contexts = []

    def go(path: str, viewport: dict[str, int] = DESKTOP, scheme: str = "light") -> Any:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30 * SECOND)
        page.goto(f"{address}/{path}")
        return page

    yield go
    for context in contexts:
        context.close()


# ---------------------------------------------------------------- the sources of the pages


@pytest.mark.parametrize("module", ["brainunit", "bu_array", "bu_dispatch", "bu_units"])
def test_every_public_error_has_its_cause_and_its_cure(module: str) -> None:
    package = pytest.importorskip(module)
    classes = {
        name
        for name in package.__all__
        if inspect.isclass(value := getattr(package, name)) and issubclass(value, BaseException)
    }
    text = (DOCS / "guide/errors.md").read_text("utf-8")
    _, *chapters = re.split(r"^##+ ", text, flags=re.MULTILINE)
    shown = {chapter.split()[0].rstrip(":"): chapter for chapter in chapters if "show(" in chapter}
    assert classes <= shown.keys()
    assert [name for name, chapter in shown.items() if "What to do:" not in chapter] == []


def test_every_extra_is_in_both_tables() -> None:
    project = tomllib.loads((ROOT / "packages/brainunit/pyproject.toml").read_text("utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    neighbours = {"ecosystem"} | {  # of one library each, which are all in it
        name
        for name, brought in project["optional-dependencies"].items()
        if set(brought) <= set(project["optional-dependencies"]["ecosystem"])
    }
    install = (DOCS / "start/install.md").read_text("utf-8")
    rows = [line for line in install.splitlines() if line.startswith('| `pip install "brainunit[')]
    named = {
        name
        for row in rows
        for found in re.findall(r"brainunit\[(\w+)\]|`([\w-]+)`", row)
        for name in found
        if name
    }
    assert extras <= named
    overview = (DOCS / "backends/index.md").read_text("utf-8")
    assert [
        name for name in extras - neighbours if not re.search(rf"^\| .*`{name}`.* \|", overview, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("page", sorted((DOCS / "design").glob("*.md")), ids=lambda path: path.stem)
def test_the_tests_that_design_names_exist(page: Path) -> None:
    known: dict[str, str] = {}
    for path in [*ROOT.glob("packages/*/tests/**/test_*.py"), *ROOT.glob("tests-integration/**/test_*.py")]:
        known[path.name] = known.get(path.name, "") + path.read_text("utf-8")
    for line in page.read_text("utf-8").splitlines():
        source = ""
        for file, name in re.findall(r"`(test_\w+\.py)?(?:::(test_\w+))?`", line):
            if file:
                assert file in known, line
                source = known[file]
            assert not name or f"def {name}(" in source, line


# ---------------------------------------------------------------- every page


class Visit(NamedTuple):
    """What one page did when it was opened at phone width."""

    path: str
    complaints: list[str]
    elsewhere: list[str]
    width: int


@pytest.fixture(scope="module")
def visits(browser: Any, address: str, site: Path) -> list[Visit]:
    """Open every page once."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for path in pages_of(site):
        complaints.clear()
        asked.clear()
        page.goto(f"{address}/{path}")
        elsewhere = [url for url in asked if not url.startswith((address + "/", "data:", "blob:"))]
        width = page.evaluate("document.documentElement.scrollWidth")
        found.append(Visit(path, list(complaints), elsewhere, width))
    context.close()
    return found


def test_no_page_has_an_error_in_the_console(visits: list[Visit]) -> None:
    assert visits
    assert {visit.path: visit.complaints for visit in visits if visit.complaints} == {}


def test_no_page_asks_another_host(visits: list[Visit]) -> None:
    assert {visit.path: visit.elsewhere for visit in visits if visit.elsewhere} == {}


def test_no_page_is_wider_than_a_phone(visits: list[Visit]) -> None:
    assert {visit.path: visit.width for visit in visits if visit.width > PHONE["width"]} == {}


# ---------------------------------------------------------------- links


def test_links_inside_the_site_lead_somewhere(site: Path) -> None:
    tool = Path(__file__).resolve().parents[2] / "tools/links.py"
    done = subprocess.run([sys.executable, tool, site], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------- navigation


def test_the_search_finds_a_function(open_page: Open) -> None:
    page = open_page("index.html")
    page.get_by_role("button", name="Search").first.click()
    page.locator("dialog[open] input[type=search]").fill("using_backend")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q=using_backend"))
    results = page.locator("#search-results li a")
    results.first.wait_for()
    assert "using_backend" in page.locator("#search-results").inner_text()
    target = results.first.get_attribute("href")
    results.first.click()
    page.wait_for_load_state()
    assert "using_backend" in page.locator("article").inner_text(), target


def test_the_menu_of_a_phone(open_page: Open, screenshots: Path) -> None:
    page = open_page("index.html", PHONE)
    page.screenshot(path=screenshots / "phone-index.png")
    button = page.get_by_role("button", name="Site navigation")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    menu = page.locator("dialog#pst-primary-sidebar-modal[open]")
    menu.wait_for()
    page.screenshot(path=screenshots / "phone-menu.png")
    menu.locator("a[href$='explorer/index.html']").first.click()
    page.wait_for_url(re.compile(r"explorer/index\.html"))
    assert page.locator("h1").inner_text().startswith("Unit explorer")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_links_of_the_header(open_page: Open) -> None:
    page = open_page("index.html")
    header = page.locator("header nav").first
    names = header.get_by_role("link").all_inner_texts()
    assert len(names) >= 3
    header.get_by_role("link").nth(1).click()
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1


def test_the_switch_of_the_theme(open_page: Open) -> None:
    page = open_page("index.html")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Color mode").first.click()
    page.get_by_role("button", name="Dark").locator("visible=true").first.click()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate(colour) != light


# ---------------------------------------------------------------- the explorer


def answer_of(page: Any) -> str:
    return str(page.locator("#explorer-answer").inner_text())


def test_the_explorer_converts(open_page: Open, screenshots: Path) -> None:
    page = open_page("explorer/index.html")
    box = page.get_by_label("Conversion or unit")
    box.fill("3.5 inch in mm")
    box.press("Enter")
    assert "3.5 in = 88.9 mm" in answer_of(page)
    assert "25.4 = 127/5" in answer_of(page)
    assert "This is exact" in answer_of(page)
    assert page.url.endswith("#q=3.5%20inch%20in%20mm")
    details = page.locator("#explorer-details").inner_text()
    for notation in (r"\milli\metre", "[in_i]", "0.0254 m", "NIST SP 811"):
        assert notation in details
    page.screenshot(path=screenshots / "desktop-explorer.png", full_page=True)


def test_the_explorer_shows_an_error(open_page: Open) -> None:
    page = open_page("explorer/index.html")
    box = page.get_by_label("Conversion or unit")
    box.fill("3 inch in second")
    box.press("Enter")
    assert "Different dimensions" in answer_of(page)
    assert "length" in answer_of(page)
    assert "time" in answer_of(page)
    box.fill("3 inhc in mm")
    box.press("Enter")
    assert "did you mean 'inch'" in answer_of(page)
    assert "\n  ^" in page.locator(".explorer-caret").inner_text()


def test_the_explorer_answers_while_one_types(open_page: Open) -> None:
    page = open_page("explorer/index.html")
    page.get_by_label("Conversion or unit").press_sequentially("20 degC in degF")
    page.locator(".explorer-result", has_text="20 °C = 68 °F").wait_for()
    page.locator("#explorer-answer", has_text="× 1.8").wait_for()


def test_a_link_to_the_explorer_keeps_the_query(open_page: Open) -> None:
    page = open_page("explorer/index.html#q=9.81%20m%2Fs%5E2%20in%20km%2Fh%5E2")
    assert "127137.6" in answer_of(page)
    page.get_by_role("link", name="1 kWh", exact=True).click()
    page.locator(".explorer-result", has_text="3600000 J").wait_for()
    assert page.get_by_label("Conversion or unit").input_value() == "1 kWh"
    page.go_back()
    page.locator(".explorer-result", has_text="127137.6").wait_for()


def test_the_explorer_lists_a_kind_of_quantity(open_page: Open, screenshots: Path) -> None:
    page = open_page("explorer/index.html", PHONE)
    page.get_by_label("Units of a kind of quantity").select_option("pressure")
    page.locator(".explorer-result", has_text="Units of pressure").wait_for()
    page.locator("#explorer-details").get_by_role("link", name="psi", exact=True).click()
    page.locator(".explorer-result", has_text="1 psi").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=screenshots / "phone-explorer.png")


def test_the_explorer_works_by_keyboard(open_page: Open) -> None:
    page = open_page("explorer/index.html")
    page.get_by_label("Conversion or unit").focus()
    page.keyboard.type("1 pc in ly")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Enter")
    page.locator(".explorer-result", has_text="3.2615637771674337").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explorer-kind"


def test_the_explorer_works_from_a_folder(browser: Any, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{(site / 'explorer/index.html').as_uri()}#q=3.5%20inch%20in%20mm")
    text = answer_of(page)
    context.close()
    assert "88.9 mm" in text


# ---------------------------------------------------------------- accessibility


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the source of axe-core."""
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(page: Any, axe: str, contrast: bool) -> list[str]:
    """Return the serious and critical findings of axe on a page: those of contrast, or all others."""
    page.evaluate(axe)
    others = {"rules": {"color-contrast": {"enabled": False}}}
    options = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if contrast else others
    results = page.evaluate(
        "options => axe.run(document, {...options, resultTypes: ['violations']})", options
    )
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in results["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"][:5]
    ]


# Contrast takes axe some milliseconds an element: of hundreds of like rows or entries the first are enough.
SAMPLE = """() => {
  const like = ["tbody > tr", ".genindextable li", "dl.py > dd > dl.py", "article dl.py"];
  for (const selector of like) [...document.querySelectorAll(selector)].slice(12).forEach((each) => each.remove());
}"""


def visible_query(path: str) -> str:
    """Return the path; of the explorer with a query, so that there is something to see."""
    return f"{path}#q=3.5%20inch%20in%20mm" if path == "explorer/index.html" else path


SHOWN = (
    "index.html",
    "explorer/index.html",
    "guide/units.html",
    "start/tour.html",
    "reference/math/index.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(
    browser: Any, address: str, axe: str, site: Path, screenshots: Path, scheme: str
) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    # What both themes share is looked at in one; the colours in both, where there is more than a list.
    kinds = [path for path in kinds_of(site) if scheme == "light" or not path.endswith("/index.html")]
    for path in sorted({*kinds, "explorer/index.html"}):
        page.goto(f"{address}/{visible_query(path)}")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        found[path] = violations(page, axe, contrast=False) if scheme == "light" else []
        page.evaluate(SAMPLE)
        found[path] += violations(page, axe, contrast=True)
    for path in SHOWN:
        page.goto(f"{address}/{visible_query(path)}")
        page.screenshot(path=screenshots / f"{scheme}-{path.replace('/', '-')[:-5]}.png")
    context.close()
    assert {path: items for path, items in found.items() if items} == {}


def test_accessibility_on_a_phone(open_page: Open, axe: str) -> None:
    for path in ("index.html", "explorer/index.html"):
        page = open_page(visible_query(path), PHONE, "dark")
        assert violations(page, axe, contrast=False) == []
        assert violations(page, axe, contrast=True) == []

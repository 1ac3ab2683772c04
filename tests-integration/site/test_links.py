"""tools/links.py finds what leads nowhere, and what a page would load from elsewhere."""

import subprocess
import sys
from pathlib import Path

LINKS = Path(__file__).resolve().parents[2] / "tools/links.py"

RIGHT = """<h1 id="here">A</h1> <a href="#here">a</a> <a href="below/b.html#there">b</a> <a href="#q=1%20mV">c</a>
<a href="https://example.org/">elsewhere</a> <a href="below/">folder</a> <img src="data:image/png;base64,"></a>"""


def checked(folder, page):
    (folder / "below").mkdir()
    (folder / "below/b.html").write_text('<p id="there">B</p> <a href="../index.html#here">back</a>', "utf-8")
    (folder / "below/index.html").write_text("<p>B</p>", "utf-8")
    (folder / "index.html").write_text(page, "utf-8")
    done = subprocess.run([sys.executable, LINKS, folder], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_links_that_lead_somewhere_pass(tmp_path):
    assert checked(tmp_path, RIGHT) == (0, "all links inside the site lead somewhere\n")


def test_each_link_that_leads_nowhere_is_named(tmp_path):
    wrong = '<a href="below/b.html#nowhere">a</a> <a href="c.html">b</a> <script src="//cdn.example.org/x.js"></script>'
    status, text = checked(tmp_path, RIGHT + wrong)
    assert status == 1
    assert text.splitlines() == [
        "index.html: no such place in the page: below/b.html#nowhere",
        "index.html: no such page or file: c.html",
        "index.html: loads from elsewhere: //cdn.example.org/x.js",
    ]


def test_without_a_site_it_says_what_to_do(tmp_path):
    done = subprocess.run([sys.executable, LINKS, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "hatch run docs:build" in done.stderr

"""What notebooks show, by the tools that make pages and PDFs of them: nbclient, nbconvert, TeX, a browser."""

import re
import shutil
import subprocess
from types import SimpleNamespace

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # starts a kernel

CELLS = {
    "matrix": "u.Quantity(np.array([[1.5, 2e-10], [-30.0, np.inf], [np.nan, 4.25]]), 'm/s')",
    "row": "u.Quantity(np.array([0.125, -2.5]), 'uV')",
    "large": "u.Quantity(np.arange(90000.0).reshape(300, 300) + 0.5, 'N m')",
    "wide": "u.Quantity(np.linspace(0.0, 1.0, 90), 'm')",
    "scalar": "u.Quantity(6.02214076e23, '1 / mol')",
    "odd": "3.5 * u.Unit.create(u.metre.dim, 'odd', 'a<b&c_d%')",
    "unit": "u.parse_unit('kg m / s^2')",
    "lazy": "u.Quantity(da.ones(3), 'm')",
}
SETUP = "import numpy as np\nimport dask.array as da\nimport brainunit as u"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def notebook():
    """Return the notebook with its outputs, and the text of each output by its MIME type."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient comes with myst-nb")
    nbformat = pytest.importorskip("nbformat")
    cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, *CELLS.values())]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    shown = {name: cell.outputs[0].data for name, cell in zip(CELLS, made.cells[1:], strict=True)}
    return SimpleNamespace(notebook=made, shown=shown)


@pytest.fixture(scope="module")
def page(notebook):
    """Return the page of HTML that nbconvert makes."""
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed")
    return nbconvert.HTMLExporter().from_notebook_node(notebook.notebook)[0]


@pytest.fixture(scope="module")
def document(notebook):
    """Return the text of LaTeX that nbconvert makes."""
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed")
    return nbconvert.LatexExporter().from_notebook_node(notebook.notebook)[0]


def numbers(latex):
    """Return the numbers that a text in math mode says, as TeX would set them."""
    plain = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", latex)
    plain = plain.replace(r"\infty", " inf").replace(r"\mathrm{nan}", " nan").replace("- inf", "-inf")
    assert not re.search(r"\d +\d", plain), "a blank that TeX does not keep"
    return [float(text) for text in re.findall(r"-?\d[\d.]*(?:e-?\d+)?|-?inf|nan", plain.replace("\\", " "))]


def test_a_kernel_gives_all_texts(notebook):
    for name, data in notebook.shown.items():
        assert set(data) == {"text/plain", "text/html", "text/latex"}, name
    assert notebook.shown["row"]["text/plain"] == 'Quantity([ 0.125 -2.5  ], "uV")'


def test_rows_of_the_page_line_up_and_are_escaped(page, notebook):
    block = page[page.index("<pre>[[ 1.50e+00") :].partition("</pre>")[0].removeprefix("<pre>")
    rows = block.split("\n")
    ends = [[match.end() for match in re.finditer(r"[\w.+-]+", row)][:2] for row in rows]
    assert ends == [[11, 21]] * 3
    assert rows[2].startswith(" [      nan  4.25e+00]]")
    assert "a&lt;b&amp;c_d%" in page
    assert "a<b" not in page.partition("<body")[2].replace("a&lt;b", "")
    assert "dask.array&lt;ones_like" in page
    assert notebook.shown["large"]["text/html"].count("...") == 6 + 1


def test_the_document_has_the_numbers(document, notebook):
    matrix = notebook.shown["matrix"]["text/latex"]
    for data in notebook.shown.values():
        assert data["text/latex"] in document
    expected = [1.5, 2e-10, -30.0, np.inf, np.nan, 4.25]
    np.testing.assert_array_equal(numbers(matrix.partition(r"\end")[0]), expected)
    assert numbers(notebook.shown["row"]["text/latex"]) == [0.125, -2.5]
    assert numbers(notebook.shown["scalar"]["text/latex"].partition(r"\;")[0]) == [6.02214076e23]
    wide = numbers(notebook.shown["wide"]["text/latex"].partition(r"\end")[0])
    np.testing.assert_allclose(wide, np.linspace(0.0, 1.0, 90), atol=1e-8)
    large = notebook.shown["large"]["text/latex"]
    assert len(large) < 1200
    assert large.count(r"\dots") == 7
    assert numbers(large.partition(r"\end")[0])[::35] == [0.5, 89999.5]


def read(pdf):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).replace("−", "-")


@pytest.mark.skipif(not shutil.which("xelatex"), reason="no TeX on this machine: xelatex is not found")
def test_a_pdf_by_tex_has_the_numbers(notebook, tmp_path):
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed")
    (tmp_path / "notebook.pdf").write_bytes(nbconvert.PDFExporter().from_notebook_node(notebook.notebook)[0])
    text = "".join(read(tmp_path / "notebook.pdf").split())
    for shown in ("[[1.50×10", "-3.00×10", "4.25×10", "[0.125-2.5]", "6.02214076×10", "3.5a<b&c_d%"):
        assert shown in text


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_pdf_by_a_browser_has_the_numbers(page, tmp_path):
    (tmp_path / "notebook.html").write_text(page, "utf-8")
    pdf = tmp_path / "notebook.pdf"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--print-to-pdf={pdf}",
    ]
    subprocess.run(
        [str(CHROMIUM), *options, (tmp_path / "notebook.html").as_uri()],
        check=True,
        timeout=120,
        capture_output=True,
    )
    text = read(pdf)
    for shown in (
        "[[ 1.50e+00  2.00e-10]",
        "[ 0.125 -2.5  ]",
        "6.02214076e+23",
        "3.5 a<b&c_d%",
        "8.99995e+04",
    ):
        assert " ".join(shown.split()) in " ".join(text.split())

"""LaTeX, HTML and siunitx of quantities: blanks, rows, exponents, what is cut, what is escaped."""

import re

import numpy as np
import pytest
from array_checks import quantity
from hypothesis import given
from hypothesis import strategies as st

from bu_array import Quantity

LAZY = pytest.mark.skip_backend("dask", "ndonnx", reason="lazy arrays print their own text; see below")
METRES = r"\mathrm{m}"


@LAZY
def test_blanks_between_numbers_are_kept_in_latex(backend):
    q = quantity(backend, [1.0, 2.0], "m / s")
    assert q._repr_latex_() == rf"$[1.\ 2.] \; {q.unit:~L}$"
    assert f"{q:.1f~L}" == rf"[1.0\ 2.0] \; {q.unit:~L}"
    assert Quantity(q.mantissa)._repr_latex_() == r"$[1.\ 2.]$"


@pytest.mark.parametrize(
    "value, spec, shown",
    [
        (1.5e-20, "", r"1.5 \times 10^{-20}"),
        (1e20, "", r"1. \times 10^{20}"),
        (1.5, ".3e", r"1.500 \times 10^{0}"),
        (-2.5e10, ".1e", r"-2.5 \times 10^{10}"),
        (float("nan"), "", r"\mathrm{nan}"),
        (-float("inf"), "", r"-\infty"),
        (float("inf"), ".2f", r"\infty"),
        (1 + 2j, "", r"1.+2.\mathrm{j}"),
        (complex(1e-20, float("inf")), "", r"1. \times 10^{-20}+\infty\mathrm{j}"),
        (12345, ",", "12{,}345"),
        (0.25, ".0%", r"25\%"),
        (12345, "_", r"12\_345"),
        (True, "", r"\mathrm{True}"),
        (3, "", "3"),
    ],
)
def test_numbers_in_latex(value, spec, shown):
    assert f"{Quantity(value, 'm'):{spec}~L}" == rf"{shown} \; {METRES}"


def test_rows_are_lines_of_an_array_in_latex():
    q = Quantity(np.array([[1.5, 2.0], [3.0, 4.0]]), "m")
    rows = r"[[1.5\ 2.\ ] \\ \ [3.\ \ 4.\ ]]"
    assert q._repr_latex_() == rf"$\begin{{array}}{{l}} {rows} \end{{array}} \; {METRES}$"


@pytest.mark.parametrize("shape", [(10_000,), (101,), (50, 1), (100, 100), (5,) * 4])
def test_large_arrays_fit_on_a_page_of_latex(shape):
    text = Quantity(np.random.default_rng(0).normal(size=shape), "m")._repr_latex_()
    assert r"\dots" in text
    assert text.count(r" \\ ") < 40
    assert max(map(len, text.replace(r" \times 10", "e").split(r" \\ "))) < 250
    assert text.endswith(rf" \; {METRES}$")


def test_an_array_of_too_many_axes_says_its_shape_in_latex():
    assert "array\\ of\\ shape\\ (5,\\ 5," in Quantity(np.ones((5,) * 5), "m")._repr_latex_()


@given(st.lists(st.floats(width=32), min_size=1, max_size=60))
def test_latex_has_the_numbers_that_are_printed(values):
    text = Quantity(np.array(values), "m")._repr_latex_()
    again = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", text).replace(r"\infty", "inf")
    again = re.sub(r"\\mathrm\{(\w+)\}|\\begin\{array\}\{l\}|\\end\{array\}", r"\1 ", again)
    found = re.findall(r"-?(?:\d[\d.]*(?:e-?\d+)?|inf|nan)", again)
    expected = re.findall(r"-?(?:\d[\d.]*(?:e[-+]?\d+)?|inf|nan)", np.array2string(np.array(values)))
    assert list(map(float, found)) == pytest.approx(list(map(float, expected)), nan_ok=True)


@LAZY
def test_one_row_of_html(backend):
    q = quantity(backend, [1.0, 2.0], "m / s")
    assert q._repr_html_() == f"{q:~H}" == f"[1. 2.]&nbsp;{q.unit:~H}"
    assert Quantity(q.mantissa)._repr_html_() == "[1. 2.]"


def test_rows_of_html_line_up():
    q = Quantity(np.array([[1.5, 2.0], [-30.0, 4.0]]), "m")
    text = q._repr_html_()
    assert text == "<pre>[[  1.5   2. ]\n [-30.    4. ]]&nbsp;m</pre>"
    first, second = text.removeprefix("<pre>").split("\n")
    assert first.index(".") == second.index(".")


def test_html_escapes():
    with np.printoptions(nanstr="<b>&"):
        assert Quantity(float("nan"), "m")._repr_html_() == "&lt;b&gt;&amp;&nbsp;m"


def test_a_lazy_array_is_escaped_and_not_computed():
    da = pytest.importorskip("dask.array")
    from array_checks import lazy_dask

    q = Quantity(da.ones(3), "m")
    with lazy_dask():
        assert q._repr_html_().startswith("dask.array&lt;ones_like, ")
        assert q._repr_latex_().startswith(r"$\texttt{dask.array<ones\_like,\ shape=(3,)")
        assert f"{q:~siunitx}".startswith(r"\qty[parse-numbers = false]{\texttt{dask.array")


@pytest.mark.parametrize(
    "value, spec, shown",
    [
        (1.5, "", r"\qty{1.5}{\milli\volt}"),
        (1.5e-20, ".3e", r"\qty{1.500e-20}{\milli\volt}"),
        (3.0, "", r"\qty{3}{\milli\volt}"),
        (1e20, "", r"\qty{1e20}{\milli\volt}"),
        (1 + 2j, "", r"\complexqty{1+2j}{\milli\volt}"),
        ([1.0, 2e6], "", r"\qtylist{1;2000000}{\milli\volt}"),
        ([1, 2], "d", r"\qtylist{1;2}{\milli\volt}"),
        (float("nan"), "", r"\qty[parse-numbers = false]{\mathrm{nan}}{\milli\volt}"),
        (
            [1e-9, np.inf],
            "",
            r"\qtylist[parse-numbers = false]{1. \times 10^{-9};\infty}{\milli\volt}",
        ),
    ],
)
def test_siunitx(value, spec, shown):
    mantissa = np.array(value) if isinstance(value, list) else value
    assert f"{Quantity(mantissa, 'mV'):{spec}~siunitx}" == shown
    number = shown.replace("qty", "num").removesuffix(r"{\milli\volt}")
    assert f"{Quantity(mantissa):{spec}~siunitx}" == number


def test_what_siunitx_has_no_list_of():
    with pytest.raises(ValueError, match="no arrays of 2 axes"):
        f"{Quantity(np.ones((2, 2)), 'm'):~siunitx}"
    with pytest.raises(ValueError, match="no list of complex numbers"):
        f"{Quantity(np.ones(2) * 1j, 'm'):~siunitx}"


def test_masked_elements_stay_masked():
    q = Quantity(np.ma.masked_array([1.0, 2.0], [0, 1]), "m")
    assert f"{q:~siunitx}" == r"\qtylist[parse-numbers = false]{1.;--}{\metre}"
    assert f"{q:~L}" == rf"[1.0\ --] \; {METRES}"

"""The version: one place, from which the package and its release take it."""

import re

import bu_array
from bu_array._version import __version__


def test_version():
    assert bu_array.__version__ == __version__
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?(\.dev\d+)?", __version__)

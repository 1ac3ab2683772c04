"""Sphinx settings of the site; `hatch run docs:build` builds it.

The pages are notebooks in text form that run at every build; an error or a warning fails it. The site
asks for nothing from outside: scripts, fonts and styles are its own, formulas are MathML.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bu_dispatch import get_backend

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

# What the kernels of the pages inherit: quiet, on the processor, with the fonts and styles of any machine.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_PPRINT_USE_COLOR", "0")  # the terminal's colours are too pale on a page
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

project = "brainunit"
author = "the brainunit developers"
copyright = "the brainunit developers, Apache License 2.0"
language = "en"

extensions = ["myst_nb", "sphinx_design", "autoreference", "mathml", "navigation", "notebooks", "sources"]
exclude_patterns = ["_build", "_ext", "explorer/assets", "jupyter_execute", "**/.ipynb_checkpoints"]
nitpicky = False
add_module_names = True
autodoc_preserve_defaults = True  # as they stand in the source
default_role = "py:obj"  # in docstrings: a link where the word is documented, else code

# ------------------------------------------------------------ pages that run

nb_execution_mode = "force"
nb_execution_raise_on_error = False  # a warning, which -W makes an error once all pages have run
nb_execution_timeout = 120
nb_execution_show_tb = True
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # no page has widgets; theirs come from elsewhere
# Without a GPU this notebook is shown as it was stored.
nb_execution_excludepatterns = [] if get_backend("cupy").usable() else ["backends/cupy.ipynb"]

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 4

# ------------------------------------------------------------ how they look

html_theme = "pydata_sphinx_theme"
html_title = "brainunit"
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system has it
html_static_path = ["_static", "explorer/assets"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {
    "logo": {"text": "brainunit", "alt_text": "brainunit: to the entry page"},
    "header_links_before_dropdown": 9,
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navigation_with_keys": False,
    "show_prev_next": True,
    "show_toc_level": 2,
    "secondary_sidebar_items": {"**": ["page-toc"]},
    "search_bar_text": "Search the documentation",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "footer_start": ["copyright"],
    "footer_end": [],
    "back_to_top_button": False,
}
html_sidebars: dict[str, list[str]] = {"index": [], "explorer/index": []}

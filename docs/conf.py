"""Sphinx: the configuration of the site."""

project = "brainunit"
author = "The brainunit developers"
copyright = "The brainunit developers"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = "brainunit"

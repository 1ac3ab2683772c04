"""What every test of the workspace shares."""

import importlib.util
import os

from hypothesis import settings

# The `xp` fixture and its marks. The `units` environment holds bu-units alone.
pytest_plugins = ["bu_dispatch.testing"] if importlib.util.find_spec("bu_dispatch") else []

# The first call of many functions fills a cache or compiles: a time limit for each example would be
# met by chance only. The same examples in every run, so that a change is judged by what it changes; with
# HYPOTHESIS_PROFILE=nightly they are drawn anew.
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
settings.register_profile("workspace", deadline=None, derandomize=not NIGHTLY)
settings.load_profile("workspace")

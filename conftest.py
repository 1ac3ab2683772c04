"""What every test of the workspace shares."""

import importlib.util

from hypothesis import settings

# The `xp` fixture and its marks. The `units` environment holds bu-units alone.
pytest_plugins = ["bu_dispatch.testing"] if importlib.util.find_spec("bu_dispatch") else []

# The first call of many functions fills a cache or compiles: a time limit for each example would be
# met by chance only.
settings.register_profile("workspace", deadline=None)
settings.load_profile("workspace")

"""``python -m brainunit``: the command of bu-units, under this name."""

import runpy

if __name__ == "__main__":
    runpy.run_module("bu_units", run_name="__main__")

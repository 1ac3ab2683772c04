"""``python -m brainunit``: the command of bu-units, under this name."""

import sys

from bu_units.__main__ import main

if __name__ == "__main__":
    sys.exit(main())

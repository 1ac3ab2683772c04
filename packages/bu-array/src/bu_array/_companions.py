"""Packages that tell a library of quantities, loaded once the user's program has imported the library.

A package names the library in an entry point of the group `bu_array.companions`, ``torch = "bu_torch"``,
and is imported right after it. So nothing here names the package, and nothing is read before the library is
there.
"""

from __future__ import annotations

from types import ModuleType

from bu_dispatch import when_imported

from .core.foreign import prepare

__all__: list[str] = []

GROUP = "bu_array.companions"
# Listed, since the entry points are read once one of them is there, and not with `import bu_array`.
LIBRARIES = (
    "torch",
    "pandas",
    "xarray",
    "pyarrow",
    "polars",
    "pydantic",
    "sympy",
    "numba",
    "sparse",
)


def _load(library: ModuleType) -> None:
    from importlib.metadata import entry_points  # 20 ms, and most programs never get here

    for companion in entry_points(group=GROUP, name=library.__name__):
        companion.load()


# Other libraries of units whose operators take anything: told in time to leave a quantity to itself.
TAUGHT = ("pint", "unyt", "quantities", "saiunit")


def _teach(library: ModuleType) -> None:
    prepare(library.__name__)


for _name in LIBRARIES:
    when_imported(_name, _load)
for _name in TAUGHT:
    when_imported(_name, _teach)

"""Run the examples of the reference as they stand on its pages; print which of them fail, as JSON.

    python run_reference.py FOLDER [LIBRARY ...]

With the array libraries named, and those alone: every other one is hidden as if it were not installed,
and examples that need it are left out.
"""

from __future__ import annotations

import doctest
import json
import re
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

# By what an example is known to need a library.
WORDS = {
    "jax": r"jax|jnp|u\.(lax|autograd|sparse|explain)\b|CustomArray|Recording",
    "torch": r"torch",
    "dask": r"dask",
    "ndonnx": r"ndonnx",
    "cupy": r"cupy",
    "einops": r"u\.math\.ein(rearrange|reduce|repeat|shape)",
    "matplotlib": r"matplotlib",
    "cuda": r"cuda",
}
WORDS = {each.name: each.name for each in import_module("bu_dispatch").builtin_backends()[2:]} | WORDS
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Hiding(PathFinder):
    """The finder of installed modules, but for those of some libraries."""

    hidden: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        """Find nothing where the module is one of a hidden library."""
        if fullname.split(".")[0] in cls.hidden:
            return None
        return PathFinder.find_spec(fullname, path, target)


def examples(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the head of each entry and its session."""
    entry = re.compile(r"^\.\. (?:auto|py:)\w+:: ([\w.]+)\n((?:   .*\n|\n)*)", re.MULTILINE)
    block = re.compile(r"^   \.\. code-block:: pycon\n\n((?:      .*\n|\n)+)", re.MULTILINE)
    for path in sorted(folder.rglob("*.md")):
        for head, body in entry.findall(path.read_text("utf-8")):
            for session in block.findall(body):
                yield f"{path.stem}: {head}", textwrap.dedent(session)


def missing() -> set[str]:
    """Return the libraries and devices that are not here."""
    backends = {each.name: each for each in import_module("bu_dispatch").backends()}
    found = {name for name in backends if name in WORDS and not backends[name].usable()}
    found |= {name for name in ("einops", "matplotlib") if not find_spec(name)}
    found |= set() if "torch" not in found and import_module("torch").cuda.is_available() else {"cuda"}
    return found


def main() -> None:
    """Run the examples one after another, each with names of its own."""
    folder, *libraries = sys.argv[1:]
    if libraries:
        others = {*WORDS, "jaxlib"} - {*libraries}
        Hiding.hidden = frozenset(others)
        sys.meta_path[:] = [Hiding if finder is PathFinder else finder for finder in sys.meta_path]
    absent = missing()
    known = {"np": "numpy", "u": "brainunit", "bu_units": "bu_units", "bu_dispatch": "bu_dispatch"}
    known |= {} if "jax" in absent else {"jax": "jax", "jnp": "jax.numpy"}
    scope = {name: import_module(module) for name, module in known.items()}
    failed = {}
    count = 0
    for head, session in examples(Path(folder)):
        if any(re.search(WORDS[name], session) for name in absent):
            continue
        count += 1
        names = dict(scope)
        if "Recording(" in session and "class Recording" not in session:
            exec(RECORDING, names)  # the class of the first example of the page
        out: list[str] = []
        test = doctest.DocTestParser().get_doctest(session, names, head, None, None)
        if doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(test, out=out.append).failed:
            failed[head] = "".join(out)[-1000:]
    print(json.dumps({"count": count, "absent": sorted(absent), "failed": failed}))


RECORDING = """
class Recording(u.CustomArray):
    def __init__(self, data):
        self.data = data
"""

if __name__ == "__main__":
    main()

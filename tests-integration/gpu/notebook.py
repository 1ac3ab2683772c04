"""Execute docs/backends/cupy.ipynb on a GPU, and store its outputs in it.

    python tests-integration/gpu/notebook.py [--check]

The site shows that notebook as it is stored: it is built on machines without a GPU. Needs cupy, a CUDA
device, nbclient, ipykernel and matplotlib; no installed package of ours, the sources are put on the path
here. The note on top says what the page was recorded on. With ``--check`` nothing is written. Exit status 1
where a cell fails, or there is no GPU.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [str(path) for path in (ROOT / "packages").glob("*/src")]
sys.path[:0] = SOURCES
sys.path.insert(0, str(ROOT / "tests-integration"))

from gpu.devices import missing  # noqa: E402  # found on the path made above

NOTEBOOK = ROOT / "docs/backends/cupy.ipynb"
NOTE = "recorded"
"""The id of the cell that says what the outputs were recorded on."""


def main() -> int:
    """Record the notebook; return the exit status."""
    reason = missing("cupy")
    if reason:
        print(f"nothing recorded: {reason}")
        return 1
    import nbformat  # after the question whether there is anything to do

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    problems = record(notebook)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    if "--check" not in sys.argv[1:]:
        set_note(notebook, machine())
        nbformat.write(notebook, NOTEBOOK)
        print(f"recorded: {NOTEBOOK.relative_to(ROOT)}")
    return 0


def record(notebook: Any) -> list[str]:
    """Execute the cells and store their outputs; return what is wrong with them."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    # For the kernel, which is a process of its own.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [*SOURCES, os.environ.get("PYTHONPATH")]))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(NOTEBOOK.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return [str(error)]
    # What the kernel says about itself differs from machine to machine and is of no use to a reader.
    notebook.metadata["language_info"] = {"name": "python"}
    return [problem for cell in notebook.cells for problem in _problems(cell)]


def _problems(cell: Any) -> list[str]:
    """Return what a reader should not see among the outputs of a cell: warnings, paths of this machine."""
    problems = []
    for output in cell.get("outputs", []):
        if output.get("name") == "stderr":
            problems.append(f"{cell.id}: writes to stderr: {output['text'].strip()}")
        if any(str(path) in str(output) for path in (ROOT, Path.home())):
            problems.append(f"{cell.id}: names a path of this machine")
    return problems


def machine() -> str:
    """Return the sentence that says what the notebook was recorded on."""
    import cupy

    name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    number = cupy.cuda.runtime.runtimeGetVersion()
    cuda = f"CUDA {number // 1000}.{number % 1000 // 10}"
    versions = f"cupy {cupy.__version__}, numpy {metadata.version('numpy')}"
    return f"{datetime.now(UTC):%Y-%m-%d} on an {name}, {cuda}, {versions}"


def set_note(notebook: Any, machine: str) -> None:
    """Say on top of the page what it was recorded on."""
    (cell,) = (cell for cell in notebook.cells if cell.id == NOTE)
    cell.source = (
        ":::{note}\n"
        f"Recorded {machine}, by `python tests-integration/gpu/notebook.py`. The site is built without a GPU and\n"
        "shows these outputs as they are stored.\n"
        ":::"
    )


if __name__ == "__main__":
    sys.exit(main())

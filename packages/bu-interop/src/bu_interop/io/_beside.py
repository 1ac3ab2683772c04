"""Writing beside the file, then renaming: readers see the old file or the new one, never a part."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["beside"]


@contextmanager
def beside(path: str, copied: bool = False) -> Iterator[str]:
    """Give the path of a new file beside `path`, and put it in its place if all went well.

    copied: the new file begins as a copy of the old one. What fails leaves the old file as it was. A
    folder, as zarr has, takes two renames: for an instant there is none.
    """
    path = os.path.realpath(path)  # the file that a link leads to; the link stays
    folder, name = os.path.split(path)
    work = tempfile.mkdtemp(prefix=f".{name}-", dir=folder)
    part, old = os.path.join(work, name), os.path.join(work, "old")
    try:
        if copied and os.path.isdir(path):
            shutil.copytree(path, part)
        elif copied:
            shutil.copy2(path, part)
        yield part
        if os.path.isdir(path):
            os.rename(path, old)
            try:
                os.rename(part, path)
            except BaseException:
                os.rename(old, path)
                raise
        else:
            if os.path.exists(path):
                shutil.copymode(path, part)
            os.replace(part, path)
    finally:
        shutil.rmtree(work, ignore_errors=True)

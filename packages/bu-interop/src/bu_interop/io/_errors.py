"""The error for what a file holds: it names the file, the variable and the reason."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["FileError"]


class FileError(ValueError):
    """Raised where a file, or a variable in it, cannot be read or written; it names file, variable and
    reason.

    file: the path; problems: pairs of a variable, "" for the file itself, and the reason; way: what to do.
    """

    def __init__(self, file: str, problems: Sequence[tuple[str, str]] | str, way: str = "") -> None:
        if isinstance(problems, str):
            problems = [("", problems)]
        self.file = file
        self.problems = list(problems)
        listed = "; ".join(f"variable {name!r}: {reason}" if name else reason for name, reason in problems)
        super().__init__(f"{file}: {listed}" + (f". {way}" if way else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.file, self.problems, str(self))


def _again(file: str, problems: list[tuple[str, str]], text: str) -> FileError:
    error = FileError(file, problems)
    error.args = (text,)
    return error

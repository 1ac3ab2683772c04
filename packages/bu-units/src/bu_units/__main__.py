"""Units on the command line: convert a value, explain a unit, search the catalogue.

brainunit convert 3.5 inch mm
brainunit explain "kg m s-2"
brainunit search pressure

The same as ``bu-units`` where bu-units is installed alone, and as ``python -m bu_units``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from ._cli.convert import LAWS, convert
from ._cli.explain import explain
from ._cli.search import listing, search
from ._definitions import load_definitions
from ._version import __version__
from .errors import UnitMismatchError

__all__ = ["main"]

_PROGRAMS = ("brainunit", "bu-units")  # the scripts that lead here
_MOST_DIGITS = 30
_DESCRIPTION = "Convert values, explain and search units. Exact, but for what is marked as rounded."
_EXAMPLES = """\
examples:
  convert 3.5 inch mm            convert 20 degC degF K
  convert "5 ft lbf to N m"      convert 1 eV nm --via spectral
  explain "kg m s-2"             search pressure
  printf '3.5 inch mm\\n1 mile km\\n' | {prog} convert
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 where nothing is found or written, or 2 for bad input."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest:  # words behind an option: "convert 1 eV --via spectral nm"
        if options.command != "convert" or any(re.match(r"-[^\d.]", word) for word in rest):
            parser.error(f"unrecognized arguments: {' '.join(rest)}")
        options.words += rest
    name = parser.prog.split()[-1]
    try:
        for path in options.definitions:
            load_definitions(path)
    except (ValueError, TypeError, OSError) as error:
        sys.stderr.write(f"{name}: {error}\n")
        return 2
    try:
        return _Run(name).all(options, parser)
    except OSError as error:  # of the streams
        return _cut_off(name, error)
    except KeyboardInterrupt:
        return 130


class _Run:
    """Answers questions, each with its own error; `status` is the worst so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 0
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")

    def all(self, options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
        """Answer what the arguments ask, or else each line of the standard input."""
        words: list[str] = options.words
        if words and words[0] != "-":
            self.answer(options, words, "")
        elif words or (options.command != "list" and _piped()):
            lines = 0
            for lines, line in _lines():
                self.answer(options, [line, *words[1:]] if words[1:] else [line], f"line {lines}: ")
            if not lines and not words:
                self.nothing(options, parser)
        elif options.command == "list":
            self.answer(options, [], "")
        else:
            self.nothing(options, parser)
        return self.status

    def nothing(self, options: argparse.Namespace, parser: argparse.ArgumentParser) -> NoReturn:
        """End with the usage: nothing was asked."""
        parser.error(
            f"nothing to {options.command}"
            if options.command
            else "a COMMAND is required: convert, explain, search or list"
        )

    def answer(self, options: argparse.Namespace, words: Sequence[str], place: str) -> None:
        """Print the answer to one question, or why there is none."""
        try:
            lines, reason = _answer(options, words)
        except (ValueError, TypeError, UnitMismatchError, OverflowError) as error:
            self.fail(f"{place}{error}", 2)
            return
        if reason:
            self.fail(place + reason, 1)
        if sys.stdout is not None:  # it is None where the shell has closed it
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            sys.stdout.flush()

    def fail(self, reason: str, status: int) -> None:
        self.status = max(self.status, status)
        if sys.stderr is not None:
            sys.stderr.write(f"{self.name}: {reason}\n")


def _answer(options: argparse.Namespace, words: Sequence[str]) -> tuple[list[str], str]:
    """Return the lines that answer a question, and a reason where nothing was found."""
    if options.command == "explain":
        return list(explain(" ".join(words))), ""
    if options.command == "search":
        return search(" ".join(words))
    if options.command == "list":
        return list(listing(" ".join(words) or None)), ""
    return convert(words, options.via, options.digits), ""


# ---------------------------------------------------------------- streams


def _piped() -> bool:
    return sys.stdin is not None and not sys.stdin.isatty()


def _lines() -> Iterator[tuple[int, str]]:
    """Yield the lines of the standard input with their numbers, but for empty ones and comments (#)."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")
    source: Iterable[str] = sys.stdin or ()
    for number, line in enumerate(source, 1):
        text = line.removeprefix("\ufeff").strip()
        if text and not text.startswith("#"):
            yield number, text


def _cut_off(name: str, error: OSError) -> int:
    """Answer for a stream that takes no more; return the exit status."""
    # The interpreter flushes once more when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):  # whoever reads may stop: ``| head``
        sys.stderr.write(f"{name}: {error}\n")
    return 1


# ---------------------------------------------------------------- arguments


def _parser() -> argparse.ArgumentParser:
    path = Path(sys.argv[0] if sys.argv else "")
    module = "brainunit" if path.match("brainunit/__main__.py") else "bu_units"
    prog = path.stem if path.stem in _PROGRAMS else f"python -m {module}"
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog=prog, description=_DESCRIPTION, epilog=_EXAMPLES.format(prog=prog), formatter_class=raw
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument(
        "--definitions", action="append", default=[], metavar="FILE", help="a TOML file of further units"
    )
    parser.set_defaults(command="", words=[], via=[], digits=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_convert(commands)
    for command, text, metavar, what in (
        ("explain", 'say what a unit is: explain "kg m s-2"', "UNIT", "a unit; - reads one a line"),
        (
            "search",
            "find units: search pressure",
            "WORD",
            "(part of) a name, a symbol, a kind, or a compound",
        ),
        ("list", "list units: list pressure", "KIND", "a kind of quantity, or a unit; without it, all kinds"),
    ):
        each = commands.add_parser(command, help=text, description=text)
        each.add_argument("words", nargs="*", metavar=metavar, help=what)
        each.set_defaults(command=command)
    return parser


def _add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "convert a value to one unit or several: convert 3.5 inch mm"
    convert = commands.add_parser("convert", help=text, description=text)
    convert.add_argument(
        "words",
        nargs="*",
        metavar="QUANTITY UNIT",
        help='3.5 inch mm, 3/4 inch mm cm, "60 km/h" m/s, 5 J to N m; - or nothing: one question a line',
    )
    convert.add_argument(
        "--via",
        action="append",
        default=[],
        choices=LAWS,
        metavar="LAW",
        help=f"a law between dimensions: {', '.join(LAWS)}",
    )
    convert.add_argument("--digits", type=_digits, metavar="N", help="round to so many significant digits")
    convert.set_defaults(command="convert")
    # A negative value is no option.
    convert._negative_number_matcher = re.compile(r"-[\d.]")


def _digits(text: str) -> int:
    number = int(text)
    if not 0 < number <= _MOST_DIGITS:
        raise ValueError
    return number


_digits.__name__ = f"number of digits, 1 to {_MOST_DIGITS}"  # what argparse calls it in an error


class _Version(argparse.Action):
    """Print the version of what was installed under the name of the command."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        text = f"bu-units {__version__}"
        if parser.prog.endswith("brainunit"):
            with contextlib.suppress(PackageNotFoundError):  # run from its sources
                text = f"brainunit {version('brainunit')} ({text})"
        if sys.stdout is not None:
            sys.stdout.write(text + "\n")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())

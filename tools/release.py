"""What a release tag says, checked against the package that it names.

    python tools/release.py bu-array-v1.2.0            # prints package=bu-array and version=1.2.0
    python tools/release.py bu-array-v1.2.0 --notes    # prints the section of the CHANGELOG

Exit status 1, with the reason, where the tag names no package, the package has another version, or its
CHANGELOG has no such section.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class NotAReleaseError(Exception):
    """The tag does not fit the sources."""


def read_tag(tag: str, root: Path = ROOT) -> tuple[str, str]:
    """Return the package and the version that `tag` names, which is the version in the sources."""
    packages = sorted(path.parent.name for path in (root / "packages").glob("*/pyproject.toml"))
    match = re.fullmatch(rf"({'|'.join(packages)})-v([0-9][0-9a-z.]*)", tag)
    if match is None:
        raise NotAReleaseError(f"{tag} is not PACKAGE-vVERSION with a package of {', '.join(packages)}")
    package, version = match.groups()
    source = root / "packages" / package / "src" / package.replace("-", "_") / "_version.py"
    found = re.search(r'^__version__ = "(.+)"$', source.read_text("utf-8"), re.MULTILINE)
    if found is None or found[1] != version:
        raise NotAReleaseError(f"the tag says {version}, {source.relative_to(root)} {found and found[1]}")
    return package, version


def notes(package: str, version: str, root: Path = ROOT) -> str:
    """Return the section of the package's CHANGELOG about `version`, without its heading."""
    path = root / "packages" / package / "CHANGELOG.md"
    heading = rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)"
    section = re.search(heading, path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if section is None or not section[1].strip():
        raise NotAReleaseError(f"{path.relative_to(root)} says nothing under `## {version} - YYYY-MM-DD`")
    return section[1].strip() + "\n"


def main() -> int:
    """Print what was asked for; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tag")
    parser.add_argument("--notes", action="store_true", help="the section of the CHANGELOG")
    options = parser.parse_args()
    try:
        package, version = read_tag(options.tag)
        text = notes(package, version)
    except NotAReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    print(text if options.notes else f"package={package}\nversion={version}\n", end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The workflows: actions by hash, no more permission than needed, the order of a release, the tools."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml", reason="workflows are read where PyYAML is installed")

ROOT = Path(__file__).resolve().parent.parent
FILES = {path.stem: path for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
TEXTS = {name: path.read_text("utf-8") for name, path in FILES.items()}
WORKFLOWS = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = [(name, job) for name, workflow in WORKFLOWS.items() for job in workflow["jobs"]]
HATCH = tomllib.loads((ROOT / "hatch.toml").read_text("utf-8"))

# What a job may write, and nothing else may.
WRITES = {
    ("docs", "publish"): {"pages", "id-token"},
    ("release", "publish"): {"id-token"},
    ("release", "release"): {"contents"},
}


def steps(workflow, job):
    return WORKFLOWS[workflow]["jobs"][job]["steps"]


def commands(workflow, job):
    return [step["run"] for step in steps(workflow, job) if "run" in step]


def selections():
    """Every part of the test matrix that a job selects, one text each."""
    for name, job in JOBS:
        matrix = WORKFLOWS[name]["jobs"][job].get("strategy", {}).get("matrix", {})
        for command in commands(name, job):
            if "test:run" in command:
                key = re.search(r"\$\{\{ matrix\.(set|select) \}\}", command)
                values = matrix[key[1]] if key else [""]
                yield from (command.replace(key[0], value) if key else command for value in values)


def test_there_are_four():
    assert set(WORKFLOWS) == {"ci", "docs", "nightly", "release"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_by_hash_with_their_version(name):
    uses = re.findall(r"uses: *(.*)", TEXTS[name])
    assert len(uses) == sum("uses" in step for job in WORKFLOWS[name]["jobs"] for step in steps(name, job))
    for text in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", text), text


def test_an_action_has_one_hash_and_one_version():
    found = {}
    for text in TEXTS.values():
        for action, pin in re.findall(r"uses: *([^@\s]+)@(.*)", text):
            found.setdefault(action, set()).add(pin)
    assert {action: pins for action, pins in found.items() if len(pins) > 1} == {}


@pytest.mark.parametrize("name, job", JOBS)
def test_a_checkout_leaves_no_credentials(name, job):
    for step in steps(name, job):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name, job", JOBS)
def test_a_job_writes_what_it_must(name, job):
    assert WORKFLOWS[name]["permissions"] in ({}, {"contents": "read"})
    permissions = WORKFLOWS[name]["jobs"][job].get("permissions", {})
    assert set(permissions.values()) <= {"read", "write"}
    assert {key for key, value in permissions.items() if value == "write"} == WRITES.get((name, job), set())


@pytest.mark.parametrize("name, job", JOBS)
def test_a_job_ends(name, job):
    assert WORKFLOWS[name]["jobs"][job]["timeout-minutes"] <= 350


@pytest.mark.parametrize("name, job", JOBS)
def test_nothing_from_outside_stands_in_a_command(name, job):
    """A tag or a branch may be called anything: it reaches a shell as a variable only."""
    for command in commands(name, job):
        assert set(re.findall(r"\$\{\{ *([\w.-]+) *\}\}", command)) <= {
            "matrix.python",
            "matrix.select",
            "matrix.set",
            "matrix.workers",
        }


def test_commands_name_environments_and_sets_that_exist():
    sets = {name for row in HATCH["envs"]["test"]["matrix"] for name in row["set"]}
    pythons = {version for row in HATCH["envs"]["test"]["matrix"] for version in row.get("python", ())}
    for name, job in JOBS:
        matrix = WORKFLOWS[name]["jobs"][job].get("strategy", {}).get("matrix", {})
        assert set(matrix.get("set", ())) <= sets
        assert set(matrix.get("python", ())) <= pythons
        for command in commands(name, job):
            for named in re.findall(r"\+set=([\w,-]+)", command):
                assert set(named.split(",")) <= sets
            for environment, script in re.findall(r"hatch run (\w+):(\w+)", command):
                assert script in HATCH["envs"][environment]["scripts"], command


def test_every_set_runs_somewhere():
    run = {part for text in selections() for part in re.search(r"\+set=([\w,-]+)", text)[1].split(",")}
    assert run == {name for row in HATCH["envs"]["test"]["matrix"] for name in row["set"]}


def test_a_set_that_runs_on_several_pythons_is_asked_for_one():
    several = {
        name
        for row in HATCH["envs"]["test"]["matrix"]
        for name in row["set"]
        if len(row.get("python", ())) > 1
    }
    for text in selections():
        if several & set(re.search(r"\+set=([\w,-]+)", text)[1].split(",")):
            assert "+python=" in text, text


class TestRelease:
    JOBS = WORKFLOWS["release"]["jobs"]

    def before(self, job):
        """Every job that must have passed before this one starts."""
        needs = self.JOBS[job].get("needs", [])
        needs = [needs] if isinstance(needs, str) else needs
        return set(needs) | {name for other in needs for name in self.before(other)}

    def test_the_order(self):
        order = ["check", "build", "test", "publish", "release"]
        assert list(self.JOBS) == order
        for place, job in enumerate(order):
            assert self.before(job) == set(order[:place])

    def test_what_is_tested_is_what_is_published(self):
        for job in ("test", "publish", "release"):
            (download,) = (
                step for step in steps("release", job) if "download-artifact@" in step.get("uses", "")
            )
            assert download["with"].get("name", "dist") == "dist"
        assert sum("hatch build" in command for job in self.JOBS for command in commands("release", job)) == 1
        _, install, test = commands("release", "test")
        assert install == "hatch run wheel:install dist/*.whl"
        assert test == 'hatch run wheel:test "$PACKAGE"'

    def test_the_environment_of_the_wheel_holds_nothing_of_the_workspace(self):
        wheel = HATCH["envs"]["wheel"]
        assert wheel["template"] == "wheel"  # inherits nothing
        assert wheel["skip-install"]
        assert "workspace" not in wheel
        assert wheel["scripts"]["test"].split()[3:] == ["packages/{args}/tests", "packages/{args}/README.md"]

    def test_publishing_is_trusted_and_holds_no_secret(self):
        assert self.JOBS["publish"]["environment"] == "pypi"
        assert "secrets." not in TEXTS["release"]

    @pytest.fixture
    def on_main(self, tmp_path):
        """Run the workflow's own step on a commit of a small repository."""
        if shutil.which("git") is None:
            pytest.skip("the step asks git")
        (step,) = (step for step in steps("release", "check") if step.get("name") == "The tag is on main")

        def git(*arguments):
            identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
            command = ["git", *identity, *arguments]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
            return done.stdout.strip()

        git("init", "-q", "-b", "main")
        git("commit", "-q", "--allow-empty", "-m", "one")
        old = git("rev-parse", "HEAD")
        git("commit", "-q", "--allow-empty", "-m", "two")
        git("update-ref", "refs/remotes/origin/main", "HEAD")
        git("checkout", "-q", "-b", "aside", old)
        git("commit", "-q", "--allow-empty", "-m", "aside")
        aside = git("rev-parse", "HEAD")

        def run(commit):
            environment = {"PATH": "/usr/bin:/bin", "GITHUB_SHA": commit, "GITHUB_REF_NAME": "bu-units-v1"}
            command = ["bash", "-e", "-c", step["run"]]
            return subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )

        return run, old, aside

    def test_the_tag_is_on_main(self, on_main):
        run, old, aside = on_main
        assert run(old).returncode == 0
        refused = run(aside)
        assert refused.returncode == 1
        assert refused.stdout == "::error::bu-units-v1 is not on main\n"

    def test_the_history_is_there_to_ask(self):
        (checkout,) = (step for step in steps("release", "check") if "checkout@" in step.get("uses", ""))
        assert checkout["with"]["fetch-depth"] == 0


def test_the_site_is_published_from_main_once_it_is_built_and_its_links_hold():
    docs = WORKFLOWS["docs"]
    triggers = docs[True]  # YAML 1.1 reads the key `on` as a boolean
    assert triggers == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert docs["jobs"]["publish"]["needs"] == "build"
    assert commands("docs", "build")[1:] == ["hatch run docs:build -E", "hatch run docs:links"]


# ---------------------------------------------------------------- the tools behind them


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestTag:
    @pytest.fixture
    def root(self, tmp_path):
        package = tmp_path / "packages/bu-array"
        (package / "src/bu_array").mkdir(parents=True)
        (package / "pyproject.toml").touch()
        (package / "src/bu_array/_version.py").write_text('"""Doc."""\n\n__version__ = "1.2.0"\n')
        (package / "CHANGELOG.md").write_text(
            "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2027-01-31\n\n### Added\n\n- One.\n\n"
            "## 1.1.0 - 2027-01-01\n\n- Two.\n"
        )
        return tmp_path

    def test_a_good_tag(self, root):
        release = tool("release")
        assert release.read_tag("bu-array-v1.2.0", root) == ("bu-array", "1.2.0")
        assert release.notes("bu-array", "1.2.0", root) == "### Added\n\n- One.\n"
        assert release.notes("bu-array", "1.1.0", root) == "- Two.\n"

    @pytest.mark.parametrize(
        "tag, reason",
        [
            ("bu-arrays-v1.2.0", "is not PACKAGE-vVERSION with a package of bu-array"),
            ("bu-array-v1.2.0;id", "is not PACKAGE-vVERSION"),
            ("bu-array-v1.2.0\n", "is not PACKAGE-vVERSION"),
            ("bu-array-v1.3.0", "the tag says 1.3.0, .*_version.py 1.2.0"),
        ],
    )
    def test_a_bad_tag(self, root, tag, reason):
        release = tool("release")
        with pytest.raises(release.NotAReleaseError, match=reason):
            release.read_tag(tag, root)

    @pytest.mark.parametrize("version", ["1.2", "1.0.0", "1x2.0"])
    def test_a_version_that_the_changelog_lacks(self, root, version):
        release = tool("release")
        with pytest.raises(release.NotAReleaseError, match=r"CHANGELOG\.md says nothing under"):
            release.notes("bu-array", version, root)

    def test_the_exit_status(self):
        command = [sys.executable, str(ROOT / "tools/release.py"), "no-such-package-v1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "no-such-package-v1 is not PACKAGE-vVERSION" in done.stderr


def program(folder, name, body):
    """Write a program of the shell, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)
    return folder


class TestPythons:
    def test_the_versions_are_those_of_the_matrix(self):
        versions = tool("pythons").versions
        assert versions("units,numpy") == ["3.11", "3.12", "3.13", "3.14"]
        assert versions("lowest") == ["3.11"]

    @pytest.mark.parametrize(
        "there, chosen",
        [
            (["3.11", "3.12", "3.13"], "3.11,3.13"),
            (["3.12"], "3.12"),
            (["3.13", "3.14"], "3.13,3.14"),
            ([], None),
        ],
    )
    def test_hatch_is_asked_for_the_oldest_and_the_newest(self, tmp_path, there, chosen):
        for version in there:
            program(tmp_path / f"versions/{version}.0/bin", f"python{version}", "exit 0")
        program(tmp_path / "bin", "hatch", 'echo "$@"; exit 3')
        environment = {"PATH": f"{tmp_path}/bin", "PYENV_ROOT": str(tmp_path)}
        command = [sys.executable, str(ROOT / "tools/pythons.py"), "units,numpy", "-k", "one"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        *lines, last = done.stdout.splitlines()
        if chosen is None:
            assert (done.returncode, last) == (0, "Python 3.14: not on this machine, left out")
        else:
            assert (done.returncode, last) == (3, f"run +set=units,numpy +python={chosen} test:run -k one")
            assert len([line for line in lines if line.endswith("left out")]) == 4 - len(there)

    def test_an_interpreter_on_the_path_or_of_pyenv(self, tmp_path, monkeypatch):
        find = tool("pythons").find
        shims = program(
            tmp_path / "shims", "python3.99", "exit 127"
        )  # as pyenv's for a version that is not selected
        monkeypatch.setenv("PATH", str(shims))
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
        assert find("3.99") is None
        own = program(tmp_path / "versions/3.99.1/bin", "python3.99", "exit 0")
        assert find("3.99") == own
        first = program(tmp_path / "bin", "python3.99", "exit 0")
        monkeypatch.setenv("PATH", f"{shims}:{first}")
        assert find("3.99") == first

"""The plugin runs in inner pytest runs."""

import pytest

from bu_dispatch import builtin_backends

pytest_plugins = ["pytester"]


@pytest.fixture
def run(pytester, monkeypatch):
    monkeypatch.delenv("BU_REQUIRE_BACKENDS", raising=False)
    pytester.makeconftest('pytest_plugins = ["bu_dispatch.testing"]')

    def run(source, *args, require=None):
        if require is not None:
            monkeypatch.setenv("BU_REQUIRE_BACKENDS", require)
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess(
            "--strict-markers", "-W", "error", "-p", "no:cacheprovider", "-rsx", *args
        )

    return run


def test_one_run_a_library(run):
    result = run("""
        import bu_dispatch

        def test_it(backend, xp):
            assert xp.backend is backend
            assert backend in bu_dispatch.backends()
        """)
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] >= 1
    assert outcomes["passed"] + outcomes.get("skipped", 0) >= len(builtin_backends())
    assert "failed" not in outcomes


def test_skips_are_honest(run):
    result = run("""
        import sys
        sys.modules["torch"] = None

        def test_it(xp):
            pass
        """)
    result.stdout.fnmatch_lines(["*SKIPPED*PyTorch is not installed: pip install brainunit?torch?"])


def test_required_library_fails(run):
    source = """
        import sys
        sys.modules["torch"] = None

        def test_it(xp):
            pass
        """
    result = run(source, require="numpy, torch")
    assert result.parseoutcomes()["errors"] == 1
    result.stdout.fnmatch_lines(["*BU_REQUIRE_BACKENDS names torch, but: PyTorch is not installed*"])


def test_unknown_required_library(run):
    result = run("def test_it(): pass", require="numpi")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*BU_REQUIRE_BACKENDS: unknown backend 'numpi'*Did you mean 'numpy'?"])


def test_marks(run):
    result = run("""
        import pytest

        @pytest.mark.only_backends("numpy", reason="only numpy here")
        def test_only(xp):
            assert xp.backend.name == "numpy"

        @pytest.mark.only_backends("numpy", reason="only numpy here")
        @pytest.mark.skip_backend("numpy", reason="not even numpy")
        def test_skip(xp):
            raise AssertionError

        @pytest.mark.only_backends("numpy", reason="only numpy here")
        @pytest.mark.xfail_backend("numpy", reason="numpy cannot", raises=ZeroDivisionError)
        def test_xfail(xp):
            1 / 0
        """)
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] == 1
    assert outcomes["xfailed"] == 1
    assert "failed" not in outcomes
    result.stdout.fnmatch_lines(["*SKIPPED*not even numpy", "*XFAIL*numpy cannot"], consecutive=False)
    result.stdout.fnmatch_lines(["*SKIPPED*only numpy here"])


@pytest.mark.parametrize(
    "mark, text",
    [
        ('skip_backend("numpy")', "*the mark skip_backend needs a reason*"),
        ('xfail_backend("numpy", reason="")', "*the mark xfail_backend needs a reason*"),
        ('only_backends("numpi", reason="x")', "*the mark only_backends: unknown backend 'numpi'*"),
    ],
)
def test_wrong_marks_are_errors(run, mark, text):
    result = run(f"""
        import pytest

        @pytest.mark.{mark}
        def test_it(xp):
            pass
        """)
    assert result.ret != 0
    assert "passed" not in result.parseoutcomes()
    result.stdout.fnmatch_lines([text])


def test_wrong_xpass_fails_when_strict(run):
    result = run(
        """
        import pytest

        @pytest.mark.only_backends("numpy", reason="only numpy here")
        @pytest.mark.xfail_backend("numpy", reason="numpy cannot")
        def test_it(xp):
            pass
        """,
        "-o",
        "xfail_strict=true",
    )
    assert result.parseoutcomes()["failed"] == 1

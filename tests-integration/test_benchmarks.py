"""The benchmarks run, their two sides agree, and the report is complete. No time is asserted."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import brainunit as u

# benchmarks/ is a program in the workspace, which nothing installs.
sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks import __main__ as bench
from benchmarks import report, runner
from benchmarks.rows import SCENES, Budget, Row, Scene

IN_PROCESS = [scene for scene in SCENES if not scene.own_process]
SLOW = [pytest.param(scene, marks=pytest.mark.slow) for scene in SCENES if scene.own_process]


@pytest.fixture
def installed(scene):
    if scene.missing():
        pytest.skip(f"{', '.join(scene.missing())} is not installed")


@pytest.fixture
def results():
    """Every row, as if measured: 2 us with units, 1 us without."""
    return [
        runner.Result(scene, row, [2e-6] * 3, None if row.bare is None else [1e-6] * 3)
        for scene in SCENES
        for row in scene.rows
    ]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("scene", [*IN_PROCESS, *SLOW], ids=lambda scene: scene.title)
def test_every_row_runs(scene):
    results = list(runner.run([scene], rounds=1, slice_seconds=0))
    assert [result.row for result in results] == list(scene.rows)
    for result in results:
        assert len(result.units) == 1
        assert (result.bare is None) == (result.row.bare is None)
        assert all(seconds > 0 for seconds in [*result.units, *(result.bare or [])])


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("scene", IN_PROCESS, ids=lambda scene: scene.title)
def test_both_sides_give_the_same_numbers(scene):
    names = runner.namespace(scene)
    for row in scene.rows:
        answer = eval(row.units, names)
        if row.bare is None:
            assert isinstance(answer, (u.Quantity, u.Unit)), row.work
            continue
        bare = eval(row.bare, names)
        values = answer.mantissa if isinstance(answer, u.Quantity) else answer
        assert type(values) is type(bare), row.work
        np.testing.assert_allclose(np.asarray(values), np.asarray(bare), rtol=1e-6, err_msg=row.work)


def test_a_failing_process_is_an_error():
    with pytest.raises(subprocess.CalledProcessError):
        runner.ProcessTimer("raise SystemExit(3)").timeit(1)


def test_a_missing_library_leaves_its_scene_out():
    scene = Scene("none", "import no_such_library", (Row("1", "1"),), needs=("no_such_library",))
    assert scene.missing() == ["no_such_library"]
    assert list(runner.run([scene])) == []


def test_table_has_every_row(results):
    lines = list(report.table(results))
    assert len(lines) == 1 + len(SCENES) + len(results)
    assert lines[0].split() == ["work", "with", "units", "bare", "ratio", "extra", "budget"]
    for scene in SCENES:
        start = lines.index(scene.title) + 1
        shown = lines[start : start + len(scene.rows)]
        assert all(line.startswith(f"  {row.work} ") for line, row in zip(shown, scene.rows, strict=True))


def test_times_have_readable_units():
    shown = [report._time(seconds) for seconds in (78e-9, 999.6e-9, 1.24e-6, 14.04e-6, 237e-6, 44.4e-3)]
    assert shown == ["78 ns", "1000 ns", "1.24 us", "14.0 us", "237 us", "44.4 ms"]
    assert report._time(-62.3e-6, "+") == "-62.3 us"


def test_document_has_the_fields(results):
    document = json.loads(json.dumps(report.document(results)))
    machine = document["machine"]
    assert set(machine) == {"python", "system", "architecture", "cpus", "libraries"}
    assert "numpy" in machine["libraries"]  # our own may be on the path without being installed
    assert str(Path.home()) not in json.dumps(document)
    assert len(document["rows"]) == len(results)
    first = document["rows"][0]
    assert first == {
        "scene": "numpy, 10 float64",
        "work": "q + q",
        "units_statement": "q + q",
        "bare_statement": "a + a",
        "units_seconds": 2e-6,
        "bare_seconds": 1e-6,
        "ratio": pytest.approx(2.0),
        "ratio_quartiles": pytest.approx([2.0, 2.0]),
        "extra_seconds": pytest.approx(1e-6),
        "rounds": 3,
        "budget": {"times": 3.5, "extra": None},
        "kept": True,
    }


@pytest.mark.parametrize(
    "budget, kept",
    [
        (Budget(times=2.5), True),
        (Budget(times=1.9), False),
        (Budget(extra=1.1e-6), True),
        (Budget(extra=0.9e-6), False),
        (Budget(times=1.9, extra=1.1e-6), True),
        (None, True),
    ],
)
def test_budget(results, budget, kept):
    result = replace(results[0], row=replace(results[0].row, budget=budget))
    assert result.kept() is kept
    assert result.kept(slack=0.15) is True


@pytest.mark.parametrize(
    "limit, arguments, status",
    [(1.8, ["--check"], 0), (1.7, ["--check"], 1), (1.7, [], 0)],
    ids=["within 15 %", "beyond", "only reported"],
)
def test_check(results, monkeypatch, tmp_path, capsys, limit, arguments, status):
    row = replace(results[0].row, budget=Budget(times=limit))  # 2.0 times is what it took
    monkeypatch.setattr(runner, "run", lambda scenes, rounds: iter([replace(results[0], row=row)]))
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    monkeypatch.setenv("JAX_ENABLE_X64", "0")  # main sets it, for a process of its own
    assert bench.main(arguments) == status
    assert ("budgets broken by more than 15 %" in capsys.readouterr().out) == bool(status)
    assert len(json.loads(bench.RESULTS.read_text("utf-8"))["rows"]) == 1


def test_only(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    monkeypatch.setenv("JAX_ENABLE_X64", "0")
    assert bench.main(["--only", "numpy, 10 float64: km", "--rounds", "2"]) == 0
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "numpy, 10 float64",
        "",
    ]
    assert not bench.RESULTS.exists()

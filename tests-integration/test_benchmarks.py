"""The benchmarks run, their two sides agree, and the report is complete. No time is asserted."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks import __main__ as bench
from benchmarks import page, report, runner
from benchmarks.rows import CURVES, MADE, OURS, SCENES, Budget, Row, Scene
from benchmarks.worker import Worker

import brainunit as u

SMALL = [scene for scene in SCENES if not (scene.own_process or scene.memory)]


def as_if_measured(scene, row):
    """Ours 2 us and 1 us without units; each peer takes 5 us."""
    bare = None if row.bare is None else [1e-6] * 3
    peaks = [101.0, 100.0] if scene.memory else None
    return runner.Result(
        scene,
        row,
        {
            name: runner.Side([2e-6 if name == OURS else 5e-6] * 3, bare, peaks)
            for name in scene.setups
            if row.statement(name) is not None
        },
    )


@pytest.fixture
def results():
    return [as_if_measured(scene, row) for scene in SCENES for row in scene.rows]


@pytest.fixture
def document(results):
    curve = SCENES[0], Row("q + q", "a + a")
    return report.document(results, {"numpy": [report.point(as_if_measured(*curve))]})


@pytest.fixture
def installed(scene):
    if scene.missing():
        pytest.skip(f"{', '.join(scene.missing())} is not installed")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # torch 2.13's own, as it compiles
@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("scene", SMALL, ids=lambda scene: scene.title)
def test_both_sides_give_the_same_numbers(scene):
    names = {}
    exec(scene.setups[OURS], names)
    for row in scene.rows:
        answer = eval(row.units, names)
        if row.bare is None:
            assert isinstance(answer, (u.Quantity, u.Unit)), row.work
            continue
        bare = eval(row.bare, names)
        if row.work.startswith("tracing"):
            assert str(answer) == str(bare)
            continue
        values = answer.mantissa if isinstance(answer, u.Quantity) else answer
        assert type(values) is type(bare), row.work
        np.testing.assert_allclose(np.asarray(values), np.asarray(bare), rtol=1e-6, err_msg=row.work)


@pytest.mark.slow
@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("scene", [s for s in SCENES if not s.memory], ids=lambda scene: scene.title)
def test_every_row_runs(scene):
    scene = replace(scene, setups={OURS: scene.setups[OURS]})
    results = list(runner.run([scene], rounds=2, slice_seconds=0))
    assert [result.row for result in results] == list(scene.rows)
    for result in results:
        side = result.ours
        assert len(side.units) == 2
        assert (side.bare is None) == (result.row.bare is None)
        assert all(seconds > 0 for seconds in [*side.units, *(side.bare or [])])


def test_the_large_arrays_have_the_rows_of_the_small_ones():
    small, large = SCENES[:2]
    assert [row.work for row in large.rows] == [row.work for row in small.rows[: -len(MADE)]]
    assert large.memory
    assert all(row.budget.memory == 1.02 for row in large.rows)


def test_memory_is_counted():
    worker = Worker()
    worker.scene("import numpy as np; a = np.ones(1_000_000)")
    worker.row(["(a + 1) * (a + 2)", "a + 1"], 0.0)
    twice, once = worker.peak()
    assert twice / once == pytest.approx(2.0, rel=0.01)


def test_a_worker_process_answers_and_tells_errors():
    library = runner.InProcess()
    try:
        library.scene("x = 3")
        library.row(["x + 1", "x"], 0.0)
        assert len(library.turn(True)) == 2
        with pytest.raises(runner.StatementError, match="NameError"):
            library.row(["y"], 0.0)
        library.row(["x * 2"], 0.0)  # an error ends nothing
        assert len(library.turn(False)) == 1
    finally:
        library.close()
    assert library.process.returncode == 0


def test_a_peer_that_cannot_is_left_out():
    scene = Scene("s", {OURS: "x = 1", "json": ""}, (Row("x", "1"),))
    (result,) = runner.run([scene], rounds=2, slice_seconds=0)
    assert list(result.sides) == [OURS]
    scene = Scene("s", {OURS: "", "json": ""}, (Row("x", "1"),))
    with pytest.raises(runner.StatementError):
        list(runner.run([scene], rounds=2, slice_seconds=0))


def test_a_missing_library_leaves_its_scene_out():
    scene = Scene("none", {OURS: ""}, (Row("1", "1"),), needs=("no_such_library",))
    assert scene.missing() == ["no_such_library"]
    assert list(runner.run([scene])) == []
    assert Scene("none", {OURS: "", "no_such_library": ""}, ()).libraries() == [OURS]


def test_table_has_every_row(results):
    lines = list(report.table(results))
    assert len(lines) == 1 + len(SCENES) + len(results)
    assert lines[0].split()[:6] == ["work", "with", "units", "bare", "ratio", "extra"]
    for scene in SCENES:
        start = lines.index(scene.title) + 1
        shown = lines[start : start + len(scene.rows)]
        assert all(line.startswith(f"  {row.work} ") for line, row in zip(shown, scene.rows, strict=True))


def test_times_have_readable_units():
    shown = [report.shown_time(seconds) for seconds in (78e-9, 999.6e-9, 1.24e-6, 14.04e-6, 237e-6, 44.4e-3)]
    assert shown == ["78 ns", "1000 ns", "1.24 us", "14.0 us", "237 us", "44.4 ms"]
    assert report.shown_time(-62.3e-6, "+") == "-62.3 us"


def test_document_has_the_fields(results, document):
    document = json.loads(json.dumps(document))
    machine = document["machine"]
    assert set(machine) == {"python", "system", "architecture", "cpus", "libraries"}
    assert "numpy" in machine["libraries"]  # our own may be on the path without being installed
    assert str(Path.home()) not in json.dumps(document)
    assert len(document["rows"]) == len(results)
    first = document["rows"][0]
    assert first["libraries"][OURS] == {
        "statement": "q + q",
        "units_seconds": 2e-6,
        "bare_seconds": 1e-6,
        "ratio": pytest.approx(2.0),
        "ratio_quartiles": pytest.approx([2.0, 2.0]),
        "extra_seconds": pytest.approx(1e-6),
        "memory_ratio": None,
    }
    assert first["budget"] == {"times": 2.5, "extra": None, "memory": None}
    assert first["kept"] is True
    assert first["times_our_time"]["unyt"] == pytest.approx(2.5)


def test_page_has_every_row(document):
    text = page.text(document)
    for row in document["rows"]:
        assert f"| `{row['work'].replace('|', 'beside')}` | 2.00 us |" in text
    assert "2.5x" in text
    assert "generated by" in text


def test_plots(tmp_path):
    pytest.importorskip("matplotlib")
    points = [
        {"size": 10**k, "work": work, "seconds": {"bare": 1e-7 * 2**k, OURS: 3e-7 * 2**k}}
        for work in ("q + q", "km + m")
        for k in range(3)
    ]
    page.plot("numpy", points, tmp_path / "a.svg")
    page.plot("numpy", points, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"</svg>" in (tmp_path / "a.svg").read_bytes()


def test_the_page_is_that_of_the_results():
    """`results.json`, the page and the plots of the repository belong together."""
    document = json.loads(bench.RESULTS.read_text("utf-8"))
    assert page.PAGE.read_text("utf-8") == page.text(document)
    assert set(document["curves"]) == set(CURVES)
    assert [(row["scene"], row["work"]) for row in document["rows"]] == [
        (scene.title, row.work) for scene in SCENES for row in scene.rows
    ]


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


def test_memory_has_no_slack():
    budget = Budget(times=2.0, memory=1.02)
    assert budget.kept(2.2, 1.0, memory=1.02, slack=0.15)
    assert not budget.kept(1.0, 1.0, memory=1.03, slack=0.15)


@pytest.mark.parametrize(
    "limit, peer, arguments, status",
    [
        (1.8, 5e-6, ["--check"], 0),
        (1.7, 5e-6, ["--check"], 1),
        (1.7, 5e-6, [], 0),
        (2.0, 1.5e-6, ["--check"], 1),
        (2.0, 1.9e-6, ["--check"], 0),
    ],
    ids=["within 15 %", "beyond", "only reported", "a peer ahead", "a peer about as fast"],
)
def test_check(results, monkeypatch, tmp_path, capsys, limit, peer, arguments, status):
    row = replace(results[0].row, budget=Budget(times=limit))  # 2.0 times is what it took
    sides = results[0].sides | {"unyt": runner.Side([peer] * 3, [1e-6] * 3)}
    result = replace(results[0], row=row, sides=sides)
    monkeypatch.setattr(runner, "run", lambda scenes, *_, **__: iter([result] * (scenes[0] is SCENES[0])))
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(page, "plot", lambda *_: None)
    monkeypatch.setenv("JAX_ENABLE_X64", "0")  # main sets it, for a process of its own
    assert bench.main(arguments) == status
    output = capsys.readouterr().out
    assert ("by more than 15 %" in output) == bool(status)
    assert len(json.loads(bench.RESULTS.read_text("utf-8"))["rows"]) == 1


def test_only(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    monkeypatch.setenv("JAX_ENABLE_X64", "0")
    assert bench.main(["--only", "numpy, 10 float64: km +", "--rounds", "2", "--quick"]) == 0
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "numpy, 10 float64",
        "",
    ]
    assert not bench.RESULTS.exists()

"""Names matched by a real Ray cluster: the same rows as on one core, whatever becomes of its machines."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from kiemtin.app import Kiemtin
from kiemtin.errors import OutOfReach
from kiemtin.watch import screen as module
from kiemtin.watch.engines import Sought
from kiemtin.watch.engines.broker import _task
from kiemtin.watch.engines.cluster import Cluster
from kiemtin.watch.engines.local import Local
from kiemtin.watch.engines.worker import edition
from kiemtin.watch.outputs import Output, as_json_lines
from kiemtin.watch.screen import Found, Summary, Wanted, screen
from tests.watch.engines.nodes import PLACE, ROOT, Nodes, nodes

pytest.importorskip("ray")

SOUGHT = Sought(Kiemtin().register, Kiemtin().suffixes, frozenset(["vietcombank", "bidv"]), each=True)

SLICE = 100
"""Names in a batch: some hundredths of a second, one by one."""


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three lists in many small batches, with lines that are no names, and one list that is not there."""
    monkeypatch.setattr(module, "SLICE", SLICE)
    for name, count in (("one", 4_000), ("two", 3), ("three", 600)):
        lines = (f"{('vietcombank', 'khong-ai', 'bidv-vay')[n % 3]}-{name}{n}.top" for n in range(count))
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\nnot a name\n")
    return [tmp_path / f"{name}.txt" for name in ("one", "missing", "two", "three")]


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose name leaves room for those of sockets."""
    with tempfile.TemporaryDirectory(prefix="kt-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _kill(processes: list[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _locally(feeds: list[Path]) -> tuple[list[Found], Summary]:
    return _both(screen(feeds, Local(SOUGHT.matcher(), each=True), Wanted(0)))


def _both(run: Iterable[Found | Summary]) -> tuple[list[Found], Summary]:
    """What a run gave back, and its summary, which comes last."""
    results = list(run)
    (summary,) = (one for one in results if isinstance(one, Summary))
    return [one for one in results if isinstance(one, Found)], summary


def _counts(summary: Summary) -> tuple[object, ...]:
    troubles = [(one.path.name, one.lines, one.first_line) for one in summary.troubles]
    return summary.read, summary.written, summary.verdicts, troubles, [one.values for one in summary.missing]


def test_every_row_comes_once_though_machines_are_lost(
    feeds: list[Path], short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two machines is killed midway; then all of them under a second run, which one core goes on with."""
    for name, value in PLACE.items():
        monkeypatch.setenv(name, value)
    found, summary = _locally(feeds)
    with nodes(short, {}, {}) as made:
        with Cluster(SOUGHT, made.address) as cluster:
            assert (2, 2) == (cluster.size.workers, cluster.size.machines)
            run = screen(feeds, cluster, Wanted(0))
            begun = [next(run) for _ in range(12)]
            _kill(made.processes[1])
            found_by_all, counted = _both([*begun, *run])
        assert found == found_by_all
        assert _counts(summary) == _counts(counted)
        cut = Output(short / "cut.jsonl", resume=False)
        with pytest.raises(OutOfReach, match="ray-gone"):
            _lose_all(feeds, made, cut)
        cut.close()
    _go_on(feeds, cut.path, [one.rows for one in found])


def _lose_all(feeds: list[Path], made: Nodes, output: Output) -> None:
    with Cluster(SOUGHT, made.address) as cluster:
        for _ in screen(feeds, cluster, Wanted(0), output):
            _kill(made.processes[0])


def _go_on(feeds: list[Path], path: Path, whole: list[pa.Table]) -> None:
    """A result that was cut off, and is finished here, holds the rows of a run in one piece."""
    output = Output(path, resume=True)
    assert 0 < output.state.written < len("".join(map(as_json_lines, whole)).encode())
    list(screen(feeds, Local(SOUGHT.matcher(), each=True), Wanted(0), output))
    output.finish()
    assert path.read_text("utf-8") == "".join(map(as_json_lines, whole))


def test_machines_with_another_edition_are_refused(tmp_path: Path) -> None:
    """By name, before they say anything: a changed rule, word or weight is another edition, a place is none."""
    copy = tmp_path / "elsewhere" / "kiemtin"
    shutil.copytree(ROOT / "src/kiemtin", copy, ignore=shutil.ignore_patterns("__pycache__", "desk", "pictures"))
    ask = "from kiemtin.watch.engines.worker import edition; print(edition())"

    def there() -> str:
        place = {**os.environ, "PYTHONPATH": str(copy.parent)}
        return subprocess.run(
            [sys.executable, "-c", ask], check=True, env=place, capture_output=True, text=True
        ).stdout[:-1]

    assert edition() == there()
    weights = copy / "lookalikes/data/weights.json"
    weights.write_text(weights.read_text("utf-8").replace("1", "2", 1), "utf-8")
    assert edition() != there()
    assert (platform.node(), "cli.screen.ray-other", b"") == _task()(there(), "key", b"", b"")


def test_machines_without_the_program_are_refused(tmp_path: Path) -> None:
    """What is sent to a worker runs there by itself, and says what is missing."""
    from ray import cloudpickle

    (tmp_path / "task.pickle").write_bytes(cloudpickle.dumps(_task()))
    ask = (
        "import pickle, sys; sys.modules['kiemtin'] = None\n"
        "print(pickle.load(open(sys.argv[1], 'rb'))('edition', 'key', b'', b'')[1])"
    )
    command = [sys.executable, "-c", ask, str(tmp_path / "task.pickle")]
    assert "cli.screen.ray-without\n" == subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.soak
def test_an_address_where_nothing_is_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray ends its own process there, and says nothing."""
    for name, value in PLACE.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OutOfReach, match="ray-silent"), Cluster(SOUGHT, "127.0.0.1:9"):
        pass


@pytest.mark.soak
def test_a_machine_of_a_cluster_with_another_edition_ends_the_run(
    feeds: list[Path], short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and none of its rows is taken."""
    for name, value in PLACE.items():
        monkeypatch.setenv(name, value)
    copy = tmp_path / "elsewhere" / "kiemtin"
    shutil.copytree(ROOT / "src/kiemtin", copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "lookalikes/score.py").write_text((copy / "lookalikes/score.py").read_text("utf-8") + "\n", "utf-8")
    with (
        nodes(short, {}, {"PYTHONPATH": str(copy.parent)}) as made,
        pytest.raises(OutOfReach, match="ray-other"),
        Cluster(SOUGHT, made.address) as cluster,
    ):
        list(screen(feeds, cluster, Wanted(0)))

"""``kiemtin watch list | show | dismiss | restore`` on alerts that a watch has kept."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from kiemtin.cli import watch_alerts
from kiemtin.errors import OutOfReach, Refused
from kiemtin.watch.certificates.alerts import Fault
from kiemtin.watch.certificates.store import Progress, Reached, Store
from tests.watch.certificates.conftest import TODAY, alert
from tests.watch.certificates.made import certificate, leaf_of

Run = Callable[..., list[dict[str, object]]]

BEFORE = TODAY - datetime.timedelta(30)

OWN = dataclasses.replace(alert(2), organisation="cua-rieng-toi", official=None)
"""About an organisation that the register does not have."""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Alerts about two organisations, a month apart, and a fault of the log."""
    folder = tmp_path / "state"
    with Store(folder) as store:
        store.begin("log", Reached("log.test", 9, bytes(32), "x", 0))
        leaf = leaf_of(certificate(["vietcombank-0.top"]))
        first = dataclasses.replace(alert(0), proof=dataclasses.replace(alert(0).proof, leaf=leaf))
        others = [
            dataclasses.replace(alert(1), first_seen=BEFORE),
            OWN,
        ]
        store.advance("log", Progress(0, 1, 0, [first, *others]))
        store.note(Fault("log", "certificates.rewritten", (("known", 1), ("size", 2)), BEFORE))
    return folder


@pytest.fixture
def run(state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in this process on that folder, and gives back the lines of JSON that it printed."""
    monkeypatch.setenv("KIEMTIN_HOME", str(tmp_path))

    def ran(command: click.Command, *arguments: str) -> list[dict[str, object]]:
        capsys.readouterr()
        command.main([*arguments, "--state", str(state)], standalone_mode=False)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ran


@pytest.mark.parametrize(
    ("options", "numbers", "faults"),
    [
        ([], [0, 2], 1),
        (["--all"], [0, 1, 2], 1),
        (["--dismissed"], [1], 0),
        (["--organisation", "vietcombank"], [0], 0),
        (["--organisation", "vietcombank", "cua-rieng-toi"], [0, 2], 0),
        (["--all", "--since", "2026-11-01"], [0, 2], 0),
        (["--all", "--since", BEFORE.isoformat()], [0, 1, 2], 1),
    ],
)
def test_what_is_listed(run: Run, options: list[str], numbers: list[int], faults: int) -> None:
    """What is asked for, in the order in which it was found; faults of logs where it is not about some alerts alone."""
    run(watch_alerts.dismiss, alert(1).id, "--reason", "đại lý")
    lines = run(watch_alerts.list_alerts, "--json", *options)
    names = [line["domain"] for line in lines if line["schema"] == "kiemtin-watch-alert/1"]
    assert [alert(number).domain for number in numbers] == names
    assert faults == len(lines) - len(names)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--all", "--dismissed"], "list.both"),
        (["--since", "hôm qua"], "not-a-day"),
        (["--organisation", "vietcombnk"], "no-such-id-near"),
    ],
)
def test_what_cannot_be_listed(run: Run, options: list[str], why: str) -> None:
    """It is refused, and an organisation that is misspelt is not taken for one without alerts."""
    with pytest.raises(Refused, match=why):
        run(watch_alerts.list_alerts, *options)


def test_several_are_decided_about_at_once_or_none(run: Run) -> None:
    """One that cannot be meant, or is dismissed already, leaves the others as they were; every decision stays."""
    both = [alert(0).id, alert(1).id[:6]]
    with pytest.raises(Refused, match="no-such-alert"):
        run(watch_alerts.dismiss, *both, "ffffffffffff", "--reason", "đại lý")
    assert 3 == len(run(watch_alerts.list_alerts, "--json")) - 1
    run(watch_alerts.dismiss, *both, both[0], "--reason", "đại lý")
    with pytest.raises(Refused, match="is-dismissed"):
        run(watch_alerts.dismiss, OWN.id, both[0], "--reason", "đại lý")
    run(watch_alerts.restore, both[0], "--reason", "nhầm")
    with pytest.raises(Refused, match="is-not-dismissed"):
        run(watch_alerts.restore, *both)
    lines = run(watch_alerts.list_alerts, "--json", "--all", "--organisation", "vietcombank")
    decided = [[(one["dismissed"], one["reason"]) for one in line["decisions"]] for line in lines]  # type: ignore[attr-defined]
    assert [[(True, "đại lý"), (False, "nhầm")], [(True, "đại lý")]] == decided
    with pytest.raises(Refused, match="no-reason"):
        run(watch_alerts.dismiss, OWN.id, "--reason", "  ")


def test_nothing_is_made_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who never watched has no alerts; a folder that was named and holds none is said to; neither makes a file."""
    monkeypatch.setenv("KIEMTIN_HOME", str(tmp_path))
    watch_alerts.list_alerts.main([], standalone_mode=False)
    with pytest.raises(Refused, match="no-such-alert"):
        watch_alerts.show.main(["abc"], standalone_mode=False)
    with pytest.raises(OutOfReach, match="no-folder"):
        watch_alerts.list_alerts.main(["--state", str(tmp_path / "nham")], standalone_mode=False)
    assert [] == list(tmp_path.iterdir())


def test_ids_are_completed(run: Run, state: Path) -> None:
    """Those that can be dismissed, or restored; nothing where the folder holds something else."""
    run(watch_alerts.dismiss, alert(1).id, "--reason", "đại lý")

    def offered(command: click.Command, beginning: str, folder: Path = state) -> set[str]:
        context = command.make_context("x", ["--state", str(folder)], resilient_parsing=True)
        (parameter,) = [one for one in command.params if one.name in ("alert", "alerts")]
        return {item.value for item in parameter.shell_complete(context, beginning)}

    assert {alert(1).id} == offered(watch_alerts.restore, "")
    assert alert(1).id not in offered(watch_alerts.dismiss, "")
    assert 3 == len(offered(watch_alerts.show, ""))
    assert {alert(0).id} == offered(watch_alerts.show, alert(0).id[:5].upper())
    assert set() == offered(watch_alerts.show, "", state / "nham")


def test_one_alert_is_shown(run: Run, state: Path) -> None:
    """As data, and its evidence beside; nothing of it was fetched for that."""
    (shown,) = run(watch_alerts.show, alert(0).id[:5], "--json", "--evidence", str(state / "evidence"))
    assert ("vietcombank-0.top", False) == (shown["domain"], shown["dismissed"])
    names = {path.name for path in (state / "evidence" / alert(0).id).iterdir()}
    assert {"report.html", "alert.json", "certificate.pem", "entry.bin", "proof.json", "checkpoint.txt"} == names

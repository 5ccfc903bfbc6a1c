"""``kiemtin watch list | show | dismiss | restore``: what was found, and what was decided about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, Ids, argument, command
from kiemtin.cli.edge import LANGUAGE, complain, print_json, say, today, written
from kiemtin.cli.organisations import complete_id, none_such
from kiemtin.cli.watch_certificates import line_of, own_folder
from kiemtin.cli.watch_evidence import rows_of, write_pack
from kiemtin.errors import KiemtinError, Refused

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kiemtin.organisations import Register
    from kiemtin.watch.certificates.alerts import Kept
    from kiemtin.watch.certificates.store import Store

MAX_REASON = 500
"""Characters of a reason."""

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def _completing(dismissed: bool | None) -> Complete:
    """The ids of alerts for the Tab key: those that are dismissed, those that are not, or (``None``) all."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            with _kept_in(context.params.get("state")) as store:
                found = [kept.alert for kept in store.alerts() if dismissed in (None, kept.dismissed is not None)]
        except KiemtinError:  # a folder that holds something else: the command itself will say so
            return []
        return [CompletionItem(one.id, help=one.domain) for one in found if one.id.startswith(incomplete.lower())]

    return complete


state_option = click.option("--state", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.state"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which alerts are to be listed."""

    everything: bool
    dismissed: bool
    organisation: tuple[str, ...]
    since: datetime.date | None

    def __post_init__(self) -> None:
        if self.everything and self.dismissed:
            raise Refused("cli.watch.list.both")

    @property
    def is_narrow(self) -> bool:
        """Whether some alerts are asked for, and not how things are."""
        return self.dismissed or bool(self.organisation)

    def takes(self, kept: Kept) -> bool:
        """Whether it is one of them."""
        alert = kept.alert
        if self.organisation and alert.organisation not in self.organisation:
            return False
        if self.since is not None and alert.first_seen < self.since:
            return False
        return self.everything or (kept.dismissed is not None) == self.dismissed


@command("watch.list")
@state_option
@click.option("--all", "everything", is_flag=True, help=say("cli.watch.list.all"))
@click.option("--dismissed", is_flag=True, help=say("cli.watch.list.dismissed"))
@click.option(
    "--organisation",
    cls=Ids,
    metavar=say("cli.ids-place"),
    help=say("cli.watch.list.organisation"),
    shell_complete=complete_id,
)
@click.option("--since", metavar=say("cli.desk.digest.since-place"), help=say("cli.watch.list.since"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.watch.json"))
def list_alerts(state: Path | None, since: str | None, *, as_json: bool, **asked: Any) -> None:
    """Set by the catalogue: ``cli.watch.list``."""
    from kiemtin.watch.certificates.alert_data import fault_data, kept_data

    wanted, register = Asked(since=_day(since), **asked), _register()
    with _kept_in(state) as store:
        known = list(store.alerts())
        faults = [one for one in store.faults() if wanted.since is None or one.noted >= wanted.since]
    for one in wanted.organisation:
        if register.get(one) is None and one not in {kept.alert.organisation for kept in known}:
            none_such(register, one)
    alerts, faults = list(filter(wanted.takes, known)), [] if wanted.is_narrow else faults
    if as_json:
        for data in (*map(kept_data, alerts), *map(fault_data, faults)):
            print_json(data)
        return
    for kept in alerts:
        print(line_of(kept.alert, register) + (f"  {say('watch.dismissed')}" if kept.dismissed else ""))
    for fault in faults:
        words = say(fault.message_id, **dict(fault.values))
        complain(say("watch.fault", name=fault.source, day=fault.noted.isoformat(), words=words))
    complain(say("watch.listed", count=written(len(alerts))))


def _day(given: str | None) -> datetime.date | None:
    """The day; raises ``Refused`` where it is none."""
    try:
        return datetime.date.fromisoformat(given) if given is not None else None
    except ValueError as error:
        raise Refused("cli.desk.digest.not-a-day", given=str(given)[:40]) from error


def _kept_in(state: Path | None) -> Store:
    """What a watch has kept: nothing where none ever ran. Raises ``OutOfReach`` where a named folder holds none."""
    from kiemtin.storage import FILE
    from kiemtin.watch.certificates.store import Store

    if state is None and not (own_folder() / FILE).exists():
        return Store(None)
    return Store(state if state is not None else own_folder(), create=False)


@command("watch.show")
@argument("alert", about="cli.watch.alert", metavar=say("cli.id-place"), shell_complete=_completing(dismissed=None))
@state_option
@click.option("--evidence", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.show.evidence"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def show(alert: str, state: Path | None, evidence: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.watch.show``."""
    from kiemtin.watch.certificates.entries import parts_of

    with _kept_in(state) as store:
        kept = _one(store, alert)
        issuers = store.issuers(parts_of(kept.alert.proof.leaf).chain)
    if evidence is not None:
        place = write_pack(kept.alert, evidence, issuers, _register())
        complain(say("watch.evidence.written", name=str(place)))
    if as_json:
        from kiemtin.watch.certificates.alert_data import kept_data

        print_json(kept_data(kept))
        return
    _print(kept, issuers)


@command("watch.dismiss")
@argument(
    "alerts",
    about="cli.watch.alerts-argument",
    metavar=say("cli.ids-place"),
    nargs=-1,
    required=True,
    shell_complete=_completing(dismissed=False),
)
@click.option("--reason", required=True, metavar=say("cli.watch.reason-place"), help=say("cli.watch.reason"))
@state_option
def dismiss(alerts: tuple[str, ...], reason: str, state: Path | None) -> None:
    """Set by the catalogue: ``cli.watch.dismiss``."""
    _decide(alerts, reason, state, dismissed=True)


@command("watch.restore")
@argument(
    "alerts",
    about="cli.watch.alerts-argument",
    metavar=say("cli.ids-place"),
    nargs=-1,
    required=True,
    shell_complete=_completing(dismissed=True),
)
@click.option("--reason", default="", metavar=say("cli.watch.reason-place"), help=say("cli.watch.restore.reason"))
@state_option
def restore(alerts: tuple[str, ...], reason: str, state: Path | None) -> None:
    """Set by the catalogue: ``cli.watch.restore``."""
    _decide(alerts, reason, state, dismissed=False)


def _decide(given: tuple[str, ...], reason: str, state: Path | None, *, dismissed: bool) -> None:
    """Decide about all of them, or (where one of them cannot be meant) about none."""
    from kiemtin.watch.certificates.alerts import Decision

    words = " ".join(reason.split())
    if dismissed and not words:
        raise Refused("watch.no-reason")
    if len(words) > MAX_REASON:
        raise Refused("watch.long-reason", limit=MAX_REASON)
    with _kept_in(state) as store:
        meant = {kept.alert.id: kept for kept in (_one(store, one) for one in given)}.values()
        for kept in meant:
            if (kept.dismissed is not None) == dismissed:
                raise Refused("watch.is-dismissed" if dismissed else "watch.is-not-dismissed", name=kept.alert.domain)
        store.decide([kept.alert.id for kept in meant], Decision(dismissed, words, today()))
    for kept in meant:
        complain(say("watch.was-dismissed" if dismissed else "watch.was-restored", name=kept.alert.domain))


def _one(store: Store, given: str) -> Kept:
    """The alert whose id begins so; raises ``Refused`` where there is none, or several."""
    ids = store.ids_from(given.strip().lower())
    if len(ids) != 1 or not given.strip():
        raise Refused("watch.several" if len(ids) > 1 else "watch.no-such-alert", given=given[:40])
    return next(iter(store.alerts(ids)))


def _register() -> Register:
    from kiemtin.app import Kiemtin

    return Kiemtin().register


def _print(kept: Kept, issuers: Mapping[bytes, bytes]) -> None:
    from kiemtin.formats.visible import visible
    from kiemtin.watch.certificates.explaining import explained

    rows = rows_of(kept.alert, issuers, _register())
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"{label:<{width}}  {visible(value)}")
    for words in explained(kept.alert, LANGUAGE):
        print(visible(words))
    for one in kept.decisions:
        words = "watch.decided.dismissed" if one.dismissed else "watch.decided.restored"
        print(visible(say(words, day=one.day.isoformat(), reason=one.reason or "–")))

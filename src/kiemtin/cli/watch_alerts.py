"""``kiemtin watch list | show | dismiss | restore``: what was found, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import LANGUAGE, complain, print_json, say, today, written
from kiemtin.cli.watch_certificates import line_of, open_store
from kiemtin.errors import Refused

if TYPE_CHECKING:
    from kiemtin.watch.certificates.alerts import Alert, Kept
    from kiemtin.watch.certificates.store import Store

MAX_REASON = 500
"""Characters of a reason."""

state_option = click.option("--state", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.state"))
alert_argument = argument("alert", about="cli.watch.alert", metavar=say("cli.id-place"))


@command("watch.list")
@state_option
@click.option("--all", "everything", is_flag=True, help=say("cli.watch.list.all"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.watch.json"))
def list_alerts(state: Path | None, *, everything: bool, as_json: bool) -> None:
    """Set by the catalogue: ``cli.watch.list``."""
    from kiemtin.app import Kiemtin
    from kiemtin.watch.certificates.alert_data import fault_data, kept_data

    with open_store(state) as store:
        alerts = [kept for kept in store.alerts() if everything or kept.dismissed is None]
        faults = store.faults()
    if as_json:
        for kept in alerts:
            print_json(kept_data(kept))
        for fault in faults:
            print_json(fault_data(fault))
        return
    register = Kiemtin().register
    for kept in alerts:
        print(line_of(kept.alert, register) + (f"  {say('watch.dismissed')}" if kept.dismissed else ""))
    for fault in faults:
        words = say(fault.message_id, **dict(fault.values))
        complain(say("watch.fault", name=fault.source, day=fault.noted.isoformat(), words=words))
    complain(say("watch.listed", count=written(len(alerts))))


@command("watch.show")
@alert_argument
@state_option
@click.option("--evidence", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.show.evidence"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def show(alert: str, state: Path | None, evidence: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.watch.show``."""
    from kiemtin.watch.certificates.entries import parts_of

    with open_store(state) as store:
        kept = _one(store, alert)
        issuers = store.issuers(parts_of(kept.alert.proof.leaf).chain)
    if evidence is not None:
        _write_evidence(kept, evidence, issuers)
    if as_json:
        from kiemtin.watch.certificates.alert_data import kept_data

        print_json(kept_data(kept))
        return
    _print(kept, issuers)


@command("watch.dismiss")
@alert_argument
@click.option("--reason", required=True, metavar=say("cli.watch.reason-place"), help=say("cli.watch.reason"))
@state_option
def dismiss(alert: str, reason: str, state: Path | None) -> None:
    """Set by the catalogue: ``cli.watch.dismiss``."""
    _decide(alert, reason, state, dismissed=True)


@command("watch.restore")
@alert_argument
@click.option("--reason", default="", metavar=say("cli.watch.reason-place"), help=say("cli.watch.restore.reason"))
@state_option
def restore(alert: str, reason: str, state: Path | None) -> None:
    """Set by the catalogue: ``cli.watch.restore``."""
    _decide(alert, reason, state, dismissed=False)


def _decide(alert: str, reason: str, state: Path | None, *, dismissed: bool) -> None:
    from kiemtin.watch.certificates.alerts import Decision

    words = " ".join(reason.split())
    if dismissed and not words:
        raise Refused("watch.no-reason")
    if len(words) > MAX_REASON:
        raise Refused("watch.long-reason", limit=MAX_REASON)
    with open_store(state) as store:
        kept = _one(store, alert)
        if (kept.dismissed is not None) == dismissed:
            raise Refused("watch.is-dismissed" if dismissed else "watch.is-not-dismissed", name=kept.alert.domain)
        store.decide(kept.alert.id, Decision(dismissed, words, today()))
    complain(say("watch.was-dismissed" if dismissed else "watch.was-restored", name=kept.alert.domain))


def _one(store: Store, given: str) -> Kept:
    """The alert whose id begins so; raises ``Refused`` where there is none, or several."""
    ids = store.ids_from(given.strip().lower())
    if len(ids) != 1 or not given.strip():
        raise Refused("watch.several" if len(ids) > 1 else "watch.no-such-alert", given=given[:40])
    return next(iter(store.alerts(ids)))


def _write_evidence(kept: Kept, folder: Path, issuers: Mapping[bytes, bytes]) -> None:
    from kiemtin.formats.visible import visible
    from kiemtin.watch.beside import around, pieces, read_as
    from kiemtin.watch.certificates.evidence import Names, Page, to_page, write_evidence
    from kiemtin.watch.certificates.explaining import explained, row_of

    alert, row = kept.alert, row_of(kept.alert)
    names = Names(
        visible(read_as(row)),
        visible(alert.official or "–"),
        pieces(row),
        around(row),
        (say("watch.evidence.forged"), say("watch.label.official")),
        explained(alert, LANGUAGE),
    )
    page = Page(
        say("watch.evidence.title", name=visible(alert.domain)),
        names,
        say("screen.meaning"),
        [(label, visible(value)) for label, value in _rows(kept, issuers)],
        say("watch.evidence.files"),
    )
    place = write_evidence(alert, folder, to_page(page, LANGUAGE), issuers)
    complain(say("watch.evidence.written", name=str(place)))


def _chain(alert: Alert, issuers: Mapping[bytes, bytes]) -> str:
    """How much of the chain above the certificate is kept."""
    from kiemtin.watch.certificates.entries import parts_of

    named = len(set(parts_of(alert.proof.leaf).chain))
    if not named:
        return say("watch.chain.none")
    words = "watch.chain.whole" if len(issuers) == named else "watch.chain.missing"
    return say(words, count=written(named), kept=written(len(issuers)))


def _rows(kept: Kept, issuers: Mapping[bytes, bytes]) -> list[tuple[str, str]]:
    """What there is to say of an alert, each with its label."""
    from kiemtin.app import Kiemtin

    alert = kept.alert
    known = Kiemtin().register.get(alert.organisation)
    values = {
        "domain": alert.domain,
        "about": alert.under,
        "official": alert.official or "–",
        "organisation": known.short if known else alert.organisation,
        "technique": say(f"technique.{alert.technique}"),
        "score": f"{alert.score:.2f}",
        "first-seen": alert.first_seen.isoformat(),
        "issuer": alert.issuer or "–",
        "chain": _chain(alert, issuers),
        "log": alert.place.origin,
        "source": alert.place.source,
        "entry": written(alert.place.entry),
        "logged": alert.place.logged.date().isoformat(),
        "signature": say("watch.signature.good" if alert.proof.judged else "watch.signature.not-judged"),
        "id": alert.id,
    }
    return [(say(f"watch.label.{name}"), value) for name, value in values.items()]


def _print(kept: Kept, issuers: Mapping[bytes, bytes]) -> None:
    from kiemtin.formats.visible import visible
    from kiemtin.watch.certificates.explaining import explained

    rows = _rows(kept, issuers)
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"{label:<{width}}  {visible(value)}")
    for words in explained(kept.alert, LANGUAGE):
        print(visible(words))
    for one in kept.decisions:
        words = "watch.decided.dismissed" if one.dismissed else "watch.decided.restored"
        print(visible(say(words, day=one.day.isoformat(), reason=one.reason or "–")))

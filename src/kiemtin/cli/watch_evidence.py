"""The evidence for an alert: what is said of it, and its files, one folder for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kiemtin.cli.edge import LANGUAGE, say, written

if TYPE_CHECKING:
    from kiemtin.organisations import Register
    from kiemtin.watch.certificates.alerts import Alert
    from kiemtin.watch.certificates.store import Store
    from kiemtin.watch.certificates.telling import Parcel

OFFICIAL = 2
"""The place of the official name among what is said of an alert."""


@dataclass(frozen=True, slots=True)
class EvidenceFolder:
    """A folder that gets the files of each alert, told like a channel: none is missing after a crash."""

    folder: Path
    store: Store
    register: Register
    disturbs: ClassVar[bool] = False
    most: ClassVar[int] = 1

    @property
    def name(self) -> str:
        """By its full path."""
        return f"evidence:{self.folder.absolute()}"

    def tell(self, parcel: Parcel) -> None:
        """Write the files of each; raises ``OutOfReach`` where that fails."""
        from kiemtin.watch.certificates.entries import parts_of

        for alert in parcel.alerts:
            issuers = self.store.issuers(parts_of(alert.proof.leaf).chain)
            write_pack(alert, self.folder, issuers, self.register)


def write_pack(alert: Alert, folder: Path, issuers: Mapping[bytes, bytes], register: Register) -> Path:
    """Write what an organisation can attach to a complaint of its own, into a folder named after the alert."""
    from kiemtin.formats.visible import visible
    from kiemtin.watch.beside import around, pieces, read_as
    from kiemtin.watch.certificates.evidence import Names, Page, to_page, write_evidence
    from kiemtin.watch.certificates.explaining import explained, row_of

    row, rows = row_of(alert), rows_of(alert, issuers, register)
    names = Names(
        visible(read_as(row)),
        visible(alert.official or "–"),
        pieces(row),
        around(row),
        (say("watch.evidence.forged"), rows[OFFICIAL][0]),
        explained(alert, LANGUAGE),
    )
    page = Page(
        say("watch.evidence.title", name=visible(alert.domain)),
        names,
        say("screen.meaning"),
        [(label, visible(value)) for label, value in rows],
        say("watch.evidence.files"),
    )
    return write_evidence(alert, folder, to_page(page, LANGUAGE), issuers)


def rows_of(alert: Alert, issuers: Mapping[bytes, bytes], register: Register) -> list[tuple[str, str]]:
    """What there is to say of an alert, each with its label."""
    from kiemtin.watch.certificates.explaining import label_of_official

    known = register.get(alert.organisation)
    values = {
        "domain": alert.domain,
        "about": alert.under,
        label_of_official(register, alert.organisation): alert.official or "–",
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


def _chain(alert: Alert, issuers: Mapping[bytes, bytes]) -> str:
    """How much of the chain above the certificate is kept."""
    from kiemtin.watch.certificates.entries import parts_of

    named = len(set(parts_of(alert.proof.leaf).chain))
    if not named:
        return say("watch.chain.none")
    words = "watch.chain.whole" if len(issuers) == named else "watch.chain.missing"
    return say(words, count=written(named), kept=written(len(issuers)))

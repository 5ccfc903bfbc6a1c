"""The file that a watch keeps: how far each log was read, what was found, and what was decided.

What a batch of entries brought and how far it reached are written in one transaction: whoever is stopped at any moment
goes on where the last one ended, with nothing lost and nothing twice.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kiemtin.errors import OutOfReach, Refused
from kiemtin.storage.database import Database, Kind
from kiemtin.watch.certificates.alerts import Alert, Decision, Fault, Kept, Place, Proof

FOLDER = "watch"
"""Where it lies in the user's own folder."""

MORE = (
    "CREATE TABLE letter (channel TEXT PRIMARY KEY, alerts TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE digest (channel TEXT PRIMARY KEY, moment REAL NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE issuer (fingerprint BLOB PRIMARY KEY, certificate BLOB NOT NULL) STRICT, WITHOUT ROWID",
)
"""Tables that a file made earlier does not have: they are added to it, and nothing in it changes."""

APPLICATION = 0x4B54_4357
"""``PRAGMA application_id`` of this file ("KTCW")."""

LAYOUT = 1

SCHEMA = """
CREATE TABLE log (
    source TEXT PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint TEXT NOT NULL,
    place INTEGER NOT NULL, entries INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE alert (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, domain TEXT NOT NULL, under TEXT NOT NULL,
    organisation TEXT NOT NULL, technique TEXT NOT NULL, score REAL NOT NULL, matched TEXT NOT NULL, official TEXT,
    issuer TEXT NOT NULL, first_seen TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, entry INTEGER NOT NULL,
    logged TEXT NOT NULL, leaf BLOB NOT NULL, path BLOB NOT NULL, checkpoint TEXT NOT NULL, judged INTEGER NOT NULL
) STRICT;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL REFERENCES alert(id), dismissed INTEGER NOT NULL,
    reason TEXT NOT NULL, day TEXT NOT NULL
) STRICT;
CREATE INDEX decision_alert ON decision(alert);
CREATE TABLE told (
    channel TEXT NOT NULL, alert TEXT NOT NULL REFERENCES alert(id), PRIMARY KEY (channel, alert)
) STRICT, WITHOUT ROWID;
CREATE TABLE fault (
    number INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, message TEXT NOT NULL, content TEXT NOT NULL,
    noted TEXT NOT NULL, known TEXT NOT NULL, seen TEXT NOT NULL, UNIQUE (source, message, content)
) STRICT;
"""

KIND = Kind(
    APPLICATION,
    LAYOUT,
    SCHEMA,
    missing=partial(OutOfReach, "watch.no-folder"),
    not_ours=partial(Refused, "watch.not-ours"),
    newer=partial(Refused, "watch.newer"),
    cannot_write=partial(OutOfReach, "watch.cannot-write"),
)

HASH_BYTES = 32

COLUMNS = (
    *("id", "domain", "under", "organisation", "technique", "score", "matched", "official", "issuer", "first_seen"),
    *("source", "origin", "entry", "logged", "leaf", "path", "checkpoint", "judged"),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a log was read, and the last of its checkpoints that was seen.

    ``entries`` were looked at in all, ``unreadable`` of them held no certificate that could be read.
    """

    origin: str
    size: int
    root: bytes
    checkpoint: str
    place: int
    entries: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What reading from one place to another brought."""

    before: int
    after: int
    unreadable: int
    alerts: Sequence[Alert]


class Store:
    """The file in ``folder``, or (``None``) one in memory; for one thread. Raises what ``Database`` raises."""

    def __init__(self, folder: Path | None, *, create: bool = True) -> None:
        self._database = Database(folder, KIND, create=create)
        self._connection = self._database.connection
        if self._database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'issuer'") == 0:
            with self._database.writing():
                for statement in MORE:
                    self._connection.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS", 1))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def reached(self, source: str) -> Reached | None:
        """How far a log was read; ``None`` where it never was."""
        columns = "origin, size, root, checkpoint, place, entries, unreadable"
        row = self._connection.execute(f"SELECT {columns} FROM log WHERE source = ?", (source,)).fetchone()  # noqa: S608
        return Reached(*row) if row else None

    def begin(self, source: str, reached: Reached) -> None:
        """Remember a log that is read for the first time, or anew."""
        values = (source, reached.origin, reached.size, reached.root, reached.checkpoint, reached.place)
        with self._database.writing():
            self._connection.execute("DELETE FROM log WHERE source = ?", (source,))
            self._connection.execute(
                "INSERT INTO log (source, origin, size, root, checkpoint, place) VALUES (?, ?, ?, ?, ?, ?)", values
            )

    def forget(self, source: str) -> None:
        """Forget how far a log was read; what was found in it stays."""
        with self._database.writing():
            self._connection.execute("DELETE FROM log WHERE source = ?", (source,))

    def saw(self, source: str, reached: Reached) -> None:
        """Remember a later checkpoint of the log; one that another process saw meanwhile is not taken back."""
        values = (reached.size, reached.root, reached.checkpoint, source, reached.size)
        with self._database.writing():
            self._connection.execute(
                "UPDATE log SET size = ?, root = ?, checkpoint = ? WHERE source = ? AND size <= ?", values
            )

    def advance(self, source: str, progress: Progress) -> list[Alert]:
        """Keep what was found and how far reading came; gives back the alerts that are new.

        Raises ``Refused`` where the place is no longer where this reading began: another process reads the same log.
        """
        with self._database.writing():
            moved = self._connection.execute(
                "UPDATE log SET place = ?, entries = entries + ?, unreadable = unreadable + ?"
                " WHERE source = ? AND place = ?",
                (progress.after, progress.after - progress.before, progress.unreadable, source, progress.before),
            )
            if moved.rowcount != 1:
                raise Refused("certificates.read-elsewhere", name=source)
            places = ", ".join("?" * len(COLUMNS))
            add = f"INSERT OR IGNORE INTO alert ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608
            return [one for one in progress.alerts if self._connection.execute(add, _row(one)).rowcount == 1]

    def note(self, fault: Fault) -> bool:
        """Keep what is wrong with a log; whether it was not known before."""
        content = json.dumps(dict(fault.values), sort_keys=True)
        values = (fault.source, fault.message_id, content, fault.noted.isoformat(), fault.known, fault.seen)
        with self._database.writing():
            added = self._connection.execute(
                "INSERT OR IGNORE INTO fault (source, message, content, noted, known, seen) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        return added.rowcount == 1

    def faults(self) -> list[Fault]:
        """What was wrong with logs, the first noted first."""
        rows = self._connection.execute(
            "SELECT source, message, content, noted, known, seen FROM fault ORDER BY number"
        )
        return [
            Fault(source, message, tuple(json.loads(content).items()), datetime.date.fromisoformat(noted), known, seen)
            for source, message, content, noted, known, seen in rows
        ]

    def alerts(self, ids: Iterable[str] | None = None) -> Iterator[Kept]:
        """The alerts, or those of some ids, in the order in which they were found."""
        decisions: dict[str, list[Decision]] = {}
        for alert, dismissed, reason, day in self._connection.execute(
            "SELECT alert, dismissed, reason, day FROM decision ORDER BY number"
        ):
            decisions.setdefault(alert, []).append(Decision(bool(dismissed), reason, datetime.date.fromisoformat(day)))
        wanted = None if ids is None else frozenset(ids)
        query = f"SELECT {', '.join(COLUMNS)} FROM alert ORDER BY number"  # noqa: S608
        for row in self._connection.execute(query):
            if wanted is None or row[0] in wanted:
                yield Kept(_alert(row), tuple(decisions.get(row[0], ())))

    def untold(self, channel: str) -> list[Alert]:
        """The alerts that a channel was not told of and nobody has dismissed, in the order in which they were found."""
        rows = self._connection.execute(
            "SELECT id FROM alert WHERE id NOT IN (SELECT alert FROM told WHERE channel = ?)", (channel,)
        ).fetchall()
        wanted = [row[0] for row in rows]
        return [kept.alert for kept in self.alerts(wanted) if kept.dismissed is None] if wanted else []

    def told(self, channel: str, alerts: Iterable[str], gathered: Sequence[str] = ()) -> None:
        """Note that a channel has taken these alerts, and that what was gathered in a letter waits no longer."""
        with self._database.writing():
            rows = [(channel, alert) for alert in alerts]
            self._connection.executemany("INSERT OR IGNORE INTO told (channel, alert) VALUES (?, ?)", rows)
            self._connection.execute(
                "DELETE FROM letter WHERE channel = ? AND alerts = ?", (channel, json.dumps(list(gathered)))
            )

    def gather(self, channel: str, alerts: Sequence[str]) -> None:
        """Note that these alerts go to a channel together, until it has taken them; what was gathered before stays."""
        with self._database.writing():
            self._connection.execute(
                "INSERT OR IGNORE INTO letter (channel, alerts) VALUES (?, ?)", (channel, json.dumps(list(alerts)))
            )

    def gathered(self, channel: str) -> list[str]:
        """The alerts that go to a channel together; none where it has taken all that were gathered."""
        row = self._connection.execute("SELECT alerts FROM letter WHERE channel = ?", (channel,)).fetchone()
        return [str(one) for one in json.loads(row[0])] if row else []

    def digested(self, channel: str) -> float | None:
        """The moment of the latest digest that a channel was told; ``None`` where it was never to be told any."""
        row = self._connection.execute("SELECT moment FROM digest WHERE channel = ?", (channel,)).fetchone()
        return float(row[0]) if row else None

    def digest(self, channel: str, moment: float) -> None:
        """Note that a channel was told the digest of that moment."""
        with self._database.writing():
            self._connection.execute("INSERT OR REPLACE INTO digest (channel, moment) VALUES (?, ?)", (channel, moment))

    def issuers(self, fingerprints: Iterable[bytes]) -> dict[bytes, bytes]:
        """The certificates of issuers, by fingerprint; those that are not kept are left out."""
        query = "SELECT certificate FROM issuer WHERE fingerprint = ?"
        found = ((one, self._connection.execute(query, (one,)).fetchone()) for one in fingerprints)
        return {one: row[0] for one, row in found if row}

    def keep_issuer(self, fingerprint: bytes, certificate: bytes) -> None:
        """Keep the certificate of an issuer."""
        with self._database.writing():
            self._connection.execute("INSERT OR IGNORE INTO issuer VALUES (?, ?)", (fingerprint, certificate))

    def ids_from(self, beginning: str) -> list[str]:
        """The ids of alerts that begin so, two at most: one is meant, or none is."""
        rows = self._connection.execute(
            "SELECT id FROM alert WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 2", (len(beginning), beginning)
        )
        return [row[0] for row in rows]

    def decide(self, alerts: Iterable[str], decision: Decision) -> None:
        """Keep what was decided about some alerts, all of them or none; what was decided before stays too."""
        values = (decision.dismissed, decision.reason, decision.day.isoformat())
        with self._database.writing():
            self._connection.executemany(
                "INSERT INTO decision (alert, dismissed, reason, day) VALUES (?, ?, ?, ?)",
                [(alert, *values) for alert in alerts],
            )


def _row(alert: Alert) -> tuple[Any, ...]:
    place, proof = alert.place, alert.proof
    return (
        *(alert.id, alert.domain, alert.under, alert.organisation, alert.technique, alert.score, alert.matched),
        *(alert.official, alert.issuer, alert.first_seen.isoformat(), place.source, place.origin, place.entry),
        *(place.logged.isoformat(), proof.leaf, b"".join(proof.path), proof.checkpoint, proof.judged),
    )


def _alert(row: tuple[Any, ...]) -> Alert:
    known = dict(zip(COLUMNS, row, strict=False))
    path = tuple(known["path"][at : at + HASH_BYTES] for at in range(0, len(known["path"]), HASH_BYTES))
    logged = datetime.datetime.fromisoformat(known["logged"])
    return Alert(
        **{name: known[name] for name in COLUMNS[1:9]},
        first_seen=datetime.date.fromisoformat(known["first_seen"]),
        place=Place(known["source"], known["origin"], known["entry"], logged),
        proof=Proof(known["leaf"], path, known["checkpoint"], bool(known["judged"])),
    )

"""Reading a log: every lookalike once, whenever it is stopped, and nothing believed that the log has not signed."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Sequence

import pytest

from kiemtin.errors import KiemtinError, OutOfReach, Refused, Untrusted
from kiemtin.transparency.merkle import leaf_hash, verify_inclusion
from kiemtin.watch.certificates import reading as module
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.reading import HISTORY, LogReading, Watched
from kiemtin.watch.certificates.sources import InFolder
from kiemtin.watch.certificates.store import Store
from kiemtin.watch.certificates.watching import Began, Brought, Failed, watch
from tests.watch.certificates.conftest import TODAY, Open
from tests.watch.certificates.made import (
    CA,
    MadeLog,
    certificate,
    hashed_part,
    leaf_of,
    ordinary_names,
    precertificate_leaf,
)

PLANTED = {
    40: ["vietcombank-vn.top"],
    255: ["www.vietcombankd.cfd", "vietcombankd.cfd"],
    256: ["dangnhap.vietcombank-otp.xyz"],
}
"""Names that imitate, by their entries: one in the middle of a tile, the last of one and the first of the next."""

ORDINARY = [certificate(names) for names in ordinary_names(8)]


def _fill(log: MadeLog, count: int) -> None:
    """So many entries more, with what is planted among them."""
    for index in range(len(log.leaves), len(log.leaves) + count):
        if index in PLANTED:
            planted = PLANTED[index]
            log.add(precertificate_leaf(planted, index) if index % 2 else leaf_of(certificate(planted), index))
        else:
            log.add(leaf_of(ORDINARY[index % 8], index))
    log.publish()


def _read(reading: LogReading) -> list[Alert]:
    reading.look()
    return [alert for batch in reading.read() for alert in batch.alerts]


def _domains(alerts: Sequence[Alert]) -> list[str]:
    return sorted(alert.under for alert in alerts)


ALL = ["vietcombank-otp.xyz", "vietcombank-vn.top", "vietcombankd.cfd"]


def test_every_lookalike_is_found_once(log: MadeLog, store: Store, reading: Open) -> None:
    """As certificate and as precertificate; what is not new on a later run is not told again."""
    _fill(log, 300)
    alerts = _read(reading())
    assert ALL == _domains(alerts)
    assert [] == _read(reading())
    log.add(leaf_of(certificate(["mail.vietcombank-vn.top", "*.vietcombank-vn.top"]), 300))
    log.publish()
    assert [] == _read(reading())
    assert ALL == _domains([kept.alert for kept in store.alerts()])


def test_an_alert_says_what_the_certificate_and_the_log_say(log: MadeLog, reading: Open) -> None:
    """Whom it imitates, how, who issued it, and a proof that leads to the root which the log has signed."""
    _fill(log, 300)
    first = _read(reading())[0]
    assert ("vietcombank-vn.top", "vietcombank", "vietcombank.com.vn") == (
        first.domain,
        first.organisation,
        first.official,
    )
    assert (CA, TODAY, 40, log.origin) == (first.issuer, first.first_seen, first.place.entry, first.place.origin)
    assert first.score > 0.9
    assert first.proof.judged
    assert first.proof.leaf == log.leaves[40]
    leaf = leaf_hash(hashed_part(first.proof.leaf))
    assert verify_inclusion(leaf, 40, 300, first.proof.path, log.tree.root())
    assert log.checkpoint(300).decode().rpartition("—")[0] == first.proof.checkpoint.rpartition("—")[0]


def test_names_of_nobody_watched_are_not_kept(log: MadeLog, store: Store, reading: Open) -> None:
    """Nor those that imitate somebody else, nor the organisation's own: no byte of them is in the file."""
    log.add(
        *(
            leaf_of(certificate([name]))
            for name in ("bidv-xacthuc.vip", "ibanking.vietcombank.com.vn", "quartz.example")
        )
    )
    _fill(log, 50)
    assert ["vietcombank-vn.top"] == _domains(_read(reading()))
    store.close()
    content = b"".join(path.read_bytes() for path in (log.folder.parent / "watch").iterdir())
    assert b"vietcombank-vn.top" in content
    assert [] == [name for name in (b"bidv", b"ibanking", b"quartz") if name in content]


def test_a_log_that_was_never_read_begins_at_its_end(log: MadeLog, store: Store, reading: Open) -> None:
    """Unless its first entry, or any other, is asked for; an entry that it does not have is refused."""
    _fill(log, 100)
    late = reading(None)
    assert [] == _read(late)
    assert 100 == late.began
    _fill(log, 200)
    assert ["vietcombank-otp.xyz", "vietcombankd.cfd"] == _domains(_read(reading(None)))
    store.forget(str(log.folder))
    assert ["vietcombank-otp.xyz"] == _domains([one.alert for one in store.alerts() if one.alert.place.entry == 256])
    with pytest.raises(Refused, match="start-beyond"):
        reading(301).look()


def test_stopped_anywhere_nothing_is_lost_or_doubled(
    log: MadeLog, store: Store, reading: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is kept before it is given: whoever goes on begins behind it."""
    monkeypatch.setattr(module, "TILES_AT_ONCE", 1)
    _fill(log, 600)
    found: list[Alert] = []
    for _ in range(3):
        one = reading()
        one.look()
        found += next(iter(one.read())).alerts
    assert ALL == _domains(found)
    reached = store.reached(str(log.folder))
    assert (600, 600) == (reached.place, reached.entries) if reached else None


def test_a_folder_copied_from_a_log_may_hold_packed_tiles(log: MadeLog, reading: Open) -> None:
    """Logs keep their data tiles packed on disk."""
    _fill(log, 300)
    for tile in (log.folder / "tile/data").rglob("*"):
        if tile.is_file():
            tile.write_bytes(gzip.compress(tile.read_bytes()))
    assert ALL == _domains(_read(reading()))


def test_what_cannot_be_kept_is_read_again(log: MadeLog, store: Store, reading: Open) -> None:
    """A transaction that fails leaves place and alerts as they were."""
    _fill(log, 300)
    one = reading()
    one.look()
    store._connection.execute("CREATE TRIGGER full BEFORE INSERT ON alert BEGIN SELECT RAISE(ABORT, 'x'); END")
    with pytest.raises(Exception, match="x"):
        list(one.read())
    store._connection.execute("DROP TRIGGER full")
    assert ALL == _domains(_read(reading()))


def test_certificates_that_cannot_be_read_are_counted(log: MadeLog, store: Store, reading: Open) -> None:
    """They stand in the log, so they are no fault of it; those around them are read."""
    log.add(*(leaf_of(bytes([number]) * 40) for number in range(10)))
    _fill(log, 50)
    assert 1 == len(_read(reading()))
    reached = store.reached(str(log.folder))
    assert reached is not None
    assert (10, 60) == (reached.unreadable, reached.entries)


@pytest.mark.parametrize("path", ["tile/data/001", "tile/1/000.p/2", "tile/0/002.p/88", "checkpoint"])
@pytest.mark.parametrize("harm", ["altered", "cut", "gone"])
def test_a_bad_file_is_named_and_nothing_of_it_used(
    log: MadeLog, store: Store, reading: Open, path: str, harm: str
) -> None:
    """The place stays before it, what came before it is kept, and all is read once it is mended."""
    _fill(log, 600)
    file = log.folder / path
    good = file.read_bytes()
    place = good.index(b"vietcombank-otp") if b"vietcombank-otp" in good else 40
    harmed = {"altered": good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :], "cut": good[:-1]}
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(harmed[harm])
    (failed,) = [one for one in watch([reading()], store, None) if isinstance(one, Failed)]
    assert isinstance(failed.error, OutOfReach if harm == "gone" else Untrusted)
    assert (failed.fault is None) == (harm == "gone")
    if path.startswith("tile/data"):
        assert path == failed.error.values["name"]
        assert 256 == store.reached(str(log.folder)).place
    file.write_bytes(good)
    list(watch([reading()], store, None))
    assert ALL == _domains([kept.alert for kept in store.alerts()])
    assert len(store.faults()) == (harm != "gone")


def test_history_that_was_rewritten_is_a_fault_of_its_own(
    log: MadeLog, store: Store, watched: Watched, reading: Open
) -> None:
    """Rolled back, rewritten at the same size or a larger one, or another log: named, kept with both checkpoints."""
    _fill(log, 600)
    _read(reading())
    log.add(leaf_of(ORDINARY[0]))
    faults: list[str] = []
    for make in (_rolled_back, _rewritten, _rewritten_and_longer, _of_another_name):
        make(log).publish()
        (event,) = list(watch([reading()], store, 1.0))
        assert isinstance(event, Failed)
        assert event.ends
        assert event.fault is not None
        assert event.fault.known.splitlines()[1] == "600"
        assert event.fault.seen.splitlines()[1] == (log.folder / "checkpoint").read_text("utf-8").splitlines()[1]
        faults.append(event.error.message_id)
    assert HISTORY == set(faults)
    assert [
        "certificates.rolled-back",
        "certificates.rewritten",
        "certificates.rewritten",
        "certificates.other-log",
    ] == faults
    reached = store.reached(str(log.folder))
    assert (600, 600) == (reached.place, reached.size) if reached else None
    assert 4 == len(store.faults())


def _like(log: MadeLog, origin: str | None = None) -> MadeLog:
    return MadeLog(log.folder, origin or log.origin, log.key)


def _rolled_back(log: MadeLog) -> MadeLog:
    made = _like(log)
    made.add(*log.leaves[:500])
    return made


def _rewritten(log: MadeLog) -> MadeLog:
    made = _like(log)
    made.add(*log.leaves[1:])
    return made


def _rewritten_and_longer(log: MadeLog) -> MadeLog:
    made = _rewritten(log)
    made.add(*log.leaves[:400])
    return made


def _of_another_name(log: MadeLog) -> MadeLog:
    made = _like(log, "log.khac.test")
    made.add(*log.leaves)
    return made


def test_a_wrong_signature_is_refused_and_without_a_key_it_is_said(
    log: MadeLog, store: Store, watched: Watched
) -> None:
    """An alert of a log whose key nobody gave says that its signature was not checked."""
    _fill(log, 300)
    source = InFolder(str(log.folder))
    note = (log.folder / "checkpoint").read_text("utf-8")
    signature = base64.b64decode(note.rpartition(" ")[2])
    broken = base64.b64encode(signature[:-1] + bytes([signature[-1] ^ 1])).decode()
    (log.folder / "checkpoint").write_text(note.replace(note.rpartition(" ")[2].strip(), broken), "utf-8")
    with pytest.raises(Untrusted, match="bad-signature"):
        LogReading(source, store, watched, [log.log_key], 0).look()
    alerts = _read(LogReading(source, store, watched, [], 0))
    assert [False] * 3 == [alert.proof.judged for alert in alerts]


def test_two_readers_of_one_state_do_not_disturb_each_other(log: MadeLog, store: Store, reading: Open) -> None:
    """The second stops with a word about it; nothing is doubled."""
    _fill(log, 300)
    one, other = reading(), reading()
    one.look()
    other.look()
    batches = other.read()
    list(one.read())
    assert [] == list(batches)
    _fill(log, 300)
    one.look()
    other.look()
    reached = store.reached(str(log.folder))
    assert reached is not None
    late = other._kept(list(other._tiles(300)), 300)
    assert 600 == late.place
    with pytest.raises(Refused, match="read-elsewhere"):
        one._kept(list(one._tiles(300)), 300)


def test_logs_take_turns_and_one_that_fails_keeps_none_waiting(
    log: MadeLog, store: Store, watched: Watched, reading: Open
) -> None:
    """Following, a log that is out of reach is tried again later, and reading goes on where it stood."""
    _fill(log, 300)
    empty = log.folder.parent / "empty"
    empty.mkdir()
    missing = LogReading(InFolder(str(empty)), store, watched, [log.log_key], 0)
    now, said = [0.0], []
    events = watch(
        [missing, reading()], store, 60.0, lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds)
    )
    for event in events:
        said.append((now[0], type(event)))
        if isinstance(event, Failed) and now[0] > 100:
            break
        if isinstance(event, Brought):
            log.add(leaf_of(ORDINARY[0]))
            log.publish()
    assert [(0.0, Failed), (0.0, Began), (0.0, Brought), (30.0, Failed), (60.0, Brought)] == said[:5]
    assert said.count((0.0, Failed)) == 1
    assert 302 <= store.reached(str(log.folder)).place


def test_a_log_without_entries_is_read_too(log: MadeLog, store: Store, reading: Open) -> None:
    """And begins at entry 0 when it has some."""
    log.publish()
    assert [] == _read(reading(None))
    _fill(log, 300)
    assert ALL == _domains(_read(reading(None)))


def test_errors_are_ours(log: MadeLog, reading: Open) -> None:
    """Whatever stands where the checkpoint should."""
    log.publish()
    for content in (b"", b"\xff" * 10, b"a\n\n\n", b"x" * 300_000, b"log\n-1\nAAAA\n\n\xe2\x80\x94 x AAAAAAAA\n"):
        (log.folder / "checkpoint").write_bytes(content)
        with pytest.raises(KiemtinError):
            reading().look()

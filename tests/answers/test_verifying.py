"""A log is verified from outside: what is whole verifies, whatever was tampered with is named, hostile sizes end."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from kiemtin.answers.file_list import LIST, NOTE, read_list
from kiemtin.answers.record import log_entry, read_record, record_document
from kiemtin.answers.scale import Rating
from kiemtin.answers.tree_checking import MAX_ENTRIES
from kiemtin.answers.values import Change, Picture
from kiemtin.answers.verified import Trusted, Verified
from kiemtin.answers.verifying import MAX_FAULTS, verify
from kiemtin.errors import OutOfReach, TooLarge, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, sign
from kiemtin.transparency.keys import Kind, Signer
from kiemtin.transparency.merkle import EMPTY_ROOT
from kiemtin.transparency.notes import read_note, signature_of
from tests.answers.exported import KEY, InFolder, InMemory, Log, changed, first, small

WHOLE = dict(small().files())
TRUSTED = Trusted(KEY.verifier, (small().note(4),))
SAMPLED = 11
"""Every eleventh byte in continuous integration; a soak run takes them all."""


def outcome(files: dict[str, bytes], trusted: Trusted = TRUSTED) -> Verified:
    """What verifying these files comes to."""
    return verify(InMemory(files), trusted)


def told(files: dict[str, bytes], trusted: Trusted = TRUSTED) -> list[str]:
    """The faults found, by message."""
    return [fault.message_id for fault in outcome(files, trusted).faults]


def signed_anew(log: Log) -> dict[str, bytes]:
    """All files of a log, as its desk would make and sign them."""
    return dict(log.files())


def test_a_whole_log_verifies() -> None:
    """Publications, a correction, a withdrawal and an erasure with its entry are in order."""
    found = outcome(WHOLE)
    assert found.faults == ()
    assert (3, 1, (4,), True) == (found.published, found.erased, found.continued, found.signature_judged)


def test_a_published_picture_is_the_one_its_record_has() -> None:
    """One that is missing, and one with another byte, is named with its answer; one only recognised is nowhere."""
    raw = b"\xff\xd8 a picture"
    digest, record = hashlib.sha256(raw).hexdigest(), first(0)
    assert record.content is not None
    shown, hidden = Picture(digest, "0" * 64, 4, 3, True, "Một con đò"), Picture("1" * 64, "0" * 64, 4, 3, False)
    pictured = replace(record, content=replace(record.content, pictures=(shown, hidden)))
    assert pictured == read_record(record_document(pictured))
    files = signed_anew(Log([pictured], pictures=(raw,)))
    path, trusted = f"answer-pictures/{digest}.jpg", Trusted(KEY.verifier)
    assert () == outcome(files, trusted).faults
    (fault,) = outcome({**files, path: raw + b"."}, trusted).faults
    assert ("log.picture-differs", path, record.answer) == (fault.message_id, fault.file, fault.answer)
    assert ["log.picture-missing"] == told({name: one for name, one in files.items() if name != path}, trusted)
    lied = json.loads(files["log/records/0.json"])
    lied["record"]["content"]["pictures"][0]["alternative"] = "Hai con đò"
    assert told({**files, "log/records/0.json": json.dumps(lied).encode()}, trusted) == ["log.record-differs"]
    for odd in ({"shown": "yes"}, {"width": True}, {"sha256": [digest]}, {"alternative": ""}, {"more": 1}):
        broken = json.loads(files["log/records/0.json"])
        broken["record"]["content"]["pictures"][0] |= odd
        assert told({**files, "log/records/0.json": json.dumps(broken).encode()}, trusted) == ["log.record-differs"]


def test_without_a_key_the_rest_is_verified() -> None:
    """The signature is left unjudged, and a changed record is found all the same."""
    found = outcome(WHOLE, Trusted())
    assert (True, False) == (found.good, found.signature_judged)
    assert told({**WHOLE, "log/records/0.json": b"{}"}, Trusted()) == ["log.record-differs"]


def test_witnesses_are_demanded() -> None:
    """Each that is named must have cosigned this very checkpoint; whoever is not named counts for nothing."""
    one, two = (Signer(name, name.encode().ljust(32), Kind.COSIGNATURE) for name in ("mot.example", "hai.example"))
    note = WHOLE["log/checkpoint"].decode()
    text = read_note(note.encode()).text
    lines = {signer.name: signature_of(text, signer, 1_800_000_000).line for signer in (one, two)}
    older = signature_of(read_note(small().note(4)).text, one, 1_800_000_000).line
    both, only = (replace(TRUSTED, witnesses=who) for who in ((one.verifier, two.verifier), (one.verifier,)))
    cosigned = {**WHOLE, "log/checkpoint": (note + lines[one.name]).encode()}
    assert ([], [one.name]) == (told(cosigned, only), [who.witness.name for who in outcome(cosigned, only).witnessed])
    assert [] == told(cosigned)
    assert ["log.not-cosigned"] == told(cosigned, both)
    assert ["log.not-cosigned"] == told(WHOLE, only)
    assert [] == told({**WHOLE, "log/checkpoint": (note + "".join(lines.values())).encode()}, both)
    assert told({**WHOLE, "log/checkpoint": (note + older).encode()}, only) == ["log.bad-signature", "log.not-cosigned"]


def test_an_empty_log_verifies() -> None:
    """Nothing was published, and a signed checkpoint says so; with another root it does not."""
    found = outcome(signed_anew(Log([])), Trusted(KEY.verifier))
    assert (True, 0) == (found.good, found.published)
    false = sign(Checkpoint(KEY.name, 0, bytes(32)), KEY).encode()
    assert told({"log/checkpoint": false}, Trusted(KEY.verifier)) == ["log.root-differs"]
    with pytest.raises(OutOfReach):
        outcome({})


def test_a_changed_byte_is_found_wherever_it_is() -> None:
    """Of every file that is verified, a changed byte is found, and the file named; of a record, its place too."""
    files = {path: raw for path, raw in WHOLE.items() if path.startswith("log/") and path not in (LIST, NOTE)}
    for path, raw in files.items():
        for place in range(0, len(raw), SAMPLED):
            _changed_byte_is_found(path, raw, place)


@pytest.mark.soak
def test_every_changed_byte_is_found() -> None:
    """As above, each single byte, each of its bits."""
    files = {path: raw for path, raw in WHOLE.items() if path.startswith("log/") and path not in (LIST, NOTE)}
    for path, raw in files.items():
        for place in range(len(raw)):
            for bit in range(8):
                _changed_byte_is_found(path, raw, place, 1 << bit)


def _changed_byte_is_found(path: str, raw: bytes, place: int, bits: int = 1) -> None:
    tampered = raw[:place] + bytes([raw[place] ^ bits]) + raw[place + 1 :]
    found = outcome({**WHOLE, path: tampered})
    name = path.removeprefix("log/")
    said = {fault.file for fault in found.faults}
    # A changed entry no longer fits its record and its tile, which are named in its place.
    named = name in said if "entries" not in name else any(one.startswith("records/") for one in said)
    assert named or (found.faults and name.endswith(".p/8")), (path, place, found.faults)


def is_needed(path: str) -> bool:
    """Whether a log is not whole without this file; what else a site has, it need not have."""
    return path.startswith(("log/", "claimreview.json")) or (path.startswith("answers/dieu") and "index" in path)


@pytest.mark.parametrize("path", [path for path in WHOLE if path not in (LIST, NOTE)])
def test_a_missing_file_is_named(path: str) -> None:
    """Each file that is taken away is missed; a record by the answer it is of."""
    files = {name: raw for name, raw in WHOLE.items() if name != path}
    if not is_needed(path):
        assert () == outcome(files).faults
        assert [("log.file-missing", path)] == in_folder(files)
        return
    if path == "log/checkpoint":
        with pytest.raises(OutOfReach):
            outcome(files)
        return
    found = outcome(files)
    assert found.faults
    assert path.removeprefix("log/").removesuffix("/index.html") in {fault.file for fault in found.faults}
    if "records" in path:
        index = int(path.rpartition("/")[2].removesuffix(".json"))
        assert small().records[index].answer in {fault.answer for fault in found.faults}


def test_a_changed_record_is_named_by_its_answer() -> None:
    """The fault says which answer, where it can be read, and where it stands in the log."""
    raw = WHOLE["log/records/2.json"].replace("Điều số 2".encode(), "Điều số 9".encode())
    (fault,) = outcome({**WHOLE, "log/records/2.json": raw}).faults
    record = small().records[2]
    assert ("log.record-differs", 2, record.answer, record.slug) == (
        fault.message_id,
        fault.index,
        fault.answer,
        fault.slug,
    )


def test_a_field_that_nobody_knows_is_refused() -> None:
    """What stands beside the hashed fields could say anything; so could a salt written in another way."""
    for change in (
        lambda document: document | {"note": "x"},
        lambda document: document | {"record": document["record"] | {"note": "x"}},
        lambda document: document | {"salt": document["salt"].upper()},
        lambda document: document | {"index": 1},
        lambda document: document | {"record": document["record"] | {"slug": "\ud800"}},
        lambda document: document | {"record": document["record"] | {"slug": ["x"]}},
        lambda document: [document],
    ):
        raw = json.dumps(change(json.loads(WHOLE["log/records/0.json"]))).encode()
        assert told({**WHOLE, "log/records/0.json": raw}) == ["log.record-differs"]


def test_a_record_of_other_types_is_refused_however_well_it_is_signed() -> None:
    """A desk can log a list where a text belongs; it is named, and nothing stumbles."""
    odd = replace(first(0), slug=["x"])  # type: ignore[arg-type]
    files = signed_anew(Log([first(1)]))
    log = Log([odd])
    files |= _files_of_log(log)
    assert "log.record-differs" in told(files, Trusted(KEY.verifier))


def _files_of_log(log: Log) -> dict[str, bytes]:
    """The files of a log whose answers cannot be folded into pages."""
    files: dict[str, bytes] = {}
    for path, raw in log.files():
        files[path] = raw
        if path.startswith("log/records/"):
            break
    return files


def test_a_shortened_log_is_found() -> None:
    """A log cut off and signed anew is good alone, and not for whoever saved a later checkpoint."""
    cut = signed_anew(Log(small().records[:3]))
    assert told(cut, Trusted(KEY.verifier)) == []
    assert told(cut) == ["log.shorter"]


def test_a_rewritten_history_is_found() -> None:
    """Another past, signed anew in every file, is good alone, and not for whoever saved a checkpoint of the first."""
    records = [first(0, " khác"), *small().records[1:4]]
    forked = signed_anew(Log(records))
    assert told(forked, Trusted(KEY.verifier)) == []
    assert told(forked) == ["log.not-grown"]


def test_another_log_is_not_taken_for_the_saved_one() -> None:
    """The same key may sign another log; its name differs, and the saved checkpoint is not its."""
    other = sign(Checkpoint("khac.example/log", 0, EMPTY_ROOT), KEY).encode()
    assert "log.other-origin" in told(WHOLE, Trusted(KEY.verifier, (other,)))


def test_only_the_key_signs() -> None:
    """A log signed with another key is refused; so is a saved checkpoint of another key."""
    stranger = Signer(KEY.name, bytes(32))
    files = signed_anew(replace(small(), key=stranger))
    assert told(files) == ["log.no-known-signature"]
    with pytest.raises(Untrusted):
        outcome(WHOLE, Trusted(KEY.verifier, (files["log/checkpoint"],)))


def test_an_erasure_without_an_entry_is_found() -> None:
    """A record may be gone only where a later entry of the same answer says so."""
    silent = signed_anew(replace(small(), erased=frozenset({2, 3})))
    (fault,) = outcome(silent).faults
    assert ("log.erased-silently", 2, small().records[2].answer) == (fault.message_id, fault.index, fault.answer)
    elsewhere = Log([first(0), first(1), changed(first(1), Change.ERASE, None, 0)], frozenset({0}))
    assert told(signed_anew(elsewhere), Trusted(KEY.verifier)) == ["log.erased-silently"]
    ahead = Log([first(0), changed(first(0), Change.ERASE, None, 7)])
    assert "log.erases-nothing" in told(signed_anew(ahead), Trusted(KEY.verifier))


def test_what_is_published_is_what_the_records_say() -> None:
    """An answer taken from the feed, put into it, put twice, or worded otherwise is named by its slug."""
    feed = json.loads(WHOLE["claimreview.json"])
    elements = feed["dataFeedElement"]
    slug = elements[0]["item"][0]["url"].rpartition("/")[2]

    def named(changed_elements: object) -> list[tuple[str, str]]:
        raw = json.dumps({"dataFeedElement": changed_elements}).encode()
        return [(fault.message_id, fault.slug) for fault in outcome({**WHOLE, "claimreview.json": raw}).faults]

    def worded(**words: object) -> list[object]:
        return [{"item": [elements[0]["item"][0] | words]}, *elements[1:]]

    assert named(elements) == []
    assert named(elements[1:]) == [("log.not-listed", slug)]
    assert named([*elements, {"item": {"url": "https://x.example/answers/la"}}]) == [("log.not-in-the-log", "la")]
    assert named([*elements, elements[0]]) == [("log.not-in-the-log", slug)]
    for words in (
        {"claimReviewed": "Khác"},
        {"reviewBody": "Khác"},
        {"reviewRating": {"ratingValue": 5}},
        {"reviewRating": None},
        {"dateModified": "2026-12-01T00:00:00+07:00"},
        {"datePublished": "2026-12-01T00:00:00+07:00"},
        {"inLanguage": "en"},
    ):
        assert named(worded(**words)) == [("log.says-otherwise", slug)]
    strange: tuple[object, ...] = ({}, None, "x", [[]], [{"item": 1}], 7)
    for wrong in strange:
        assert named(wrong)


def test_a_page_that_says_otherwise_is_named() -> None:
    """A page that is gone, or of which any word or the data for programs was changed, is named by its slug."""
    path = f"answers/{small().records[0].slug}/index.html"
    slug, page = path.split("/")[1], WHOLE[path].decode()

    def named(files: dict[str, bytes]) -> list[tuple[str, str]]:
        return [(fault.message_id, fault.slug) for fault in outcome(files).faults]

    assert named({name: raw for name, raw in WHOLE.items() if name != path}) == [("log.no-page", slug)]
    otherwise = [("log.page-says-otherwise", slug)]
    for words in (
        "Điều số 0",
        "Chưa có bằng chứng.",
        "Vì …",
        "Thông báo số 1",
        "Cơ quan thử nghiệm",
    ):
        assert f"<p>{words}</p>" in page
        assert named({**WHOLE, path: page.replace(f"<p>{words}</p>", "<p>Khác</p>").encode()}) == otherwise
    heading, other = (f'<h2 id="verdict">{one.words("vi")}</h2>' for one in (Rating.FALSE, Rating.TRUE))
    assert heading in page
    for forged in (other, f"{other}<del>{Rating.FALSE.words('vi')}</del>", f"{other}{heading}", ""):
        assert named({**WHOLE, path: page.replace(heading, forged).encode()}) == otherwise
    assert named({**WHOLE, path: page.replace('"ratingValue": 1', '"ratingValue": 5').encode()}) == otherwise
    assert named({**WHOLE, path: page.replace("application/ld+json", "text/plain").encode()}) == otherwise
    assert named({**WHOLE, path: page.replace("<p>", "<p>\n ").encode()}) == []


@pytest.mark.parametrize("size", [MAX_ENTRIES + 1, 2**63 - 1])
def test_a_checkpoint_that_claims_too_much_ends_at_once(size: int) -> None:
    """Nobody is sent to fetch more entries than a log can have here, however well it is signed."""
    note = sign(Checkpoint(KEY.name, size, bytes(32)), KEY).encode()
    assert told({"log/checkpoint": note}) == ["log.too-long"]


def in_folder(files: dict[str, bytes], trusted: Trusted = TRUSTED) -> list[tuple[str, str]]:
    """The faults of a folder: message and file."""
    return [(fault.message_id, fault.file) for fault in verify(InFolder(files), trusted).faults]


@pytest.mark.parametrize("path", [path for path in WHOLE if not path.startswith("log/")])
def test_a_changed_byte_of_a_page_or_feed_in_a_folder_is_named(path: str) -> None:
    """Also where the words are the same: a space, a link, a bit of markup."""
    for place in range(0, len(WHOLE[path]), 5 * SAMPLED):
        raw = bytearray(WHOLE[path])
        raw[place] ^= 0x20
        told = in_folder({**WHOLE, path: bytes(raw)})
        assert {path.removesuffix("/index.html")} == {file.removesuffix("/index.html") for _, file in told}, place


def test_a_folder_is_what_its_signed_list_says() -> None:
    """A file too many, a list of another export, of another key or with an entry changed, and no list are told."""
    assert [] == in_folder(WHOLE)
    added = {**WHOLE, "answers/gia/index.html": b"x", "CNAME": b"ban-truc.example"}
    assert [("log.file-unlisted", "answers/gia/index.html")] == in_folder(added)
    for missing in (LIST, NOTE):
        without = {path: raw for path, raw in WHOLE.items() if path != missing}
        assert [("log.no-list", LIST)] == in_folder(without)
    shorter = signed_anew(Log(small().records[:3]))
    other_key = signed_anew(replace(small(), key=Signer(KEY.name, bytes(32))))
    assert [("log.list-differs", LIST)] == in_folder({**WHOLE, LIST: shorter[LIST], NOTE: shorter[NOTE]})
    assert [("log.no-known-signature", LIST)] == in_folder({**WHOLE, NOTE: other_key[NOTE]})
    assert [("log.list-differs", LIST)] == in_folder({**WHOLE, LIST: WHOLE[LIST].replace(b"a", b"b", 1)}, Trusted())
    outside = f"{'0' * 64}  ../x\n".encode()
    with pytest.raises(Untrusted):
        read_list(outside)


def test_a_log_with_no_end_of_faults_ends() -> None:
    """After a hundred faults no more are looked for."""
    log = Log([first(number) for number in range(MAX_FAULTS + 20)])
    files = {path: raw for path, raw in log.files() if not path.startswith("log/records/")}
    assert len(outcome(files, Trusted(KEY.verifier)).faults) == MAX_FAULTS


def test_files_that_are_too_large_are_named() -> None:
    """A reader stops at the limit; the fault names the file."""

    class Endless(InMemory):
        def log(self, path: str, limit: int) -> bytes | None:
            if path != "checkpoint" or "log/checkpoint" not in self.files:
                raise TooLarge("refused.data-too-large", name=path, limit=limit)
            return super().log(path, limit)

        def site(self, path: str, limit: int) -> bytes | None:
            raise TooLarge("refused.data-too-large", name=path, limit=limit)

    assert [fault.message_id for fault in verify(Endless({}), TRUSTED).faults] == ["log.note-too-large"]
    endless = verify(Endless({"log/checkpoint": WHOLE["log/checkpoint"]}), TRUSTED)
    assert {"log.file-too-large", "log.dump-differs"} == {fault.message_id for fault in endless.faults}


def test_a_log_of_more_than_one_tile_verifies() -> None:
    """Entries, tiles of two levels and their partial ends are put together as they should be."""
    log = Log([first(number) for number in range(300)])
    files = signed_anew(log)
    assert told(files, Trusted(KEY.verifier, (log.note(256), log.note(1)))) == []
    tampered = bytearray(files["log/tile/1/000.p/1"])
    tampered[0] ^= 1
    assert told({**files, "log/tile/1/000.p/1": bytes(tampered)}, Trusted(KEY.verifier)) == ["log.tile-differs"]
    swapped = {**files, "log/records/0.json": files["log/records/1.json"]}
    assert told(swapped, Trusted(KEY.verifier)) == ["log.record-differs"]
    assert log_entry(first(0), log.salt(0)) != log_entry(first(0), log.salt(1))

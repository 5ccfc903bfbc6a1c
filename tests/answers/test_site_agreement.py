"""The site around a log is held against it: whatever is published anywhere on it, and all of it or some, as asked."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kiemtin.answers import site_agreement
from kiemtin.answers.feeds import DUMP_FILE
from kiemtin.answers.site_agreement import Single
from kiemtin.answers.values import Change
from kiemtin.answers.verified import Leaves, Seen, Trusted, Verified
from kiemtin.answers.verifying import Extent, verify
from tests.answers.exported import KEY, InMemory, Log, changed, first, small

WHOLE = dict(small().files())
CORRECTED, WITHDRAWN = small().records[0], small().records[1]
TRUSTED = Trusted(KEY.verifier)


def outcome(files: dict[str, bytes], extent: Extent | None = None) -> Verified:
    """What verifying these files comes to."""
    return verify(InMemory(files), TRUSTED, extent)


def named(path: str, raw: bytes | str) -> set[tuple[str, str, str]]:
    """Message, file and slug of each fault where the file at ``path`` is another."""
    changed_file = raw.encode() if isinstance(raw, str) else raw
    return {(one.message_id, one.file, one.slug) for one in outcome({**WHOLE, path: changed_file}).faults}


def test_every_entry_is_accounted_for() -> None:
    """Each is one of what stands, was superseded, withdrawn, erased, or says that another was."""
    found = outcome(WHOLE)
    assert Leaves(standing=3, superseded=2, withdrawn=1, erasing=1, erased=1) == found.leaves
    assert ("claimreview.json", "feed.atom", "feed.json", "sitemap.xml", DUMP_FILE) == found.looked.whole
    assert (Seen(10, 10), Seen(8, 8)) == (found.looked.pages, found.looked.records)


@pytest.mark.parametrize("path", ["feed.atom", "feed.json"])
def test_a_feed_that_says_otherwise_is_named(path: str) -> None:
    """Each word of an entry, its days, the data in it, an entry nobody logged, and one that is there twice."""
    feed = WHOLE[path].decode()
    slug = CORRECTED.slug
    otherwise = {("log.says-otherwise", path, slug)}
    for old, new in (
        ("Điều số 0", "Điều số 9"),
        ("Có lý do.", "Không có lý do."),
        ("2026-11-21T", "2026-11-29T"),
        ("ratingValue", "ratingvalue"),
        ("Sai", "Đúng"),
    ):
        assert old in feed, old
        assert named(path, feed.replace(old, new)) >= otherwise, old
    assert named(path, feed.replace(slug, "dieu-la")) == {("log.not-in-the-log", path, "dieu-la")}
    assert named(path, feed.replace(small().records[2].slug, slug)) == {("log.not-in-the-log", path, slug)}
    for broken in ("", "[]", '{"items": 3}', "<!DOCTYPE x [<!ENTITY a 'b'>]><feed>&a;</feed>", '{"items": [3]}'):
        assert named(path, broken) - {("log.feed-unreadable", path, "")} <= {("log.not-in-the-log", path, "")}
    assert named(path, "") == {("log.feed-unreadable", path, "")}


@pytest.mark.parametrize("path", ["feed.atom", "feed.json", "sitemap.xml", DUMP_FILE, "claimreview.json"])
def test_a_withdrawn_answer_that_is_still_published_is_named(path: str) -> None:
    """Each feed as it was before the withdrawal is found out, and the answer named where the feed can tell."""
    before = dict(Log(small().records[:5]).files())
    messages = {message_id for message_id, file, slug in named(path, before[path]) if file == path}
    assert messages
    if path not in (DUMP_FILE, "sitemap.xml"):
        assert WITHDRAWN.slug in {slug for _, _, slug in named(path, before[path])}
    page = f"answers/{WITHDRAWN.slug}/index.html"
    told = {("log.page-says-otherwise", f"answers/{WITHDRAWN.slug}", WITHDRAWN.slug)}
    assert told == named(page, before[page])
    review = b'<script type="application/ld+json">{"@type": "ClaimReview"}</script>'
    assert told == named(page, WHOLE[page] + review)


def test_a_sitemap_that_says_otherwise_is_named() -> None:
    """A page too many, one that is missing, and another day."""
    path, text = "sitemap.xml", WHOLE["sitemap.xml"].decode()
    start = text.index(f"<url><loc>https://ban-truc.example/answers/{CORRECTED.slug}")
    entry = text[start : text.index("</url>", start) + len("</url>")]
    assert named(path, text.replace(entry, "")) == {("log.not-listed", path, CORRECTED.slug)}
    more = entry.replace(CORRECTED.slug, "dieu-la")
    assert named(path, text.replace(entry, entry + more)) == {("log.not-in-the-log", path, "dieu-la")}
    assert named(path, text.replace(entry, entry.replace("-21<", "-22<"))) == {
        ("log.says-otherwise", path, CORRECTED.slug)
    }
    assert named(path, "<x") == {("log.feed-unreadable", path, "")}


def test_a_list_that_says_otherwise_is_named() -> None:
    """A link to an answer that nobody logged, another word, and a withdrawn answer that is listed as before."""
    for path in ("answers/index.html", "en/answers/index.html"):
        text, place = WHOLE[path].decode(), path.removesuffix("/index.html")
        otherwise = ("log.says-otherwise", place, CORRECTED.slug)
        assert named(path, text.replace("Điều số 0", "Điều số 9")) == {otherwise}
        more = '<a href="/answers/dieu-la">x</a><a href="/en/answers/dieu-khac/index.html">x</a><a href="../x">x</a>'
        assert named(path, text + more) == {("log.not-in-the-log", place, f"dieu-{one}") for one in ("la", "khac")}
        before = dict(Log(small().records[:5]).files())[path]
        assert ("log.says-otherwise", place, WITHDRAWN.slug) in named(path, before)


def test_a_dump_that_says_otherwise_is_named() -> None:
    """A changed record, salt or address, a line too many or too few, one that nobody reads, and a wrong head."""
    lines = WHOLE[DUMP_FILE].decode().splitlines(keepends=True)
    record = json.loads(lines[3])
    differs = {("log.record-differs", DUMP_FILE, record["slug"])}
    for change in ({"claim": "x"}, {"salt": "00" * 32}, {"version": 2}, {"more": 1}):
        changed_line = json.dumps(record | change) + "\n"
        assert named(DUMP_FILE, "".join([*lines[:3], changed_line, *lines[4:]])) == differs
    for other in (json.dumps(record | {"url": "https://ban-truc.example/answers/khac"}) + "\n", "x\n"):
        assert named(DUMP_FILE, "".join([*lines[:3], other, *lines[4:]])) == {("log.record-differs", DUMP_FILE, "")}
    gone = json.dumps({"index": 2, "erased": True}) + "\n"
    assert ("log.erased-silently", "records/2.json", "") in named(DUMP_FILE, "".join([*lines[:3], gone, *lines[4:]]))
    whole = {("log.dump-differs", DUMP_FILE, "")}
    for wrong in ("", "".join([*lines, lines[-1]]), "".join(["{}\n", *lines[1:]])):
        assert named(DUMP_FILE, wrong) == whole
    lacks = {("log.dump-lacks", DUMP_FILE, "")}
    assert named(DUMP_FILE, "".join([*lines[:3], *lines[4:]])) == whole | lacks


def test_data_on_a_page_may_not_differ_by_a_letter() -> None:
    """Each field of the ClaimReview that says something is held against the record; none may stand there twice."""
    path = f"answers/{CORRECTED.slug}/index.html"
    page = WHOLE[path].decode()
    for old, new in (
        ('"claimReviewed": "Điều số 0"', '"claimReviewed": "Điều số O"'),
        ('"text": "Điều số 0"', '"text": "Điều số 9"'),
        ('"alternateName": "Sai"', '"alternateName": "Đúng"'),
        ('"bestRating": 5', '"bestRating": 1'),
        ('"worstRating": 1', '"worstRating": 5'),
        ('"text": "Có lý do."', '"text": "Lý do khác."'),
        ('"correction"', '"corrections"'),
        ('"url": "https://co-quan.example', '"url": "https://co-quan-khac.example'),
        ('"name": "Thông báo số 1"', '"name": "Thông báo số 2"'),
        ('"inLanguage"', '"claimReviewed": "Điều số 9", "inLanguage"'),
    ):
        assert old in page, old
        assert {"log.page-says-otherwise"} == {message for message, _, _ in named(path, page.replace(old, new))}, old


def test_of_many_some_are_picked_and_it_is_told_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Altered files that are picked are named; of the others it is said that nobody looked at them."""
    monkeypatch.setattr(site_agreement, "SAMPLED_PAGES", 20)
    monkeypatch.setattr(site_agreement, "SAMPLED_OTHERS", 5)
    log = Log([first(number) for number in range(40)])
    files, picked = dict(log.files()), list[str]()

    def pick(kind: Sequence[Single], most: int) -> Sequence[Single]:
        chosen = random.Random(1).sample(kind, most)
        picked.extend(one.path for one in chosen)
        return chosen

    extent = Extent(pick=pick)
    found = outcome(files, extent)
    assert (True, 40) == (found.good, found.published)
    assert (Seen(20 + 5 + 4, 40 + 40 + 4), Seen(5, 40)) == (found.looked.pages, found.looked.records)
    left = next(record.slug for record in log.records if f"answers/{record.slug}" not in picked)
    for path, is_seen in ((picked[0], True), (f"answers/{left}", False), (picked[-1], True)):
        file = f"log/{path}" if path.startswith("records/") else f"{path}/index.html"
        assert is_seen is bool(outcome({**files, file: b"{}"}, extent).faults), path
    (fault,) = outcome({**files, DUMP_FILE: WHOLE[DUMP_FILE]}, extent).faults
    assert "log.dump-differs" == fault.message_id  # and no record is looked for one by one, which would take an hour


class Growing(InMemory):
    """A site on which something is published as soon as a certain file was read."""

    def __init__(self, states: Sequence[Log], after: str) -> None:
        self._states = [dict(state.files()) for state in states]
        self._after = after
        super().__init__(self._states.pop(0))

    def _read(self, path: str) -> None:
        if path == self._after and self._states:
            self.files = self._states.pop(0)

    def log(self, path: str, limit: int) -> bytes | None:
        """A file of the log, as it is now."""
        raw = super().log(path, limit)
        self._read(path)
        return raw

    def page(self, path: str, limit: int) -> bytes | None:
        """A page, as it is now."""
        raw = super().page(path, limit)
        self._read(path)
        return raw


@pytest.mark.parametrize("after", ["checkpoint", "tile/entries/000.p/4", f"answers/{first(1).slug}"])
def test_a_desk_may_publish_while_its_log_is_verified(after: str) -> None:
    """What is newer than the checkpoint that was read first is no fault: the log is looked at anew."""
    records = [first(number) for number in range(4)]
    mended = changed(
        records[0], Change.CORRECT, replace(records[0].content, finding="Sai.") if records[0].content else None
    )
    states = [Log(records), Log([*records, mended])]
    found = verify(Growing(states, after), TRUSTED)
    assert ((), 5) == (found.faults, found.checkpoint.size if found.checkpoint else 0)
    rewritten = [Log(records), Log([*records[:3], first(9), mended])]
    assert "log.not-grown" in {one.message_id for one in verify(Growing(rewritten, after), TRUSTED).faults}

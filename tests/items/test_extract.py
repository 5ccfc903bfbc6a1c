"""Extraction as a whole: spans, order, limits, hostile and real texts."""

from __future__ import annotations

import csv
import gzip
import json
import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.domains import parse_domain
from kiemtin.errors import TooLarge
from kiemtin.items import MAX_PARTS, Extraction, Item, Link, PartKind, extract
from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.items.reading import links_of
from tests.shared_data import shared_data

WORDS = """http:// https:// hxxp [.] (dot) . com vn .vn vidu @ a@b.vn 0912345678 +84 1900 STK VCB 500k
2.000.000VND gui 1313 www. zalo.me/ ?u= %3A%2F%2F ． 。 é ① ( ) [ ] ⟨ ⟩ - _ / : , ; xn--"""
FRAGMENTS = st.sampled_from([*WORDS.split(), "\u200b", "\u0301", "\ud800", "\x00", "\\"])
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=200),
    st.lists(st.one_of(FRAGMENTS, st.text(st.characters(codec=None), max_size=3)), max_size=40).map("".join),
    st.lists(FRAGMENTS, max_size=40).map(" ".join),
)


def _is_within(inner: Link | object) -> bool:
    return isinstance(inner, Link) and inner.inside


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_extraction_holds_for_any_text(text: str) -> None:
    """Never raises; the message comes first; spans cut back to the original; parts are in order and do not overlap."""
    extraction = extract(Item(text))
    message, *parts = extraction.parts
    assert (PartKind.MESSAGE, text, 0, len(text)) == (message.kind, message.text, message.start, message.end)
    assert [f"p{number}" for number in range(len(extraction.parts))] == [part.id for part in extraction.parts]
    assert [text[part.start : part.end] for part in parts] == [part.text for part in parts]
    assert sorted(parts, key=lambda part: part.start) == parts
    outer = [part for part in parts if not _is_within(part.detail)]
    assert all(before.end <= after.start for before, after in pairwise(outer))
    assert extraction == extract(Item(text))


@given(st.from_regex(r"[a-z][a-z0-9]{0,10}(-[a-z0-9]{1,5})?\.(com|vn|com\.vn|top|de|co|la|me|zip|xyz)", fullmatch=True))
def test_a_bare_name_is_one_link_over_the_whole_text(name: str) -> None:
    """A domain name alone is one link that covers it."""
    assert [(name, name)] == links_of(name)


@pytest.mark.parametrize(
    "file", ["impersonations_dev.tsv", "officials.tsv", "officials_probable.tsv", "synthetic_dev.tsv"]
)
def test_real_names_alone_are_links(file: str) -> None:
    """Every name of the link lists, given alone, is one link over the whole text with the right domain."""
    with shared_data(f"links/{file}").open(encoding="utf-8") as lines:
        names = [row["domain"] for row in csv.DictReader(lines, delimiter="\t")]
    assert [] == [name for name in names if not _is_one_link(name)]


def test_popular_names_alone_are_links() -> None:
    """The same for a sample of popular names."""
    with gzip.open(shared_data("links/popular_dev.tsv.gz"), "rt", encoding="utf-8") as lines:
        names = [line.strip() for line in lines][1:]
    sample = random.Random(7).sample(names, 5_000)
    assert [] == [name for name in sample if parse_domain(name) and not _is_one_link(name)]


def _is_one_link(name: str) -> bool:
    parts = extract(name).parts[1:]
    return len(parts) == 1 and parts[0].text == name and getattr(parts[0].detail, "domain", None) == parse_domain(name)


def test_genuine_messages_hold_no_invented_links() -> None:
    """In genuine messages every link has a scheme, ``www.``, a path, or a name that the message gives as a site."""
    with shared_data("messages/sms_dev.csv").open(encoding="utf-8") as lines:
        texts = [row["content"] for row in csv.DictReader(lines) if row["label"] == "0"]
    suffixes = {
        link.domain.suffix
        for text in texts
        for part in extract(text).parts[1:]
        if isinstance(link := part.detail, Link) and link.domain and not link.has_scheme
    }
    assert {"vn", "com", "com.vn", "edu.vn", "gov.vn", "co", "ly"} >= suffixes


def test_naughty_strings() -> None:
    """The Big List of Naughty Strings raises nothing."""
    strings = json.loads(shared_data("hostile/blns.json").read_text("utf-8"))
    assert len(strings) == sum(isinstance(extract(Item(text)), Extraction) for text in strings)


def test_too_many_parts_are_counted_and_links_kept_first() -> None:
    """Amounts do not push out a link; what does not fit is counted."""
    extraction = extract("500k " * 300 + "https://evil-vd.top " + "0912345678 " * 300)
    kinds = [part.kind for part in extraction.parts]
    assert (MAX_PARTS + 1, 1) == (len(kinds), kinds.count(PartKind.LINK))
    assert 601 - MAX_PARTS == extraction.left_out


def test_at_the_limit_nothing_is_left_out() -> None:
    """Exactly as many parts as fit, and one more."""
    assert 0 == extract(Item("https://a-vd.vn " * MAX_PARTS)).left_out
    assert 1 == extract(Item("https://a-vd.vn " * (MAX_PARTS + 1))).left_out


def test_a_string_is_received_first() -> None:
    """A string past the limits is refused, not cut."""
    with pytest.raises(TooLarge):
        extract("a" * (MAX_TEXT_BYTES + 1))


HOSTILE = [
    "a.b.vn ", "0912345678 ", "......", "[.]", "http://", "@", "a@", "a.", "a. ", "a[.]com ", "an.de ", "http://a@",
    "http://%41", "1 ", "0-", "1.000.000 ", "1.2.3.4/x ", "stk 123456789 ", "é.vn ", "e\u0301", "(0)", "%41",
    "https://a.vn/?u=", "\u200b", "a dot ", "xn--a.",
    "www,", "https://a,", "a b c d e . v n ", "http://a⁄", "a.vn／", "goi 113, ", "mst 03", "ck bidv 123456789 ",
    "+84 ", "goi ", "a·", "=a.b", "://", "))))", "http://a.vn/))", "-1-", "o ", "A.B@c.d/",
]  # fmt: skip


@pytest.mark.parametrize("atom", HOSTILE)
def test_time_is_linear_on_hostile_text(atom: str) -> None:
    """A full-size text of one repeated fragment takes seconds at worst, where a quadratic search takes minutes."""
    text = (atom * (MAX_TEXT_BYTES // len(atom) + 1))[:MAX_TEXT_BYTES]
    started = time.process_time()
    extract(Item(text))
    assert time.process_time() - started < 4

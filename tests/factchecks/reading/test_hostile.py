"""Hostile sources: read or refused, in time, and never with a traceback."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.errors import KiemtinError
from kiemtin.evidence import LANGUAGES, render
from kiemtin.factchecks.reading import to_native
from kiemtin.factchecks.reading.kinds import KINDS
from kiemtin.factchecks.values import ClaimReview
from tests.factchecks.reading.reading import CLAIM, REVIEW, page, read
from tests.hostile import naughty_strings

SECONDS = 5.0
"""No hostile source of this size may take longer, on a busy machine too."""


def survive(data: bytes | str, **said: str) -> None:
    """Read ``data``: each review can be stored, each problem and each refusal can be said in both languages."""
    try:
        found = read(data, **said)
    except KiemtinError as error:
        render(error.message_id, error.values, "vi")
        return
    for entry in found:
        if isinstance(entry, ClaimReview):
            json.dumps(to_native(entry), ensure_ascii=False).encode()
        else:
            for language in LANGUAGES:
                render(entry.message_id, dict(entry.values), language)


FIELDS = [
    *REVIEW,
    "itemReviewed",
    "publisher",
    "@id",
    "reviewBody",
    "headline",
    "license",
    "claim",
    "rating",
    "id",
    "cited",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.sampled_from(list(REVIEW.values())),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*FIELDS, "name", "text", "url", "ratingValue", "alternateName"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.booleans(), st.sampled_from(["json", "html", "jsonl"]))
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_field(fields: dict[str, object], is_review: bool, kind: str) -> None:
    """Wrong types everywhere: a review, a problem or a refusal."""
    written = json.dumps({**(REVIEW if is_review else {}), **fields})
    survive(page(written) if kind == "html" else written, kind=kind)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_any_kind(kind: str, data: bytes) -> None:
    """Whatever a source is said to be."""
    survive(data, kind=kind)
    survive(data)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_source(data: st.DataObject) -> None:
    """Bytes of a good one missing, doubled or altered."""
    good = page(
        json.dumps(REVIEW), body='<div itemscope itemtype="http://schema.org/ClaimReview"><b itemprop=name>x</b>'
    )
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 60)))
    survive(good[:start] + data.draw(st.text(max_size=5)) * data.draw(st.integers(0, 3)) + good[end:])


def test_naughty_strings_in_every_field() -> None:
    """The Big List of Naughty Strings, as a claim, a rating, an address, a publisher, a date; and as a whole source."""
    for text in [*naughty_strings(), "&#" + "9" * 5_000 + ";", "a" + "\u0301" * 100_000, "<" * 100_000]:
        for kind in ("json", "html"):
            fields = dict.fromkeys(("claimReviewed", "url", "datePublished", "headline", "inLanguage", "license"), text)
            written = json.dumps({**REVIEW, **fields, "reviewRating": {"alternateName": text, "bestRating": text}})
            survive(page(written) if kind == "html" else written)
        survive(
            json.dumps({"claim": CLAIM, "rating": text, "publisher": text, "url": text, "id": text, "published": text})
        )
        survive(f"claim,rating,publisher,url,published\n{text},{text},{text},{text},{text}\n", kind="csv")
        survive(text)


REPEATED = [
    *('<script type="application/ld+json">', "<script>", '<div itemscope itemtype="ClaimReview">', "<p itemprop=name>"),
    *(
        "</div></x>",
        "<!--",
        "<item><title>",
        "<item>",
        "<entry>",
        "<![CDATA[",
        '{"@type":"ClaimReview",',
        '"',
        '\\"',
        '"\\',
    ),
    *(
        "/*",
        "//",
        ",",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "[}",
        "&amp;",
        "&#x",
        "<",
        "<a ",
        "<link rel=canonical ",
        "claim,",
        '"dataFeedElement":[',
    ),
    *(
        "WARC/1.0\r\n",
        "WARC/1.0\r\nContent-Length: 9\r\n\r\n",
        "\n",
        " ",
        "\u0301",
        "<meta property=og:url ",
        "<title>",
    ),
]
STARTS = {
    "html": "<html><script type='application/ld+json'>ClaimReview ",
    "json": "[",
    "jsonl": '{"@type": "ClaimReview", "a": ',
    "csv": "claim,rating\n",
    "feed": "<rss><channel><item><description>ClaimReview ",
    "warc": "WARC/1.0\r\n",
}


@pytest.mark.parametrize("pattern", REPEATED)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_slow(kind: str, pattern: str) -> None:
    """A hundred thousand characters of each pattern that a careless expression, loop or search would be slow on."""
    for start in (STARTS[kind], "<html typeof=ClaimReview itemscope>" if kind == "html" else ""):
        started = time.process_time()
        survive(start + pattern * (100_000 // len(pattern)), kind=kind)
        assert time.process_time() - started < SECONDS

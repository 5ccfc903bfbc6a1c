"""Pages: JSON-LD with the mistakes of the wild, microdata and RDFa."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiemtin.factchecks.reading.limits import MAX_NESTING, MAX_PAGE_BYTES, MAX_SCRIPTS
from kiemtin.factchecks.values import Rating
from tests.factchecks.reading.reading import CLAIM, REVIEW, messages, one, page, read, reviews

WRITTEN = json.dumps(REVIEW, ensure_ascii=False)
ARTICLE: dict[str, Any] = {"@type": "NewsArticle", "headline": "Bài báo mẫu", "publisher": {"name": "Báo Mẫu"}}
UNSIGNED = {name: value for name, value in REVIEW.items() if name not in ("author", "datePublished")}


@pytest.mark.parametrize(
    "script",
    [
        WRITTEN,
        f"[{WRITTEN}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {WRITTEN}]}}',
        f"<!--\n{WRITTEN}\n-->",
        f"//<![CDATA[\n{WRITTEN}\n//]]>",
        f"/*<![CDATA[*/ {WRITTEN} /*]]>*/",
        f"<![CDATA[{WRITTEN}]]>",
        WRITTEN[:-1] + ",}",
        WRITTEN[:-1] + ' , /* hết */ "a": [1, 2,],\n}',
        "// dữ liệu có cấu trúc\n" + WRITTEN,
        WRITTEN.replace("nóng", "\n\tnóng "),
        f'{{"@type": "WebSite"}}{WRITTEN};',
        f"{WRITTEN},\n{WRITTEN}",
        WRITTEN.replace('"', "&quot;"),
        "\ufeff" + WRITTEN,
        WRITTEN[:-1] + ', "x": NaN, "y": Infinity}',
        json.dumps({**ARTICLE, "review": REVIEW}),
        json.dumps({"@type": "WebPage", "mainEntity": {**ARTICLE, "hasPart": [{"a": [REVIEW]}]}}),
    ],
)
def test_json_as_it_is_found(script: str) -> None:
    """Wrapped, nested, with its usual mistakes: the same review, once."""
    review = one(page(script))
    assert (CLAIM, "Kiểm Chứng Mẫu") == (review.claim, review.publisher)


def test_an_article_speaks_for_the_review_in_it() -> None:
    """Its publisher, title and date, where the review names none."""
    review = one(page(json.dumps({**ARTICLE, "datePublished": "2021-03-06", "mainEntity": UNSIGNED})))
    assert ("Báo Mẫu", "Bài báo mẫu", "2021-03-06") == (review.publisher, review.title, str(review.published))


def test_references_within_a_graph() -> None:
    """An object may stand elsewhere and be named by its id."""
    graph = [
        {"@type": "Organization", "@id": "#to-chuc", "name": "Tòa Soạn Mẫu"},
        {"@id": "#xep-loai", "@type": "Rating", "alternateName": "Sai lệch"},
        {**REVIEW, "author": {"@id": "#to-chuc"}, "reviewRating": {"@id": "#xep-loai"}},
    ]
    review = one(page(json.dumps({"@graph": graph})))
    assert ("Tòa Soạn Mẫu", Rating("Sai lệch")) == (review.publisher, review.rating)


def test_several_scripts_and_what_is_broken_loses_only_itself() -> None:
    """A broken script that speaks of reviews is a problem; one that does not is nobody's business."""
    other = json.dumps({**REVIEW, "claimReviewed": "Khác"})
    scripts = "</script><script type='application/ld+json; charset=utf-8'>".join(
        [WRITTEN, '{"@type": "ClaimReview", ', "{bad", other]
    )
    found = read(page(scripts))
    assert [CLAIM, "Khác"] == [entry.claim for entry in reviews(found)]
    assert ["factchecks.not-json"] == messages(found)


def test_what_the_page_says_for_its_reviews() -> None:
    """Its canonical address, its title and its language, where the review says nothing itself."""
    bare = {name: value for name, value in REVIEW.items() if name not in ("url", "inLanguage")}
    html = page(json.dumps(bare), head='<link rel="canonical" href="/bai/&#49;">').replace('lang="vi"', 'lang="en-GB"')
    review = one(html, address="https://kiem-chung.example/bai/1?utm_source=x")
    assert ("https://kiem-chung.example/bai/1", "en", "Trang mẫu") == (review.url, review.lang, review.title)


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", ""), ("cp1258", "windows-1258"), ("utf-16", ""), ("utf-8", "iso-8859-1")]
)
def test_charsets_of_pages(charset: str, declared: str) -> None:
    """Declared, marked, or wrongly declared."""
    claim = "Nước chanh chữa bệnh" if charset != "cp1258" else "Uông nuoc chanh"
    meta = f'<meta charset="{declared}">' if declared else ""
    script = json.dumps({**REVIEW, "claimReviewed": claim}, ensure_ascii=False)
    html = page(script, head=meta).replace("Trang mẫu", "").replace("<head>", f"<head>{meta}")
    assert claim == reviews(read(html.encode(charset, "replace")))[0].claim


MICRODATA = f"""<div itemscope itemtype="http://schema.org/ClaimReview">
<a itemprop="url" href="https://kiem-chung.example/nuoc-chanh">x</a><p itemprop="claimReviewed">Uống nước <b>chanh</b>
nóng chữa được mọi bệnh<br></p><meta itemprop="datePublished" content="2021-03-06">
<b itemprop="author" itemscope itemtype="https://schema.org/Organization"><i itemprop="name">Kiểm Chứng Mẫu</i></b>
<div itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating"><meta itemprop="ratingValue" content="1">
<span itemprop="alternateName">Không có căn cứ</span></div></div><p>{"<div>" * 200}"""

RDFA = """<div vocab="http://schema.org/" typeof="ClaimReview"><span property="claimReviewed">Uống nước chanh nóng
chữa được mọi bệnh</span><time property="datePublished" datetime="2021-03-06">hôm ấy</time>
<a property="url" href="https://kiem-chung.example/nuoc-chanh">x</a>
<div property="schema:author" typeof="Organization"><b property="name">Kiểm Chứng Mẫu</b></div>
<div property="reviewRating" typeof="Rating"><em property="alternateName">Không có căn cứ</em></div></div>"""


@pytest.mark.parametrize("body", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_markup_within_the_text(body: str) -> None:
    """Older pages say it in attributes; beside JSON-LD that says the same it is no second review."""
    for script in ("{}", WRITTEN):
        review = one(page(script, body=body))
        assert (CLAIM, "Kiểm Chứng Mẫu", "Không có căn cứ") == (review.claim, review.publisher, review.rating.text)
        assert "2021-03-06" == str(review.published)


def test_a_page_without_markup_is_a_problem() -> None:
    """It is told, for somebody handed it over."""
    assert ["factchecks.no-markup"] == messages(read("<!doctype html><p>ClaimReview? Không."))


def test_scripts_up_to_the_limit() -> None:
    """One more is not looked at."""
    for count, found in ((MAX_SCRIPTS - 1, 1), (MAX_SCRIPTS, 0)):
        scripts = "</script><script type=application/ld+json>".join(["{}"] * count + [WRITTEN])
        assert found == len(reviews(read(page(scripts))))


def test_nesting_up_to_the_limit() -> None:
    """The deepest that is read, one more, and so deep that Python itself gives up."""
    for depth, expected in (
        (MAX_NESTING - 2, []),
        (MAX_NESTING - 1, ["factchecks.too-deep"]),
        (100_000, ["factchecks.too-deep"]),
    ):
        script = "[" * depth + WRITTEN + "]" * depth
        assert expected == [one for one in messages(read(page(script))) if one != "factchecks.no-markup"]


def test_a_page_up_to_the_limit() -> None:
    """Beyond it nothing is read."""
    filled = page(WRITTEN).encode()
    assert 1 == len(reviews(read(filled + b" " * (MAX_PAGE_BYTES - len(filled)))))

"""``ClaimReview`` objects with the types, gaps and slips of the wild; no person comes along."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiemtin.factchecks.addresses import address_hash
from kiemtin.factchecks.values import MAX_BODY, MAX_CITED, MAX_CLAIM, MAX_NAME, MAX_TITLE, ClaimReview, Rating, made_id
from tests.factchecks.reading.reading import CLAIM, REVIEW, TODAY, from_object, messages, one_from_object, read, reviews


def test_a_whole_review() -> None:
    """Every field in its place."""
    review = one_from_object(
        headline="Nước chanh không chữa bệnh", reviewBody="Vì …", license="https://giay-phep.example/"
    )
    publisher, url = "Kiểm Chứng Mẫu", "https://kiem-chung.example/nuoc-chanh"
    expected = ClaimReview(
        id=made_id(url, CLAIM, publisher),
        claim=CLAIM,
        url=url,
        publisher=publisher,
        rating=Rating("Không có căn cứ"),
        lang="vi",
        title="Nước chanh không chữa bệnh",
        body="Vì …",
        published=TODAY.replace(year=2021, month=3, day=6),
        licence="https://giay-phep.example/",
    )
    assert expected == review


@pytest.mark.parametrize(
    "named",
    [
        ["ClaimReview"],
        "http://schema.org/ClaimReview",
        ["Review", "https://schema.org/ClaimReview"],
        "schema:ClaimReview",
    ],
)
def test_types_of_any_form(named: Any) -> None:
    """A bare name, a whole address, a list."""
    assert CLAIM == one_from_object(**{"@type": named}).claim


@pytest.mark.parametrize(
    "written",
    [
        *(
            CLAIM,
            [CLAIM],
            {"@value": CLAIM, "@language": "vi"},
            {"@type": "Claim", "text": CLAIM},
            ["", None, {"name": CLAIM}],
        ),
        *(f"  {CLAIM}\n", CLAIM.replace(" ", "&nbsp;"), CLAIM.replace("ố", "&amp;#7889;"), f"<p>{CLAIM}</p>"),
        *(f"&lt;p&gt;{CLAIM}&lt;/p&gt;", CLAIM.replace("n", "n\x00"), f"\ud800{CLAIM}"),
    ],
)
def test_a_claim_in_any_wrapping(written: Any) -> None:
    """Lists, objects, references written once or twice, markup, control characters."""
    assert CLAIM == one_from_object(claimReviewed=written).claim


def test_a_claim_that_only_the_reviewed_thing_says() -> None:
    """A ``Claim`` says what is claimed; the name of anything else is no claim."""
    claim = {"@type": "Claim", "name": CLAIM}
    assert CLAIM == one_from_object(claimReviewed=None, itemReviewed=claim).claim
    someone = {"@type": "Person", "name": "Người Mẫu"}
    assert ["factchecks.no-claim"] == messages(from_object(claimReviewed=None, itemReviewed=someone))


@pytest.mark.parametrize(
    ("written", "rating"),
    [
        ({"alternateName": "Sai lệch", "name": "x", "ratingValue": 2}, Rating("Sai lệch", 2.0)),
        ({"name": "Mostly wrong"}, Rating("Mostly wrong")),
        ({"ratingValue": "1", "bestRating": "5", "worstRating": 1}, Rating("1", 1.0, 1.0, 5.0)),
        ({"ratingValue": "1,5"}, Rating("1,5", 1.5)),
        ({"ratingValue": "4/5"}, Rating("4/5")),
        ({"ratingValue": 3.0}, Rating("3", 3.0)),
        ({"alternateName": ["", "Đúng một phần"], "ratingValue": ""}, Rating("Đúng một phần")),
        ({"alternateName": {"@value": "Half"}, "bestRating": "cao"}, Rating("Half")),
        ([{"@type": "Rating"}, {"alternateName": "Sai"}], Rating("Sai")),
        ("Không rõ", Rating("Không rõ")),
        (["Không rõ"], Rating("Không rõ")),
        (2, Rating("2")),
    ],
)
def test_ratings_in_their_publishers_words(written: Any, rating: Rating) -> None:
    """Their words first, the number only where there are none; the scale beside it."""
    assert rating == one_from_object(reviewRating=written).rating


@pytest.mark.parametrize("written", [None, "", {}, [], {"ratingValue": ""}, {"alternateName": None}, True])
def test_no_rating_is_a_problem(written: Any) -> None:
    """A fact-check without one has nothing to show."""
    assert ["factchecks.no-rating"] == messages(from_object(reviewRating=written))


ORGANISATION = {"@type": "NewsMediaOrganization", "name": "Tòa Soạn Mẫu"}
PERSON = {"@type": "Person", "name": "Người Mẫu", "url": "https://nguoi-mau.example/ho-so"}


@pytest.mark.parametrize(
    ("author", "publisher", "named"),
    [
        (ORGANISATION, None, "Tòa Soạn Mẫu"),
        ([PERSON, ORGANISATION], None, "Tòa Soạn Mẫu"),
        (PERSON, ORGANISATION, "Tòa Soạn Mẫu"),
        (PERSON, "Tòa Soạn Mẫu", "Tòa Soạn Mẫu"),
        (PERSON, {"name": "Tòa Soạn Mẫu"}, "Tòa Soạn Mẫu"),
        ("Người Mẫu", None, "kiem-chung.example"),
        ({"name": "Người Mẫu"}, None, "kiem-chung.example"),
        (PERSON, PERSON, "kiem-chung.example"),
        ({**PERSON, "@type": ["Person", "Thing"]}, [None, PERSON], "kiem-chung.example"),
        ({**ORGANISATION, "@type": "https://schema.org/Corporation"}, None, "Tòa Soạn Mẫu"),
    ],
)
def test_the_publisher_is_an_organisation(author: Any, publisher: Any, named: str) -> None:
    """An author counts only as an organisation; without any, the host of the address speaks for itself."""
    assert named == one_from_object(author=author, publisher=publisher).publisher


def test_an_operator_names_the_publisher_of_items_that_name_none() -> None:
    """It goes before the host, and behind whatever the item says."""
    anonymous = json.dumps({**REVIEW, "author": PERSON})
    assert ["Thư Viện Mẫu"] == [one.publisher for one in reviews(read(anonymous, publisher="Thư Viện Mẫu"))]
    assert ["Kiểm Chứng Mẫu"] == [one.publisher for one in reviews(read(json.dumps(REVIEW), publisher="Khác"))]


def test_no_publisher_at_all_is_a_problem() -> None:
    """Without an organisation and an address nobody stands for the rating."""
    assert ["factchecks.no-publisher"] == messages(from_object(author=PERSON, url=None))


def test_no_person_is_left_anywhere() -> None:
    """Who said, shared or wrote it is in no field of what comes out."""
    review = one_from_object(
        author=PERSON,
        editor=PERSON,
        itemReviewed={
            "@type": "Claim",
            "author": {**PERSON, "sameAs": ["https://facebook.com/nguoi.mau"]},
            "appearance": [{"@type": "SocialMediaPosting", "author": PERSON, "sharedContent": PERSON}],
        },
    )
    assert "Người Mẫu" not in repr(review)
    assert () == review.cited


def test_where_a_claim_appeared_stays_as_hashes_only() -> None:
    """Of pages, once each; not of whole sites, of persons, of the fact-check itself or of what it quotes."""
    post, video = "https://mang-xa-hoi.example/bai/1", "https://youtu.be/a-B_1"
    about = {
        "@type": "Claim",
        "appearance": [{"@type": "OpinionNewsArticle", "url": post + "?fbclid=1"}, {"sameAs": [post]}],
        "firstAppearance": {"@id": video},
        "sameAs": ["https://mang-xa-hoi.example/", REVIEW["url"], 7, None],
        "citation": [{**PERSON}, "https://mang-xa-hoi.example/bai/2"],
    }
    review = one_from_object(itemReviewed=[about, PERSON], citation="https://bo-y-te.example/thong-bao/1")
    expected = [post, video, "https://mang-xa-hoi.example/bai/2"]
    assert {address_hash(url) for url in expected} == set(review.cited)
    assert 3 == len(review.cited)


def test_more_places_than_a_review_may_cite() -> None:
    """The first so many are kept."""
    places = [f"https://mang-xa-hoi.example/bai/{number}" for number in range(MAX_CITED + 1)]
    assert MAX_CITED == len(one_from_object(itemReviewed={"@type": "Claim", "appearance": places}).cited)


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("vi-VN", "vi"),
        ("Tiếng Việt", "vi"),
        ({"@type": "Language", "name": "English"}, "en"),
        ("??", "vi"),
        (None, "vi"),
    ],
)
def test_languages(written: Any, lang: str) -> None:
    """The code alone; where none is given Vietnamese letters tell it."""
    assert lang == one_from_object(inLanguage=written).lang


def test_a_language_nobody_names() -> None:
    """It is unknown, unless the operator knows it."""
    unnamed = {**REVIEW, "claimReviewed": "Lemon water cures all", "inLanguage": None}
    assert ["und"] == [one.lang for one in reviews(read(json.dumps(unnamed)))]
    assert ["en"] == [one.lang for one in reviews(read(json.dumps(unnamed), lang="en"))]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2021-13-45", "factchecks.impossible-date"),
        ("2031-01-01", "factchecks.impossible-date"),
        ("x", "factchecks.unreadable-date"),
    ],
)
def test_a_date_that_cannot_be_is_a_note(written: str, message: str) -> None:
    """The review stays, without a date."""
    note, review = from_object(datePublished=written)
    assert (message, False) == (note.message_id, note.left_out)
    assert review.published is None


@pytest.mark.parametrize(
    ("field", "size", "problems"),
    [
        ("claimReviewed", MAX_CLAIM, []),
        ("claimReviewed", MAX_CLAIM + 1, ["factchecks.too-long"]),
        ("reviewRating", MAX_NAME, []),
        ("reviewRating", MAX_NAME + 1, ["factchecks.too-long"]),
    ],
)
def test_fields_at_their_limit_and_one_beyond(field: str, size: int, problems: list[str]) -> None:
    """A claim or a rating is never cut: it would say something else."""
    assert problems == messages(from_object(**{field: "a" * size}))


def test_title_and_body_are_cut_at_their_limits() -> None:
    """They are searched and shown, not compared."""
    review = one_from_object(headline="a" * (MAX_TITLE + 1), reviewBody="b" * (MAX_BODY + 1))
    assert (MAX_TITLE, MAX_BODY) == (len(review.title or ""), len(review.body or ""))
    assert review.title.endswith("a…")


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("/bai/1", "https://kiem-chung.example/bai/1"),
        ("//kiem-chung.example/bai/1", "https://kiem-chung.example/bai/1"),
        (None, "https://kiem-chung.example/nguon.json"),
        ("", "https://kiem-chung.example/nguon.json"),
        ("javascript:alert(1)", "https://kiem-chung.example/nguon.json"),
        (["https://khac.example/1"], "https://khac.example/1"),
        ({"@id": "https://khac.example/1"}, "https://khac.example/1"),
    ],
)
def test_addresses_of_reviews(url: Any, known: str) -> None:
    """Relative ones belong to where the source came from; what is none is replaced by it."""
    changed = {name: value for name, value in {**REVIEW, "url": url}.items() if value is not None}
    found = read(json.dumps(changed), address="https://kiem-chung.example/nguon.json")
    assert [known] == [one.url for one in reviews(found)]


def test_an_id_that_is_an_address_is_the_last_resort() -> None:
    """Where neither the review nor its source has an address."""
    assert "https://kiem-chung.example/1" == one_from_object(url=None, **{"@id": "https://kiem-chung.example/1"}).url

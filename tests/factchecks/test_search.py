"""Searching: the same claim first, however it is typed, and silence where there is none."""

from __future__ import annotations

import datetime
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.factchecks.addresses import address_hash
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.library import FactChecks, open_factchecks
from kiemtin.factchecks.reading import ReadOptions, read_source
from kiemtin.factchecks.search import Searcher
from kiemtin.factchecks.starter import STARTER, source_of, starter_reviews
from kiemtin.factchecks.values import ClaimReview, Feed, Match
from tests.factchecks.reviews import CLAIMS, FEED, NOW, all_reviews, review
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    """The fictional reviews, in memory."""
    found = Searcher.of(all_reviews(), FEED)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("nước chanh nóng chữa ung thư giai đoạn cuối có thật không", 0),
        ("nuoc chanh nong chua khoi ung thu giai doan cuoi", 0),
        ("vo dap thuy dien suoi mo roi ba con oi so tan trong dem", 1),
        ("nh Ví Dụ kêu cập nhật sinh trắc học wa link, có thật ko mn", 2),
        ("cong an goi vdieo bao chuyen tien chung minh ko rua tien", 3),
        ("SHIPPER nhờ ck rồi báo đăng ký nhầm hội viên bấm link huỷ", 8),
        ("viec nhe luong cao lm nhiem vu telegram nap truoc nhan hoa hong", 9),
        ("Look at this ten-metre anaconda swimming in a river!!", 10),
    ],
)
def test_a_claim_is_found_however_it_is_typed(searcher: Searcher, typed: str, number: int) -> None:
    """Diacritics, teencode, slips, case and tags do not hide a claim, and it is called the same."""
    first = searcher.search(typed)[0]
    assert (f"mau-{number}", Match.SAME) == (first.stored.review.id, first.match)


@pytest.mark.parametrize(
    "typed",
    ["trưa nay ăn gì em", "Chúc mừng năm mới cả nhà", "mai mấy giờ học thế", "what time is it", "1234567890", "🙂🙂🙂"],
)
def test_where_nobody_checked_it_nothing_is_called_the_same(searcher: Searcher, typed: str) -> None:
    """A message about something else finds nothing that is the same."""
    assert [] == [hit for hit in searcher.search(typed) if hit.match is Match.SAME]


def test_hits_are_at_most_as_many_as_asked_for_and_best_first(searcher: Searcher) -> None:
    """The limit holds, scores fall, and nobody is named twice."""
    hits = searcher.search("chuyển tiền qua link của ngân hàng", 5)
    assert 5 >= len(hits) > 1
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
    assert len(hits) == len({hit.stored.review.id for hit in hits})
    assert [] == searcher.search("nước chanh", 0)


def test_in_a_long_message_each_claim_is_looked_for(searcher: Searcher) -> None:
    """Two claims among much else are both found."""
    idle = "Hôm nay trời nắng đẹp nên cả nhà tôi đi dạo quanh bờ hồ ngắm hoa. " * 6
    hits = searcher.search(f"{idle}\n{CLAIMS[1]}.\n{idle}\n{CLAIMS[6]}.\n{idle}")
    assert {"mau-1", "mau-6"} == {hit.stored.review.id for hit in hits if hit.match is Match.SAME}


def test_a_link_finds_the_review_that_cites_it() -> None:
    """Not a word in common, another form of the address: the review of that very page comes first."""
    address = address_hash("https://tin-don.example/bai-viet?id=7&utm_source=zalo")
    assert address is not None
    searcher = Searcher.of([*all_reviews(), review(20, id="cited", cited=(address,))], FEED)
    hits = searcher.search("xem nè", 10, ("http://www.tin-don.example/bai-viet?id=7#top",))
    assert ("cited", True) == (hits[0].stored.review.id, hits[0].cites)
    assert all(not hit.cites for hit in hits[1:])


def test_the_day_a_message_gives_tells_two_like_claims_apart() -> None:
    """Of two reviews in the same words, the one published around the day that a shared post carries comes first."""
    days = (datetime.date(2016, 5, 2), datetime.date(2023, 5, 2))
    same = [review(1, id=str(day.year), published=day) for day in days]
    searcher = Searcher.of([*same, *all_reviews()[2:]], FEED)
    for day in days:
        assert str(day.year) == searcher.search(f"{CLAIMS[1]} — {day:%d/%m/%Y}")[0].stored.review.id


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    """Nothing to search is no error."""
    Collection(tmp_path).close()
    assert [] == Searcher.open(tmp_path).search("nước chanh")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_question_breaks_a_search(text: str) -> None:
    """Whatever is asked, hits come out, each with a probability."""
    for hit in BROKEN.search(text):
        assert 0 <= hit.confidence <= 1


BROKEN = Searcher.of(all_reviews(), FEED)


def test_a_search_after_growing_is_a_search_after_a_rebuild(tmp_path: Path) -> None:
    """The same hits with the same scores come out of an index that grew and one made anew."""
    with Collection(tmp_path) as collection:
        for one in all_reviews():
            collection.add([one], FEED)
            update_index(collection)
        collection.remove(["mau-3"])
        update_index(collection)
    grown = [_summary(Searcher.open(tmp_path), claim) for claim in CLAIMS]
    with Collection(tmp_path) as collection:
        update_index(collection, anew=True)
    assert grown == [_summary(Searcher.open(tmp_path), claim) for claim in CLAIMS]


def _summary(searcher: Searcher, text: str) -> list[tuple[str, float, Match | None]]:
    return [(hit.stored.review.id, hit.score, hit.match) for hit in searcher.search(text)]


def test_the_starter_collection_is_searched_without_any_of_ones_own(tmp_path: Path) -> None:
    """Who has imported nothing still has the advisories, with the page each is written after."""
    with FactChecks.default(tmp_path) as factchecks:
        assert not factchecks.has_own
        assert len(starter_reviews()) == len(factchecks) >= 60
        first = factchecks.search("cong an phuong goi dien bao cai vneid qua link de len muc 2")[0]
    assert (Match.SAME, True, STARTER.name) == (first.match, first.stored.trusted, first.stored.feed)
    assert source_of(first.stored.review.id).publisher in first.stored.review.publisher


def test_ones_own_collection_is_searched_together_with_the_starter(tmp_path: Path) -> None:
    """Both are one to whoever asks; where one's own cannot be opened the starter is left, and the reason known."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews(), FEED, trust=True)
    with FactChecks.default(tmp_path) as factchecks:
        assert factchecks.has_own
        assert "mau-1" == factchecks.search(CLAIMS[1])[0].stored.review.id
        assert 10 == len(factchecks.search("chuyển tiền", 10))
    tmp_path.joinpath("collection.sqlite").write_bytes(b"damaged" * 1000)
    left, error = open_factchecks(tmp_path)
    assert not left.has_own
    assert error is not None
    assert "refused.not-a-collection" == error.message_id


def test_an_advisory_that_is_none_has_no_source() -> None:
    """An id that no advisory has is not given a source."""
    with pytest.raises(KeyError):
        source_of("starter-none")


# What the project promises, on real questions (docs/factchecks.md has the figures of the day)


def native(name: str, folder: Path) -> Path:
    """The documents of a set of claims as lines that ``import`` takes."""
    path = folder / f"{name}.jsonl"
    with gzip.open(shared_data(f"claims/{name}/docs.jsonl.gz"), "rt", encoding="utf-8") as lines, path.open("w") as out:
        for one in map(json.loads, lines):
            line = {name: one.get(name) for name in ("id", "title", "url", "publisher", "lang")}
            line |= {"claim": one["text"] or one["title"], "rating": "-", "published": one.get("date")}
            out.write(json.dumps(line | {"publisher": one.get("publisher") or "press"}) + "\n")
    return path


def searcher_for(name: str, folder: Path) -> Searcher:
    """A searcher over a set of claims, by words."""
    reviews = [
        one for one in read_source(native(name, folder), ReadOptions(NOW.date())) if isinstance(one, ClaimReview)
    ]
    with Collection(folder / name) as collection:
        collection.add(reviews, Feed(name, NOW))
    return Searcher.open(folder / name, semantic=False)


def asked(name: str, suffix: str = "") -> list[tuple[str, set[str], set[str]]]:
    """The dev questions of a set: the text, the right documents, and those that do not count."""
    right: dict[str, set[str]] = defaultdict(set)
    left_out: dict[str, set[str]] = defaultdict(set)
    for line in shared_data(f"claims/{name}/qrels_dev.tsv").read_text("utf-8").splitlines():
        question, document, *judged = line.split("\t")
        (left_out if judged == ["-1"] else right)[question].add(document)
    lines = shared_data(f"claims/{name}/queries_dev{suffix}.jsonl").read_text("utf-8").splitlines()
    return [(one["text"], right[one["id"]], left_out[one["id"]]) for one in map(json.loads, lines)]


def first_right(searcher: Searcher, questions: list[tuple[str, set[str], set[str]]], depth: int = 1) -> float:
    """How often one of the first ``depth`` documents is right."""
    hits = 0
    for text, right, left_out in questions:
        found = [hit.stored.review.id for hit in searcher.search(text, 20) if hit.stored.review.id not in left_out]
        hits += bool(right & set(found[:depth]))
    return hits / len(questions)


def test_english_claims_are_found_by_words_alone(tmp_path: Path) -> None:
    """Of 400 tweets nearly all find the claim that checks them among the first ten (aim 0.95), most as the first."""
    searcher = searcher_for("snopes_en", tmp_path)
    questions = asked("snopes_en")[::3]
    assert first_right(searcher, questions, 10) >= 0.95
    assert first_right(searcher, questions) >= 0.86


def test_vietnamese_claims_are_found_by_words_alone(tmp_path: Path) -> None:
    """Headlines and rumours find theirs with diacritics, without, and in teencode."""
    searcher = searcher_for("news_vi", tmp_path)
    for suffix, least in (("", 0.85), (".nodia", 0.85), (".teen", 0.83)):
        assert first_right(searcher, asked("news_vi", suffix)) >= least
    for suffix, least in (("", 0.8), (".nodia", 0.8), (".teen", 0.7)):
        assert first_right(searcher, asked("rumours_vi", suffix)) >= least

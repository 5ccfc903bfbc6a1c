"""Meanings: made once, kept by number, and never in the way of words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiemtin.factchecks import vectors as vectors_module
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.search import Searcher
from kiemtin.factchecks.vectors import FILE, SIZE, Vectors, bundled_encoder, encode_missing, passage, tidy
from tests.factchecks.reviews import FEED, all_reviews, review

ENCODER = bundled_encoder()
needs_encoder = pytest.mark.skipif(ENCODER is None, reason="the extra semantic is not installed")


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """The fictional reviews, on disk."""
    opened = Collection(tmp_path)
    opened.add(all_reviews(), FEED)
    return opened


@needs_encoder
def test_vectors_are_made_once_and_only_for_what_is_new(collection: Collection) -> None:
    """A second run makes none, a new review makes one."""
    assert ENCODER is not None
    assert 12 == encode_missing(collection, ENCODER, silent)
    assert 0 == encode_missing(collection, ENCODER, silent)
    collection.add([review(30)], FEED)
    assert 1 == encode_missing(collection, ENCODER, silent)
    collection.close()


@needs_encoder
def test_a_record_that_a_crash_cut_short_is_made_again(collection: Collection) -> None:
    """What was written whole is kept, the rest is left out and made anew."""
    assert ENCODER is not None
    encode_missing(collection, ENCODER, silent)
    path = collection.folder / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    assert 1 == encode_missing(collection, ENCODER, silent)
    assert len(whole) == path.stat().st_size
    collection.close()


@needs_encoder
def test_vectors_of_what_is_gone_are_tidied_away(collection: Collection) -> None:
    """A rebuild leaves out what nobody can find any more."""
    assert ENCODER is not None
    encode_missing(collection, ENCODER, silent)
    before = collection.folder.joinpath(FILE).stat().st_size
    collection.remove(["mau-0"])
    tidy(collection)
    assert before // 12 * 11 == collection.folder.joinpath(FILE).stat().st_size
    collection.close()


@needs_encoder
def test_a_claim_in_other_words_is_found_by_its_meaning(collection: Collection, tmp_path: Path) -> None:
    """Not one word in common with the review, typed without diacritics: its meaning leads there."""
    assert ENCODER is not None
    update_index(collection)
    encode_missing(collection, ENCODER, silent)
    collection.close()
    searcher = Searcher.open(tmp_path)
    assert searcher.meaning
    found = searcher.search("uong do chua voi nuoc soi thi het khoi u ac tinh a bac si")
    assert "mau-0" == found[0].stored.review.id


@needs_encoder
def test_reviews_without_a_vector_are_found_by_their_words(collection: Collection, tmp_path: Path) -> None:
    """What was imported since meanings were made is not lost, and we say that meanings are not complete."""
    assert ENCODER is not None
    encode_missing(collection, ENCODER, silent)
    collection.add([review(31, id="new", claim="Cây cầu Ví Dụ sập lúc nửa đêm hôm qua")], FEED)
    collection.close()
    searcher = Searcher.open(tmp_path)
    assert not searcher.meaning
    assert "new" == searcher.search("cầu Ví Dụ sập lúc nửa đêm")[0].stored.review.id


def test_without_the_extra_words_are_enough(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the encoder is not installed nothing is missing but meanings."""
    monkeypatch.setattr(vectors_module, "bundled_encoder", lambda: None)
    collection.close()
    searcher = Searcher.open(tmp_path)
    assert not searcher.meaning
    assert "mau-0" == searcher.search("nước chanh nóng chữa ung thư")[0].stored.review.id


def test_what_is_encoded_is_the_beginning_of_a_review() -> None:
    """Title, claim and text in that order, none twice, cut at the limit."""
    assert "T. C. B" == passage("T", "C", "B")
    assert "T" == passage("T", "T", "")
    assert vectors_module.MAX_PASSAGE == len(passage("", "x" * 10_000, ""))


@needs_encoder
def test_a_review_without_a_vector_loses_to_none_that_has_one(collection: Collection, tmp_path: Path) -> None:
    """As long as those nearest by words lack vectors, words alone decide, as if there were no vectors at all."""
    assert ENCODER is not None
    encode_missing(collection, ENCODER, silent)
    for number in range(40, 60):
        collection.add([review(number, id=f"new-{number}", claim=f"Cầu Ví Dụ số {number} sập lúc nửa đêm")], FEED)
    collection.close()
    searcher, words = Searcher.open(tmp_path), Searcher.open(tmp_path, semantic=False)
    text = "cầu Ví Dụ số 47 sập"
    assert [hit.score for hit in words.search(text)] == [hit.score for hit in searcher.search(text)]
    assert 20 == len(searcher.nearest_by_words(text))
    with Collection(tmp_path) as again:
        encode_missing(again, ENCODER, silent, searcher.nearest_by_words(text))
    now = Searcher.open(tmp_path).search(text)
    assert "new-47" == now[0].stored.review.id
    assert words.search(text)[0].score < now[0].score


def test_rows_without_vectors_have_no_nearness(tmp_path: Path) -> None:
    """A collection without vectors is near to nothing."""
    vectors = Vectors.open(tmp_path, np.arange(3))
    assert [0, 0, 0] == vectors.nearness(np.ones(SIZE, np.float32)).tolist()
    assert not vectors.complete

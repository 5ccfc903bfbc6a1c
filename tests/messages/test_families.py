"""Combinations make families; the score drops chance, and tells caution from danger."""

from __future__ import annotations

import pytest

from kiemtin.messages import Family, bundled_patterns
from kiemtin.messages.families import CERTAIN, CERTAIN_ALONE, UNLIKELY, UNLIKELY_CAUTION, families_of
from kiemtin.messages.score import Weights
from tests.messages.reading import families, finder

BOOK = bundled_patterns()
MESSAGE = finder().message("tin")
STEP = 0.001


def _scored(probability: float) -> Weights:
    """Weights that give every message this score."""

    class Fixed(Weights):
        def probability(self, features: object) -> float:
            return probability

    return Fixed("", 0.0, 0.8, {})


def _first(signals: set[str], probability: float) -> Family | None:
    return next(iter(families_of(frozenset(signals), MESSAGE, BOOK, _scored(probability))), None)


DANGER = {"offer-points", "claims-bank", "link-unknown"}
CAUTION = {"offer-job", "offer-income", "ask-chat", "phone-mobile"}
LOOSE = {"press-withdraw", "ask-register", "link-unknown"}
ADVERT = {"offer-casino", "ask-bet", "link-unknown"}


def test_a_combination_that_stands_by_chance_is_dropped() -> None:
    """At the limit and one step beyond, for danger and for caution."""
    assert _first(DANGER, UNLIKELY - STEP) is None
    assert _first(DANGER, UNLIKELY) is not None
    assert _first(CAUTION, UNLIKELY_CAUTION - STEP) is None
    assert _first(CAUTION, UNLIKELY_CAUTION) is not None


def test_a_sure_caution_is_danger() -> None:
    """Surer still where no kind of its own was found."""
    for signals, limit in ((CAUTION, CERTAIN), (LOOSE, CERTAIN_ALONE)):
        below, above = _first(signals, limit - STEP), _first(signals, limit)
        assert below is not None
        assert above is not None
        assert (False, True) == (below.danger, above.danger)


@pytest.mark.parametrize("more", ["offer-casino", "offer-sex", "offer-papers", "disguise-split"])
def test_a_topic_or_a_disguise_never_becomes_danger(more: str) -> None:
    """Adverts stay caution, however sure."""
    family = _first(ADVERT | {more}, 1.0)
    assert family is not None
    assert not family.danger


def test_several_signs_wait_for_the_threshold() -> None:
    """At the limit and one step beyond."""
    below, above = _first(LOOSE, 0.8 - STEP), _first(LOOSE, 0.8)
    assert below is None
    assert above is not None
    assert "several-signs" == above.id


def test_a_chat_and_its_number_are_one_sign() -> None:
    """Tradesmen write ``Zalo 09…`` under everything."""
    assert _first({"ask-chat", "phone-mobile"}, 1.0) is None
    assert _first({"ask-chat", "phone-mobile", "offer-loan", "press-deadline"}, 1.0) is not None
    assert [] == families("Thợ khoá Tín: làm chìa xe máy, tới nhà. Gửi vị trí qua Zalo 0914560000 em chạy qua liền")


def test_ways_to_answer_alone_are_no_sign() -> None:
    """A neighbour who sells something asks to be called, and written to; whatever the score, that is no scam."""
    assert _first({"ask-chat", "ask-call", "phone-mobile", "money"}, 1.0) is None
    assert _first({"ask-chat", "ask-call", "phone-mobile", "press-withdraw"}, 1.0) is not None


def test_work_with_a_way_to_answer_is_caution_at_most() -> None:
    """Whoever seeks a helper offers pay and gives a number: only a very sure score counts, and never as danger."""
    signals = {"offer-job", "ask-call", "phone-mobile"}
    assert _first(signals, CERTAIN_ALONE - STEP) is None
    family = _first(signals, 1.0)
    assert family is not None
    assert not family.danger


def test_links_to_be_read_are_no_way_to_act() -> None:
    """``Xem ở …`` beside loose signs is news or talk; ``đăng nhập`` is not."""
    assert _first({"ask-read", "press-withdraw", "link-unknown"}, 1.0) is None
    assert _first({"ask-read", "ask-login", "press-withdraw", "link-unknown"}, 1.0) is not None

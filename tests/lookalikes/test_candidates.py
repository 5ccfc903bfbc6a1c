"""Stage 1: which names a domain may be carrying."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.domains import parse_domain
from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import MAX_LABELS, Candidate, candidates, label_letters, resolve
from kiemtin.organisations import bundled_register
from kiemtin.organisations.lint import ordinary_words


def _look(host: str, index: AliasIndex) -> list[Candidate]:
    domain = parse_domain(host)
    return list(candidates(domain, index)) if domain else []


@pytest.mark.parametrize(
    ("host", "kind", "letters"),
    [
        ("saomaibank-vn.top", "exact", "saomaibank"),
        ("sa0maibank.top", "shape", "sa0maibank"),
        ("saornaibank.top", "shape", "saornaibank"),
        ("saоmaibank.top", "shape", "saоmaibank"),  # Cyrillic o
        ("sãomaibank.top", "shape", "sãomaibank"),
        ("sao-mai-bank.top", "hyphen", "sao-mai-bank"),
        ("samoaibank.top", "typo", "samoaibank"),
        ("dxp24h.top", "weak", "dxp"),
    ],
)
def test_each_kind_of_likeness_is_found_with_its_letters(
    host: str, kind: str, letters: str, fictional_index: AliasIndex
) -> None:
    """The candidate says how the name was found and points at the very letters."""
    found = _look(host, fictional_index)
    assert [(kind, letters)] == [(one.kind, one.label[one.start : one.end]) for one in found]


def test_every_label_is_looked_at(fictional_index: AliasIndex) -> None:
    """A name in a subdomain counts, with its distance from the registered label."""
    (one,) = _look("saomaibank.com.vn-kps.top", fictional_index)
    assert (2, 0) == (one.depth, one.offset)


def test_only_so_many_labels_are_looked_at(fictional_index: AliasIndex) -> None:
    """Labels beyond the limit, counted from the registered one, are not read."""
    within = "saomaibank." + "a." * (MAX_LABELS - 2) + "kps.top"
    assert 1 == len(_look(within, fictional_index))
    assert 0 == len(_look("a." + within.replace("saomaibank.", "saomaibank.a."), fictional_index))


def test_a_name_beside_a_longer_one_gives_way(fictional_index: AliasIndex) -> None:
    """A weak alias elsewhere in the letters gives way to a name of another organisation that stands there clearly."""
    found = _look("saomaibankdxp.top", fictional_index)
    assert {"saomaibank", "dxp"} == {one.name.text for one in found}
    assert ["saomaibank"] == [one.name.text for one in resolve(found)]


def test_everyday_words_are_no_misspellings(matcher: Matcher) -> None:
    """A word of the language is itself, however near to a name it lies; so is it beside another."""
    words = sorted(ordinary_words())[::10]
    hosts = [f"{word}.com" for word in words] + [f"{word}-{word}.com" for word in words]
    assert [] == [host for host in hosts for one in _look(host, matcher._index) if one.kind == "typo"]


def test_a_slip_does_not_reach_into_the_next_word(matcher: Matcher) -> None:
    """``amazon-wa`` is no misspelling of ``amazonaws`` where ``warehouse`` goes on."""
    assert {"amazon"} == {one.name.text for one in _look("amazon-warehouse.com", matcher._index)}


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_folding_a_label_keeps_every_position(label: str) -> None:
    """One letter stays one letter, so that spans fit."""
    assert len(label) == len(label_letters(label))


@given(st.from_regex(r"[a-zα-ωа-я0-9-]{1,30}(\.[a-z0-9-]{1,20}){0,3}\.(com|vn|com\.vn|top)", fullmatch=True))
def test_candidates_point_into_the_host(fictional_index: AliasIndex, host: str) -> None:
    """No host raises, and every candidate's letters stand where it says."""
    domain = parse_domain(host)
    for one in _look(host, fictional_index):
        assert domain is not None
        assert one.label == domain.shown[one.offset : one.offset + len(one.label)]
        assert 0 <= one.start < one.end <= len(one.label)


def test_a_weak_name_written_with_digits_is_found_as_a_whole_word() -> None:
    """``m0mo`` is nobody's honest spelling, though ``momo`` alone says nothing; inside other letters it is chance."""
    index = AliasIndex(bundled_register())
    assert "shape" in [one.kind for one in _look("m0mo-vn.com", index) if one.name.text == "momo"]
    assert "shape" not in [one.kind for one in _look("xm0moy.com", index) if one.name.text == "momo"]

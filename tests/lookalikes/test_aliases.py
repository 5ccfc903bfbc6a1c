"""The register compiled for matching."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.aliases import AliasIndex, WordFinder
from kiemtin.organisations import Register
from tests.organisations.fictional import REGISTER, SAO_MAI


def test_names_come_longest_first(fictional_index: AliasIndex) -> None:
    """A longer name is looked at before a shorter one that stands inside it."""
    assert ["dongxanhpay", "saomaibank"] == [name.text for name in fictional_index.strong]
    assert {"smb", "dxp"} == {name.text for name in fictional_index.weak}


def test_names_know_their_organisation_and_shape(fictional_index: AliasIndex) -> None:
    """A name carries what matching needs of it."""
    name = fictional_index.names["saomaibank"]
    assert ("sao-mai", True, "saomalbank") == (name.organisation, name.strong, name.shape)


def test_organisations_at_home_in_viet_nam_are_told_apart(fictional_index: AliasIndex) -> None:
    """An organisation whose first domain ends in ``.vn`` is Vietnamese."""
    assert {one.id for one in REGISTER} == fictional_index.vietnamese


def test_an_empty_register_compiles() -> None:
    """No organisation, no names, no error."""
    assert () == AliasIndex(Register((), "none")).strong


def test_each_organisation_keeps_its_own_words(fictional_index: AliasIndex) -> None:
    """The words people put around a name belong to that name."""
    assert frozenset(SAO_MAI.words) == fictional_index.words["sao-mai"]


@given(st.lists(st.text("abc", min_size=1, max_size=5), max_size=8), st.text("abc", max_size=40))
def test_the_finder_finds_what_searching_for_each_word_finds(words: list[str], text: str) -> None:
    """Reading the text once gives the same first places as reading it once per word."""
    expected = {word: text.find(word) for word in words if word in text}
    assert expected == WordFinder(words).places(text)

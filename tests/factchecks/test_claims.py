"""Long messages taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiemtin.factchecks.claims import LONG, LONGEST, MOST, claims_of


def test_a_short_message_is_one_claim() -> None:
    """Up to the limit a message is searched for as it is."""
    text = " ".join(["từ"] * LONG)
    assert [text] == claims_of(text)


def test_a_long_message_is_cut_at_its_sentences() -> None:
    """Each sentence that says something is a claim of its own."""
    one = "Câu này nói rằng nước chanh chữa được mọi bệnh trên đời."
    assert [one] * 12 == claims_of(" ".join([one] * 12))


@given(st.text(alphabet="ab .!?\n", max_size=4000))
def test_claims_are_of_bounded_number_and_length(text: str) -> None:
    """No message leads to more searches than the limit, and no claim to a longer one."""
    claims = claims_of(text)
    assert 1 <= len(claims) <= MOST
    assert claims == [text] or all(len(claim.split()) <= LONGEST for claim in claims)

"""Receipt codes: read aloud, copied badly, never guessed."""

from __future__ import annotations

import pytest

from kiemtin.desk.questions.receipts import GROUP, GROUPS, LETTERS, hash_of, new_token, read_receipt, receipt_for


def test_a_code_has_a_hundred_bits_in_letters_that_nobody_confuses() -> None:
    """Five groups of four out of thirty-two; none of them is 0, O, 1 or I."""
    code = receipt_for(new_token(), "f")
    assert [GROUP] * GROUPS == [len(group) for group in code.split("-")]
    assert (32, set()) == (len(set(LETTERS)), set(LETTERS) & set("0O1I"))
    assert set(code) <= {*LETTERS, "-"}


def test_it_follows_from_the_form_and_the_message_alone() -> None:
    """The same twice is the same; another form or another message has another."""
    first, second = new_token(), new_token()
    codes = [receipt_for(*given) for given in ((first, "f"), (first, "f"), (first, "g"), (second, "f"))]
    assert (codes[0], 3) == (codes[1], len(set(codes)))


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n"])
def test_however_it_is_copied_it_is_the_same(change: object) -> None:
    """Small letters, spaces for hyphens, a line end."""
    code = receipt_for(new_token(), "f")
    assert code == read_receipt(change(code))  # type: ignore[operator]


def test_letters_that_are_taken_for_others_are_understood() -> None:
    """One who hears L may write I or 1."""
    assert "LLLL-2222-3333-4444-5555" == read_receipt("1iLl222233334444 5555")


@pytest.mark.parametrize("written", ["", "ABCD", "0000-0000-0000-0000-0000", "A" * 21, "A" * 10**6, "Đ" * 20])
def test_what_is_no_code_is_none(written: str) -> None:
    """However long it is."""
    assert None is read_receipt(written)


def test_only_its_hash_is_kept() -> None:
    """Which tells nothing of it."""
    code = receipt_for(new_token(), "f")
    assert 64 == len(hash_of(code))
    assert code.replace("-", "") not in hash_of(code).upper()

"""``official-number``: whose number it is, and never a guess."""

from __future__ import annotations

import pytest

from kiemtin.evidence import Finding, FindingKind, Skip
from tests.checks.conftest import Ask

CHECK = "official-number"


@pytest.mark.parametrize("text", ["Goi 1900000022", "Goi 1900 0000 22", "Gọi 1900.000022"])
def test_a_confirmed_hotline_is_official_however_it_is_written(text: str, ask: Ask) -> None:
    """The organisation is named, with the source of the number."""
    (finding,) = ask(CHECK, text)
    assert isinstance(finding, Finding)
    assert FindingKind.OFFICIAL is finding.kind
    assert "https://saomaibank.com.vn/lien-he" == finding.sources[0].url


@pytest.mark.parametrize("text", ["Goi 1900000011", "Goi 1900000033", "Goi 1900000099", "Goi 0900000000"])
def test_an_unconfirmed_hotline_is_as_unknown_as_any_other(text: str, ask: Ask) -> None:
    """A wrong number would send a frightened person to a scammer: unconfirmed is a Skip that names nobody."""
    (skip,) = ask(CHECK, text)
    assert isinstance(skip, Skip)
    assert "number.unknown" == skip.reason.id


def test_a_bank_account_cannot_be_checked_and_says_so(ask: Ask) -> None:
    """Silence would read as approval."""
    results = ask(CHECK, "STK 0071000986547 Saomaibank")
    assert ["number.account-unknown"] == [one.reason.id for one in results]

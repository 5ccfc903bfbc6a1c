"""Whole lists of names that speak of an organisation, and of names that pose as one, through the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin import Kiemtin
from kiemtin.lookalikes import Matcher, Verdict

FOLDER = Path(__file__).parent
DANGEROUS = ("danger", "caution")


def _listed(name: str) -> list[list[str]]:
    lines = (FOLDER / f"{name}_domains.txt").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def kiemtin(tmp_path_factory: pytest.TempPathFactory) -> Kiemtin:
    """The program without any data of the user's own."""
    return Kiemtin(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(("name", "least"), [("gripe", 50), ("speech", 150)])
def test_naming_is_never_impersonating(name: str, least: int, kiemtin: Kiemtin) -> None:
    """Critics, fans, parodies, newspapers and petitions get no danger sign: not one of the list."""
    names = _listed(name)
    assert least <= len(names)
    assert [] == [domain for domain, _, _ in names if kiemtin.check(domain).outcome in DANGEROUS]


def test_a_critic_in_a_message_that_names_the_organisation_is_not_flagged_either(kiemtin: Kiemtin) -> None:
    """Who passes a critic's page on will name whom it is about."""
    names = _listed("gripe")
    messages = [f"Đọc thử trang này viết về {org.title()}: https://{domain}/bai-1" for domain, org, _ in names]
    assert [] == [message for message in messages if kiemtin.check(message).outcome in DANGEROUS]


def test_posing_is_flagged(kiemtin: Kiemtin) -> None:
    """Names made up in the style of real scams all get a danger sign."""
    assert [] == [domain for domain, _, _ in _listed("posing") if kiemtin.check(domain).outcome not in DANGEROUS]


def test_posing_names_the_right_organisation(kiemtin: Kiemtin) -> None:
    """Whom a name imitates is right but for the misspelling ``zaloplay``, which holds ``zalo`` in full."""
    wrong = []
    for domain, organisation, _ in _listed("posing"):
        meant = kiemtin.check(domain).findings[0].organisation
        if meant is None or meant.id != organisation:
            wrong.append(domain)
    assert ["zaloplay-thuong.vip"] == wrong


def test_letters_without_a_purpose_are_no_pose(matcher: Matcher) -> None:
    """Words in no list, and nothing that offers, asks or hides: nobody poses; with a lure beside them they do."""
    unknown = matcher.match("vietcombank-gkwpzrt.org")
    posing = matcher.match("vietcombank-gkwpzrt-dangnhap.org")
    assert unknown is not None
    assert Verdict.BEARS_NAME is unknown.verdict
    assert posing is not None
    assert Verdict.IMPERSONATES is posing.verdict


def test_what_the_message_says_gives_letters_a_purpose(matcher: Matcher) -> None:
    """The same unknown letters pose once the message around them speaks as the organisation."""
    alone = matcher.match("vietcombank-gkwpzrt.org")
    named = matcher.match("vietcombank-gkwpzrt.org", named=("vietcombank",))
    assert alone is not None
    assert named is not None
    assert (Verdict.BEARS_NAME, Verdict.IMPERSONATES) == (alone.verdict, named.verdict)

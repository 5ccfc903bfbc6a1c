"""What lint refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiemtin.errors import RegisterInvalid
from kiemtin.organisations import Alias, Fact, Organisation, Strength, lint, organisations_from
from tests.organisations.fictional import DONG_XANH, REGISTER, SAO_MAI


def _problems(*entries: Organisation) -> set[str]:
    return {problem.message_id for problem in lint(entries)}


def test_a_good_register_has_no_problems() -> None:
    """Lint is not noise."""
    assert () == lint(REGISTER)


@pytest.mark.parametrize(
    "alias",
    [
        "nganhang",
        "ngan-hang",
        "dienluc",
        "congan",
        "baohiem",
        "shop",
        "apple",
        "vietnam",
        "khuyenmai",
        "money",
        "online",
    ],
)
def test_an_ordinary_word_is_refused_as_a_strong_alias_and_allowed_as_a_weak_one(alias: str) -> None:
    """Ordinary words stand in too many honest names to identify anybody."""
    strong = replace(SAO_MAI, aliases=(Alias(alias),))
    weak = replace(SAO_MAI, aliases=(Alias(alias, Strength.WEAK),))
    assert "register.ordinary-word" in _problems(strong)
    assert set() == _problems(weak)


def test_a_word_is_refused_with_diacritics_too() -> None:
    """``điện-lực`` is refused by lint where a program made it, and by the format where a person wrote it."""
    assert "register.ordinary-word" in _problems(replace(SAO_MAI, aliases=(Alias("điện-lực"),)))
    with pytest.raises(RegisterInvalid):
        organisations_from([_written(aliases=["điện-lực"])])


def test_a_short_strong_alias_is_refused() -> None:
    """Three letters turn up inside too many names."""
    assert "register.too-short" in _problems(replace(SAO_MAI, aliases=(Alias("smq"),)))


def test_two_organisations_may_not_claim_the_same() -> None:
    """A domain or a strong alias belongs to one."""
    assert "register.clash" in _problems(SAO_MAI, replace(DONG_XANH, domains=(Fact("saomaibank.com.vn"),)))
    assert "register.clash" in _problems(SAO_MAI, replace(DONG_XANH, aliases=(Alias("saomaibank"),)))


def test_an_entry_without_an_alias_is_refused() -> None:
    """It could never be matched."""
    assert "register.no-alias" in _problems(replace(SAO_MAI, aliases=()))


def test_a_domain_must_be_one() -> None:
    """Under a top-level domain that exists."""
    assert "register.not-a-domain" in _problems(replace(SAO_MAI, domains=(Fact("saomai.khongcoduoinay"),)))


def _written(**changes: object) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": "sao-mai",
        "name": {"vi": "Sao Mai", "en": "Sao Mai"},
        "sector": "bank",
        "confirmed": False,
        "domains": [{"value": "saomaibank.com.vn", "confirmed": False}],
        "aliases": ["saomaibank"],
    }
    return entry | changes


def test_the_plainest_entry_is_read() -> None:
    """An id, a name, a sector, one domain, one alias."""
    (one,) = organisations_from([_written()])
    assert ("sao-mai", "saomaibank.com.vn", None) == (one.id, one.domains[0].value, one.domains[0].confirmed)


@pytest.mark.parametrize(
    "changes",
    [
        {"domains": []},  # no official channel: a topic, a slogan, a person
        {"id": "Sao Mai"},
        {"id": ""},
        {"name": ""},
        {"sector": "person"},
        {"person": "Nguyễn Văn A"},
        {"owner": "Nguyễn Văn A"},
        {"domains": [{"value": "saomaibank.com.vn"}]},  # confirmed or not?
        {"domains": [{"value": "saomaibank.com.vn", "confirmed": "2026-11-22"}]},  # confirmed by whom?
        {"domains": [{"value": "https://saomaibank.com.vn/", "confirmed": False}]},
        {"hotlines": [{"value": "1900 0000", "confirmed": False}]},
        {"confirmed": "2026-11-22"},
        {"confirmed": "hôm qua"},
        {"source": {"title": "a", "publisher": "b", "url": "javascript:alert(1)"}},
        {"aliases": [{"value": "saomaibank", "strength": "fierce"}]},
        {"aliases": "saomaibank"},
        {"words": ["Có Dấu"]},
    ],
)
def test_a_bad_entry_is_refused(changes: dict[str, object]) -> None:
    """Unknown fields, missing sources and malformed values are errors, not guesses."""
    with pytest.raises(RegisterInvalid) as refusal:
        organisations_from([_written(**changes)])
    assert refusal.value.problems


@pytest.mark.parametrize(
    "data", [None, [], {}, "x", 3, [None], [[]], {"organisations": {}}, [{}], [{"id": ["x"]}], [{"id": {}}]]
)
def test_what_is_no_register_is_refused(data: object) -> None:
    """Whatever YAML may hold instead."""
    with pytest.raises(RegisterInvalid):
        organisations_from(data)


def test_an_id_comes_once() -> None:
    """Twice in one file is a mistake."""
    with pytest.raises(RegisterInvalid):
        organisations_from([_written(), _written()])

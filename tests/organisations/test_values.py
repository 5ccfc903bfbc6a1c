"""Looking up in a register."""

from __future__ import annotations

import pytest

from kiemtin.organisations import Fact, Organisation, Register, Sector
from kiemtin.organisations.values import channel_key, national_number
from tests.organisations.fictional import REGISTER, SAO_MAI, SEEN


@pytest.mark.parametrize(
    ("host", "value"),
    [
        ("saomaibank.com.vn", "saomaibank.com.vn"),
        ("a.b.saomaibank.com.vn", "saomaibank.com.vn"),
        ("saomai.link", "saomai.link"),
        ("xsaomaibank.com.vn", None),
        ("saomaibank.com.vn.evil.top", None),
        ("com.vn", None),
        ("", None),
    ],
)
def test_a_host_belongs_to_the_domain_it_is_or_lies_under(host: str, value: str | None) -> None:
    """Whole labels are compared, from the right."""
    owner = REGISTER.owner_of(host)
    assert value == (owner[1].value if owner else None)


def test_the_most_exact_domain_wins() -> None:
    """A subdomain of its own entry counts as that entry."""
    one = Organisation(
        "a", "A", "A", "A", Sector.OTHER, domains=(Fact("a.vn", SEEN), Fact("open.a.vn", user_content=True))
    )
    owner = Register((one,), "x").owner_of("x.open.a.vn")
    assert owner is not None
    assert "open.a.vn" == owner[1].value


def test_two_organisations_cannot_share_an_id() -> None:
    """An id is a contract."""
    with pytest.raises(ValueError, match="share an id"):
        Register((SAO_MAI, SAO_MAI), "x")


@pytest.mark.parametrize(
    ("number", "national"),
    [
        ("+84912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("1900000022", "1900000022"),
        ("156", "156"),
        ("+1900000022", "+1900000022"),  # a number in America, not a Vietnamese hotline
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_numbers_are_compared_as_dialled_in_viet_nam(number: str, national: str) -> None:
    """Another country's number never meets a Vietnamese one of the same digits."""
    assert national == national_number(number)


def test_a_hotline_is_found_with_its_confirmation() -> None:
    """Who looks decides by ``confirmed``; a foreign number of the same digits is nobody's."""
    found = REGISTER.hotline_of("1900000022")
    assert found is not None
    assert SEEN == found[1].confirmed
    assert None is REGISTER.hotline_of("+1900000022")
    assert None is REGISTER.hotline_of("1900000099")


@pytest.mark.parametrize(
    "address",
    ["https://zalo.me/saomaibank", "zalo.me/saomaibank/", "HTTP://WWW.ZALO.ME/SaoMaiBank?a=1#b"],
)
def test_a_page_is_found_however_its_address_is_written(address: str) -> None:
    """Scheme, ``www.``, case, query and closing slash do not matter."""
    assert "zalo.me/saomaibank" == channel_key(address)
    assert None is not REGISTER.channel_of(address)


def test_the_number_to_call_is_a_confirmed_one() -> None:
    """The first confirmed, though an unconfirmed one stands before it; without any, none."""
    assert SAO_MAI.confirmed_hotline is not None
    assert "1900000022" == SAO_MAI.confirmed_hotline.value
    other = REGISTER.get("dong-xanh")
    assert other is not None
    assert None is other.confirmed_hotline


def test_the_domain_shown_is_a_confirmed_one_where_there_is_one() -> None:
    """The first confirmed, else the first known."""
    assert SAO_MAI.main_domain is not None
    assert "saomaibank.com.vn" == SAO_MAI.main_domain.value

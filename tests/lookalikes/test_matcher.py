"""The engine as a whole, over the register that ships."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.lookalikes import SUSPICIOUS, Matcher, Technique, Verdict
from kiemtin.organisations import bundled_register


@pytest.mark.parametrize(
    ("host", "organisation", "technique"),
    [
        ("shb.vn-ibs.xyz", "shb", Technique.FAKE_TLD),
        ("shb.com.vn-kps.top", "shb", Technique.FAKE_TLD),
        ("techcombank.vn-pl.top", "techcombank", Technique.FAKE_TLD),
        ("vietcombank.com.vn-tintuc.top", "vietcombank", Technique.FAKE_TLD),
        ("vietcombank.dangnhap-online.top", "vietcombank", Technique.BRAND_IN_SUBDOMAIN),
        ("svip-acb.com", "acb", Technique.ABBREVIATION),
        ("vcbdigibank-vn.com", "vietcombank", Technique.COMBOSQUAT),
        ("vietcombankd.cfd", "vietcombank", Technique.COMBOSQUAT),
        ("vietcombank.top", "vietcombank", Technique.TLD_SWAP),
        ("viet-com-bank.top", "vietcombank", Technique.HYPHENATION),
        ("vietcornbank.com", "vietcombank", Technique.DIGIT_SWAP),
        ("b1dv-dangnhap.com", "bidv", Technique.DIGIT_SWAP),
        ("b0dv.xyz", "bidv", Technique.TYPOSQUAT),
        ("vietconbank-vn.com", "vietcombank", Technique.TYPOSQUAT),
        ("techcombannk.com", "techcombank", Technique.TYPOSQUAT),
        ("vietcombаnk.com", "vietcombank", Technique.HOMOGRAPH),  # Cyrillic a
        ("xn--vietcombnk-6qi.com", "vietcombank", Technique.HOMOGRAPH),
        ("τechcombank.com", "techcombank", Technique.HOMOGRAPH),  # Greek tau
        ("vpbạnk.com", "vpbank", Technique.HOMOGRAPH),
    ],
)
def test_each_technique_is_recognised(host: str, organisation: str, technique: Technique, matcher: Matcher) -> None:
    """The engine says who is imitated and how, and points at the letters."""
    match = matcher.match(host)
    assert match is not None
    assert (organisation, technique, Verdict.IMPERSONATES) == (match.organisation, match.technique, match.verdict)
    assert match.matched == match.domain[match.start : match.end]
    assert match.score >= SUSPICIOUS


@pytest.mark.parametrize(("host", "organisation"), [("vniatinbanks.cc", "vietinbank"), ("b0dv.xyz", "bidv")])
def test_a_message_that_names_the_bank_settles_a_distant_misspelling(
    host: str, organisation: str, matcher: Matcher
) -> None:
    """Letters that leave it open become clear where the message speaks of that very organisation."""
    match = matcher.match(host, named={organisation})
    assert match is not None
    assert (organisation, Verdict.IMPERSONATES) == (match.organisation, match.verdict)


@pytest.mark.parametrize(
    "host",
    [
        "macbook.com",
        "momoiro.xyz",
        "momo-taro.jp",
        "embed.ly",
        "bestbuy.com",
        "november.org",
        "vibrant.com",
        "grabowski.net",
        "pineapple.org",
        "lottery.com",
        "example.com",
        "hocvalam.vn",
    ],
)
def test_honest_names_that_hold_the_letters_of_an_alias_stay_clean(host: str, matcher: Matcher) -> None:
    """A weak alias is two to four letters: they stand in many words by chance."""
    match = matcher.match(host)
    assert match is None or match.verdict is Verdict.BEARS_NAME


def test_a_weak_alias_alone_is_never_enough(matcher: Matcher) -> None:
    """Letters nothing explains around a short alias make no accusation, for no alias of any organisation."""
    accused = []
    for name in matcher._index.weak:
        for host in (f"qw{name.text}kelpforge.com", f"{name.text}zyqfj.net"):
            match = matcher.match(host)
            if match is not None and match.alias == name.text and match.verdict is Verdict.IMPERSONATES:
                accused.append(host)
    assert [] == accused


def test_no_official_domain_and_no_tenant_is_a_lookalike(matcher: Matcher) -> None:
    """What the register knows, and everything under it, is never accused."""
    hosts = [
        prefix + fact.value
        for one in bundled_register()
        for fact in one.domains + one.tenants
        for prefix in ("", "www.", "online.", "dang-nhap.")
        if not fact.user_content
    ]
    assert [] == [host for host in hosts if matcher.match(host) is not None]


def test_a_name_let_by_its_owner_is_no_official_one(matcher: Matcher) -> None:
    """Where anybody can register a name under an official domain, that name is looked at like any other."""
    match = matcher.match("techcombank-xacthuc.s3.amazonaws.com")
    assert match is not None
    assert ("techcombank", Verdict.IMPERSONATES) == (match.organisation, match.verdict)


@pytest.mark.parametrize("host", ["b1dv-hoidap.com", "vietcornbank-tintuc.com", "techcombank.vn-tintuc.top"])
def test_talk_does_not_excuse_a_name_made_to_be_misread(host: str, matcher: Matcher) -> None:
    """Newspapers and fans spell the name right and leave the address alone."""
    match = matcher.match(host)
    assert match is not None
    assert Verdict.IMPERSONATES is match.verdict


def test_a_critic_may_even_misspell(matcher: Matcher) -> None:
    """Open criticism is speech, however the name is written."""
    match = matcher.match("b1dv-luadao.com")
    assert match is None or match.verdict is Verdict.BEARS_NAME


@pytest.mark.parametrize(
    "host", ["", ".", "vn", "com.vn", "không phải tên miền", "127.0.0.1", "[::1]", "a..b", "\ud800.com", "x" * 300]
)
def test_what_is_no_domain_name_matches_nothing(host: str, matcher: Matcher) -> None:
    """Bad names are no error and no match."""
    assert None is matcher.match(host)


def test_the_same_name_gives_the_same_match(matcher: Matcher) -> None:
    """A fresh engine over the same register says the same."""
    again = Matcher(bundled_register())
    for host in ("vietconbank-vn.com", "b0dv.xyz", "mbbank-acb-vib.com", "shopee-lazada-tiki.top"):
        assert matcher.match(host) == again.match(host)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_no_text_raises(matcher: Matcher, text: str) -> None:
    """Whatever stands where a name should be."""
    match = matcher.match(f"{text}.top")
    assert match is None or 0 <= match.score <= 1


@pytest.mark.parametrize(
    "host",
    [
        "a." * 126 + "vn",
        "vietcombank" * 22 + ".top",
        "vietconbank-" * 20 + ".top",
        "mb" * 120 + ".vn",
        "-" * 240 + ".com",
        "xn--" + "9" * 240 + ".com",
        ".".join(["vietcombank"] * 20) + ".top",
    ],
)
def test_the_longest_names_cost_milliseconds(host: str, matcher: Matcher) -> None:
    """A name made to be slow is answered in a quarter of a second at the most."""
    matcher.match("warm.up")
    started = time.process_time()
    matcher.match(host)
    assert time.process_time() - started < 0.25

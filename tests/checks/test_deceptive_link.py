"""``deceptive-link``: what a link hides."""

from __future__ import annotations

import pytest

from kiemtin.checks.deceptive_link import is_shortener, scripts, shorteners
from kiemtin.domains import parse_domain
from kiemtin.evidence import Finding, FindingKind, Severity, Skip
from kiemtin.items import receive_bytes
from tests.checks.conftest import Ask

CHECK = "deceptive-link"
HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW


def _seen(ask: Ask, text: str) -> list[tuple[str, Severity]]:
    return [(one.reason.id, one.severity) for one in ask(CHECK, text) if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("text", "message_id", "severity"),
    [
        ("https://saomaibank.com.vn@evil.example/", "deceptive.user-info", HIGH),
        ("https://login@evil.example/", "deceptive.user-info", MEDIUM),
        ("http://8.8.8.8/otp", "deceptive.ip-address", MEDIUM),
        ("http://0x08080808/otp", "deceptive.ip-address", MEDIUM),
        ("http://134744072/otp", "deceptive.ip-address", MEDIUM),
        ("http://[2001:4860:4860::8888]/otp", "deceptive.ip-address", MEDIUM),
        ("http://[::ffff:8.8.8.8]/otp", "deceptive.ip-address", MEDIUM),
        ("http://192.168.1.1/", "deceptive.private-address", LOW),
        ("https://evil-bаnk.com/", "deceptive.mixed-scripts", HIGH),  # Cyrillic a
        ("https://evil.example/app.apk", "deceptive.app-file", HIGH),
        ("https://evil.example/APP.APK?x=1", "deceptive.app-file", HIGH),
        ("https://evil.example/app.ap%6B", "deceptive.app-file", HIGH),
        ("https://evil.example/tai?tep=app.apk", "deceptive.app-file", HIGH),
        ("https://evil.example/setup.exe", "deceptive.app-file", MEDIUM),
        ("hxxps://evil[.]example", "deceptive.disguised", LOW),
    ],
)
def test_each_construction_is_seen(text: str, message_id: str, severity: Severity, ask: Ask) -> None:
    """One sign, one message, with its severity."""
    assert (message_id, severity) in _seen(ask, text.replace(".example", ".com"))


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/",
        "https://saomaibank.com.vn/app.apk",  # from the organisation itself
        "https://tiếngviệt.vn/",
        "https://example.com/apk",
        "https://example.com/tin.html?x=1",
        "https://例え.jp/",
    ],
)
def test_honest_links_give_no_sign(text: str, ask: Ask) -> None:
    """Diacritics, other alphabets and ordinary pages are nothing to warn of."""
    assert [] == [sign for sign in _seen(ask, text) if sign[0] != "deceptive.disguised"]


def test_a_service_for_everybody_is_no_app_store(ask: Ask) -> None:
    """An app file on a service where anybody can publish comes from anybody."""
    assert [("deceptive.app-file", HIGH)] == _seen(ask, "https://trangdongxanh.com/app.apk")


def _page(shown: str, target: str) -> str:
    return f'<p>Chào bạn</p><a href="{target}">{shown}</a>'


@pytest.mark.parametrize(
    ("shown", "target", "expected"),
    [
        ("saomaibank.com.vn", "https://evil-1.com/", HIGH),
        ("https://www.saomaibank.com.vn/dang-nhap", "https://evil-1.com/", HIGH),
        ("saomaibank.com.vn?dang-nhap", "https://evil-1.com/", HIGH),
        ("SAOMAIBANK.COM.VN", "https://evil-1.com/", HIGH),
        ("tin-tuc-1.vn", "https://evil-1.com/", MEDIUM),
        ("saomaibank.com.vn", "https://bit.ly/x1", MEDIUM),  # perhaps a newsletter's counter
        ("saomaibank.com.vn", "https://ebank.saomaibank.com.vn/", None),
        ("saomaibank.com.vn", "https://saomai.link/", None),  # the same organisation
        ("hotro@saomaibank.com.vn", "https://saomaibank.com.vn/lien-he", None),
        ("Bấm vào đây", "https://evil-1.com/", None),
        ("", "https://evil-1.com/", None),
        ("3.000.000", "https://evil-1.com/", None),
    ],
)
def test_a_text_that_shows_another_address(shown: str, target: str, expected: Severity | None, ask: Ask) -> None:
    """The address shown is compared with the one that opens, by who registered it."""
    item = receive_bytes(_page(shown, target).encode(), "a.html")
    found = [one.severity for one in ask(CHECK, item) if one.reason.id == "deceptive.text-is-not-target"]
    assert ([] if expected is None else [expected]) == found


def test_a_shortener_is_a_skip(ask: Ask) -> None:
    """Nobody can see through it without opening it: neither danger nor silence."""
    (skip,) = ask(CHECK, "https://bit.ly/abc123")
    assert isinstance(skip, Skip)
    assert "deceptive.shortener" == skip.reason.id


def test_signs_with_honest_uses_are_context(ask: Ask) -> None:
    """Those who warn others write ``hxxp`` and ``[.]`` too."""
    (finding,) = ask(CHECK, "hxxps://evil-1[.]com")
    assert isinstance(finding, Finding)
    assert FindingKind.CONTEXT is finding.kind


def test_invisible_characters_in_a_link_are_seen(ask: Ask) -> None:
    """A zero-width space breaks filters, not browsers."""
    seen = _seen(ask, "https://evil\u200b-1.com/dang-nhap")
    assert ("deceptive.invisible", MEDIUM) in seen


def test_shorteners_are_domain_names() -> None:
    """Each line can be found, and a name that merely ends alike is no shortener."""
    assert [] == [name for name in shorteners() if parse_domain(name) is None]
    names = [parse_domain("bit.ly"), parse_domain("x.bit.ly"), parse_domain("orbit.ly")]
    assert [True, True, False] == [name is not None and is_shortener(name) for name in names]


def test_scripts_are_told_apart() -> None:
    """Digits and hyphens belong to none."""
    assert {"LATIN", "CYRILLIC"} == scripts("bаnk-24")

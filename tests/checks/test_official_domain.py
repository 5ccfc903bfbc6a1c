"""``official-domain``: whose domain a link stands on."""

from __future__ import annotations

import pytest

from kiemtin.evidence import Finding, FindingKind
from kiemtin.items import receive_bytes
from tests.checks.conftest import Ask

CHECK = "official-domain"


@pytest.mark.parametrize(
    ("text", "message_id", "kind"),
    [
        ("https://saomaibank.com.vn/", "official.domain", FindingKind.OFFICIAL),
        ("https://ebank.saomaibank.com.vn/", "official.domain", FindingKind.OFFICIAL),
        ("SAOMAIBANK.COM.VN", "official.domain", FindingKind.OFFICIAL),
        ("https://saomai.link/x1", "official.unconfirmed", FindingKind.OFFICIAL),
        ("https://zalo.me/saomaibank?src=qr", "official.page", FindingKind.OFFICIAL),
        ("https://trangdongxanh.com/bai", "official.anyone-can-publish", FindingKind.CONTEXT),
        ("https://toanhasaomaibank.vn", "official.tenant", FindingKind.CONTEXT),
        ("hotro@saomaibank.com.vn", "official.domain", FindingKind.OFFICIAL),
    ],
)
def test_each_place_is_called_what_it_is(text: str, message_id: str, kind: FindingKind, ask: Ask) -> None:
    """Confirmed, unconfirmed, the organisation's page, a service for everybody, a tenant: five different things."""
    (finding,) = ask(CHECK, text)
    assert isinstance(finding, Finding)
    assert (message_id, kind) == (finding.reason.id, finding.kind)
    assert finding.sources


def test_an_unconfirmed_domain_is_said_to_be_unconfirmed(ask: Ask) -> None:
    """The finding itself carries that nobody has seen it at its source."""
    (finding,) = ask(CHECK, "https://saomai.link/x1")
    assert isinstance(finding, Finding)
    assert finding.organisation is not None
    assert not finding.organisation.confirmed


def test_a_from_line_proves_nothing(ask: Ask) -> None:
    """Anybody can write any sender: context, not official."""
    mail = b"From: Saomaibank <hotro@saomaibank.com.vn>\r\nSubject: a\r\n\r\nXin chao\r\n"
    (finding,) = ask(CHECK, receive_bytes(mail, "a.eml"))
    assert isinstance(finding, Finding)
    assert ("official.from-can-be-forged", FindingKind.CONTEXT) == (finding.reason.id, finding.kind)


@pytest.mark.parametrize(
    "text",
    [
        "https://saomaibank.com.vn@evil-1.com",
        "https://saomaibank.com.vn.evil-1.com",
        "https://evilsaomaibank.com.vn",
        "https://evil-1.com/saomaibank.com.vn",
        "https://evil-1.com/?u=saomaibank.com.vn",
        "https://zalo.me/saomaibank2",
        "https://sаomaibank.com.vn",  # Cyrillic a
        "https://saomaibank.com.vn\x00.evil-1.com/",
        "https://saomaibank.com.vn\\@evil-1.com/",
        "https://saomaibank.com.vn.evil.internal",
    ],
)
def test_nothing_that_only_looks_official_is_called_so(text: str, ask: Ask) -> None:
    """The registered name decides, not what stands before or behind it."""
    hosts = [one for one in ask(CHECK, text) if isinstance(one, Finding) and one.kind is FindingKind.OFFICIAL]
    assert [] == [one for one in hosts if one.part == "p1"]


@pytest.mark.parametrize(
    "text",
    [
        "https://saomaibank.com.vn.",
        "https://saomaibank.com.vn.Tran trong",
        "(https://saomaibank.com.vn)",
        "https://saomaibank.com.vn, cam on",
        "https://saomaibank.com.vn\n",
        "saomaibank.com.vn. Cam on",
    ],
)
def test_a_sentence_behind_a_link_takes_nothing_from_it(text: str, ask: Ask) -> None:
    """People put no space behind a link."""
    assert ["official.domain"] == [one.reason.id for one in ask(CHECK, text)]

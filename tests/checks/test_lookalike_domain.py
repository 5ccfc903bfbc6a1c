"""``lookalike-domain``: from the engine's match to a finding."""

from __future__ import annotations

from kiemtin.evidence import Finding, FindingKind, Severity
from kiemtin.items import receive_bytes
from tests.checks.conftest import Ask

CHECK = "lookalike-domain"


def test_a_forged_name_is_a_danger_sign_with_all_that_a_reader_needs(ask: Ask) -> None:
    """It names the organisation, the technique, the letters and the official domain beside the forged one."""
    text = "Saomaibank: truy cap https://saomaibankd.cfd/vn de doi diem"
    (finding,) = ask(CHECK, text)
    assert isinstance(finding, Finding)
    assert FindingKind.DANGER_SIGN is finding.kind
    assert Severity.HIGH is finding.severity
    assert "combosquat" == finding.technique
    assert finding.organisation is not None
    assert "sao-mai" == finding.organisation.id
    values = dict(finding.reason.values)
    assert ("saomaibankd.cfd", "saomaibank.com.vn") == (values["domain"], values["official"])
    assert ["saomaibank"] == [text[start:end] for start, end in finding.marks]
    assert "https://saomaibank.com.vn/lien-he" == finding.sources[0].url


def test_the_mark_is_on_the_host_even_where_the_path_repeats_it(ask: Ask) -> None:
    """What stands in the path is not what opens."""
    text = "https://saomaibank-vn.top/tra-cuu?next=saomaibank-vn.top#saomaibank-vn.top"
    (finding,) = [one for one in ask(CHECK, text) if isinstance(one, Finding)]
    assert ((8, 18),) == finding.marks


def test_the_mark_is_behind_the_user_information(ask: Ask) -> None:
    """``saomaibank-vn.top@saomaibank-vn.top``: the second one opens."""
    (finding,) = [one for one in ask(CHECK, "https://saomaibank-vn.top@saomaibank-vn.top/") if isinstance(one, Finding)]
    assert ((26, 36),) == finding.marks


def test_punycode_marks_the_whole_link(ask: Ask) -> None:
    """Where the letters do not stand in the text as shown, the finding points at the part."""
    text = "https://xn--somaibank-x8a.com"
    for finding in ask(CHECK, text):
        assert isinstance(finding, Finding)
        assert ((0, len(text)),) == finding.marks


def test_naming_is_context(ask: Ask) -> None:
    """A critic's page is mentioned, with no danger and no technique."""
    (finding,) = ask(CHECK, "https://saomaibank-lua-dao.com")
    assert isinstance(finding, Finding)
    assert (FindingKind.CONTEXT, None) == (finding.kind, finding.technique)
    assert "lookalike.bears-name" == finding.reason.id


def test_addresses_of_mail_are_looked_at_too(ask: Ask) -> None:
    """A forged sender's domain is forged like any other."""
    (finding,) = ask(CHECK, "Lien he hotro@saomaibank-hotro.top")
    assert isinstance(finding, Finding)
    assert FindingKind.DANGER_SIGN is finding.kind


def test_the_from_line_of_a_mail_is_looked_at(ask: Ask) -> None:
    """The address behind a display name counts, not the name."""
    mail = b"From: Saomaibank <hotro@saomaibank-hotro.top>\r\nSubject: a\r\n\r\nXin chao\r\n"
    findings = ask(CHECK, receive_bytes(mail, "a.eml"))
    assert ["saomaibank-hotro.top"] == [dict(one.reason.values)["domain"] for one in findings]


def test_official_and_unrelated_names_give_nothing(ask: Ask) -> None:
    """Silence where there is no likeness, and where the register knows the owner."""
    assert [] == ask(
        CHECK, "https://online.saomaibank.com.vn https://toanhasaomaibank.vn https://example.com https://1.2.3.4"
    )

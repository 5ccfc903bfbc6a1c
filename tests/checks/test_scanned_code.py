"""``scanned-code``."""

from __future__ import annotations

import pytest

from kiemtin.checks.context import Context
from kiemtin.checks.scanned_code import scanned_code
from kiemtin.evidence import FindingKind, Severity
from kiemtin.items import Item, Part, PartKind, ScannedCode
from kiemtin.items.values import Unread
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register


def test_each_thing_a_code_does_is_said_in_order() -> None:
    """One finding per thing, the most important first, none of them a danger by itself."""
    does = (Unread("codes.does.open-link", (("link", "https://a.top"),)), Unread("codes.does.text", (("text", "x"),)))
    part = Part("p1", PartKind.CODE, "", 0, 0, ScannedCode("QRCode", does))
    register = bundled_register()
    findings = list(scanned_code(part, Context(Item(""), register, Matcher(register), frozenset())))

    assert ["codes.does.open-link", "codes.does.text"] == [one.reason.id for one in findings]
    assert {FindingKind.CONTEXT} == {one.kind for one in findings}


@pytest.mark.parametrize(
    ("what", "shown", "target", "kind", "severity"),
    [
        ("site", "vietcombank.com.vn", "vidu.top", FindingKind.DANGER_SIGN, Severity.HIGH),
        ("site", "quan-pho-vi-du.vn", "vidu.top", FindingKind.DANGER_SIGN, Severity.MEDIUM),
        ("site", "quan-pho-vi-du.vn", "oa.zalo.me", FindingKind.CONTEXT, Severity.MEDIUM),
        ("account", "0011001234567", "19031234567890", FindingKind.DANGER_SIGN, Severity.HIGH),
        ("not-a-payment", "VietQR", "vidu.top", FindingKind.DANGER_SIGN, Severity.HIGH),
        ("number", "1900545413", "0899999999", FindingKind.DANGER_SIGN, Severity.HIGH),
        ("number", "0912345678", "0899999999", FindingKind.DANGER_SIGN, Severity.MEDIUM),
        ("amount", "50000", "500000", FindingKind.DANGER_SIGN, Severity.MEDIUM),
    ],
)
def test_a_code_that_differs_from_the_words_beside_it(
    what: str, shown: str, target: str, kind: FindingKind, severity: Severity
) -> None:
    """A danger sign: the graver, the more it costs; but posters lead to chats and forms beside their own site."""
    differs = Unread(f"codes.differs.{what}", (("shown", shown), ("target", target)))
    part = Part("p1", PartKind.CODE, "", 0, 0, ScannedCode("QRCode", (), differs))
    register = bundled_register()
    (finding,) = scanned_code(part, Context(Item(""), register, Matcher(register), frozenset()))

    assert (f"codes.differs.{what}", kind, severity) == (finding.reason.id, finding.kind, finding.severity)

"""``scanned-code``."""

from __future__ import annotations

from kiemtin.checks.context import Context
from kiemtin.checks.scanned_code import scanned_code
from kiemtin.evidence import FindingKind
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

"""``picture-origin``: what the file says is context, and silence proves nothing."""

from __future__ import annotations

from kiemtin.checks import ENABLED, Context
from kiemtin.checks.picture_origin import CHECK, picture_origin
from kiemtin.evidence import FindingKind
from kiemtin.items import Item, Part, PartKind, SeenPicture
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register
from kiemtin.pictures.origin.values import Credential, Origin

PICTURE = Part("p0", PartKind.PICTURE, "", 0, 0)


def said(origin: Origin | None) -> list[str]:
    """The messages about a picture with this origin."""
    register = bundled_register()
    seen = SeenPicture(40, 30, origin=origin.to_json() if origin is not None else None)
    context = Context(Item("", "picture"), register, Matcher(register), frozenset(), picture=seen)
    findings = list(picture_origin(PICTURE, context))
    assert {FindingKind.CONTEXT} >= {one.kind for one in findings}
    return [one.reason.id for one in findings]


def test_silence_is_said_to_prove_nothing() -> None:
    """A file without metadata gives one sentence that says so; a picture nobody asked gives none."""
    assert ["origin.nothing"] == said(Origin())
    assert [] == said(None)


def test_a_credential_that_does_not_hold_and_a_place_are_told() -> None:
    """The broken credential first, the place last; neither is a verdict."""
    told = said(Origin(credential=Credential.INVALID, has_location=True))
    assert ["origin.credential.invalid", "origin.location"] == told


def test_it_is_enabled_for_pictures_alone() -> None:
    """Words have no origin of this kind."""
    (check,) = (one for one in ENABLED if one.id == CHECK)
    assert {PartKind.PICTURE} == check.kinds

"""The checks that run, written out: a new one is a line here, a test, its cases, a page and a changelog entry."""

from __future__ import annotations

from kiemtin.checks import (
    deceptive_link,
    hidden_characters,
    impersonated_sender,
    known_picture,
    lookalike_domain,
    message_signals,
    official_domain,
    official_number,
    picture_origin,
    published_claims,
    scanned_code,
)
from kiemtin.checks.context import Check
from kiemtin.items import PartKind

ENABLED: tuple[Check, ...] = (
    Check(lookalike_domain.CHECK, frozenset({PartKind.LINK, PartKind.EMAIL}), lookalike_domain.lookalike_domain),
    Check(official_domain.CHECK, frozenset({PartKind.LINK, PartKind.EMAIL}), official_domain.official_domain),
    Check(official_number.CHECK, frozenset({PartKind.PHONE, PartKind.BANK_ACCOUNT}), official_number.official_number),
    Check(deceptive_link.CHECK, frozenset({PartKind.LINK}), deceptive_link.deceptive_link),
    Check(message_signals.CHECK, frozenset({PartKind.MESSAGE}), message_signals.message_signals),
    Check(impersonated_sender.CHECK, frozenset({PartKind.MESSAGE}), impersonated_sender.impersonated_sender),
    Check(published_claims.CHECK, frozenset({PartKind.MESSAGE}), published_claims.published_claims),
    Check(hidden_characters.CHECK, frozenset({PartKind.MESSAGE}), hidden_characters.hidden_characters),
    Check(known_picture.CHECK, frozenset({PartKind.PICTURE}), known_picture.known_picture),
    Check(picture_origin.CHECK, frozenset({PartKind.PICTURE}), picture_origin.picture_origin),
    Check(scanned_code.CHECK, frozenset({PartKind.CODE}), scanned_code.scanned_code),
)

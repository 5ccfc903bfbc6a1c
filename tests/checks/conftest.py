"""A way to put one part before one check, over organisations that do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiemtin.checks import ENABLED, Check, Context
from kiemtin.evidence import Finding, Skip
from kiemtin.items import Item, extract, receive_text
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import MentionFinder
from tests.organisations.fictional import REGISTER

Results = list[Finding | Skip]
Ask = Callable[[str, "str | Item"], Results]

MATCHER = Matcher(REGISTER)
MENTIONS = MentionFinder(REGISTER)


@pytest.fixture(scope="session")
def ask() -> Ask:
    """``ask(check_id, text)``: what that check says about all parts of the text."""

    def asked(check_id: str, text: str | Item) -> Results:
        item = receive_text(text) if isinstance(text, str) else text
        check = check_with(check_id)
        named = frozenset(mention.organisation for mention in MENTIONS.find(item.text))
        context = Context(item, REGISTER, MATCHER, named)
        parts = [part for part in extract(item).parts if part.kind in check.kinds]
        return [result for part in parts for result in check.run(part, context)]

    return asked


def check_with(check_id: str) -> Check:
    """The enabled check of this id."""
    return next(check for check in ENABLED if check.id == check_id)

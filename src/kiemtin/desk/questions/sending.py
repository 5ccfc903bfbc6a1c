"""Sending a question, the same from a page, the API or anything that comes later."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiemtin.desk.asking import asking
from kiemtin.desk.database import reach
from kiemtin.desk.given import Given
from kiemtin.desk.questions.asked import asked, require_readable
from kiemtin.desk.questions.receiving import Receipt, receive
from kiemtin.desk.questions.replies import read_address


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent: a message and its pictures, the token that makes sending twice once, and perhaps where to reply."""

    given: Given
    token: str = field(repr=False)
    reply_to: str = field(default="", repr=False)


async def send(sending: Sending) -> Receipt:
    """Check what is sent anew and keep it; the receipt.

    Raises ``Busy``, ``Full``, ``Refused`` for an address that is none, and ``TooLarge`` and ``Unreadable`` as a check.
    """
    reply_to = read_address(sending.reply_to)
    require_readable(sending.given.text)
    given = sending.given
    if given.pictures:
        kept = await asking().ask_about(given.pictures, given.text, asked, shown=True)
    else:
        kept = await asking().ask(given.text, asked)
    return await reach(receive, kept, sending.token, reply_to)

"""Reply addresses: kept apart, sealed, of one length, and gone once the answer has been sent.

A row says to which asking it belongs by a keyed hash, so that a copy of the tables does not tell; addresses are padded,
so that their lengths do not tell either.
"""

from __future__ import annotations

import re

from kiemtin.desk.questions.limits import MAX_ADDRESS
from kiemtin.desk.questions.models import Asking, ReplyAddress
from kiemtin.desk.questions.sealing import keyed, seal, unseal
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused

ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\_.]{1,63}(?:\.[^\s@<>,;:\"()\[\]\\_.]{1,63}){1,8}"
)
"""What may be an e-mail address; whether it is one, only a letter to it can tell."""

PADDED = 4 * MAX_ADDRESS
"""Bytes of every address before it is sealed: the longest in UTF-8."""


AT_ONCE = 500
"""Addresses looked for in one statement: databases take only so many values at a time."""


def read_address(written: str) -> str:
    """The e-mail address in ``written``, or nothing; raises ``Refused`` for what is none."""
    address = written.strip()
    if address and (len(address) > MAX_ADDRESS or not ADDRESS.fullmatch(address)):
        raise Refused("refused.reply-address")
    return address


def belonging(receipt_hash: str) -> str:
    """By what the reply address of an asking is found."""
    return keyed("reply", receipt_hash.encode()).hex()


def sealed_address(address: str) -> bytes:
    """``address`` as it is kept."""
    return seal("reply", address.encode().ljust(PADDED, b"\0"))


def take_replies(group: int) -> list[str]:
    """The addresses that an answer to ``group`` is owed to, which are forgotten by this; for whoever sends letters.

    Only of questions that a person has confirmed to belong to it. The order says nothing.
    """
    with writing():
        askings = Asking.objects.filter(question__group=group, question__confirmed=True)
        rows = ReplyAddress.objects.filter(
            belongs__in=[belonging(found) for found in askings.values_list("receipt_hash", flat=True)]
        )
        taken = sorted(unseal("reply", bytes(row.sealed)).rstrip(b"\0").decode() for row in rows)
        rows.delete()
    return taken


def forget_replies(receipt_hashes: list[str]) -> None:
    """Forget the addresses left with these askings."""
    for start in range(0, len(receipt_hashes), AT_ONCE):
        some = [belonging(found) for found in receipt_hashes[start : start + AT_ONCE]]
        ReplyAddress.objects.filter(belongs__in=some).delete()

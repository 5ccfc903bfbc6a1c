"""Reply addresses: kept apart, sealed, of one length, and gone once the answer has been sent.

A row says to which asking it belongs by a keyed hash, so that a copy of the tables does not tell; addresses are padded,
so that their lengths do not tell either.
"""

from __future__ import annotations

import re

from django.utils import timezone

from kiemtin.desk.questions.limits import MAX_ADDRESS
from kiemtin.desk.questions.models import Asking, ReplyAddress, State
from kiemtin.desk.questions.sealing import keyed, seal, unseal
from kiemtin.desk.questions.transactions import writing
from kiemtin.desk.questions.upkeep import to_be_erased
from kiemtin.errors import Refused

ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\_.]{1,63}(?:\.[^\s@<>,;:\"()\[\]\\_.]{1,63}){1,8}"
)
"""What may be an e-mail address; whether it is one, only a letter to it can tell."""

PADDED = 4 * MAX_ADDRESS
"""Bytes of every address before it is sealed: the longest in UTF-8."""


DONE = (State.ANSWERED, State.NOT_CHECKABLE)
"""States of a group whose askers are owed word."""

NO_ANSWER = "not-checkable"
"""What is owed in place of an answer's id where there is nothing to check; no id is as long."""

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


def owed() -> dict[str, str]:
    """What is owed to each address, by what the address is found by: an answer's id, or word of ``NO_ANSWER``.

    Only of questions that a person has confirmed to belong to a group, which is answered or closed.
    """
    left = set(waiting())
    if not left:
        return {}
    done = Asking.objects.filter(question__confirmed=True, question__group__state__in=DONE)
    rows = done.filter(expires__gt=timezone.localdate()).values_list(
        "receipt_hash", "question__group__state", "question__group__answer"
    )
    found = (
        (belonging(receipt_hash), answer if state == State.ANSWERED else NO_ANSWER)
        for receipt_hash, state, answer in rows.iterator()
    )
    return {belongs: what for belongs, what in found if belongs in left}


def owed_as(belongs: str, what: str) -> str:
    """By what it is noted that ``what`` is owed to an address: another hash for every address and every answer."""
    return keyed("owed", belongs.encode(), what.encode()).hex()


def waiting() -> list[str]:
    """By what each address is found that has not been written to, whatever became of its question."""
    return list(ReplyAddress.objects.values_list("belongs", flat=True))


def address_of(belongs: str) -> str:
    """The address that is found by ``belongs``; empty where there is none any more."""
    row = ReplyAddress.objects.filter(belongs=belongs).first()
    return unseal("reply", bytes(row.sealed)).rstrip(b"\0").decode() if row is not None else ""


def forget_sent(belongs: str) -> None:
    """Forget the address that is found by ``belongs``: a letter to it was taken."""
    with writing():
        if ReplyAddress.objects.filter(belongs=belongs).delete()[0]:
            to_be_erased()


def forget_replies(receipt_hashes: list[str]) -> None:
    """Forget the addresses left with these askings."""
    for start in range(0, len(receipt_hashes), AT_ONCE):
        some = [belonging(found) for found in receipt_hashes[start : start + AT_ONCE]]
        ReplyAddress.objects.filter(belongs__in=some).delete()

"""What a message claims: a long one taken apart, each claim searched for alone; and how much one says at all."""

from __future__ import annotations

import re

from kiemtin.factchecks.terms import words_of

LONG = 60
"""Words from which on a message may say several things; 99% of the dev questions are not longer."""

SHORTEST, LONGEST = 8, 45
"""Words of one claim: shorter sentences are joined to the next, longer ones cut."""

MOST = 24
"""Claims of one message that are searched for; a longer message is looked at in its beginning and its end."""

ADDRESS = re.compile(r"\w[.@]\w")

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+|(?<=[;])\s+")


def claims_of(text: str) -> list[str]:
    """The claims of ``text`` in its order: the text itself where it is short."""
    if len(text.split()) <= LONG:
        return [text]
    claims: list[str] = []
    waiting: list[str] = []
    for sentence in SENTENCE_END.split(text):
        waiting += sentence.split()
        while len(waiting) > LONGEST:
            claims.append(" ".join(waiting[:LONGEST]))
            waiting = waiting[LONGEST:]
        if len(waiting) >= SHORTEST:
            claims.append(" ".join(waiting))
            waiting = []
    if waiting:
        claims.append(" ".join(waiting))
    return claims if len(claims) <= MOST else claims[: MOST // 2] + claims[-(MOST // 2) :]


def words_said(text: str) -> int:
    """How many different words ``text`` says; an address is what it is about, and says nothing of it."""
    return len(frozenset(words_of(" ".join(word for word in text.split() if not ADDRESS.search(word)))))

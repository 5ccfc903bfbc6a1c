"""A long message taken apart into the claims it may hold, each searched for alone."""

from __future__ import annotations

import re

LONG = 60
"""Words from which on a message may say several things; 99% of the dev questions are not longer."""

SHORTEST, LONGEST = 8, 45
"""Words of one claim: shorter sentences are joined to the next, longer ones cut."""

MOST = 24
"""Claims of one message that are searched for; a longer message is looked at in its beginning and its end."""

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

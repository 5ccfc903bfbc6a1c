"""What an operator may set about questions: are they taken, for how long kept, do we write back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiemtin.errors import Refused

QUESTIONS = "KIEMTIN_QUESTIONS"
KEEP_DAYS = "KIEMTIN_KEEP_DAYS"
REPLIES = "KIEMTIN_REPLIES"

DAYS = 30
"""For how long a question is kept unless an operator says otherwise: a rumour is answered within days, or never."""

MAX_DAYS = 365
"""The longest that may be set: what is older than a year is an archive of what people asked."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """``taken``: questions may be sent. ``days``: how long one is kept. ``replies``: an e-mail address may be left."""

    taken: bool = True
    days: int = DAYS
    replies: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Keeping:
        """The settings in ``environment``; raises ``Refused`` for a value that cannot be meant."""
        return cls(
            taken=_number(environment, QUESTIONS, 1, (0, 1)) == 1,
            days=_number(environment, KEEP_DAYS, DAYS, (1, MAX_DAYS)),
            replies=_number(environment, REPLIES, 0, (0, 1)) == 1,
        )


def _number(environment: Mapping[str, str], name: str, usual: int, within: tuple[int, int]) -> int:
    written = environment.get(name, "").strip()
    if not written:
        return usual
    number = int(written) if written.isdecimal() and len(written) <= 3 else -1
    if not within[0] <= number <= within[1]:
        raise Refused("refused.setting-number", name=name, low=within[0], high=within[1])
    return number

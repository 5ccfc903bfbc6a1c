"""What a collection knows of a picture that somebody has answered about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kiemtin.errors import Refused, TooLarge

FOLDER = "pictures"
"""The user's own collection, inside the folder of Kiểm Tin."""

MAX_ANSWER = 2_000
"""Characters of the address of an answer; what is longer is no address that anybody passes on."""

MAX_PATH = 4_096
"""Characters of a path: what file systems allow."""

HASH_BYTES, DIGEST_BYTES = 32, 32


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture to be stored: ``path`` as it was given, the address of its answer, and what it is recognised by.

    ``sha256`` is of the file; ``pdq`` and ``quality`` are what ``pdq.pdq`` gives, ``features`` is what
    ``Features.to_bytes`` gives; ``thumbnail`` is a small JPEG, to be shown beside the picture that was asked about.
    """

    path: str
    answer: str
    sha256: bytes
    width: int
    height: int
    pdq: bytes
    quality: int
    features: bytes
    thumbnail: bytes

    def __post_init__(self) -> None:
        if len(self.sha256) != DIGEST_BYTES or len(self.pdq) != HASH_BYTES or min(self.width, self.height) < 1:
            raise ValueError("a digest, a hash or a size that cannot be")


@dataclass(frozen=True, slots=True)
class Known:
    """A stored picture, without what it is recognised by."""

    number: int
    path: str
    answer: str
    sha256: str
    width: int
    height: int
    added: datetime.datetime


def require_answer(url: str) -> str:
    """``url`` where it is the address of a page; raises ``Refused`` or ``TooLarge`` where it is not."""
    from ada_url import URL

    if len(url) > MAX_ANSWER:
        raise TooLarge("refused.answer-too-long", size=len(url), limit=MAX_ANSWER)
    try:
        parsed = URL(url)
    except ValueError as error:
        raise Refused("refused.not-an-answer", name=url[:80]) from error
    if parsed.protocol not in ("http:", "https:") or parsed.username or parsed.password:
        raise Refused("refused.not-an-answer", name=url[:80])
    return url


def stored_path(path: str) -> str:
    """``path`` as it can be stored and printed: bytes that are no text stand as escapes. Raises ``TooLarge``."""
    text = path.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) > MAX_PATH:
        raise TooLarge("refused.path-too-long", size=len(text), limit=MAX_PATH)
    return text

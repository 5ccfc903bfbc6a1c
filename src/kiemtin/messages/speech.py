"""Speech is not a scam: who warns of an ask, denies it or tells of it, does not ask.

Three ways of saying what a scammer says without being one: to forbid it (``KHÔNG cung cấp OTP``), to tell of others
(``kẻ gian yêu cầu chuyển tiền``), and to point at the message itself (``tin này là lừa đảo, đừng bấm``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiemtin.messages.message import Message
from kiemtin.messages.search import Hit
from kiemtin.text.accents import may_stand_for
from kiemtin.text.syllables import word_set

DENOUNCES = "speech-denounces"
TELLS = "speech-tells"
OFFERS_HELP = "offer-recovery"
"""Who offers to bring back what swindlers took speaks of swindlers too, and tells nothing by it."""

QUOTED = re.compile(
    r"(?:(?<![^\s(:])\"|[“«])(?=[\w\[(])[^“”\"«»]{12,600}(?:\"(?![\w])|[”»])"
    r"|(?:(?<![^\s(:])'|‘)(?=[\w\[(])[^'‘’\n]{12,600}['’](?!\w)"
)
"""A quotation long enough to be somebody's words rather than a name."""

MIN_OUTSIDE = 15
"""Characters outside a quotation before it counts as one: a message may stand in quotes as a whole."""

MIN_QUOTED = 7
"""Words of a quotation that repeats what somebody says; fewer are a name (``nhóm "Tri ân khách hàng"``)."""

REACH = 7
"""Words looked back from an ask for what forbids it."""

ABSOLUTELY = ("tuyet", "doi")
"""What may stand before a negation and makes it stronger."""

NEGATORS = {
    "khong": "không",
    "dung": "đừng",
    "chua": "chưa",
    "tranh": "tránh",
    "cam": "cấm",
    "never": "never",
    "not": "not",
    "dont": "dont",
}
"""Words that forbid or deny, without and with diacritics."""

OTHER_WORDS = {
    "dung": word_set("su ap noi tac tin hanh xay ung tieu nguoi vat ky tieng dang chuyen tro"),
    "tranh": word_set("buc canh dau"),
}
"""What stands before letters that only look like a negation: ``sử dụng``, ``nội dung``, ``cạnh tranh``."""

ONLY_AS_CONDITION = word_set("neu truong ma")
"""``nếu không``: the ask behind it is meant all the same."""

NOT_FORBIDDING = word_set(
    """
    phai con the du dung co ra bi mat can thanh kip hop phan nop som lien lac biet muon thuc on la thi se
    """
)
"""What follows a negation that denies a state, not an act: ``không phải bạn``, ``không bị khoá``, ``không mất phí``; or
that means "otherwise": ``không là``, ``không thì``."""

DENYING = word_set("can phai mat thu")
"""``không cần đặt cọc``, ``không mất phí``: close before an ask these deny it."""

ASKING = word_set("hay xin moi nghi long")
"""``vui lòng``, ``hãy``, ``đề nghị``, ``mời``: a new request begins here."""

ALWAYS_FORBIDDING = word_set("dung never tranh cam")


@dataclass(frozen=True, slots=True)
class Frame:
    """Whether a message denounces, tells of others, and where it does (spans of words, end excluded).

    ``told`` are sentences about what others do, ``quoted`` somebody's words between quotation marks.
    """

    denounces: bool = False
    told: tuple[tuple[int, int], ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()
    phrases: int = 0
    """Phrases by which it tells of others, in whichever sentence."""

    @property
    def tells(self) -> int:
        """Sentences about what others do."""
        return len(self.told)

    def told_words(self) -> frozenset[int]:
        """The words of sentences about others."""
        return _words_of(self.told)

    @property
    def quotes(self) -> bool:
        """Whether it repeats what somebody says: more words than a name or a title has."""
        return any(end - first >= MIN_QUOTED for first, end in self.quoted)

    def quoted_words(self) -> frozenset[int]:
        """The words that stand in a quotation."""
        return _words_of(self.quoted)


def _words_of(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(at for first, end in spans for at in range(first, end))


def frame_of(hits: list[Hit], message: Message) -> Frame:
    """How the message speaks as a whole."""
    offered = {at for hit in hits if hit.signal == OFFERS_HELP for at in range(hit.first, hit.last + 1)}
    telling = {hit.first for hit in hits if hit.signal == TELLS and hit.first not in offered}
    told = tuple(span for span in sentences(message) if not telling.isdisjoint(range(*span))) if telling else ()
    denounces = any(hit.signal == DENOUNCES and not _is_other_word(message, hit.first) for hit in hits)
    return Frame(denounces, told, tuple(_quotations(message)), len(telling))


def _quotations(message: Message) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks, as spans of words, end excluded."""
    starts = [word.start for word in message.words]
    for found in QUOTED.finditer(message.text):
        if len(message.text) - len(found.group()) < MIN_OUTSIDE:
            continue
        first, end = bisect_left(starts, found.start()), bisect_left(starts, found.end())
        if first < end:
            yield first, end


def sentences(message: Message) -> list[tuple[int, int]]:
    """The sentences as spans of words, end excluded."""
    found, first = [], 0
    for at, word in enumerate(message.words):
        if word.pause == 2:
            found.append((first, at + 1))
            first = at + 1
    if first < len(message.words):
        found.append((first, len(message.words)))
    return found


def is_negated(message: Message, hit: Hit) -> bool:
    """Whether the ask of ``hit`` is forbidden or denied in its own sentence (``KHÔNG yêu cầu cung cấp OTP``).

    An ask may be to leave something undone (``đừng nói với ai``): the negation it begins with is its own.
    """
    words = message.words
    for at in range(hit.first - 1, max(-1, hit.first - 1 - REACH), -1):
        if words[at].pause == 2:
            return False
        if words[at].plain in ASKING and not (at and _negates(message, at - 1)):
            return False
        if _negates(message, at) and _forbids(message, at, hit.first):
            return True
    begin = hit.first
    while begin < hit.last and (_negates(message, begin) or words[begin].plain in ABSOLUTELY):
        begin += 1
    return any(_negates(message, at) and _forbids(message, at, at + 1) for at in range(begin, hit.last))


def is_direct(message: Message, hit: Hit) -> bool:
    """Whether the words before ``hit`` turn to the reader (``quý khách vui lòng …``), whoever was spoken of before."""
    for at in range(hit.first, max(-1, hit.first - 1 - REACH), -1):
        if at < hit.first and message.words[at].pause == 2:
            return False
        if message.words[at].plain == "long" and at and message.words[at - 1].plain == "vui":
            return True
    return False


def _negates(message: Message, at: int) -> bool:
    """Whether word ``at`` is a negation, and not another word of the same letters."""
    word = message.words[at]
    spelt = NEGATORS.get(word.plain)
    if spelt is None or (word.written is not None and not may_stand_for(word.written, spelt)):
        return False
    return not _is_other_word(message, at)


def _is_other_word(message: Message, at: int) -> bool:
    """Whether the word before makes word ``at`` something else than a negation: ``nội dung CK`` is no ``đừng CK``."""
    return bool(at) and message.words[at - 1].plain in OTHER_WORDS.get(message.words[at].plain, ())


def _forbids(message: Message, at: int, ask: int) -> bool:
    """Whether the negation at ``at`` forbids or denies the ask that begins at ``ask``."""
    words = message.words
    if at and words[at - 1].plain in ONLY_AS_CONDITION:
        return False
    after = words[at + 1].plain if at + 1 < len(words) else ""
    if after in DENYING and ask - at <= NEAR:
        return True
    return after not in NOT_FORBIDDING or (words[at].plain in ALWAYS_FORBIDDING and after != "on")


NEAR = 2
"""Words between a denial (``không cần``) and the ask it denies."""

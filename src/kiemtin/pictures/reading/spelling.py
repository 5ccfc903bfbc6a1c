"""Letters to words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from kiemtin.pictures.reading.recogniser import Letter
from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word as it was read, the confidence of its least certain letter (0..1), and its columns in the picture."""

    text: str
    confidence: float
    x0: float
    x1: float


def words_of(letters: Sequence[Letter]) -> list[Spelt]:
    """The words that ``letters`` of one line spell, from left to right."""
    words: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text.isspace():
            words.append([])
        else:
            words[-1].append(letter)
    return [part for word in words if word for part in _apart(_word(word))]


ADDRESS = re.compile(r"https?:/|www\.|(?:[a-z0-9-]++\.)++[a-z]{2,}+/", re.IGNORECASE)
GLUED_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4}[,.]?+(?=\d{1,2}:\d\d)")
GLUED_NUMBER = re.compile(r"(?:S?TK|S[DĐ]T|[DĐ]T|Hotline|Zalo|Tel|LH)(?=\d{8})", re.IGNORECASE)
"""What stands before the number of an account or a telephone."""
MARKED_END = re.compile(r"(?<=/)([^\W\d_]{1,7})[.,;:!)]{0,2}$")
LINK_BEGINS = re.compile(r"https?:/", re.IGNORECASE)


def is_address(word: str) -> bool:
    """Whether ``word`` begins like a link."""
    return ADDRESS.match(word) is not None


def _apart(word: Spelt) -> Iterator[Spelt]:
    """``word``, or two where a narrow space was overlooked: behind a date, before a number, before or behind a link.

    No address on a screen holds letters with Vietnamese marks, so those belong to the next word.
    """
    at = _missed_space(word.text)
    if at is None:
        yield replace(word, text=as_it_can_be(word.text))
        return
    middle = word.x0 + (word.x1 - word.x0) * at / len(word.text)
    yield from _apart(Spelt(word.text[:at], word.confidence, word.x0, middle))
    yield from _apart(Spelt(word.text[at:], word.confidence, middle, word.x1))


def _missed_space(text: str) -> int | None:
    if (date := GLUED_TIME.match(text)) is not None:
        return date.end()
    if (label := GLUED_NUMBER.match(text)) is not None:
        return label.end()
    if is_address(text) is False and (link := LINK_BEGINS.search(text)) is not None:
        return link.start() if any(map(str.isalnum, text[: link.start()])) else None
    if text.isascii() or not is_address(text):
        return None
    if (word := MARKED_END.search(text)) is not None and _is_marked_syllable(word[1]) and "." in text[: word.start()]:
        return word.start()
    marked = next(at for at, letter in enumerate(text) if not letter.isascii())
    at = marked if text[marked].isupper() else marked - 1
    while at > 0 and text[at].isascii() and text[at].islower():
        at -= 1
    return at if at > 0 and text[at].isupper() else None


def _is_marked_syllable(word: str) -> bool:
    return not word.isascii() and is_syllable(fold_word(word))


SCHEME = re.compile(
    r"(https?)(?:(?::|:?[/⁄]{1,2})(?=[a-z0-9])|:[/⁄]{1,2}$)|(htt[a-z]s?):[/⁄]{2}(?=[a-z0-9])", re.IGNORECASE
)
HOST_LABEL = re.compile(r"(?<![^/.])[a-z0-9-](?=[a-z0-9-]*+[OI])[a-zOI0-9-]++(?=\.)")
NUMBER = re.compile(r"[+(-]?[\dOo]++[.,;)đ]?")
GROUPS = re.compile(r"[+(-]?[\dOolI|]++(?:[.,:/-][\dOolI|]++)++[.,;)đ]?")
IN_NUMBERS = str.maketrans("OolI|", "00111")
IN_HOSTS = str.maketrans("OI", "0l")
LEAST_FIGURES = 2
"""Figures without which a word is no number, whatever its other letters look like."""


def as_it_can_be(text: str) -> str:
    """A word with shapes that two characters share read as the one that can stand there.

    Two strokes behind a scheme melt into one. Between figures and the marks that part them stand figures. Within a
    name in small letters that has figures, what is as tall as they and round is 0, what is as tall and straight is l.
    Nothing is known of any name, and the first letter of one is never touched: it may be a capital.
    """
    scheme = SCHEME.match(text)
    if scheme is not None:
        text = ("https" if (scheme[1] or scheme[2]).lower().endswith("s") else "http") + "://" + text[scheme.end() :]
    is_number = GROUPS.fullmatch(text) is not None or NUMBER.fullmatch(text) is not None
    if is_number and sum(map(str.isdigit, text)) >= LEAST_FIGURES:
        return text.translate(IN_NUMBERS)
    text = QUERY.sub(r"\1?", text, count=1) if "?" not in text else text
    return HOST_LABEL.sub(_in_small_letters, text, count=MOST_LABELS)


QUERY = re.compile(
    r"^((?:https?://)?[a-z0-9.-]{4,80}+/(?:[a-z0-9-]{1,60}(?=[27]))?+)[27](?=[a-z_]{1,20}+=)", re.IGNORECASE
)
"""What begins with a name and "=" follows a question mark, which is read as the figure that it looks like."""

MOST_LABELS = 6
"""Parts of a host that are looked at."""


def _in_small_letters(label: re.Match[str]) -> str:
    return label[0].translate(IN_HOSTS) if any(map(str.isdigit, label[0])) else label[0]


def _word(letters: Sequence[Letter]) -> Spelt:
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in letters))
    return Spelt(text, min(letter.confidence for letter in letters), letters[0].x0, letters[-1].x1)


def sureness(words: Sequence[Spelt]) -> float:
    """How sure a line is: the mean of its words."""
    return fmean(word.confidence for word in words) if words else 0.0


CERTAIN = 0.93
"""A word whose least certain letter is surer than this is taken as read."""


def need(words: Sequence[Spelt]) -> float:
    """How much a line wants a second reading: its doubt, twice where a figure or an address is in doubt."""
    return sum((1 - word.confidence) * (1 + _is_fact(word.text)) for word in words if word.confidence < CERTAIN)


def _is_fact(word: str) -> bool:
    return any(letter.isdigit() or letter in "/@" for letter in word) or "." in word[:-1]

"""The words of a Vietnamese message as a reader hears them, each with its place: marks, teencode and disguises undone.

Nothing is guessed from a dictionary of sentences: a piece of text is opened only where what stands there is no word
and what comes out is one. So ``N'ha'nL,jen`` reads *nhan lien*, ``T1EN`` reads *tien*, and ``HQ.PN`` stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from kiemtin.text.accents import LETTERS
from kiemtin.text.fold import INVISIBLE, FoldedText, fold, fold_word
from kiemtin.text.respelling import (
    LONGEST_SYLLABLE,
    SYMBOL_LETTERS,
    abbreviations,
    respelled,
    taken_apart,
    without_digits,
)
from kiemtin.text.syllables import is_syllable, word_set

CHUNK = re.compile(r"\S+")
LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")
PIECE = re.compile(r"[a-z0-9]+")
SENTENCE_END = re.compile(r"[!?…]|\.(?=\s|$|\.)|[;\n]")
PAUSE = re.compile(r"[,.:()\[\]\"“”]")
SYMBOL_IN_WORD = re.compile(r"(?<=[a-z])[@|!$]+(?=[a-z0-9])|(?<=[a-z])@!?(?=\W|$)|(?<![a-z0-9])@(?=[a-z])")
CAPITAL_I = re.compile(r"(?<=[A-Z])l(?=[A-Z]|$)|(?<![A-Za-z])l(?=[A-Z]{2})")
SMALL_L = re.compile(r"(?<=[a-z])I(?=[a-z])|(?<![A-Za-z])I(?=[a-z]{2})")
"""A small l among capitals stands for I (``NGlN``), a capital I among small letters for l (``cIick``)."""

LETTERS_ENOUGH = 4
"""Letters beside which several digits, one of them outside, may be letters too (``c4sin0``, unlike ``vip80``)."""

NUMBER_WITH_O = re.compile(r"[\do]*\d[\do]*k?")

CACHED_CHUNKS, MAX_CACHED = 20_000, 40
"""Runs of letters whose reading is kept, and the longest one kept."""

MIN_LETTERS, READ_SHARE = 20, 0.3
"""Letters of a text from which on its language can be told, and the share of them that must be in known words."""

MIN_SPACED = 3
"""Single letters in a row that are one word written with spaces between."""

MAX_SPLIT = 3
"""Letters of the shortest piece of a word that signs split; longer ones are words with a sign between."""

MIN_VOCABULARY = 3
"""Letters of a word that is no syllable and may come out of disguised letters."""

MIN_ALONE = 2
"""Letters of which too many lists have a word: there only a syllable counts."""

MIN_GLUED = 6
"""Letters of a piece that is taken apart into words although nothing else speaks for a disguise."""

BROKEN_PIECES = 4
"""Pieces between signs in letters that no reading opens: broken on purpose all the same."""

BREAKING_SIGNS = frozenset(".,:;'\"~^*_!$%&`´’·•<>{}=|\\")
"""Signs that spam puts inside words. A hyphen, slash, plus sign or bracket also stands in honest ones."""


class Disguise(StrEnum):
    """How a word was written so that a reader sees it and a filter does not."""

    SPLIT = "split"
    DIGITS = "digits"
    LOOKALIKES = "lookalikes"
    INVISIBLE = "invisible"


class Word(NamedTuple):
    """One word: as it reads (``plain``), as written with its diacritics (``None`` without any), and where.

    ``pause`` is 0 where the next word follows at once, 1 behind a comma or the like, 2 at the end of a sentence.
    """

    plain: str
    written: str | None
    start: int
    end: int
    disguise: Disguise | None = None
    pause: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of letters and digits of the folded text."""

    text: str
    start: int
    end: int


class WordReader:
    """Reads words.

    ``vocabulary`` are words that disguised letters may turn out to be, besides syllables; ``ordinary`` are words left
    as they are although they are no syllables.
    """

    def __init__(self, vocabulary: frozenset[str], ordinary: frozenset[str] = frozenset()) -> None:
        self._vocabulary = frozenset(word for word in vocabulary if len(word) >= MIN_VOCABULARY)
        self._known = vocabulary | ordinary
        self._with_short = self._vocabulary.union(abbreviations())
        self._chunks: dict[str, tuple[Word, ...]] = {}

    def read(self, text: str, offset: int = 0) -> list[Word]:
        """The words of ``text`` in order, spans counted from ``offset``; linear in its length."""
        words: list[Word] = []
        for chunk in CHUNK.finditer(text):
            start, end = chunk.span()
            found = self._cached(chunk.group())
            if found:
                base = offset + start
                words.extend(
                    [Word(w.plain, w.written, base + w.start, base + w.end, w.disguise, w.pause) for w in found]
                )
                if text[end : end + 1] == "\n":
                    words[-1] = words[-1]._replace(pause=2)
        return self._spaced(words, text, offset)

    def forget(self) -> None:
        """Forget the runs of letters that were met."""
        self._chunks.clear()

    def knows(self, text: str, words: Iterable[Word]) -> bool:
        """Whether enough of the letters of ``text`` belong to words known here for ``words`` to mean anything."""
        letters = sum(map(str.isalpha, text))
        if letters < MIN_LETTERS:
            return True
        wanted = READ_SHARE * letters
        for word in words:
            if not word.plain or self._is_word(word.plain):
                wanted -= word.end - word.start
                if wanted <= 0:
                    return True
        return False

    def _cached(self, chunk: str) -> tuple[Word, ...]:
        """The words of a run without spaces; most runs of a message have been met before."""
        found = self._chunks.get(chunk)
        if found is None:
            folded = fold(CAPITAL_I.sub("I", SMALL_L.sub("l", chunk)))
            words = list(self._chunk(folded))
            found = tuple(self._placed(folded, words, at) for at in range(len(words)))
            if len(chunk) <= MAX_CACHED:
                if len(self._chunks) >= CACHED_CHUNKS:
                    self._chunks.clear()
                self._chunks[chunk] = found
        return found

    def _chunk(self, folded: FoldedText) -> Iterator[Word]:
        """The words of a run without spaces, spans in the folded text."""
        text = folded.text
        if text.isalpha() and text.isascii():
            yield from self._piece(folded, _Piece(text, 0, len(text)))
            return
        opened = SYMBOL_IN_WORD.sub(lambda found: found.group().translate(SYMBOL_LETTERS), text)
        pieces = [_Piece(found.group(), *found.span()) for found in PIECE.finditer(opened)]
        disguise = Disguise.DIGITS if opened != text else None
        whole = self._joined(folded, pieces) if len(pieces) > 1 else None
        if whole is not None:
            yield from whole
            return
        broken = _is_broken(folded, pieces)
        for piece in pieces:
            for word in self._piece(folded, piece):
                mark = Disguise.SPLIT if broken else word.disguise or disguise
                yield Word(word.plain, word.written, word.start, word.end, mark)

    def _piece(self, folded: FoldedText, piece: _Piece) -> Iterator[Word]:
        text, start, end = piece.text, piece.start, piece.end
        hidden = _hidden(folded, start, end)
        if text in abbreviations():
            for meant in abbreviations()[text]:
                yield Word(meant, None, start, end, hidden)
            return
        if text.isdigit() or self._is_word(text):
            yield Word(text, None if hidden else _written(folded, start, end), start, end, hidden)
            return
        if not text.isalpha():
            plain = self._with_digits(text)
            for meant in abbreviations().get(plain, (plain,)):
                yield Word(meant, None, start, end, Disguise.DIGITS if plain != text else hidden)
            return
        apart = taken_apart(text, _capitals(folded, start, end), self._vocabulary) if len(text) >= MIN_GLUED else None
        for plain in apart or (respelled(text) or text,):
            yield Word(plain, None, start, end, hidden)

    def _with_digits(self, text: str) -> str:
        """What letters and digits together read as; a number with its unit, or a code, is left as it is."""
        if NUMBER_WITH_O.fullmatch(text):
            return text.replace("o", "0")
        outside = text[0].isdigit() or text[-1].isdigit()
        digits = sum(map(str.isdigit, text))
        few_letters = outside and digits > 1 and len(text) - digits < LETTERS_ENOUGH
        ends_in_digit = (text[-1].isdigit() and text[-1] != "0") or few_letters
        if ends_in_digit or (len(text) == 2 and "0" not in text) or _is_measure(text):
            return text
        return without_digits(text, self._with_short) or text

    def _stands_alone(self, text: str) -> bool:
        """Whether a piece between signs is something by itself; two letters only where they are a syllable."""
        if text.isdigit() or text in abbreviations():
            return True
        return len(text) > 1 and (is_syllable(text) if len(text) == MIN_ALONE else self._is_word(text))

    def _is_word(self, text: str) -> bool:
        return text in self._known or is_syllable(text)

    def _joined(self, folded: FoldedText, pieces: list[_Piece]) -> list[Word] | None:
        """The words that pieces between signs make together, where some piece alone is none (``Cu,u``, ``ba'y``)."""
        pieces = [part for piece in pieces for part in _letters_and_digits(piece)]
        letters = [piece.text for piece in pieces]
        if all(map(self._stands_alone, letters)):
            return None
        if min(len(text) for text in letters if not text.isdigit()) > MAX_SPLIT:
            return None
        signs = folded.text[pieces[0].end : pieces[-1].start]
        if not BREAKING_SIGNS.intersection(signs) and (
            len(letters[0]) > 1 or sum(map(len, letters)) > LONGEST_SYLLABLE
        ):
            return None
        if "/" in signs and sum(map(len, letters)) < MIN_SPACED:
            return None
        words: list[Word] = []
        for run in _runs(pieces):
            joined = "".join(piece.text for piece in run)
            start, end = run[0].start, run[-1].end
            if joined.isdigit():
                words.append(Word(joined, None, start, end))
                continue
            apart = taken_apart(joined, _capitals(folded, start, end), self._vocabulary) if len(joined) > 2 else None
            if apart is None:
                return None
            if list(apart) == [piece.text for piece in run]:
                return None
            words.extend(Word(plain, None, start, end, Disguise.SPLIT) for plain in apart)
        return words

    def _spaced(self, words: list[Word], text: str, offset: int) -> list[Word]:
        """Single letters in a row read as the words they spell: ``c h u y e n``."""
        single = [word.end - word.start == 1 and text[word.start - offset].isalpha() for word in words]
        if sum(single) < MIN_SPACED:
            return words
        result: list[Word] = []
        at = 0
        while at < len(words):
            end = at
            while end < len(words) and single[end]:
                end += 1
            apart = None
            if end - at >= MIN_SPACED:
                letters = "".join(fold_word(text[word.start - offset]) for word in words[at:end])
                apart = taken_apart(letters, frozenset(), self._vocabulary)
            if apart is None:
                end = max(end, at + 1)
                result.extend(words[at:end])
            else:
                first, last = words[at].start, words[end - 1].end
                result.extend([Word(plain, None, first, last, Disguise.SPLIT) for plain in apart])
            at = end
        return result

    @staticmethod
    def _placed(folded: FoldedText, words: list[Word], at: int) -> Word:
        """A word with its span in the text as written, and the pause behind it."""
        word = words[at]
        start, end = folded.span(word.start, word.end)
        gap = folded.text[word.end : words[at + 1].start if at + 1 < len(words) else len(folded.text)]
        pause = 2 if SENTENCE_END.search(gap) else 1 if gap and PAUSE.search(gap) else 0
        return Word(word.plain, word.written, start, end, word.disguise, pause)


def _letters_and_digits(piece: _Piece) -> Iterator[_Piece]:
    for found in LETTERS_OR_DIGITS.finditer(piece.text):
        yield _Piece(found.group(), piece.start + found.start(), piece.start + found.end())


def _runs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Neighbouring pieces of letters together, numbers apart."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and piece.text.isdigit() != run[-1].text.isdigit():
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _is_broken(folded: FoldedText, pieces: list[_Piece]) -> bool:
    """Whether letters are broken by signs in a way that nobody writes by accident, although nothing opens them."""
    if len(pieces) < BROKEN_PIECES:
        return False
    short = [p for p in pieces if not p.text.isdigit() and (len(p.text) == 1 or not is_syllable(p.text))]
    gaps = (folded.text[a.end : b.start] for a, b in pairwise(pieces))
    signs = sum(bool(BREAKING_SIGNS.intersection(gap)) for gap in gaps)
    small = [p for p in short if any(folded.original[folded.origins[at]].islower() for at in range(p.start, p.end))]
    return len(small) >= BROKEN_PIECES - 1 and signs >= BROKEN_PIECES - 1


def _is_measure(text: str) -> bool:
    """``500k``, ``5gb``, ``4g``, ``24h``: a number with its unit, not a word with digits in it."""
    return text[0].isdigit() and text.lstrip("0123456789") in MEASURES


MEASURES = word_set(
    """
    k tr trieu nghin ngin ngan ty d vnd dong usd g gb mb m p ph h s t n x do cu lit cay gp kg km w kw st nd rd th
    """
)
"""Units that follow a number without a space."""


def _capitals(folded: FoldedText, start: int, end: int) -> frozenset[int]:
    """Places in ``folded[start:end]`` (signs left out) where a capital follows a small letter."""
    places, letters, before = [], 0, ""
    for at in range(start, end):
        if not folded.text[at].isalnum():
            continue
        character = folded.original[folded.origins[at]]
        if before.islower() and character.isupper():
            places.append(letters)
        letters, before = letters + 1, character
    return frozenset(places)


def _written(folded: FoldedText, start: int, end: int) -> str | None:
    """The word as written, where it has Vietnamese diacritics."""
    first, last = folded.span(start, end)
    written = folded.original[first:last]
    if written.isascii():
        return None
    return unicodedata.normalize("NFC", written).lower()


def _hidden(folded: FoldedText, start: int, end: int) -> Disguise | None:
    """Whether the letters of a word are another script's, or have invisible characters between them."""
    if folded.original.isascii():
        return None
    first, last = folded.span(start, end)
    written = folded.original[first:last]
    if written.isascii():
        return None
    if any(character in INVISIBLE for character in written):
        return Disguise.INVISIBLE
    composed = unicodedata.normalize("NFC", written).lower()
    plain = unicodedata.normalize("NFD", composed)
    if all(c.isascii() or c == "đ" or unicodedata.combining(c) or not c.isalpha() for c in plain):
        return None if _is_vietnamese(composed) else Disguise.LOOKALIKES
    return Disguise.LOOKALIKES


def _is_vietnamese(composed: str) -> bool:
    bare = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", composed) if c not in TONE_MARKS)
    )
    return LETTERS.issuperset(character for character in bare if character.isalpha())


TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")

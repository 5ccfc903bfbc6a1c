"""Tone restoration: Vietnamese typed without diacritics gets them back (``thong bao`` → ``thông báo``).

Method: each word without diacritics that can be a syllable has a short list of accented forms; the likeliest path
through these lists under a model of three syllables in a row wins (beam search). Words with diacritics stay and are
context. ``docs/tones.md`` has the sources of the model, its figures and its limits.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable, word_set
from kiemtin.text.tone_model import BREAK, FOREIGN, NUMBER, ToneModel, bundled_model

BEAM = 8
WIDTH = 140
"""Paths kept at each word, and how much worse than the best (10 nats): more change almost nothing."""

SMALL, CAPITAL = "small", "capital"
"""How a word is written inside a sentence; at its start, and in a word all of capitals, nothing can be told."""

LEAST_SYLLABLES = 0.5
"""The share of words that can be Vietnamese syllables below which a text is in another language and stays as it is."""

LONGEST_WORD = 7
"""Letters in the longest syllable (``nghiêng``)."""

LONGEST_CHUNK = 500
"""Characters without a space that may still be words: more is data, and its links would take more than linear time."""

ENDINGS = word_set(
    "app asia bet biz cc club co com edu eu fun gov icu info int io ly link live me mobi net online org pro shop site "
    "space store tech tk top tv us vip vn win work xyz"
)
"""Endings of host names met in messages: ``nay.mai`` is a missing space, ``momo.vn`` a link."""

_CHUNK = re.compile(r"\S+")
_HOST = re.compile(r"(?<![\w.])(?:[\w-]+\.)+([A-Za-z]{2,})(?:[/:?]\S*)?(?!\w)")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+|\n|[^\w\s]")
_WITHIN = frozenset("-/\"'”“’‘(")
"""Punctuation that the model does not see: the words around it belong together."""

_OLD_PLACES = {
    after: before
    for new, old in (("oà", "òa"), ("oè", "òe"), ("uỳ", "ùy"))
    for mark in "\u0300\u0301\u0303\u0309\u0323"
    for after in (unicodedata.normalize("NFC", new[0] + unicodedata.normalize("NFD", new[1])[0] + mark),)
    for before in (unicodedata.normalize("NFC", unicodedata.normalize("NFD", old[0])[0] + mark + old[1]),)
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text, as the model sees it; ``form`` is in lower case."""

    start: int
    end: int
    form: str
    shape: str = ""


Choice = tuple[int, int]
"""A word of the model, and what it costs beside what the model says."""

Path = tuple[int, int, int, "Path | None"]
"""What a path costs, its last word, the place of its last pair in the model, and the path before that word."""


def restore(text: str) -> str:
    """``text`` with the diacritics put back on the syllables that have none; all else stays as it is; linear."""
    tokens = list(tokenised(text))
    if not _is_vietnamese(tokens):
        return text
    model = bundled_model()
    pieces: list[str] = []
    at = 0
    for token, number in zip(tokens, likeliest(model, [_choices(model, token) for token in tokens]), strict=True):
        form = model.words[number]
        if form != token.form and len(form) == token.end - token.start and token.form.isascii() and form.isalpha():
            pieces += text[at : token.start], _in_case_of(text[token.start : token.end], form)
            at = token.end
    return "".join(pieces) + text[at:]


def tokenised(text: str) -> Iterator[Token]:
    """The words, numbers and marks of ``text``; a link is one foreign word."""
    at = 0
    for start, end in _links(text):
        yield from _tokens_between(text, at, start)
        yield Token(start, end, FOREIGN)
        at = end
    yield from _tokens_between(text, at, len(text))


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Where web addresses, e-mail addresses and host names stand, and what is too long to be words."""
    for chunk in _CHUNK.finditer(text):
        if len(chunk[0]) > LONGEST_CHUNK or "://" in chunk[0] or "@" in chunk[0]:
            yield chunk.span()
        elif "." in chunk[0]:
            yield from (host.span() for host in _HOST.finditer(text, *chunk.span()) if host[1].lower() in ENDINGS)


def _tokens_between(text: str, start: int, end: int) -> Iterator[Token]:
    inside = False
    for match in _TOKEN.finditer(text, start, end):
        first = match[0][0]
        if first.isalpha():
            shape = SMALL if first.islower() else CAPITAL if inside and not match[0].isupper() else ""
            yield Token(match.start(), match.end(), spelt(match[0]), shape)
            inside = True
        elif first.isdigit():
            yield Token(match.start(), match.end(), NUMBER)
        elif first not in _WITHIN:
            yield Token(match.start(), match.end(), BREAK)
            inside = first not in ".!?:…\n" and inside


@lru_cache(maxsize=8192)
def spelt(word: str) -> str:
    """The form the model knows a word by: lower case, composed, the tone mark on the first vowel of ``oa oe uy``."""
    if len(word) > 2 * LONGEST_WORD:
        return FOREIGN
    lower = unicodedata.normalize("NFC", word).lower()
    if not is_syllable(lower if lower.isascii() else fold_word(lower)):
        return FOREIGN
    ending = _OLD_PLACES.get(lower[-2:])
    return lower[:-2] + ending if ending and not lower.endswith(("quý", "quỳ", "quỷ", "quỹ", "quỵ")) else lower


def _is_vietnamese(tokens: Sequence[Token]) -> bool:
    """Whether enough words can be Vietnamese, and one of them has no diacritics."""
    words = [token.form for token in tokens if token.form not in (BREAK, NUMBER)]
    syllables = [form for form in words if form != FOREIGN]
    return len(syllables) >= LEAST_SYLLABLES * len(words) and any(form.isascii() for form in syllables)


def _choices(model: ToneModel, token: Token) -> list[Choice]:
    """What a token may be in the model, and what its capital says against each of these."""
    if not (token.form.isascii() and token.form in model.candidates):
        return [(model.numbers.get(token.form, model.numbers[FOREIGN]), 0)]
    numbers = model.candidates[token.form]
    if token.shape == SMALL:
        return [(number, model.small_costs[number]) for number in numbers]
    if token.shape == CAPITAL:
        return [(number, model.capital_costs[number]) for number in numbers]
    return [(number, 0) for number in numbers]


def likeliest(model: ToneModel, choices: Sequence[Sequence[Choice]]) -> list[int]:
    """One of the choices at each place: those of the likeliest path."""
    paths: list[Path] = [(0, model.numbers[BREAK], -1, None)]
    for words in choices:
        by_last: dict[int, list[Path]] = {}
        for path in paths:
            by_last.setdefault(path[1], []).append(path)
        paths = [path for same in by_last.values() for path in _extended(model, same, words)]
        if len(paths) > 1:
            paths.sort(key=_cost)
            worst = paths[0][0] + WIDTH
            paths = [path for path in paths[:BEAM] if path[0] <= worst]
    numbers: list[int] = []
    step: Path | None = min(paths, key=_cost)
    while step is not None and step[3] is not None:
        numbers.append(step[1])
        step = step[3]
    return numbers[::-1]


def _extended(model: ToneModel, paths: Sequence[Path], words: Sequence[Choice]) -> Iterator[Path]:
    """The cheapest way to each of ``words`` over paths that end in the same word."""
    last = paths[0][1]
    pair_words, triple_words, triples_from = model.pair_words, model.triple_words, model.triples_from
    start, end = model.pairs_from[last], model.pairs_from[last + 1]
    for word, extra in words:
        place = bisect_left(pair_words, word, start, end)
        if place < end and pair_words[place] == word:
            cost = model.pair_costs[place]
        else:
            cost, place = model.back_off[last] + model.costs[word], -1
        best, before = -1, paths[0]
        for path in paths:
            total = path[0] + cost
            if path[2] >= 0:
                first, after = triples_from[path[2]], triples_from[path[2] + 1]
                if first < after:
                    triple = bisect_left(triple_words, word, first, after)
                    if triple < after and triple_words[triple] == word:
                        total = path[0] + model.triple_costs[triple]
                    else:
                        total += model.pair_back_off[path[2]]
            if best < 0 or total < best:
                best, before = total, path
        yield best + extra, word, place, before


def _cost(path: Path) -> int:
    return path[0]


def _in_case_of(typed: str, form: str) -> str:
    """``form`` with the capitals of ``typed``, letter by letter."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(typed, form, strict=True))

"""What speaks for and against imitation: ``features.py`` of the parent package, compiled.

``FEATURES`` names the places of ``values``; the test beside it holds each to what the parent package says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.letters import ALPHABET, DOT, HYPHEN, LAST_LETTER, Codes, encode
from kiemtin.lookalikes.compiled.likeness import EXACT, HYPHENED, SHAPED, TYPO, WEAK, is_digit
from kiemtin.lookalikes.compiled.names import CHEAP, COMMON, ODDS, PRIME, START, VIETNAM, find
from kiemtin.lookalikes.compiled.reading import CLASSES, DIGITS, UNEXPLAINED
from kiemtin.lookalikes.compiled.surprise import BREAK, SYMBOL, Surprises, Usual, read_surprises, surprise_of
from kiemtin.lookalikes.compiled.tables import Integers, Lookup, Record, Texts, Values
from kiemtin.lookalikes.features import MAX_EXTRA_LETTERS, USUAL_VOWELS, VOWELS
from kiemtin.lookalikes.words import WordClass

FEATURES = (
    "shape", "hyphen", "not_ascii", "alias_length", "slip_cost", "slip_share", "first_letter_kept",
    "whole_label", "own_token", "at_start", "at_end", "inside", "digit_after", "digit_before", "vn_beside", "share",
    "lures_vi", "lures_en", "any_lure", "own_words", "within_ordinary_word", "places", "topics", "digits",
    "unexplained", "unexplained_few", "unexplained_share", "hyphens",
    "cheap_ending", "common_ending", "vn_ending", "state_ending", "foreign_ending", "whole_foreign", "whole_common",
    "hosted", "ending_odds",
    "surprise_anywhere", "surprise_at_start", "surprise_at_end", "surprise_whole", "surprise_here",
    "surprise_per_letter", "ordinary_word", "in_ordinary_words",
    "surprise_first", "surprise_read", "surprise_next", "seam_before", "seam_after", "surprise_beside",
    "surprise_most", "surprise_of_words", "surprise_of_label", "surprise_registered",
    "letters_before", "letters_after", "letters_registered", "labels_before", "depth", "vowels", "digits_registered",
    "dot_com", "country", "dots_in_ending", "letters_of_ending",
    "second_name", "vietnamese", "vietnamese_common", "vietnamese_vn", "foreign_lure_vi",
    "subdomain", "subdomain_ends_official", "subdomain_first", "is_typo", "is_weak",
)  # fmt: skip

(
    SHAPE, HYPHENATED, NOT_ASCII, ALIAS_LENGTH, SLIP_COST, SLIP_SHARE, FIRST_LETTER_KEPT,
    WHOLE_LABEL, OWN_TOKEN, AT_START, AT_END, INSIDE, DIGIT_AFTER, DIGIT_BEFORE, VN_BESIDE, SHARE,
    LURES_VI, LURES_EN, ANY_LURE, OWN_WORDS, WITHIN_ORDINARY_WORD, PLACES, TOPICS, SOME_DIGITS,
    SOME_UNEXPLAINED, UNEXPLAINED_FEW, UNEXPLAINED_SHARE, HYPHENS,
    CHEAP_ENDING, COMMON_ENDING, VN_ENDING, STATE_ENDING, FOREIGN_ENDING, WHOLE_FOREIGN, WHOLE_COMMON,
    HOSTED, ENDING_ODDS,
    SURPRISE_ANYWHERE, SURPRISE_AT_START, SURPRISE_AT_END, SURPRISE_WHOLE, SURPRISE_HERE,
    SURPRISE_PER_LETTER, ORDINARY_WORD, IN_ORDINARY_WORDS,
    SURPRISE_FIRST, SURPRISE_READ, SURPRISE_NEXT, SEAM_BEFORE, SEAM_AFTER, SURPRISE_BESIDE,
    SURPRISE_MOST, SURPRISE_OF_WORDS, SURPRISE_OF_LABEL, SURPRISE_REGISTERED,
    LETTERS_BEFORE, LETTERS_AFTER, LETTERS_REGISTERED, LABELS_BEFORE, DEPTH, VOWELS_BESIDE, DIGITS_REGISTERED,
    DOT_COM, COUNTRY, DOTS_IN_ENDING, LETTERS_OF_ENDING,
    SECOND_NAME, VIETNAMESE, VIETNAMESE_COMMON, VIETNAMESE_VN, FOREIGN_LURE_VI,
    SUBDOMAIN, SUBDOMAIN_ENDS_OFFICIAL, SUBDOMAIN_FIRST, IS_TYPO, IS_WEAK,
) = range(len(FEATURES))  # fmt: skip

LURE_VI, LURE_EN = CLASSES.index(WordClass.LURE_VI) + 1, CLASSES.index(WordClass.LURE_EN) + 1
PLACE, TOPIC = CLASSES.index(WordClass.PLACE) + 1, CLASSES.index(WordClass.TOPIC) + 1

V, N = ALPHABET.index("v") + 1, ALPHABET.index("n") + 1

IS_VOWEL = np.array([False, *(letter in VOWELS for letter in ALPHABET)], dtype=np.bool_)


def rows_of(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words, a row each, with zeros behind."""
    table = np.zeros((len(words), max(map(len, words)) + 1), dtype=np.uint8)
    for row, word in enumerate(words):
        table[row, : len(word)] = encode(word)
    return table


STATE_LABELS = rows_of(("gov", "edu", "ac"))
COM = rows_of(("com",))


class Known(NamedTuple):
    """What is known of each name of the register, and of each organisation."""

    sizes: Integers
    first_letters: Integers
    ordinary: NDArray[np.bool_]
    in_ordinary: NDArray[np.float64]
    usual: Usual
    surprises: Surprises
    vietnamese: NDArray[np.bool_]
    own_words: Texts
    own_word_from: Integers
    follows: NDArray[np.uint8]
    ending_odds: NDArray[np.float64]


class Host(NamedTuple):
    """A name taken apart: its letters, how many, how many labels, how many of them the suffix has, and what its end is.

    The registered label is ``codes[start:end]``, the last label begins at ``top``.
    """

    codes: NDArray[np.uint8]
    length: int
    labels: int
    suffix: int
    ending: int
    start: int
    end: int
    top: int


@inlined
def fill(values: Values, one: Record, host: Host, known: Known, counts: Integers, second: bool) -> None:
    """Writes to ``values`` the features of one likeness; ``counts`` are the words around it."""
    values[:] = 0.0
    likeness_and_place(values, one, host, known)
    words_around(values, one, host, counts)
    ending(values, host, known.ending_odds)
    values[SECOND_NAME] = second
    values[IS_TYPO], values[IS_WEAK] = one.kind == TYPO, one.kind == WEAK
    if one.depth:
        values[SUBDOMAIN] = 1.0
        values[SUBDOMAIN_ENDS_OFFICIAL] = poses_as_address(one, host, known.follows)
        values[SUBDOMAIN_FIRST] = one.label_start == 0
    sizes(values, one, host)


@inlined
def likeness_and_place(values: Values, one: Record, host: Host, known: Known) -> None:
    """How the name is written, and where it stands in its label."""
    codes, start, end = host.codes, one.start, one.end
    length, label = known.sizes[one.word], one.label_end - one.label_start
    values[SHAPE], values[HYPHENATED] = one.kind == SHAPED, one.kind == HYPHENED
    values[ALIAS_LENGTH] = min(length, 14) / 7
    values[SLIP_COST], values[SLIP_SHARE] = one.cost, 10 * one.cost / length
    values[FIRST_LETTER_KEPT] = codes[start] == known.first_letters[one.word]
    starts = start == one.label_start or codes[start - 1] == HYPHEN
    ends = end == one.label_end or codes[end] == HYPHEN
    values[WHOLE_LABEL] = end - start == label
    values[OWN_TOKEN] = starts and ends and end - start < label
    values[AT_START], values[AT_END] = start == one.label_start, end == one.label_end
    values[INSIDE] = not starts and not ends
    values[DIGIT_AFTER] = end < one.label_end and is_digit(codes[end])
    values[DIGIT_BEFORE] = start > one.label_start and is_digit(codes[start - 1])
    values[VN_BESIDE] = vn_beside(one, codes)
    values[SHARE] = (end - start) / label


@inlined
def vn_beside(one: Record, codes: Codes) -> bool:
    """Whether ``vn`` stands beside the name, with or without hyphens between."""
    after = one.end
    while after < one.label_end and codes[after] == HYPHEN:
        after += 1
    before = one.start
    while before > one.label_start and codes[before - 1] == HYPHEN:
        before -= 1
    follows = after + 1 < one.label_end and codes[after] == V and codes[after + 1] == N
    leads = before - 2 >= one.label_start and codes[before - 2] == V and codes[before - 1] == N
    return follows or leads


@inlined
def words_around(values: Values, one: Record, host: Host, counts: Integers) -> None:
    """What known words explain of the letters around the name."""
    hyphens = 0
    for at in range(one.label_start, one.label_end):
        hyphens += host.codes[at] == HYPHEN
    rest = max(1, one.label_end - one.label_start - (one.end - one.start))
    values[LURES_VI] = min(counts[LURE_VI], 3) / 1.5
    values[LURES_EN] = min(counts[LURE_EN], 3) / 1.5
    values[ANY_LURE] = counts[LURE_VI] + counts[LURE_EN] > 0
    values[PLACES], values[TOPICS] = counts[PLACE] > 0, counts[TOPIC] > 0
    values[SOME_DIGITS] = min(counts[DIGITS], 4) / 2
    values[SOME_UNEXPLAINED] = math.log1p(counts[UNEXPLAINED])
    values[UNEXPLAINED_FEW] = 0 < counts[UNEXPLAINED] <= 2
    values[UNEXPLAINED_SHARE] = counts[UNEXPLAINED] / rest
    values[HYPHENS] = min(hyphens, 3) / 1.5


@inlined
def own_words(one: Record, host: Host, known: Known, organisation: int) -> bool:
    """Whether a word of the organisation's own stands in the rest of the label."""
    texts = known.own_words
    for word in range(known.own_word_from[organisation], known.own_word_from[organisation + 1]):
        size = texts.begins[word + 1] - texts.begins[word]
        for place in range(one.label_start, one.label_end - size + 1):
            if place >= one.end or place + size <= one.start:
                same = True
                for at in range(size):
                    same = same and host.codes[place + at] == texts.letters[texts.begins[word] + at]
                if same:
                    return True
    return False


@inlined
def within_ordinary_word(one: Record, host: Host, everyday: Lookup) -> bool:
    """``features._within_ordinary_word``."""
    if one.kind != WEAK and one.kind != EXACT:
        return False
    for first in range(max(one.label_start, one.start - MAX_EXTRA_LETTERS), one.start + 1):
        value = START
        for last in range(first, min(one.label_end, one.end + MAX_EXTRA_LETTERS)):
            value = (value ^ np.uint64(host.codes[last])) * PRIME
            wider = last + 1 > one.end or first < one.start
            if last + 1 >= one.end and wider and find(everyday, value) & 1:
                return True
    return False


@inlined
def ending(values: Values, host: Host, odds: Values) -> None:
    """What the name's ending says."""
    codes, size = host.codes, host.length - host.top
    cheap, vietnam = host.ending & CHEAP != 0, host.ending & VIETNAM != 0
    common = host.suffix == 1 and host.ending & COMMON != 0
    values[CHEAP_ENDING], values[COMMON_ENDING], values[VN_ENDING] = cheap, common, vietnam
    values[STATE_ENDING] = is_state(host)
    values[FOREIGN_ENDING] = size == 2 and not vietnam and not cheap
    values[WHOLE_FOREIGN] = values[WHOLE_LABEL] * values[FOREIGN_ENDING]
    values[WHOLE_COMMON] = values[WHOLE_LABEL] * values[COMMON_ENDING]
    values[HOSTED] = host.suffix > 1 and not vietnam and size > 2
    values[ENDING_ODDS] = odds[host.ending // ODDS]
    values[DOT_COM] = host.suffix == 1 and stands_at(codes, host.top, host.length, COM[0])
    values[COUNTRY] = size == 2
    values[DOTS_IN_ENDING], values[LETTERS_OF_ENDING] = host.suffix - 1, size


@inlined
def stands_at(codes: Codes, start: int, end: int, word: Codes) -> bool:
    """Whether ``codes[start:end]`` is ``word`` (with zeros behind)."""
    for at in range(len(word)):
        if word[at] == 0:
            return start + at == end
        if start + at >= end or codes[start + at] != word[at]:
            return False
    return False


@inlined
def is_state(host: Host) -> bool:
    """Whether state bodies or schools register there: ``gov.…``, ``edu.…``, ``ac.…``, ``gov`` and ``edu``."""
    start = host.end + 1
    end = start
    while end < host.length and host.codes[end] != DOT:
        end += 1
    for row in range(len(STATE_LABELS)):
        if stands_at(host.codes, start, end, STATE_LABELS[row]):
            return host.suffix > 1 or row < len(STATE_LABELS) - 1
    return False


@inlined
def poses_as_address(one: Record, host: Host, follows: Codes) -> bool:
    """``features._poses_as_address``; ``follows`` are the beginnings of what stands behind an address's label."""
    if one.end != one.label_end:
        return False
    start = one.label_end + 1
    for row in range(len(follows)):
        at = 0
        while follows[row, at] and start + at < host.length and host.codes[start + at] == follows[row, at]:
            at += 1
        if not follows[row, at]:
            return True
    return False


@inlined
def sizes(values: Values, one: Record, host: Host) -> None:
    """How many letters stand where."""
    letters, vowels = 0, 0
    for at in range(one.label_start, one.label_end):
        if (at < one.start or at >= one.end) and host.codes[at] <= LAST_LETTER:
            letters += 1
            vowels += IS_VOWEL[host.codes[at]]
    digits = 0
    for at in range(host.start, host.end):
        digits += is_digit(host.codes[at])
    values[LETTERS_BEFORE], values[LETTERS_AFTER] = one.start - one.label_start, one.label_end - one.end
    values[LETTERS_REGISTERED] = host.end - host.start
    values[LABELS_BEFORE], values[DEPTH] = host.labels - host.suffix - 1, one.depth
    values[VOWELS_BESIDE] = vowels / letters if letters else USUAL_VOWELS
    values[DIGITS_REGISTERED] = digits / (host.end - host.start)


@inlined
def seams(values: Values, one: Record, host: Host, known: Known, read: Values) -> None:
    """How surprising the name's letters are, and those beside it; whether they go on where it ends as one word does."""
    codes, usual, table = host.codes, known.usual, known.surprises
    read_surprises(codes, one.label_start, one.label_end, table, read)
    size, start, end = one.label_end - one.label_start, one.start - one.label_start, one.end - one.label_start
    starts = start == 0 or codes[one.start - 1] == HYPHEN
    ends = end == size or codes[one.end] == HYPHEN
    anywhere, at_start = usual.anywhere[one.word], usual.at_start[one.word]
    values[SURPRISE_ANYWHERE], values[SURPRISE_AT_START] = anywhere, at_start
    values[SURPRISE_AT_END], values[SURPRISE_WHOLE] = usual.at_end[one.word], usual.whole[one.word]
    here = (usual.whole[one.word] if ends else at_start) if starts else usual.at_end[one.word] if ends else anywhere
    values[SURPRISE_HERE] = here
    values[SURPRISE_PER_LETTER] = anywhere / known.sizes[one.word]
    values[ORDINARY_WORD], values[IN_ORDINARY_WORDS] = known.ordinary[one.word], known.in_ordinary[one.word]
    within, beside, most, total = 0.0, 0.0, 0.0, 0.0
    for at in range(size + 1):
        total += read[at]
        if start <= at < end:
            within += read[at]
        elif at < size:
            beside += read[at]
            most = max(most, read[at])
    values[SURPRISE_FIRST], values[SURPRISE_READ] = read[start], within - anywhere
    values[SURPRISE_NEXT] = sum_of(read, end, min(end + 3, size + 1)) / 3
    values[SEAM_BEFORE] = 0.0 if start == 0 or is_break(codes[one.start - 1]) else within - at_start
    values[SURPRISE_BESIDE] = beside / (size - end + start) if size > end - start else 0.0
    values[SURPRISE_MOST], values[SURPRISE_OF_LABEL] = most, total / (size + 1)
    right = one.end
    while right < one.label_end and not is_break(codes[right]):
        right += 1
    if right > one.end:
        goes_on = sum_of(read, end, right - one.label_start)
        values[SEAM_AFTER] = goes_on - surprise_of(codes, one.end, right, table, 0)
    values[SURPRISE_OF_WORDS] = surprise_of_words(one, codes, table)
    values[SURPRISE_REGISTERED] = values[SURPRISE_OF_LABEL]
    if one.depth:
        whole = surprise_of(codes, host.start, host.end, table, 1)
        values[SURPRISE_REGISTERED] = whole / (host.end - host.start + 1)


@inlined
def is_break(code: int) -> bool:
    """Whether a letter number is a hyphen's or what the table of surprises takes for one."""
    return SYMBOL[code] == BREAK


@inlined
def sum_of(read: Values, start: int, end: int) -> float:
    """The sum of ``read[start:end]``."""
    total = 0.0
    for at in range(start, end):
        total += read[at]
    return total


@inlined
def surprise_of_words(one: Record, codes: Codes, table: Surprises) -> float:
    """The mean surprise per letter of the words beside the name, each by itself."""
    total, count, start = 0.0, 0, one.label_start
    for at in range(one.label_start, one.label_end + 1):
        inside = one.start <= at < one.end
        if at == one.label_end or inside or is_break(codes[at]):
            if at > start:
                total += surprise_of(codes, start, at, table, 1) / (at - start + 1)
                count += 1
            start = at + 1
    return total / count if count else 0.0

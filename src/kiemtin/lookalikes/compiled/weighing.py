"""How likely one likeness is an imitation: ``features.py`` and ``score.py``, compiled."""

from __future__ import annotations

from kiemtin.lookalikes.compiled.desk import Desk, Tables
from kiemtin.lookalikes.compiled.features import (
    ANY_LURE,
    COMMON_ENDING,
    FOREIGN_LURE_VI,
    INSIDE,
    LURE_VI,
    OWN_WORDS,
    PLACE,
    VIETNAMESE,
    VIETNAMESE_COMMON,
    VIETNAMESE_VN,
    VN_ENDING,
    WITHIN_ORDINARY_WORD,
    Host,
    fill,
    own_words,
    seams,
    within_ordinary_word,
)
from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.likeness import TYPO, WEAK
from kiemtin.lookalikes.compiled.model import STRONG_GROUP, TYPO_GROUP, WEAK_GROUP, log_odds, probability
from kiemtin.lookalikes.compiled.reading import DIGITS, UNEXPLAINED, explain
from kiemtin.lookalikes.compiled.resolving import explain_around, letters_around
from kiemtin.lookalikes.compiled.tables import Integers, Values
from kiemtin.lookalikes.matcher import CHANCE, MIN_UNEXPLAINED


@inlined
def weigh(at: int, count: int, host: Host, tables: Tables, desk: Desk) -> float:
    """The probability that likeness ``at`` of ``count`` imitates its organisation."""
    one, counts, values, known = desk.found[at], desk.counts, desk.values, tables.known
    organisation = tables.names.organisation[one.word]
    second, registered = letters_around(one, desk.found, count, desk.kept, tables.names.organisation, desk.taken)
    counts[:] = 0
    explain_around(one, desk.taken, host.codes, tables.words, desk.notes, counts)
    if one.depth and not registered:
        explain(host.codes, host.start, host.end, tables.words, desk.notes, counts)
    fill(values, one, host, known, counts, second)
    seams(values, one, host, known, desk.read)
    values[OWN_WORDS] = own_words(one, host, known, organisation)
    values[WITHIN_ORDINARY_WORD] = within_ordinary_word(one, host, tables.words.everyday)
    if known.vietnamese[organisation]:
        values[VIETNAMESE] = 1.0
        values[VIETNAMESE_COMMON], values[VIETNAMESE_VN] = values[COMMON_ENDING], values[VN_ENDING]
    else:
        values[FOREIGN_LURE_VI] = counts[LURE_VI] > 0
    group = TYPO_GROUP if one.kind == TYPO else WEAK_GROUP if one.kind == WEAK else STRONG_GROUP
    score = probability(log_odds(group, values, tables.weights))
    if one.kind == WEAK and is_chance(values, counts, second):
        score = min(score, CHANCE)
    return score


@inlined
def is_chance(values: Values, counts: Integers, second: bool) -> bool:
    """``matcher._is_chance``."""
    signs = values[ANY_LURE] + counts[DIGITS] + counts[PLACE] + second
    return not signs and (counts[UNEXPLAINED] >= MIN_UNEXPLAINED or values[INSIDE] > 0)

"""The numbers of the search, chosen on the dev questions (``docs/factchecks.md``)."""

from __future__ import annotations

WORD_K1, LENGTH_WEIGHT = 1.5, 0.75
"""BM25's k1 and b (Robertson & Zaragoza 2009)."""

GRAM_K1 = 2.0

QUERY_K3 = 0.5
"""BM25's k3: a word that the question repeats counts for little more than once."""

PAIR_WEIGHT = 0.5

GRAM_WEIGHT = 0.3

FIRST_WORDS = 40
"""Words of a review that are its title and claim, more or less."""

MAX_TEXT = 1_000
"""Bytes of folded text kept of each review, to compare letter by letter."""

GRAM = 5
"""Letters in a row that are compared: on the English dev claims 5 across words beat 3 and 4 within them."""

SURELY_OTHER = 10
"""Candidates past this place are taken to be about something else."""

PRIOR = 20
"""How many candidates the usual mean and deviation count for."""

USUAL_WORDS, USUAL_MEANING = (0.055, 0.016), (0.775, 0.02)
"""Mean and deviation of the shares of words, and of the cosines, of reviews about something else; on the dev data."""

MOST_ABOVE = 30.0

MAX_ASKED = 4_000
"""Characters of a message that are searched as one; the rest only claim by claim."""

"""What lies on the desk: all that is looked up, and room to write on for one name after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kiemtin.lookalikes.compiled.distances import Sheets, sheets
from kiemtin.lookalikes.compiled.features import FEATURES, Known
from kiemtin.lookalikes.compiled.letters import Codes
from kiemtin.lookalikes.compiled.likeness import FOUND, MAX_FOUND, Names, Paper, paper
from kiemtin.lookalikes.compiled.model import Weights
from kiemtin.lookalikes.compiled.reading import Notes, Words, notes
from kiemtin.lookalikes.compiled.slips import Misspelt
from kiemtin.lookalikes.compiled.tables import Flags, Integers, Lookup, Records, Values


class Tables(NamedTuple):
    """All that is looked up; ``addresses`` are whole official ones."""

    endings: Lookup
    addresses: Lookup
    names: Names
    misspelt: Misspelt
    words: Words
    known: Known
    weights: Weights


class Desk(NamedTuple):
    """All that is written on, for one name after the other."""

    codes: Codes
    labels: Integers
    found: Records
    kept: Flags
    taken: Flags
    counts: Integers
    values: Values
    read: Values
    paper: Paper
    sheets: Sheets
    notes: Notes


def desk() -> Desk:
    """An empty desk."""
    return Desk(
        codes=np.zeros(1100, dtype=np.uint8),
        labels=np.zeros(256, dtype=np.int64),
        found=np.zeros(MAX_FOUND, dtype=FOUND),
        kept=np.zeros(MAX_FOUND, dtype=np.bool_),
        taken=np.zeros(260, dtype=np.bool_),
        counts=np.zeros(32, dtype=np.int64),
        values=np.zeros(len(FEATURES), dtype=np.float64),
        read=np.zeros(260, dtype=np.float64),
        paper=paper(),
        sheets=sheets(),
        notes=notes(),
    )

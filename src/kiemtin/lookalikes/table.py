"""The engine's face for tables (Arrow): the compiled engine on every name, the engine proper on what stays unsure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kiemtin.domains import Suffixes, bundled_suffixes, shown_form
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import label_letters
from kiemtin.lookalikes.columns import COLUMN, SCHEMA, cells, column_of
from kiemtin.lookalikes.compiled.build import tables
from kiemtin.lookalikes.compiled.desk import desk
from kiemtin.lookalikes.compiled.letters import ALPHABET
from kiemtin.lookalikes.compiled.likeness import HYPHENED, SHAPED, TYPO, WEAK
from kiemtin.lookalikes.compiled.scan import OTHER_LETTERS, PLAIN, RESULT, assess, sift
from kiemtin.lookalikes.matcher import SUSPICIOUS, Found, Matcher
from kiemtin.lookalikes.values import Assessment, Technique, Verdict
from kiemtin.lookalikes.words import Explained
from kiemtin.organisations import Register
from kiemtin.text.fold import fold_word

ROWS_AT_ONCE = 1 << 16

Part: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.int64]]

KINDS = ("exact", "shape", "hyphen", "weak", "typo")
"""Kinds of likeness by their numbers."""


ODD_HYPHEN = re.compile(r"(?:^|\.)\s*-|-\s*(?:\.|$)")
"""A label that begins or ends with a hyphen, as no host may: what it resembles is left to the engine proper."""


class TableMatcher:
    """Matches whole columns; made once for a register."""

    def __init__(self, matcher: Matcher, index: AliasIndex, register: Register, suffixes: Suffixes | None) -> None:
        self._matcher = matcher
        self._suffixes = suffixes or bundled_suffixes()
        self._tables = tables(index, register, self._suffixes)
        names = (*index.strong, *index.weak)
        self._aliases = [name.text for name in names]
        self._organisations = pl.Series([name.organisation for name in names], dtype=pl.String)
        self._officials = pl.Series([_official(register, name.organisation) for name in names], dtype=pl.String)

    def match(self, table: pa.Table) -> pa.Table:
        """The rows of ``table`` that resemble a name; raises ``ValueError`` where it has no column of text."""
        column = table[column_of(table)].drop_null().cast(pa.large_string()).combine_chunks()
        if not len(self._organisations) or not len(column):
            return SCHEMA.empty_table()
        names, found = pl.Series(pl.from_arrow(column)), self._scan(column)
        found = found[(found["state"] != OTHER_LETTERS) | self._reads_like_a_name(names, found)]
        unsure = (found["state"] != PLAIN) | (found["score"] >= SUSPICIOUS) | (found["kind"] == HYPHENED)
        rows = pl.concat([self._plain(names, found[~unsure]), self._looked_at(names, found[unsure])])
        return rows.sort("row").drop("row").to_arrow().cast(SCHEMA)

    def _scan(self, column: pa.LargeStringArray) -> NDArray[np.void]:
        """The likeliest likeness of each name that has one; what is written on is made anew, for calls may overlap."""
        found, done, paper = [np.zeros(0, dtype=RESULT)], 0, desk()
        room = np.zeros(min(ROWS_AT_ONCE, len(column)), dtype=RESULT)
        rows = np.zeros(len(room), dtype=np.int64)
        for letters, offsets in self._parts(column):
            likely = rows[: sift(letters, offsets, self._tables, paper, rows)]
            count = assess(letters, offsets, likely, self._tables, paper, room)
            part = room[:count].copy()
            part["row"] += done
            found.append(part)
            done += len(offsets) - 1
        return np.concatenate(found)

    @staticmethod
    def _parts(column: pa.LargeStringArray) -> Iterator[Part]:
        """The letters of a column and where its names begin, some rows at a time."""
        _, starts, letters = column.buffers()
        data = np.frombuffer(letters or b"", dtype=np.uint8)
        offsets = np.frombuffer(starts, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
        for array in (data, offsets):
            array.setflags(write=False)  # some buffers may be written on, some not: compiled code is made for one kind
        for start in range(0, len(column), ROWS_AT_ONCE):
            yield data, offsets[start : start + ROWS_AT_ONCE + 1]

    def _plain(self, names: pl.Series, found: NDArray[np.void]) -> pl.DataFrame:
        """What is said of names that carry another, without a closer look."""
        domains = names.gather(found["row"])
        span = pl.DataFrame(
            {"name": domains.str.to_lowercase(), "at": found["start"], "size": found["end"] - found["start"]}
        )
        return pl.DataFrame(
            {
                "row": pl.Series(found["row"], dtype=pl.Int64),
                COLUMN: domains,
                "verdict": pl.repeat(Verdict.BEARS_NAME.value, len(found), dtype=pl.String, eager=True),
                "organisation": self._organisations.gather(found["word"]),
                "technique": TECHNIQUES.gather(_technique_codes(found)),
                "score": pl.Series(found["score"], dtype=pl.Float64),
                "matched": span.select(pl.col("name").str.slice("at", "size")).to_series(),
                "official": self._officials.gather(found["word"]),
            }
        )

    def _looked_at(self, names: pl.Series, found: NDArray[np.void]) -> pl.DataFrame:
        """What the engine proper says of names one by one."""
        rows = []
        for one in found:
            row = int(one["row"])
            name = names[row]
            sure = one["state"] == PLAIN and one["alone"] and not ODD_HYPHEN.search(name)
            said = self._confirmed(name, one) if sure else self._matcher.assess(name)
            if said is not None:
                rows.append((row, name, *cells(said)))
        return pl.DataFrame(rows, schema=pl.Schema({"row": pl.Int64, **_TYPES}), orient="row")

    def _confirmed(self, name: str, one: np.void) -> Assessment | None:
        """What the engine proper says of a name whose one likeness is weighed already."""
        lead = len(name) - len(name.lstrip())
        found = Found(
            alias=self._aliases[one["word"]],
            kind=KINDS[one["kind"]],
            depth=int(one["depth"]),
            start=int(one["start"]) - lead,
            end=int(one["end"]) - lead,
            poses=bool(one["fake"]),
            score=float(one["score"]),
            around=Explained(
                lures_vi=int(one["lures"]), digits=int(one["digits"]), unexplained=int(one["unexplained"])
            ),
        )
        return self._matcher.confirm(name, found)

    def worth_looking(self, names: pl.Series) -> NDArray[np.bool_]:
        """Which names may carry one, and so are written where every score is wanted."""
        column = names.to_arrow().cast(pa.large_string())
        worth = np.zeros(len(column), dtype=np.bool_)
        worth[self._scan(column)["row"]] = True
        return worth

    def sift(self, names: pl.Series) -> int:
        """Stage 1 by itself: how many names may carry one, those in other letters counted in."""
        rows, paper = np.zeros(ROWS_AT_ONCE, dtype=np.int64), desk()
        parts = self._parts(names.to_arrow().cast(pa.large_string()))
        return sum(sift(letters, offsets, self._tables, paper, rows) for letters, offsets in parts)

    def _reads_like_a_name(self, names: pl.Series, found: NDArray[np.void]) -> NDArray[np.bool_]:
        """Of names in other letters, whether they hold one of ours when folded: most are in scripts that never do."""
        views, places = [], []
        for place in np.flatnonzero(found["state"] == OTHER_LETTERS).tolist():
            name = _under_a_known_ending(shown_form(names[int(found["row"][place])]))
            for view in {label_letters(name), fold_word(name)}:
                views.append(_plain_view(view))
                places.append(place)
        reads = np.zeros(len(found), dtype=np.bool_)
        if views:
            alike = self._scan(pa.array(views, pa.large_string()))["row"]
            reads[np.array(places)[alike]] = True
        return reads


_TYPES = {field.name: pl.Float64 if field.name == "score" else pl.String for field in SCHEMA}

TECHNIQUES = pl.Series([one.value for one in Technique], dtype=pl.String)


def _technique_codes(found: NDArray[np.void]) -> NDArray[np.int64]:
    """The place of each technique in ``TECHNIQUES``: ``matcher.technique`` for ASCII names without hyphens inside."""
    kind, place = found["kind"], list(Technique).index
    found_as = [
        (kind == SHAPED, Technique.DIGIT_SWAP),
        (kind == TYPO, Technique.TYPOSQUAT),
        ((found["depth"] > 0) & (found["fake"] > 0), Technique.FAKE_TLD),
        (found["depth"] > 0, Technique.BRAND_IN_SUBDOMAIN),
        (found["whole"] > 0, Technique.TLD_SWAP),
        (kind == WEAK, Technique.ABBREVIATION),
    ]
    codes = np.full(len(found), place(Technique.COMBOSQUAT), dtype=np.int64)
    for applies, technique in reversed(found_as):
        codes[applies] = place(technique)
    return codes


def _under_a_known_ending(name: str) -> str:
    """``vietcombank.рф`` as ``vietcombank.com``: the compiled engine knows no ending in other letters."""
    rest, dot, ending = name.rstrip(" .").rpartition(".")
    return name if ending.isascii() else f"{rest}{dot}com"


def _plain_view(text: str) -> str:
    """``text`` with a sign for every letter that the compiled engine has no number for."""
    return "".join(letter if letter in ALPHABET else "*" for letter in text)


def _official(register: Register, organisation: str) -> str | None:
    one = register.get(organisation)
    return one.main_domain.value if one and one.main_domain else None

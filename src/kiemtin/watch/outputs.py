"""Where results go: JSON lines, a table safe to open in a spreadsheet, or Parquet; and how far a run came."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from kiemtin.errors import OutOfReach, Refused
from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.watch.streams import STANDARD_INPUT

ENDINGS = (".jsonl", ".csv", ".parquet")

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection")."""

HARMLESS = tuple(f"'{sign}" for sign in FORMULA_SIGNS)

ROWS_AT_ONCE = 100_000
"""Rows of an earlier run read again at a time."""

PARTIAL = ".partial"
"""Ending of what a Parquet file is gathered in: one cannot be added to once it is written."""

PROGRESS = ".progress"


class Rows(Protocol):
    """Takes results batch by batch."""

    def write(self, table: pa.Table) -> None:
        """Add these rows."""


def as_json_lines(table: pa.Table) -> str:
    """One line of JSON for each row."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist())


def as_csv(table: pa.Table, *, heading: bool) -> str:
    """Rows of RFC 4180; a cell that a spreadsheet would take for a formula comes with an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if heading:
        writer.writerow(SCHEMA.names)
    for row in table.to_pylist():
        writer.writerow([_harmless(value) for value in row.values()])
    return text.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _read_rows(file: BinaryIO, ending: str) -> Iterator[dict[str, Any]]:
    """The rows of a result that is still being written; those of a table without the apostrophes put before them."""
    if ending != ".csv":
        yield from map(json.loads, file)
        return
    for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", "surrogatepass", newline="")):
        plain = {key: value[1:] if value.startswith(HARMLESS) else value or None for key, value in row.items()}
        yield {**plain, "score": float(row["score"])}


@dataclass(slots=True)
class State:
    """How far a run came: names done of each input, rows written for each, and bytes written for all."""

    inputs: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    written: int = 0


class Output:
    """One file of results, of which what was written for whole batches survives whatever happens.

    ``resume`` goes on where a run was cut off; without it the file is written anew. Raises ``Refused`` for an ending
    that is none of ``.jsonl``, ``.csv``, ``.parquet``, ``OutOfReach`` where the file cannot be written.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        if path.suffix.lower() not in ENDINGS:
            raise Refused("cli.screen.output-ending", name=str(path))
        self.path = path
        self._format = path.suffix.lower()
        self._gathered = Path(f"{path}{PARTIAL}") if self._format == ".parquet" else path
        self._noted = Path(f"{path}{PROGRESS}")
        self.state = self._left() if resume else State()
        self._unnoted = 0
        try:
            self._file: BinaryIO = self._gathered.open("r+b" if self.state.written else "wb")
            self._file.truncate(self.state.written)
            self._file.seek(self.state.written)
        except OSError as error:
            raise OutOfReach("missing.cannot-write", name=str(path)) from error

    def _left(self) -> State:
        try:
            state = State(**json.loads(self._noted.read_text("utf-8")))
            return state if self._gathered.stat().st_size >= state.written else State()
        except (OSError, ValueError, TypeError):
            return State()

    def before(self) -> Iterator[tuple[str, pa.Table, int]]:
        """What an earlier run wrote and this one goes on with: of each input its rows, and how many names were read."""
        with self._gathered.open("rb") as file:
            rows = _read_rows(file, self._format)
            for name, read in self.state.inputs.items():
                yield name, SCHEMA.empty_table(), read
                mine = itertools.islice(rows, self.state.rows.get(name, 0))
                while some := list(itertools.islice(mine, ROWS_AT_ONCE)):
                    yield name, pa.Table.from_pylist(some, schema=SCHEMA), 0

    def write(self, table: pa.Table) -> None:
        """Add these rows."""
        text = as_csv(table, heading=not self._file.tell()) if self._format == ".csv" else as_json_lines(table)
        self._file.write(text.encode("utf-8", "surrogatepass"))
        self._unnoted += len(table)

    def note(self, name: str, rows: int, *, finished: bool = False) -> None:
        """Remember that ``rows`` names of input ``name`` are done, with all that was written for them."""
        self._file.flush()
        self.state.inputs[name] = rows
        self.state.rows[name] = self.state.rows.get(name, 0) + self._unnoted
        self._unnoted = 0
        self.state.written = self._file.tell()
        if finished and name != STANDARD_INPUT:
            self.state.finished.append(name)
        waiting = Path(f"{self._noted}.new")
        waiting.write_text(json.dumps(asdict(self.state)), "utf-8")
        waiting.replace(self._noted)

    def finish(self, *, whole: bool = True) -> None:
        """The run came to its end: the file can be read. Where it is not ``whole``, a later run may go on."""
        if self._format == ".csv" and not self._file.tell():
            self.write(SCHEMA.empty_table())
        self._file.close()
        if self._format == ".parquet":
            self._pack()
        if whole:
            self._noted.unlink(missing_ok=True)
            if self._gathered != self.path:
                self._gathered.unlink()

    def close(self) -> None:
        """Leave what is there for a later run."""
        self._file.close()

    def _pack(self) -> None:
        """Make one Parquet file of what was gathered."""
        waiting = Path(f"{self.path}.new")
        with pq.ParquetWriter(waiting, SCHEMA) as writer, self._gathered.open("rb") as lines:
            while some := lines.readlines(4_000_000):
                writer.write_table(pa.Table.from_pylist([json.loads(line) for line in some], schema=SCHEMA))
        waiting.replace(self.path)

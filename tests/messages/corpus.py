"""Our own messages (``corpus/``), and the real ones with corrected labels."""

from __future__ import annotations

import csv
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.shared_data import shared_data

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True, slots=True)
class Case:
    """One message: ``kind`` is its family or kind, ``row`` its number in the real data as a spreadsheet shows it."""

    text: str
    scam: bool
    kind: str = ""
    row: int = 0


def own(name: str) -> list[Case]:
    """The messages of ``corpus/messages/<name>.jsonl``: ``scams``, ``genuine`` or ``speech``."""
    lines = (CORPUS / f"messages/{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Case(row["text"], name == "scams", row.get("family") or row["kind"]) for row in rows]


def sms(*, corrected: bool) -> list[Case]:
    """The development half of the real SMS, with the labels as given or as corrected."""
    corrections = tomllib.loads((CORPUS / "sms_dev_corrections.toml").read_text("utf-8"))
    wrong = {row for rows in corrections.values() for row in rows} if corrected else set()
    with shared_data("messages/sms_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Case(row["content"], (row["label"] == "1") != (at in wrong), "", at) for at, row in enumerate(rows, 2)]

"""Compiles ``src/kiemtin/messages/patterns/*.yaml`` into ``patterns.json`` and the catalogues ``patterns.*.toml``.

Run as ``python tools/compile_patterns.py`` (or ``make data``) after editing a pattern; a test keeps all in step.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from kiemtin.messages.phrases import Graph

SOURCE = Path(__file__).parent.parent / "src/kiemtin"
PATTERNS = SOURCE / "messages/patterns"
CATALOGUE = SOURCE / "evidence/catalogue"
FILES = ("asks", "presses", "claims", "offers", "hides", "speech")


def entries(name: str, folder: Path = PATTERNS) -> list[dict[str, Any]]:
    """The entries of one file."""
    return list(yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")) or ())


def compiled(folder: Path = PATTERNS) -> dict[str, Any]:
    """Patterns, families, sources and the tree of all phrases, as plain data."""
    graph = Graph()
    patterns = []
    for dimension in FILES:
        for entry in entries(dimension, folder):
            for phrase in entry["phrases"]:
                graph.add(phrase, entry["id"], short=bool(entry.get("short", False)))
            patterns.append(
                {
                    "id": entry["id"],
                    "dimension": dimension,
                    "strong": bool(entry.get("strong", False)),
                    "source": entry.get("source", "own"),
                }
            )
    groups = yaml.safe_load((folder / "groups.yaml").read_text("utf-8"))
    for dimension in FILES:
        groups.setdefault(dimension.upper(), [one["id"] for one in patterns if one["dimension"] == dimension])
    groups["STRONG"] = [one["id"] for one in patterns if one["strong"]]
    families = [
        {
            "id": entry["id"],
            "needs": [written_out(group, groups) for group in case["needs"]],
            "unless": written_out(case.get("unless", ()), groups),
            "danger": case["outcome"] == "danger",
            "confidence": case["confidence"],
            "scored": bool(case.get("scored", False)),
            "source": entry.get("source", "own"),
        }
        for entry in entries("families", folder)
        for case in entry["cases"]
    ]
    return {
        "version": (folder / "EDITION").read_text("utf-8").strip(),
        "sources": yaml.safe_load((folder / "sources.yaml").read_text("utf-8")),
        "patterns": patterns,
        "families": families,
        "examples": {entry["id"]: entry["example"] for entry in entries("families", folder)},
        "topics": written_out(groups["TOPICS"], groups),
        "graph": graph.merged(),
    }


def written_out(group: list[str], groups: dict[str, list[str]]) -> list[str]:
    """The signals of a group, names of groups (in capitals) replaced by what they stand for."""
    return sorted({signal for name in group for signal in groups.get(name, [name])})


def messages(language: str, folder: Path = PATTERNS) -> str:
    """The catalogue of what patterns and families say in one language, as TOML."""
    rows = ["# Compiled from messages/patterns/*.yaml by tools/compile_patterns.py: edit those.\n"]
    for name in (*FILES, "families"):
        prefix = "family" if name == "families" else "signal"
        for entry in entries(name, folder):
            key = f"{prefix}.{entry['id']}"
            rows.append(_row(key, entry.get("reason", {"vi": "", "en": ""})[language]))
            rows.append(_row(f"advice.{key}", entry.get("advice", {"vi": "", "en": ""})[language]))
            if name == "families":
                rows.append(_row(f"technique.{entry['id']}", entry["name"][language]))
    return "".join(rows)


def _row(key: str, text: str) -> str:
    return f'"{key}" = {json.dumps(text, ensure_ascii=False)}\n'


def as_json(data: dict[str, Any]) -> str:
    """Compact and in one order, so that it loads fast and a change shows."""
    return json.dumps(data, ensure_ascii=False, default=str, separators=(",", ":")) + "\n"


def main() -> int:
    """Write the compiled files."""
    try:
        data = compiled()
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    (PATTERNS / "patterns.json").write_text(as_json(data), "utf-8")
    for language in ("vi", "en"):
        (CATALOGUE / f"patterns.{language}.toml").write_text(messages(language), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Compile the starter collection from its YAML into the lines that the package reads.

Run after every edit of ``src/kiemtin/factchecks/data/starter.yaml``; a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from kiemtin.factchecks.terms import stems_of, words_of

DATA = Path(__file__).parent.parent / "src/kiemtin/factchecks/data"


def compiled(entries: list[dict[str, Any]]) -> str:
    """The entries one JSON object a line, with only what a search and a report show."""
    return "".join(json.dumps(_line(one), ensure_ascii=False) + "\n" for one in entries)


def _line(entry: dict[str, Any]) -> dict[str, Any]:
    source = entry["source"]
    fields = {name: entry[name] for name in ("id", "claim", "title", "body", "rating")}
    fields |= {"publisher": source["publisher"], "source": source["title"]}
    if "url" in source:
        fields["url"] = source["url"]
    if "retrieved" in source:
        fields["retrieved"] = str(source["retrieved"])
    if "published" in entry:
        fields["published"] = str(entry["published"])
    words = [words_of(entry[name]) for name in ("title", "claim", "body")]
    ready = {"folded": [" ".join(some) for some in words], "stems": [" ".join(stems_of(some)) for some in words]}
    return fields | {"confirmed": source["confirmed"]} | ready


def main() -> None:
    """Write the compiled file beside the YAML."""
    entries = yaml.safe_load(DATA.joinpath("starter.yaml").read_text("utf-8"))
    DATA.joinpath("starter.jsonl").write_text(compiled(entries), "utf-8")


if __name__ == "__main__":
    main()

"""Compiles ``src/kiemtin/organisations/data/*.yaml`` into ``register.json``, the form that starts fast.

Run as ``python tools/compile_register.py`` (or ``make data``) after editing the register; a test keeps both in step.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from kiemtin.organisations.format import organisations_from
from kiemtin.organisations.lint import lint

DATA = Path(__file__).parent.parent / "src/kiemtin/organisations/data"


def compiled(folder: Path = DATA) -> dict[str, Any]:
    """The register as plain data: its edition (``EDITION``) and all entries, in order of file and place."""
    entries = [
        e for path in sorted(folder.glob("*.yaml")) for e in yaml.safe_load(path.read_text("utf-8"))["organisations"]
    ]
    return {"version": (folder / "EDITION").read_text("utf-8").strip(), "organisations": entries}


def as_json(register: dict[str, Any]) -> str:
    """One entry per line, so that a change shows as the entries it touched."""
    rows = ",\n".join(
        json.dumps(e, ensure_ascii=False, default=str, separators=(",", ":")) for e in register["organisations"]
    )
    return f'{{"version":{json.dumps(register["version"])},"organisations":[\n{rows}\n]}}\n'


if __name__ == "__main__":
    register = compiled()
    problems = lint(organisations_from(register))
    for problem in problems:
        print(problem, file=sys.stderr)
    (DATA / "register.json").write_text(as_json(register), "utf-8")
    sys.exit(1 if problems else 0)

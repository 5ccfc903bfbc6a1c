"""The evidence for an alert, as files that anybody can check without this program, for one's own complaint."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from kiemtin.evidence.messages import Language
from kiemtin.files import write_whole
from kiemtin.transparency.keys import encoded
from kiemtin.transparency.merkle import leaf_hash
from kiemtin.watch.certificates.alert_data import alert_data
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.entries import LENGTH, PRECERTIFICATE, SHORT_LENGTH, read_data_tile

LINE = 64
"""Characters of a line of PEM (RFC 7468)."""

VERSION_AND_TYPE = b"\x00\x00"
"""Of a leaf (RFC 6962, section 3.4)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the report says, in words of one language, every one of them safe to show."""

    title: str
    forged: str
    official: str
    meaning: str
    rows: Sequence[tuple[str, str]]
    files: str


def to_page(page: Page, language: Language) -> str:
    """The report as one page of HTML: no script, no request, no address that can be clicked."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = files("kiemtin.watch.certificates").joinpath("evidence.html.jinja").read_text("utf-8")
    return environment.from_string(source).render(page=page, language=language)


def files_of(alert: Alert, report: str) -> Mapping[str, bytes]:
    """The files, by name: report, data, certificate, entry, proof and the checkpoint that the proof leads to."""
    entry, hashed = _parts(alert.proof.leaf)
    proof = {
        "log": alert.place.origin,
        "entry": alert.place.entry,
        "leaf": encoded(VERSION_AND_TYPE + hashed),
        "leaf_hash": encoded(leaf_hash(VERSION_AND_TYPE + hashed)),
        "path": [encoded(one) for one in alert.proof.path],
        "signature_checked": alert.proof.judged,
    }
    return {
        "report.html": report.encode(),
        "alert.json": _json(alert_data(alert)),
        "certificate.pem": _pem(entry),
        "entry.bin": alert.proof.leaf,
        "proof.json": _json(proof),
        "checkpoint.txt": alert.proof.checkpoint.encode(),
    }


def write_evidence(alert: Alert, folder: Path, report: str) -> Path:
    """Write the files into a folder named after the alert, below ``folder``; raises ``OutOfReach`` where that fails."""
    place = folder / alert.id
    for name, content in files_of(alert, report).items():
        write_whole(place / name, content)
    return place


def _parts(leaf: bytes) -> tuple[bytes, bytes]:
    """The certificate of an entry as it was handed in, and what of the entry the log's tree holds."""
    (entry,) = read_data_tile(leaf, "entry", 1).entries
    extensions = int.from_bytes(leaf[entry.body_end : entry.body_end + SHORT_LENGTH])
    hashed = entry.body_end + SHORT_LENGTH + extensions
    if entry.kind != PRECERTIFICATE:
        return leaf[entry.body : entry.body_end], leaf[:hashed]
    start = hashed + LENGTH
    return leaf[start : start + int.from_bytes(leaf[hashed:start])], leaf[:hashed]


def _pem(raw: bytes) -> bytes:
    text = base64.b64encode(raw).decode()
    lines = [text[place : place + LINE] for place in range(0, len(text), LINE)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]).encode()


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

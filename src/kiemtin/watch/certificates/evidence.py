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
from kiemtin.text.alignment import Aligned
from kiemtin.transparency.keys import encoded
from kiemtin.transparency.merkle import leaf_hash
from kiemtin.watch.certificates.alert_data import alert_data
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.entries import parts_of

LINE = 64
"""Characters of a line of PEM (RFC 7468)."""

VERSION_AND_TYPE = b"\x00\x00"
"""Of a leaf (RFC 6962, section 3.4)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The forged name and the official one: each whole, and letter by letter where they have much in common.

    Else ``around`` has the forged name in three: before what recalls the organisation, this, and behind it. ``said``
    are the differences in words.
    """

    forged: str
    official: str
    pieces: Sequence[Aligned]
    around: tuple[str, str, str]
    labels: tuple[str, str]
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """What the report says, in words of one language, every one of them safe to show."""

    title: str
    names: Names
    meaning: str
    rows: Sequence[tuple[str, str]]
    files: str


def to_page(page: Page, language: Language) -> str:
    """The report as one page of HTML: no script, no request, no address that can be clicked."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = files("kiemtin.watch.certificates").joinpath("evidence.html.jinja").read_text("utf-8")
    return environment.from_string(source).render(page=page, language=language)


def files_of(alert: Alert, report: str, issuers: Mapping[bytes, bytes]) -> Mapping[str, bytes]:
    """The files, by name: report, data, certificate, entry, proof and the checkpoint that the proof leads to.

    And the chain, where any certificate of it is among ``issuers`` (by fingerprint): the issuer first, the root last.
    """
    parts = parts_of(alert.proof.leaf)
    hashed = parts.hashed
    proof = {
        "log": alert.place.origin,
        "entry": alert.place.entry,
        "leaf": encoded(VERSION_AND_TYPE + hashed),
        "leaf_hash": encoded(leaf_hash(VERSION_AND_TYPE + hashed)),
        "path": [encoded(one) for one in alert.proof.path],
        "signature_checked": alert.proof.judged,
        "chain": [{"sha256": one.hex(), "kept": one in issuers} for one in parts.chain],
    }
    chain = b"".join(_pem(issuers[one]) for one in parts.chain if one in issuers)
    return {
        "report.html": report.encode(),
        "alert.json": _json(alert_data(alert)),
        "certificate.pem": _pem(parts.certificate),
        **({"chain.pem": chain} if chain else {}),
        "entry.bin": alert.proof.leaf,
        "proof.json": _json(proof),
        "checkpoint.txt": alert.proof.checkpoint.encode(),
    }


def write_evidence(alert: Alert, folder: Path, report: str, issuers: Mapping[bytes, bytes]) -> Path:
    """Write the files into a folder named after the alert, below ``folder``; raises ``OutOfReach`` where that fails."""
    place = folder / alert.id
    for name, content in files_of(alert, report, issuers).items():
        write_whole(place / name, content)
    return place


def _pem(raw: bytes) -> bytes:
    text = base64.b64encode(raw).decode()
    lines = [text[place : place + LINE] for place in range(0, len(text), LINE)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]).encode()


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

"""Evidence that stands by itself: other programs read the certificate and follow the proof to the signed root."""

from __future__ import annotations

import base64
import datetime
import json
from pathlib import Path

import pytest
from cryptography import x509

from kiemtin.transparency.merkle import leaf_hash, verify_inclusion
from kiemtin.transparency.tree_heads import open_tree_head
from kiemtin.watch.certificates.alerts import Alert, Place, Proof
from kiemtin.watch.certificates.evidence import Page, to_page, write_evidence
from tests.watch.certificates.made import MadeLog, certificate, leaf_of, precertificate_leaf

NAMES = ["vietcombank-vn.top"]


@pytest.mark.parametrize("make", [lambda: leaf_of(certificate(NAMES)), lambda: precertificate_leaf(NAMES)])
def test_every_file_can_be_checked_without_us(make: object, log: MadeLog, tmp_path: Path) -> None:
    """The certificate is the one that was handed in; leaf, path and checkpoint belong together."""
    leaf = make() if callable(make) else b""
    log.add(leaf_of(certificate(["a.example"])), leaf, leaf_of(certificate(["b.example"])))
    place = Place("log", log.origin, 1, datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))
    proof = Proof(leaf, log.tree.inclusion_proof(1), log.checkpoint().decode(), judged=True)
    alert = Alert(
        NAMES[0],
        NAMES[0],
        "vietcombank",
        "combosquat",
        0.9,
        "vietcombank",
        None,
        "CA",
        place.logged.date(),
        place,
        proof,
    )
    folder = write_evidence(alert, tmp_path / "evidence", "<p>báo cáo")
    written = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
    alternative = written.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert NAMES == alternative.get_values_for_type(x509.DNSName)
    head = open_tree_head((folder / "checkpoint.txt").read_bytes(), [log.log_key]).checkpoint
    told = json.loads((folder / "proof.json").read_text("utf-8"))
    hashed = leaf_hash(base64.b64decode(told["leaf"]))
    path = [base64.b64decode(one) for one in told["path"]]
    assert verify_inclusion(hashed, told["entry"], head.size, path, head.root)
    assert base64.b64decode(told["leaf_hash"]) == hashed
    assert alert.id == json.loads((folder / "alert.json").read_text("utf-8"))["id"]
    assert "<p>báo cáo" == (folder / "report.html").read_text("utf-8")


def test_the_report_shows_letters_and_runs_nothing() -> None:
    """What stands in a certificate is shown as it stands there, never as markup."""
    page = to_page(Page("<b>", "<script>", "–", "x", [("<i>", "<u>")], "x"), "vi")
    assert not [tag for tag in ("<b>", "<script", "<i>", "<u>", "href", "src=") if tag in page]
    assert '<html lang="vi">' in page

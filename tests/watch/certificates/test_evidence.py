"""Evidence that stands by itself: other programs read the certificate and follow the proof to the signed root."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import json
from pathlib import Path

import pytest
from cryptography import x509

from kiemtin.text.alignment import Aligned
from kiemtin.transparency.merkle import leaf_hash, verify_inclusion
from kiemtin.transparency.tree_heads import open_tree_head
from kiemtin.watch.certificates.alerts import Alert, Place, Proof
from kiemtin.watch.certificates.evidence import Names, Page, files_of, to_page, write_evidence
from kiemtin.watch.certificates.explaining import explained
from tests.watch.certificates.conftest import alert
from tests.watch.certificates.made import CHAIN, MadeLog, certificate, leaf_of, precertificate_leaf

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
    issuers = {hashlib.sha256(one).digest(): one for one in CHAIN}
    folder = write_evidence(alert, tmp_path / "evidence", "<p>báo cáo", issuers)
    written = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
    alternative = written.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert NAMES == alternative.get_values_for_type(x509.DNSName)
    issuer, root = x509.load_pem_x509_certificates((folder / "chain.pem").read_bytes())
    written.verify_directly_issued_by(issuer)
    issuer.verify_directly_issued_by(root)
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
    names = Names("<script>", "–", [Aligned("<s>", "<u>")], ("<s>", "<s>", "<s>"), ("<s>", "<s>"), ["<s>"])
    page = to_page(Page("<s>", names, "x", [("<s>", "<u>")], "x"), "vi")
    assert not [tag for tag in ("<s>", "<script", "<u>", "href", "src=") if tag in page]
    assert '<html lang="vi">' in page


def test_a_chain_is_as_whole_as_what_was_kept() -> None:
    """What is missing is named by its fingerprint; without any there is no file that would seem to be whole."""
    one = alert(0)
    whole = dataclasses.replace(one, proof=dataclasses.replace(one.proof, leaf=leaf_of(certificate(NAMES))))
    prints = [hashlib.sha256(each).hexdigest() for each in CHAIN]
    some = files_of(whole, "", {bytes.fromhex(prints[1]): CHAIN[1]})
    assert 1 == len(x509.load_pem_x509_certificates(some["chain.pem"]))
    assert [False, True] == [each["kept"] for each in json.loads(some["proof.json"])["chain"]]
    nothing = files_of(whole, "", {})
    assert "chain.pem" not in nothing
    assert prints == [each["sha256"] for each in json.loads(nothing["proof.json"])["chain"]]


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("vietcornbank.com.vn", ["Chỗ khác: “rn” thế chỗ “m”."]),
        ("vietcombannk.com.vn", ["Chỗ khác: thêm “n”."]),
        ("vietcombak.com.vn", ["Chỗ khác: thiếu “n”."]),
        ("viêtcombаnk.com.vn", ["Chỗ khác: “ê” thế chỗ “e”; “а” thế chỗ “a”."]),
        ("freefire-quà.top", []),
        ("vietcombank.com.vn", []),
    ],
)
def test_differences_are_said_in_words(domain: str, said: list[str]) -> None:
    """So that nobody needs to see colours; and strange letters are called by their script."""
    one = dataclasses.replace(alert(0), domain=domain, matched="")
    found = explained(one, "vi")
    assert said == [words for words in found if words.startswith("Chỗ khác")]
    strange = [letter for letter in domain if not letter.isascii()]
    assert len(said) + len(strange) == len(found)
    if "а" in domain:
        assert "Có chữ Latinh có dấu hoặc lạ “ê” (U+00EA), trông như chữ “e”." in found
        assert "Có chữ Kirin “а” (U+0430), trông như chữ “a”." in found

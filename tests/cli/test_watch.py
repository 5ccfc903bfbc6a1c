"""``kiemtin watch`` as a user runs it, on a log served on this machine."""

from __future__ import annotations

import json
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.cli.running import kiemtin, printed, said
from tests.net.mailbox import mailbox
from tests.net.servers import Answer, http_server
from tests.watch.certificates.made import MadeLog, certificate, leaf_of

WATCH = ("watch", "certificates")
WHOSE = ("--organisation", "vietcombank", "--once", "--lang", "en")


def _answers(log: MadeLog) -> dict[str, Answer]:
    return {f"/log/{path}": (200, {}, content) for path, content in log.files()}


def test_from_a_certificate_to_a_decision(tmp_path: Path) -> None:
    """A new certificate is alerted about once; a person dismisses it, with a reason, and brings it back."""
    log = MadeLog(tmp_path / "log")
    log.add(leaf_of(certificate(["quartz.example"])))
    log.add(leaf_of(certificate(["vietcombank-vn.top", "www.vietcombank-vn.top"]), 1), leaf_of(b"hong", 2))
    told = tmp_path / "alerts.jsonl"
    options = (
        *WHOSE,
        "--from-start",
        "--json",
        "--alerts",
        str(told),
        "--mail",
        "a@b.example",
        "--evidence",
        str(tmp_path / "packs"),
    )
    with http_server(_answers(log)) as server, mailbox() as box:
        mail = f"smtp://127.0.0.1:{box.port}?tls=none&from=bao@kiemtin.example"
        first = kiemtin(*WATCH, server.url("/log/"), *options, home=tmp_path, KIEMTIN_MAIL=mail)
    assert 0 == first.returncode, said(first)
    assert ["A name like vietcombank.com.vn: vietcombank-vn[.]top"] == [
        message_from_bytes(raw)["Subject"] for *_, raw in box.taken
    ]
    (alert,) = [json.loads(line) for line in printed(first).splitlines()]
    assert ("kiemtin-watch-alert/1", "vietcombank-vn.top", "vietcombank") == tuple(
        alert[name] for name in ("schema", "domain", "organisation")
    )
    assert not alert["log"]["signature_checked"]
    assert "Signatures of checkpoints were not checked" in said(first)
    assert "1 certificates could not be read" in said(first)
    assert alert == json.loads(told.read_text("utf-8"))
    assert alert == json.loads((tmp_path / "packs" / alert["id"] / "alert.json").read_text("utf-8"))
    identity = alert["id"]
    assert 2 == (tmp_path / "packs" / identity / "chain.pem").read_text("ascii").count("BEGIN CERTIFICATE")
    done = kiemtin("watch", "dismiss", identity[:6], "--reason", "Trang của đại lý", home=tmp_path)
    assert 0 == done.returncode, said(done)
    assert "" == printed(kiemtin("watch", "list", home=tmp_path))
    assert 0 == kiemtin("watch", "restore", identity, home=tmp_path).returncode
    shown = printed(kiemtin("watch", "show", identity, "--lang", "en", "--evidence", str(tmp_path), home=tmp_path))
    report = (tmp_path / identity / "report.html").read_text("utf-8")
    assert '<span class="piece differs"><b>-</b><i>.com.</i></span>' in report
    assert "What differs: “-” for “.com.”; “.top” added." in report
    assert "all 2 certificates of issuers" in report
    assert 2 == (tmp_path / identity / "chain.pem").read_text("ascii").count("BEGIN CERTIFICATE")
    assert "vietcombank.com.vn" in shown
    assert "dismissed: Trang của đại lý" in shown
    assert "restored" in shown


def test_a_log_that_must_not_be_trusted_ends_with_code_1(tmp_path: Path) -> None:
    """What is wrong is said in both languages, kept, and listed afterwards."""
    log = MadeLog(tmp_path / "log")
    log.add(leaf_of(certificate(["quartz.example"])))
    log.publish()
    (log.folder / "checkpoint").write_bytes(log.checkpoint().replace(b"\n1\n", b"\n2\n"))
    bad = kiemtin(*WATCH, str(log.folder), *WHOSE, "--key", log.key_text, "--json", home=tmp_path)
    assert 1 == bad.returncode
    fault = json.loads(printed(bad))
    assert ("log.bad-signature", {"vi", "en"}) == (fault["id"], set(fault["text"]))
    assert log.origin in said(kiemtin("watch", "list", "--lang", "en", home=tmp_path))


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--organisation", "vietcombank", "--start", "1", "--from-start"],
        ["--organisation", "vietcombank", "--every", "1"],
        ["--organisation", "vietcombank", "--key", "khóa"],
    ],
)
def test_wrong_use_is_explained(options: list[str], tmp_path: Path) -> None:
    """Above all, nobody watches without saying for whom."""
    result = kiemtin(*WATCH, str(tmp_path), *options, home=tmp_path)
    assert 2 == result.returncode, said(result)
    assert said(result)

"""``kiemtin log verify`` as people run it: a folder, an address, what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from kiemtin.transparency.keys import Signer
from tests.answers.exported import KEY, Log, small
from tests.cli.running import kiemtin, printed, said
from tests.net.servers import Answer, http_server

WHOLE = small()
VKEY = KEY.verifier.vkey


def served() -> dict[str, Answer]:
    """Every file as a web host serves it: a page without the name of its file."""
    return {f"/{path.removesuffix('/index.html')}": (200, {}, raw) for path, raw in WHOLE.files()}


class Busy(dict[str, Answer]):
    """Asks for patience before the first answer to anything below ``answers/``."""

    waited = False

    def get(self, path: str, otherwise: Answer) -> Answer:  # type: ignore[override]
        """429 once."""
        if not self.waited and path.startswith("/answers/"):
            self.waited = True
            return 429, {}, b""
        return super().get(path, otherwise)


def test_a_server_that_asks_for_patience_is_asked_again(tmp_path: Path) -> None:
    """429 is no failure of the log: after a while the same file is asked for once more."""
    busy = Busy(served())
    with http_server(busy) as server:
        result = kiemtin("log", "verify", server.url("/"), "--key", VKEY, home=tmp_path)
    assert (0, "", True) == (result.returncode, said(result), busy.waited)


def test_a_folder_verifies_from_its_root_and_from_its_log(tmp_path: Path) -> None:
    """Both places lead to the same log; a saved checkpoint is written, and continued the next time."""
    site, saved = WHOLE.write(tmp_path / "site"), tmp_path / "moc"
    for place in (site, site / "log"):
        result = kiemtin("log", "verify", str(place), "--key", VKEY, "--save", str(saved), home=tmp_path)
        assert (0, "") == (result.returncode, said(result))
        assert "3 câu trả lời" in printed(result)
    assert WHOLE.note() == saved.read_bytes()
    assert "nối tiếp mốc 8 mục" in printed(result)


def test_tampering_is_named_in_both_languages(tmp_path: Path) -> None:
    """Exit code 1, with the slug and the id of the answer, in words and for programs; nothing is saved."""
    site, saved = WHOLE.write(tmp_path / "site"), tmp_path / "moc"
    (site / "log/records/2.json").write_bytes(b"{}")
    for language in ("vi", "en"):
        result = kiemtin("log", "verify", str(site), "--key", VKEY, "--lang", language, home=tmp_path)
        assert 1 == result.returncode
        assert WHOLE.records[2].answer in printed(result)
    result = kiemtin("log", "verify", str(site), "--key", VKEY, "--json", "--save", str(saved), home=tmp_path)
    document = json.loads(printed(result))
    assert (1, "kiemtin-log-verify/1", False) == (result.returncode, document["schema"], document["good"])
    (fault,) = document["faults"]
    assert ("log.record-differs", 2, WHOLE.records[2].answer) == (fault["id"], fault["index"], fault["answer"])
    assert {"vi", "en"} == fault["text"].keys()
    assert not saved.exists()


def test_a_saved_checkpoint_only_goes_forward(tmp_path: Path) -> None:
    """A shorter log is not written over a longer one's checkpoint, though its own signature is good."""
    saved = tmp_path / "moc"
    saved.write_bytes(WHOLE.note())
    cut = Log(WHOLE.records[:3]).write(tmp_path / "site")
    for options in (["--save", str(saved)], ["--checkpoint", str(saved)]):
        assert 1 == kiemtin("log", "verify", str(cut), "--key", VKEY, *options, home=tmp_path).returncode
    assert WHOLE.note() == saved.read_bytes()


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    """Exit code 0, in words and for programs; without a key it says what was not judged."""
    site = Log([]).write(tmp_path / "site")
    result = kiemtin("log", "verify", str(site), home=tmp_path)
    assert 0 == result.returncode
    assert "trống" in printed(result)
    assert "--key" in said(result)
    document = json.loads(printed(kiemtin("log", "verify", str(site), "--json", home=tmp_path)))
    assert (True, True, False) == (document["good"], document["empty"], document["signature_judged"])


def test_an_address_verifies_like_a_folder(tmp_path: Path) -> None:
    """A server's root and its ``/log`` lead to the same log; a stranger's key does not open it."""
    with http_server(served()) as server:
        for path in ("/", "/log", "/log/"):
            result = kiemtin("log", "verify", server.url(path), "--key", VKEY, home=tmp_path)
            assert (0, "") == (result.returncode, said(result))
        stranger = Signer(KEY.name, bytes(32)).verifier.vkey
        assert 1 == kiemtin("log", "verify", server.url("/"), "--key", stranger, home=tmp_path).returncode
        assert 3 == kiemtin("log", "verify", server.url("/khac"), "--key", VKEY, home=tmp_path).returncode


def test_a_server_without_an_end_is_left(tmp_path: Path) -> None:
    """A checkpoint of a million bytes is not read to its end: exit code 1, not a full memory."""
    with http_server({"/log/checkpoint": (200, {}, b"x" * 1_000_000)}) as server:
        result = kiemtin("log", "verify", server.url("/"), home=tmp_path)
    assert 1 == result.returncode
    assert "200" in printed(result)


def test_wrong_use_is_told_from_what_is_out_of_reach(tmp_path: Path) -> None:
    """A key that is none ends with 2; no such folder, no log in it, or no such saved file with 3."""
    assert 2 == kiemtin("log", "verify", str(tmp_path), "--key", "khong-phai-khoa", home=tmp_path).returncode
    assert 2 == kiemtin("log", "verify", "https://ban-truc.example/?a", home=tmp_path).returncode
    assert 3 == kiemtin("log", "verify", str(tmp_path / "khong-co"), home=tmp_path).returncode
    assert 3 == kiemtin("log", "verify", str(tmp_path), home=tmp_path).returncode
    missing = str(tmp_path / "moc")
    assert 3 == kiemtin("log", "verify", str(tmp_path), "--checkpoint", missing, home=tmp_path).returncode

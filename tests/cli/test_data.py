"""``kiemtin data`` as a process: what is in use, and taking in a signed file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiemtin.messages import bundled_pattern_edition
from kiemtin.organisations import bundled_edition
from tests.cli.running import kiemtin, printed, said
from tests.updates.sealing import payload, sealed, tree, trust

KEY = Ed25519PrivateKey.generate()


def written(folder: Path, content: bytes) -> str:
    """A file to update from, outside the home."""
    path = folder / "update.json"
    path.write_bytes(content)
    return str(path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that trusts ``KEY``."""
    trust(tmp_path / "home", KEY)
    return tmp_path / "home"


def test_status_names_editions_and_origins(home: Path) -> None:
    """Each part has its edition, age and origin, in a table and in JSON."""
    table = printed(kiemtin("data", "status", home=home))
    rows = {row["name"]: row for row in json.loads(printed(kiemtin("data", "status", "--json", home=home)))["data"]}

    assert bundled_edition() in table
    assert "đi kèm chương trình" in table
    assert ("bundled", bundled_pattern_edition()) == (rows["organisations"]["from"], rows["patterns"]["version"])
    assert 0 <= rows["suffixes"]["age_days"]


def test_an_update_is_taken_in_once(tmp_path: Path, home: Path) -> None:
    """First taken in, then nothing new; the status names the origin and the key."""
    file = written(tmp_path, sealed(payload(), KEY))
    first = kiemtin("data", "update", file, home=home)
    before = tree(home)
    again = kiemtin("data", "update", file, home=home)
    row = json.loads(printed(kiemtin("data", "status", "--json", home=home)))["data"][0]

    assert (0, 0, before) == (first.returncode, again.returncode, tree(home))
    assert "Đã nhận bản 2999-01-01" in printed(first)
    assert "Không đổi gì" in printed(again)
    assert ("2999-01-01", "update", 0) == (row["version"], row["from"], row["age_days"])
    assert "2999-01-01" in printed(kiemtin("check", "--json", "chào bạn", home=home))


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (sealed(payload(), Ed25519PrivateKey.generate()), 1, "khóa lạ"),
        (sealed(payload(), KEY).replace(b'"signature": "', b'"signature": "AAAA'), 1, "Chữ ký không khớp"),
        (sealed(payload("2020-01-01"), KEY), 1, "cũ hơn"),
        (sealed(payload(organisations=[{"id": "x"}]), KEY), 1, "lỗi"),
        (b"{}", 2, "không phải là tệp dữ liệu"),
        (b"x" * 8_000_001, 2, "8000000"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_why(
    tmp_path: Path, home: Path, content: bytes, code: int, words: str
) -> None:
    """Exit code 1 for a file that cannot be trusted, 2 for one that is malformed; the disk stays as it was."""
    before = tree(home)
    result = kiemtin("data", "update", written(tmp_path, content), home=home)

    assert (code, b"", before) == (result.returncode, result.stdout, tree(home))
    assert words in said(result)


def test_an_update_that_is_not_there(tmp_path: Path, home: Path) -> None:
    """A missing file exits with 3."""
    assert 3 == kiemtin("data", "update", str(tmp_path / "none"), home=home).returncode


def test_a_damaged_update_is_reported_and_survived(tmp_path: Path, home: Path) -> None:
    """The program goes on with the bundled data; ``data status`` tells."""
    kiemtin("data", "update", written(tmp_path, sealed(payload(), KEY)), home=home)
    (home / "data" / "organisations.json").write_bytes(b"{damaged")
    status = kiemtin("data", "status", home=home)
    row = json.loads(printed(kiemtin("data", "status", "--json", home=home)))["data"][0]

    assert 0 == kiemtin("check", "chào bạn", home=home).returncode
    assert "không dùng được" in printed(status)
    assert ("bundled", "data.malformed") == (row["from"], row["problem"]["id"])


def test_the_signing_tool_makes_what_the_program_takes(tmp_path: Path, home: Path) -> None:
    """``tools/sign_data.py``: a new key, private to its owner; a file made from this checkout; taken in."""
    import subprocess
    import sys

    tool = [sys.executable, str(Path(__file__).parents[2] / "tools" / "sign_data.py")]
    private = tmp_path / "private.pem"
    made = subprocess.run([*tool, "new-key", str(private)], capture_output=True, check=True)
    (home / "keys" / "made.pub").write_bytes(made.stdout)
    out = str(tmp_path / "out.json")
    subprocess.run([*tool, "sign", str(private), out, "--version", "2999-02-02"], capture_output=True, check=True)
    inside = subprocess.run(
        [*tool, "new-key", str(Path(__file__).with_name("k.pem"))], capture_output=True, check=False
    )

    if sys.platform != "win32":
        assert 0o600 == private.stat().st_mode & 0o777
    assert 0 == kiemtin("data", "update", out, home=home).returncode
    assert (1, False) == (inside.returncode, Path(__file__).with_name("k.pem").exists())
    assert 1 == subprocess.run([*tool, "new-key", str(private)], capture_output=True, check=False).returncode

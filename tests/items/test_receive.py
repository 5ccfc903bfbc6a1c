"""The door: text, files, e-mails and pages come in whole, within limits, or are refused with a reason."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused, TooLarge, Unreadable
from kiemtin.evidence.messages import catalogue
from kiemtin.items import Item, Unread, receive, receive_bytes, receive_file, receive_text
from kiemtin.items.receive import MAX_PAGE_BYTES, MAX_TEXT_FILE_BYTES
from kiemtin.text.limits import MAX_LINES, MAX_MARK_RUN, MAX_TEXT_BYTES


@pytest.mark.parametrize("text", ["", "Xin chào", "\x00\ud800\u200b\u202e", "a\r\nb\n", "e\u0301" * 10])
def test_text_is_kept_exactly(text: str) -> None:
    """Nothing is normalised, stripped or replaced at the door."""
    assert Item(text) == receive_text(text)


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        ("a" * (MAX_TEXT_BYTES + 1), "refused.too-many-bytes"),
        ("ấ" * (MAX_TEXT_BYTES // 3 + 1), "refused.too-many-bytes"),
        ("\n" * MAX_LINES, "refused.too-many-lines"),
        ("a" + "\u0301" * (MAX_MARK_RUN + 1), "refused.too-many-marks"),
    ],
)
def test_one_past_a_limit_is_refused(text: str, message_id: str) -> None:
    """One unit past each limit is refused by its own message, one unit less is received."""
    with pytest.raises(TooLarge) as refusal:
        receive_text(text)
    assert message_id == refusal.value.message_id
    assert text[:-1] == receive_text(text[:-1]).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_in_the_usual_encodings(encoding: str) -> None:
    """UTF-8 with and without a byte order mark, UTF-16 with one."""
    assert "Tài khoản" == receive_bytes("Tài khoản".encode(encoding), "tin.txt").text


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x89PNG\x00\x01", "Tài".encode("cp1258"), b"a\x00b", b"\xff"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    """Binary content called .txt is refused."""
    with pytest.raises(Unreadable) as refusal:
        receive_bytes(data, "tin.txt")
    assert "refused.not-text" == refusal.value.message_id


def test_other_types_give_an_empty_item_that_says_so(tmp_path: Path) -> None:
    """A picture is not read, and not silently ignored."""
    picture = tmp_path / "ảnh.PNG"
    picture.write_bytes(b"\x89PNG")
    expected = Item("", "unread", unread=(Unread("unread.file-type", (("name", "ảnh.PNG"),)),))
    assert expected == receive_file(picture) == receive_bytes(b"x", "ảnh.PNG")


def test_a_file_is_read(tmp_path: Path) -> None:
    """A text file's content becomes the item's text."""
    (tmp_path / "tin").write_text("xin chào", "utf-8")
    assert "xin chào" == receive_file(tmp_path / "tin").text


@pytest.mark.parametrize(("name", "limit"), [("a.txt", MAX_TEXT_FILE_BYTES), ("a.html", MAX_PAGE_BYTES)])
def test_files_past_the_limit_are_refused_unread(tmp_path: Path, name: str, limit: int) -> None:
    """The size is looked at before the content; a sparse file of that size costs nothing."""
    with (tmp_path / name).open("wb") as file:
        file.truncate(limit + 1)
    with pytest.raises(TooLarge) as refusal:
        receive_file(tmp_path / name)
    assert {"name": name, "size": limit + 1, "limit": limit} == refusal.value.values


@pytest.mark.parametrize("path", ["missing.txt", "nul\x00.txt", "a" * 5000 + ".txt"])
def test_a_missing_file_is_out_of_reach(tmp_path: Path, path: str) -> None:
    """No file, a name that no file can have, a name too long."""
    with pytest.raises(OutOfReach) as refusal:
        receive_file(tmp_path / path)
    assert "missing.file" == refusal.value.message_id


def test_directories_pipes_and_devices_are_refused(tmp_path: Path) -> None:
    """Nothing that could hang or never end is opened."""
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path, tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(Refused) as refusal:
            receive_file(path)
        assert "refused.not-a-file" == refusal.value.message_id


def test_every_message_has_words_in_both_languages() -> None:
    """The ids used by receiving stand in both catalogues, with the same fields."""
    sources = Path(receive.__file__).parent.glob("*.py")
    used = {
        name for path in sources for name in re.findall(r'"((?:refused|unread|missing)\.[a-z-]+)"', path.read_text())
    }
    assert used
    for name in used:
        fields = [sorted(set(re.findall(r"\{(\w+)\}", catalogue(language)[name]))) for language in ("vi", "en")]
        assert fields[0] == fields[1]


def test_errors_are_ours() -> None:
    """Random bytes under every name give an item or one of our errors."""
    for name in ("a.txt", "a.eml", "a.html", "", "a.", ".eml", "a.HTM"):
        for data in (
            b"",
            b"\x00" * 50,
            bytes(range(256)),
            b"From: a\n\n",
            b"<",
            b"<!--",
            b"<a href=",
            b"&#" + b"9" * 9999,
        ):
            with suppress(Refused):
                assert isinstance(receive_bytes(data, name), Item)

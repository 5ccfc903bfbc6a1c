"""``kiemtin check`` as a process: exit codes, streams, and every way to hand something over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment, kiemtin, printed, said

FORGED = "Vietcombank: xac thuc tai https://vietcombank-xacthuc.top/vn"
HARMLESS = "Hẹn gặp bạn chiều mai ở quán cũ nhé"


def test_a_dangerous_message_exits_with_1(tmp_path: Path) -> None:
    """A script can tell danger from the exit code alone."""
    result = kiemtin("check", FORGED, home=tmp_path)

    assert 1 == result.returncode
    assert "NGUY HIỂM" in printed(result)


def test_a_harmless_message_exits_with_0(tmp_path: Path) -> None:
    """No sign of danger is no error."""
    result = kiemtin("check", HARMLESS, home=tmp_path)

    assert 0 == result.returncode
    assert "CHƯA RÕ" in printed(result)


@pytest.mark.parametrize("arguments", [["check", "-"], ["check"]])
def test_a_message_comes_from_standard_input(tmp_path: Path, arguments: list[str]) -> None:
    """A pipe is read with and without the dash."""
    assert 1 == kiemtin(*arguments, home=tmp_path, given=FORGED.encode()).returncode


def test_the_language_follows_option_then_locale(tmp_path: Path) -> None:
    """``--lang`` wins over the locale; the locale wins over the default."""
    assert "DANGER" in printed(kiemtin("check", FORGED, "--lang", "en", home=tmp_path))
    assert "DANGER" in printed(kiemtin("check", FORGED, home=tmp_path, LC_ALL="en_GB.UTF-8"))
    assert "NGUY HIỂM" in printed(kiemtin("--lang=vi", "check", FORGED, home=tmp_path, LC_ALL="en_GB.UTF-8"))


def test_json_is_one_valid_line(tmp_path: Path) -> None:
    """A report as JSON is one line of strict UTF-8, whatever bytes were handed over."""
    line = printed(kiemtin("check", "--json", os.fsdecode(b"a\xff\x80 \xe2\x80\xae https://x.top"), home=tmp_path))

    assert "kiemtin-report/1" == json.loads(line)["schema"]
    assert 1 == line.count("\n")


def test_html_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    """``--html`` takes a name that ends in .html; without one the page is printed."""
    page = tmp_path / "report.html"
    to_file = kiemtin("check", "--html", str(page), FORGED, home=tmp_path)
    to_screen = kiemtin("check", FORGED, "--html", home=tmp_path)

    assert (1, b"") == (to_file.returncode, to_file.stdout)
    assert str(page) in said(to_file).replace("\n", "")
    assert page.read_text("utf-8").lower().startswith("<!doctype html>")
    assert printed(to_screen).lower().startswith("<!doctype html>")


def test_a_link_that_ends_in_html_is_no_file_name(tmp_path: Path) -> None:
    """``--html`` before the message leaves a link alone, though it ends like a page."""
    result = kiemtin("check", "--html", "https://vidu.com.vn/x.html", home=tmp_path)

    assert printed(result).lower().startswith("<!doctype html>")


def test_the_name_of_a_file_here_is_not_taken_for_a_message(tmp_path: Path) -> None:
    """Whoever forgets ``--file`` is told so, rather than given a report about a file's name."""
    mail = tmp_path / "thu.eml"
    mail.write_text("Subject: x", "utf-8")
    result = kiemtin("check", str(mail), home=tmp_path)

    assert 2 == result.returncode
    assert f"--file {mail}" in said(result).replace("\n", " ")


def test_a_page_that_cannot_be_written_is_out_of_reach(tmp_path: Path) -> None:
    """Exit code 3 and a message, when the place for the report is missing."""
    result = kiemtin("check", HARMLESS, "--html", str(tmp_path / "missing" / "x.html"), home=tmp_path)

    assert 3 == result.returncode
    assert "x.html" in said(result)


def test_a_file_is_read_by_its_type(tmp_path: Path) -> None:
    """``--file`` reads text; a missing file exits with 3, a folder with 2."""
    message = tmp_path / "tin.txt"
    message.write_text(FORGED, "utf-8")

    assert 1 == kiemtin("check", "--file", str(message), home=tmp_path).returncode
    assert 3 == kiemtin("check", "--file", str(tmp_path / "none.txt"), home=tmp_path).returncode
    assert 2 == kiemtin("check", "-f", str(tmp_path), home=tmp_path).returncode


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "a", "--file", "b"], "Chỉ đưa một thứ"),
        (["check", "a", "--batch", "b"], "Chỉ đưa một thứ"),
        (["check", "a", "--html", "--json"], "một kiểu kết quả"),
        (["check", "--batch", "b", "--html"], "một kiểu kết quả"),
        (["check", ""], "Chưa có gì để xem"),
        (["check", "a", "--lang", "fr"], "Không có ngôn ngữ fr"),
        (["check", "lưu", "ý", "bạn"], "dấu nháy"),
        (["check", "--jsn", "a"], "--json"),
        (["check", "--file"], "phải có một giá trị"),
        (["check", "--json=1", "a"], "không đi kèm giá trị"),
        (["chek", "a"], "check"),
        (["organisations", "show"], "Còn thiếu MÃ"),
        (["--wrong"], "--wrong"),
    ],
)
def test_wrong_use_is_explained(tmp_path: Path, arguments: list[str], words: str) -> None:
    """Every misuse exits with 2 and one Vietnamese line on standard error, and prints nothing else."""
    result = kiemtin(*arguments, home=tmp_path)

    assert (2, b"") == (result.returncode, result.stdout)
    assert words in said(result)
    assert 1 == said(result).count("\n")


def test_a_reader_that_has_gone_is_met_calmly(tmp_path: Path) -> None:
    """``kiemtin … | head -1``: no traceback, no complaint."""
    with subprocess.Popen(
        [sys.executable, "-m", "kiemtin", "organisations", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        complaint = process.stderr.read()
        code = process.wait(timeout=120)

    assert (0, b"") == (code, complaint)


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-"])
def test_a_closed_stream_is_no_crash(tmp_path: Path, closed: str) -> None:
    """A process started without a standard stream still ends as it should."""
    command = f'"{sys.executable}" -m kiemtin check "{HARMLESS}" {closed}'
    result = subprocess.run(  # noqa: S602 - our own words; only a shell closes a stream
        command, shell=True, capture_output=True, env=environment(tmp_path), timeout=120, check=False
    )

    assert 0 == result.returncode
    assert b"Traceback" not in result.stderr


def test_an_ascii_environment_changes_nothing(tmp_path: Path) -> None:
    """The C locale and an ASCII code page still give readable Vietnamese in UTF-8."""
    result = kiemtin("check", FORGED, home=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert 1 == result.returncode
    assert "NGUY HIỂM" in printed(result)


def test_a_broken_file_of_the_users_own_is_named(tmp_path: Path) -> None:
    """``check`` refuses to answer with half a register, and says which file to mend."""
    own = tmp_path / "organisations" / "cua-toi.yaml"
    own.parent.mkdir()
    own.write_text("organisations:\n- id: x\n", "utf-8")
    result = kiemtin("check", HARMLESS, home=tmp_path)

    assert (2, b"") == (result.returncode, result.stdout)
    assert str(own) in said(result)
    assert 2 == kiemtin("check", "--batch", "-", home=tmp_path, given=b'{"text":"a"}').returncode


def test_a_damaged_collection_of_ones_own_is_named_beside_the_report(tmp_path: Path) -> None:
    """Who runs the command learns which file it is; the report, which may be passed on, names no folder."""
    (tmp_path / "factchecks").mkdir()
    damaged = tmp_path / "factchecks" / "collection.sqlite"
    damaged.write_bytes(b"damaged" * 1000)
    result = kiemtin("check", "chào bạn", "--json", home=tmp_path)
    assert (0, True, False) == (result.returncode, str(damaged) in said(result), str(tmp_path) in printed(result))
    assert "skip.own-factchecks" in [one["reason"]["id"] for one in json.loads(printed(result))["skipped"]]

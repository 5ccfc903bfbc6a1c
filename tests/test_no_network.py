"""No check, format or command opens a connection: sockets are blocked, and everything runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kiemtin.cli.application import application

GUARD = """
import sys

BLOCKED = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.",
           "webbrowser.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn")

def refuse(event, arguments):
    if event.startswith(BLOCKED):
        sys.stderr.write(f"BLOCKED {event} {arguments!r}\\n")
        raise PermissionError(f"this run may not use {event}")

sys.addaudithook(refuse)
"""
"""Python reports every socket, look-up, browser and process to its audit hooks; this one refuses them all."""

EVERYTHING = """
from pathlib import Path
import io

from rich.console import Console
from kiemtin import Kiemtin
from kiemtin.checks import ENABLED
from kiemtin.formats.html import to_html
from kiemtin.formats.json import dumps
from kiemtin.formats.terminal import render_terminal
from kiemtin.items import Box, ScannedCode, SeenPicture, Unread, receive_bytes, receive_pictures
from kiemtin.items.pictures import ReadCode

TEXTS = (
    "Vietcombank luu y: 18699 diem thuong, truy cap https://vietcombankd.cfd/vn, goi 1900545413 hoac 0912345678",
    "https://vietcombank.com.vn@evil.top http://8.8.8.8/a.apk https://bit.ly/x hxxps://evil[.]top https://evil-b\\u0430nk.com",
    "Vietcombank thong bao: trung thuong, doc ma OTP va lien he 0912345678 de nhan",
    "STK 0071000986547 Vietcombank, hotro@vietcombank.com.vn, zalo.me/0912345678, 2.000.000d \\u202e\\u200b",
    "https://www.vietcombank.com.vn/ https://xn--vietcombnk-6qi.com/ http://localhost:8080/ http://169.254.169.254/latest",
)
MAIL = (b"From: Vietcombank <a@vietcombank-vn.top>\\r\\nContent-Type: text/html; charset=utf-8\\r\\n\\r\\n"
        b"<a href='https://evil.top/x'>vietcombank.com.vn</a><img src='https://evil.top/pixel.gif'>")
PAGE = b"<link rel=stylesheet href='https://evil.top/a.css'><script src='https://evil.top/a.js'></script><a href='https://evil.top'>x</a>"

program = Kiemtin(Path(sys.argv[1]))
does = Unread("codes.does.open-link", (("link", "x"),))
code = ReadCode("https://evil.top", Box(0, 0, 9, 9), ScannedCode("QRCode", (does,)))
picture = SeenPicture(40, 30, text="Vietcombank https://vietcombankd.cfd/vn", codes=(code,), origin={})
items = [*TEXTS, receive_bytes(MAIL, "a.eml"), receive_bytes(PAGE, "a.html"), receive_pictures([picture])]
seen = set()
for item in items:
    report = program.check(item)
    seen |= {one.check for one in (*report.findings, *report.skipped)}
    dumps(report)
    for language in ("vi", "en"):
        to_html(report, language)
        render_terminal(report, language, Console(file=io.StringIO()))
missing = {check.id for check in ENABLED} - seen
assert not missing, missing
print("ran", len(items))
"""

COMMANDS = [
    ["--help"],
    ["--version"],
    ["check", "Vietcombank https://vietcombankd.cfd/vn 1900545413"],
    ["check", "--json", "Vietcombank https://vietcombankd.cfd/vn"],
    ["check", "--html", "https://bit.ly/x"],
    ["screen", "README.md", "--json", "--min-score", "0"],
    ["watch", "certificates", "khong-co", "--organisation", "vietcombank", "--once"],
    ["watch", "list"],
    ["watch", "show", "--help"],
    ["watch", "dismiss", "--help"],
    ["watch", "restore", "--help"],
    ["factchecks", "import", "khong-co.jsonl"],
    ["factchecks", "search", "nước chanh chữa ung thư https://bit.ly/x"],
    ["factchecks", "list"],
    ["factchecks", "show", "--help"],
    ["factchecks", "publishers"],
    ["factchecks", "remove", "--help"],
    ["factchecks", "export"],
    ["factchecks", "rebuild"],
    ["pictures", "add", "--help"],
    ["pictures", "search", "khong-co.jpg"],
    ["pictures", "list"],
    ["pictures", "remove", "khong-co.jpg"],
    ["pictures", "rebuild"],
    ["organisations", "list"],
    ["organisations", "show", "vietcombank"],
    ["organisations", "search", "ngoai thuong"],
    ["organisations", "lint"],
    ["organisations", "lint", "khong-co.yaml"],
    ["organisations", "add", "--help"],
    ["data", "status"],
    ["data", "update", "khong-co.json"],
    ["serve", "--help"],
    ["answers", "export", "--help"],
    ["answers", "validate", "--help"],
    ["desk", "import", "--help"],
    ["desk", "overview", "--help"],
    ["desk", "digest", "--help"],
    ["desk", "erase", "--help"],
    ["log", "key", "--help"],
    ["log", "checkpoint", "--help"],
    ["log", "verify", "khong-co"],
    ["keys", "add", "--help"],
    ["keys", "list", "--help"],
    ["keys", "revoke", "--help"],
    ["backup", "khong-co/sao-luu.zip"],
    ["restore", "khong-co.zip"],
    ["move", "--help"],
    ["completion", "zsh"],
]


def _python(code: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KIEMTIN_HOME": str(home), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('vietcombank.com.vn', 443)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_the_guard_itself_catches_connections(code: str, tmp_path: Path) -> None:
    """A test that cannot fail is worse than none."""
    done = _python(GUARD + code, home=tmp_path)
    assert "BLOCKED" in done.stderr


def test_every_check_and_format_runs_without_a_connection(tmp_path: Path) -> None:
    """Every enabled check speaks, every format is written, and nothing even tries."""
    done = _python(GUARD + EVERYTHING, str(tmp_path), home=tmp_path)
    assert (0, "ran 8", "") == (done.returncode, done.stdout.strip(), done.stderr)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_runs_without_a_connection(arguments: list[str], tmp_path: Path) -> None:
    """The command line as people run it; 1 says that something was found, 3 that a file is missing."""
    code = f"{GUARD}\nsys.argv = ['kiemtin', *{arguments!r}]\nfrom kiemtin.cli import main\nmain()\n"
    done = _python(code, home=tmp_path)
    assert "BLOCKED" not in done.stderr
    assert done.returncode in (0, 1, 3), done.stderr


def _commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        else:
            yield (*path, name)


def test_no_command_is_left_out() -> None:
    """A new command gets a line in the list above."""
    run = {tuple(arguments[:size]) for arguments in COMMANDS for size in (1, 2)}
    assert [] == [path for path in _commands(application) if path not in run]

"""Whom and when: options that contradict each other, or mean nothing, are refused before anything is read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kiemtin.cli.watch_telling import Told, ways_of
from kiemtin.errors import Refused
from kiemtin.organisations import bundled_register
from kiemtin.watch.certificates.store import Store

NOTHING = Told(None, None, None, None, (), None, None, None, None)
SERVER = "smtps://bao:mat-khau@thu.example?from=bao@kiemtin.example"


def _told(**options: object) -> Told:
    return dataclasses.replace(NOTHING, **options)  # type: ignore[arg-type]  # as Click hands them on


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"webhook": "https://nhan.example"}, "webhook-both"),
        ({"webhook_secret": Path("x")}, "webhook-both"),
        ({"mail_server": Path("x")}, "mail-server-alone"),
        ({"digest": "08:00"}, "digest-alone"),
        ({"quiet": "22:00-06:00", "alerts": Path("x")}, "quiet-alone"),
        ({"time_zone": "Asia/Ho_Chi_Minh", "mail": ("a@b.example",)}, "zone-alone"),
        ({"mail": ("a@b.example",)}, "no-mail-server"),
        ({"mail": ("a@b.example, c@d.example",)}, "no-mailbox"),
        ({"mail": ("a@b.example",), "quiet": "8-9"}, "quiet-invalid"),
        ({"mail": ("a@b.example",), "digest": "8"}, "digest-invalid"),
        ({"mail": ("a@b.example",), "digest": "08:00", "time_zone": "Mars"}, "no-such-zone"),
    ],
)
def test_what_means_nothing_is_refused(options: dict[str, object], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a sentence of its own."""
    monkeypatch.delenv("KIEMTIN_MAIL", raising=False)
    with pytest.raises(Refused, match=why):
        ways_of(_told(**options))


def test_the_mail_server_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file counts where both are there; what is wrong in it is not repeated, for a password may be in it."""
    monkeypatch.setenv("KIEMTIN_MAIL", SERVER.replace("bao@", "khac@"))
    file = tmp_path / "mail"
    file.write_text(SERVER + "\n")
    told = _told(mail=("a@b.example", "A@B.example", "c@d.example"), mail_server=file, quiet="22:00-06:00")
    ways = ways_of(told)
    assert ("bao@kiemtin.example", "mat-khau") == (
        ways.server and ways.server.sender,
        ways.server and ways.server.password,
    )
    assert "mat-khau" not in repr(ways)
    assert 2 == len({channel.name for channel in ways.channels(Store(None), bundled_register())})
    assert ways.hours.quiet is not None
    assert capsys.readouterr().err
    server = ways_of(_told(mail=("a@b.example",))).server
    assert server is not None
    assert "khac@kiemtin.example" == server.sender
    file.write_text("smtp//bao:mat-khau@thu.example")
    with pytest.raises(Refused, match="mail-file-invalid") as refused:
        ways_of(told)
    assert "mat-khau" not in str(refused.value.values)

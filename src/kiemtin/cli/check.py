"""``kiemtin check``: one message, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import PATH, PICTURE_ENDINGS, Pictures, argument, command
from kiemtin.cli.edge import (
    EXIT_FOUND,
    LANGUAGE,
    complain,
    console,
    explain_error,
    read_standard_input,
    say,
    stdin_is_terminal,
)
from kiemtin.errors import OutOfReach, Refused

if TYPE_CHECKING:
    from kiemtin.app import Kiemtin
    from kiemtin.evidence import Report

TO_STANDARD_OUTPUT = "-"


FILE_ENDINGS = (".txt", ".eml", ".html", ".htm")
"""A text that ends so and names a file here was meant as ``--file``."""

STANDARD_INPUT = "-"


@command("check")
@argument("text", about="cli.check.text", metavar=say("cli.check.text-place"), required=False)
@click.option("--file", "-f", type=PATH, metavar=say("cli.file-place"), help=say("cli.check.file"))
@click.option(
    "--image", "-i", "images", cls=Pictures, type=PATH, metavar=say("cli.file-place"), help=say("cli.check.image")
)
@click.option("--batch", type=PATH, metavar=say("cli.file-place"), help=say("cli.check.batch"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.check.json"))
@click.option("--html", metavar=say("cli.check.html-place"), help=say("cli.check.html"))
def check(
    text: str | None,
    file: Path | None,
    images: tuple[Path, ...],
    batch: Path | None,
    *,
    as_json: bool,
    html: str | None,
) -> None:
    """Set by the catalogue: ``cli.check``."""
    from kiemtin.app import Kiemtin

    if sum(given is not None for given in (text, file, batch)) > 1:
        raise Refused("refused.one-input-only")
    if images and (file is not None or batch is not None):
        raise Refused("refused.images-only-with-text")
    if html is not None and (batch is not None or (as_json and html == TO_STANDARD_OUTPUT)):
        raise Refused("refused.one-output-only")
    kiemtin = Kiemtin()
    if batch is not None:
        from kiemtin.cli.batch import check_batch

        check_batch(kiemtin, batch)
        _warn(kiemtin)
        return
    report = _pictures(kiemtin, images, text, shown=html is not None) if images else _one(kiemtin, text, file)
    if not report.item.text.strip() and not report.item.unread and not images:
        raise Refused("refused.nothing-given")
    _show(report, as_json=as_json, html=html)
    _warn(kiemtin)
    if report.outcome in ("danger", "caution"):
        raise click.exceptions.Exit(EXIT_FOUND)


def _warn(kiemtin: Kiemtin) -> None:
    """Say what is wrong with one's own fact-checks, and where: a report, which others may read, names no folder."""
    if kiemtin.factchecks_problem is not None:
        complain(explain_error(kiemtin.factchecks_problem))


def _one(kiemtin: Kiemtin, text: str | None, file: Path | None) -> Report:
    if file is not None:
        return kiemtin.check_file(file)
    if text is None and stdin_is_terminal():
        raise Refused("refused.nothing-given")
    if text is None or text == "-":
        from kiemtin.items import receive_bytes
        from kiemtin.items.receive import MAX_TEXT_FILE_BYTES

        return kiemtin.check(receive_bytes(read_standard_input(MAX_TEXT_FILE_BYTES)))
    if _is_file_here(text):
        raise Refused("refused.is-a-file", name=text)
    if _is_file_here(text, PICTURE_ENDINGS):
        raise Refused("refused.is-a-picture", name=text)
    return kiemtin.check(text)


def _pictures(kiemtin: Kiemtin, images: tuple[Path, ...], text: str | None, *, shown: bool) -> Report:
    """The report about pictures, with the text that came with them; every one is read before any is opened."""
    from kiemtin.items.receive import MAX_TEXT_FILE_BYTES, receive_bytes
    from kiemtin.pictures.reader import GivenPicture, require_few

    if [*map(str, images), text].count(STANDARD_INPUT) > 1:
        raise Refused("refused.one-standard-input")
    if text is not None and _is_file_here(text):
        raise Refused("refused.is-a-file", name=text)
    require_few(len(images))
    given = [GivenPicture(_picture_bytes(path), _shown_name(path)) for path in images]
    typed = receive_bytes(read_standard_input(MAX_TEXT_FILE_BYTES)).text if text == STANDARD_INPUT else text
    return kiemtin.check_pictures(given, typed or "", shown=shown)


def _picture_bytes(path: Path) -> bytes:
    from kiemtin.pictures.door import read_picture, require_size
    from kiemtin.pictures.limits import MAX_PICTURE_BYTES

    if str(path) != STANDARD_INPUT:
        return read_picture(path)
    data = read_standard_input(MAX_PICTURE_BYTES)
    require_size(len(data), STANDARD_INPUT)
    return data


def _shown_name(path: Path) -> str:
    from kiemtin.pictures.door import printable

    return printable(path.name or str(path))


def _is_file_here(text: str, endings: tuple[str, ...] = FILE_ENDINGS) -> bool:
    try:
        return text.lower().endswith(endings) and Path(text).is_file()
    except OSError:  # too long for a file's name
        return False


def _show(report: Report, *, as_json: bool, html: str | None) -> None:
    if html is not None:
        from kiemtin.formats.html import to_html

        _write(html, to_html(report, LANGUAGE))
    if as_json:
        from kiemtin.formats.json import dumps

        print(dumps(report))
    if html is None and not as_json:
        from kiemtin.formats.terminal import render_terminal

        render_terminal(report, LANGUAGE, console())


def _write(target: str, page: str) -> None:
    if target == TO_STANDARD_OUTPUT:
        print(page)
        return
    try:
        Path(target).write_text(page, "utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=target) from error
    console(stderr=True).print(say("cli.check.html-written", name=target))

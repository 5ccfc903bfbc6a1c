"""``kiemtin desk import``: answers that a desk has already, through publication and the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import complain, print_json, say, written
from kiemtin.cli.serve import need_desk

if TYPE_CHECKING:
    from kiemtin.desk.answers.importing import Imported, LineProblem

SCHEMA = "kiemtin-desk-import/1"

SHOWN = 20
"""Problems of one file that are printed; ``--json`` has all of them."""

LINES_SHOWN = 20

WRONG = 2
"""The exit code where a line is wrong: nothing was published."""


@command("desk.import")
@argument("file", about="cli.desk.import.file", metavar=say("cli.file-place"), type=PATH)
@click.option("--reason", default="", metavar=say("cli.desk.import.reason-place"), help=say("cli.desk.import.reason"))
@click.option("--update", is_flag=True, help=say("cli.desk.import.update"))
@click.option(
    "--rating",
    "ratings",
    multiple=True,
    metavar=say("cli.desk.import.rating-place"),
    help=say("cli.desk.import.rating"),
)
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def import_file(file: Path, reason: str, ratings: tuple[str, ...], *, update: bool, as_json: bool) -> None:
    """Set by the catalogue: ``cli.desk.import``."""
    need_desk()
    from kiemtin.desk.preparing import prepare

    configuration = prepare()
    from kiemtin.answers.private_names import organisation_names
    from kiemtin.answers.values import Change
    from kiemtin.app import Kiemtin
    from kiemtin.cli.factcheck_import import progress
    from kiemtin.desk.answers.importing import Choices, import_answers, own_words
    from kiemtin.desk.answers.log import size_of_log

    choices = Choices(
        words=own_words(ratings),
        organisations=organisation_names(Kiemtin(configuration.home).register),
        reason=reason,
        change=Change.UPDATE if update else Change.CORRECT,
    )
    with progress(say("cli.desk.import.under-way")) as tell:
        imported = import_answers(file, choices, tell)
    if as_json:
        print_json(_as_data(imported, size_of_log()))
    else:
        _report(imported, size_of_log())
        if not configuration.watched:
            complain(say("desk.log.unwatched"))
    if imported.problems:
        raise click.exceptions.Exit(WRONG)


def _report(imported: Imported, size: int) -> None:
    for one in imported.problems[:SHOWN]:
        complain(_in_words(one))
    if len(imported.problems) > SHOWN:
        complain(say("cli.desk.import.more", count=written(len(imported.problems) - SHOWN)))
    if imported.names:
        shown = ", ".join(map(str, imported.names[:LINES_SHOWN]))
        complain(say("cli.desk.import.names", lines=shown + (" …" if len(imported.names) > LINES_SHOWN else "")))
    if imported.problems:
        complain(say("cli.desk.import.nothing", count=written(len(imported.problems))))
        return
    counts = {name: written(getattr(imported, name)) for name in ("published", "changed", "unchanged")}
    click.echo(say("cli.desk.import.done", **counts, size=written(size)))


def _in_words(one: LineProblem) -> str:
    problem = say(one.problem.message_id, **one.problem.values)
    if one.problem.where:
        return say("cli.desk.import.problem", line=one.line, field=one.problem.where, problem=problem)
    return say("cli.desk.import.problem-whole", line=one.line, problem=problem)


def _as_data(imported: Imported, size: int) -> dict[str, Any]:
    from kiemtin.evidence.messages import LANGUAGES, render

    problems = [
        {
            "line": one.line,
            "field": one.problem.where,
            "id": one.problem.message_id,
            "text": {language: render(one.problem.message_id, one.problem.values, language) for language in LANGUAGES},
        }
        for one in imported.problems
    ]
    return {
        "schema": SCHEMA,
        "published": imported.published,
        "changed": imported.changed,
        "unchanged": imported.unchanged,
        "problems": problems,
        "names": list(imported.names),
        "size": size,
    }

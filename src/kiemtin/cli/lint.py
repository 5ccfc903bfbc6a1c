"""``kiemtin organisations lint``: every problem of the register, or of one file, on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import EXIT_FOUND, WRONG_USE, print_json, say
from kiemtin.errors import RegisterInvalid
from kiemtin.evidence.messages import LANGUAGES, render

if TYPE_CHECKING:
    from kiemtin.organisations import Problem

SCHEMA = "kiemtin-lint/1"


@dataclass(frozen=True, slots=True)
class Linted:
    """What is wrong with one file; ``readable`` says whether it could be read as a register at all."""

    name: str
    count: int
    problems: tuple[Problem, ...]
    readable: bool = True


@command("organisations.lint")
@argument(
    "file", about="cli.organisations.lint.file", metavar=say("cli.file-place-optional"), required=False, type=PATH
)
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def lint(file: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.organisations.lint``."""
    linted = [_one_file(file)] if file is not None else list(_register_in_use())
    if as_json:
        print_json({"schema": SCHEMA, "files": [_as_data(one) for one in linted]})
    else:
        for line in (line for one in linted for line in _lines(one)):
            print(line)
    if not all(one.readable for one in linted):
        raise click.exceptions.Exit(WRONG_USE)
    if any(one.problems for one in linted):
        raise click.exceptions.Exit(EXIT_FOUND)


def _one_file(path: Path) -> Linted:
    from kiemtin.organisations import lint as problems_in
    from kiemtin.organisations import problems_of, read_organisations

    try:
        entries = read_organisations(path)
    except RegisterInvalid as error:
        return Linted(str(path), 0, problems_of(error), readable=bool(error.problems))
    return Linted(str(path), len(entries), problems_in(entries))


def _register_in_use() -> Iterator[Linted]:
    """The register in use, then the user's own files, each laid over what came before it."""
    from kiemtin.files import default_home
    from kiemtin.organisations import lint as problems_in
    from kiemtin.organisations import merge, own_files, read_organisations
    from kiemtin.updates import DataInUse

    home = default_home()
    data = DataInUse(home)
    register, known = data.register, problems_in(data.register, data.suffixes)
    yield Linted(say("cli.organisations.lint.register", version=register.version), len(register), known)
    for path in own_files(home):
        alone = _one_file(path)
        if not alone.count:
            yield alone
            continue
        entries = read_organisations(path)
        register = merge(register, entries)
        problems = tuple(one for one in problems_in(register, data.suffixes) if one not in known)
        known += problems
        yield Linted(str(path), len(entries), problems)


def _lines(one: Linted) -> Iterator[str]:
    from kiemtin.formats.visible import visible

    if not one.problems:
        yield visible(f"✓ {one.name}: {say('cli.organisations.lint.clean', count=one.count)}")
    for problem in one.problems:
        text = say(problem.message_id, **dict(problem.values))
        yield visible(f"✖ {one.name}: {problem.where}: {text}")


def _as_data(one: Linted) -> dict[str, Any]:
    return {"name": one.name, "organisations": one.count, "problems": [problem_data(each) for each in one.problems]}


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as programs read it, with its words in both languages."""
    values = dict(problem.values)
    texts = {language: render(problem.message_id, values, language) for language in LANGUAGES}
    return {"where": problem.where, "id": problem.message_id, "text": texts, "values": values}

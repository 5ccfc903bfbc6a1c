"""Where the register comes from: the bundled edition, a newer signed one, and the user's own entries over them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from kiemtin.errors import RegisterInvalid, TooLarge
from kiemtin.files import read_whole
from kiemtin.organisations.format import MAX_FILE_BYTES, Problem, organisations_from
from kiemtin.organisations.plain import plain_json, plain_yaml
from kiemtin.organisations.values import Alias, Fact, Organisation, Register

OWN_FOLDER = "organisations"
"""Folder under the user's data folder whose files are merged over the register in use."""

OWN_ENDINGS = (".yaml", ".yml", ".json")


def bundled_register() -> Register:
    """The edition that came with the installation (``tools/compile_register.py`` writes it from the YAML files)."""
    data = json.loads(files("kiemtin.organisations").joinpath("data/register.json").read_text("utf-8"))
    return register_from(data)


def bundled_edition() -> str:
    """The date of the bundled edition, without reading all of it."""
    return files("kiemtin.organisations").joinpath("data/EDITION").read_text("utf-8").strip()


def register_from(data: dict[str, Any]) -> Register:
    """A register from its compiled form ``{"version": …, "organisations": […]}``; raises ``RegisterInvalid``."""
    return Register(organisations_from(data), str(data["version"]))


def with_own_entries(register: Register, home: Path) -> Register:
    """``register`` with the user's own entries merged over it, file by file in order of name.

    Raises ``RegisterInvalid`` that names the file where one is broken: a report made without an entry its user counts
    on would be a wrong one.
    """
    for path in own_files(home):
        try:
            register = merge(register, read_organisations(path))
        except RegisterInvalid as error:
            problems = problems_of(error)
            raise RegisterInvalid(
                "register.own-file-invalid", problems, name=str(path), count=len(problems), where=problems[0].where
            ) from error
    return register


def own_files(home: Path) -> tuple[Path, ...]:
    """The files with the user's own entries, in order of name; what is being written at the moment is none of them."""
    folder = home / OWN_FOLDER
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if _is_own(path)))


def _is_own(path: Path) -> bool:
    return path.suffix in OWN_ENDINGS and not path.name.startswith(".")


def problems_of(error: RegisterInvalid) -> tuple[Problem, ...]:
    """All that is wrong with a file: what its reader found, or the one thing that kept it from being read at all."""
    found = tuple(problem for problem in error.problems if isinstance(problem, Problem))
    return found or (Problem("file", error.message_id, tuple(error.values.items())),)


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """The entries of one YAML or (``.json``) JSON file.

    Raises ``OutOfReach`` without the file, ``Refused`` where it is no file, and ``RegisterInvalid`` with all problems.
    """
    try:
        raw = read_whole(path, MAX_FILE_BYTES)
        data = plain_json(raw) if path.suffix == ".json" else plain_yaml(raw)
    except TooLarge as error:
        raise RegisterInvalid("register.too-large", name=str(path), limit=MAX_FILE_BYTES) from error
    except ValueError as error:
        raise RegisterInvalid("register.not-plain", name=str(path), detail=str(error)[:200]) from error
    return organisations_from(data)


def merge(register: Register, own: tuple[Organisation, ...]) -> Register:
    """``own`` laid over ``register``: a new id is added; a known one gains facts, and its own fields win."""
    known = {one.id: one for one in register}
    for entry in own:
        known[entry.id] = _over(known[entry.id], entry) if entry.id in known else entry
    return Register(tuple(known.values()), f"{register.version}+own" if own else register.version)


def _over(base: Organisation, own: Organisation) -> Organisation:
    changes: dict[str, Any] = {}
    for field in fields(Organisation):
        ours, theirs = getattr(base, field.name), getattr(own, field.name)
        if isinstance(theirs, tuple):
            changes[field.name] = _united(theirs, ours)
        elif field.name == "short" and theirs == own.name_vi:
            continue  # left out in the file: the name in use stays
        elif theirs is not None:
            changes[field.name] = theirs
    return replace(base, **changes)


def _united(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    stated = {_key(entry) for entry in first}
    return first + tuple(entry for entry in second if _key(entry) not in stated)


def _key(entry: Fact | Alias | str) -> str:
    return entry if isinstance(entry, str) else entry.value

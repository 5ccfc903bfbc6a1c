"""Where the register comes from: the bundled edition, a newer signed one, and the user's own entries over them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from kiemtin.errors import OutOfReach, RegisterInvalid
from kiemtin.organisations.format import MAX_FILE_BYTES, organisations_from
from kiemtin.organisations.values import Alias, Fact, Organisation, Register

OWN_FOLDER = "organisations"
"""Folder under the user's data folder whose ``*.yaml`` files are merged over the bundled register."""


def bundled_register() -> Register:
    """The edition that came with the installation (``tools/compile_register.py`` writes it from the YAML files)."""
    data = json.loads(files("kiemtin.organisations").joinpath("data/register.json").read_text("utf-8"))
    return register_from(data)


def register_from(data: dict[str, Any]) -> Register:
    """A register from its compiled form ``{"version": …, "organisations": […]}``; raises ``RegisterInvalid``."""
    return Register(organisations_from(data), str(data["version"]))


def with_own_entries(register: Register, home: Path) -> Register:
    """``register`` with the entries in ``home/organisations/*.yaml`` merged over it, file by file in order of name."""
    paths = sorted((home / OWN_FOLDER).glob("*.y*ml"))
    for path in paths:
        register = merge(register, read_organisations(path))
    return register


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """The entries of one YAML file; raises ``OutOfReach`` without the file, ``RegisterInvalid`` with all problems."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    if len(raw) > MAX_FILE_BYTES:
        raise RegisterInvalid("register.too-large", name=str(path), limit=MAX_FILE_BYTES)
    try:
        data = _plain_yaml(raw)
    except (ValueError, RecursionError) as error:
        raise RegisterInvalid("register.not-yaml", name=str(path), detail=str(error)[:200]) from error
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
        elif theirs is not None:
            changes[field.name] = theirs
    return replace(base, **changes)


def _united(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    stated = {_key(entry) for entry in first}
    return first + tuple(entry for entry in second if _key(entry) not in stated)


def _key(entry: Fact | Alias | str) -> str:
    return entry if isinstance(entry, str) else entry.value


def _plain_yaml(raw: bytes) -> Any:
    """Parsed YAML of plain types, without aliases (``*name``): they let a small file grow without bound."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if any(isinstance(event, yaml.events.AliasEvent) for event in yaml.parse(raw, Loader=loader)):
            raise ValueError("aliases (*name) are not allowed")
        return yaml.load(raw, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError((str(error).splitlines() or [type(error).__name__])[0]) from error

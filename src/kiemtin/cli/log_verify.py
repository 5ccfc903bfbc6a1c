"""``kiemtin log verify``: anybody verifies a desk's corrections log, from outside."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import EXIT_FOUND, complain, print_json, say, written
from kiemtin.errors import Refused
from kiemtin.evidence.messages import LANGUAGES, render

if TYPE_CHECKING:
    from kiemtin.answers.verified import Fault, Looked, Trusted, Verified
    from kiemtin.transparency.keys import Verifier

SCHEMA = "kiemtin-log-verify/1"

LATEST = 253_402_300_799
"""The last second of the year 9999: later ones, which a witness may write, no calendar shows."""

FAULTS_SHOWN = 20
"""Faults that a person is told; ``--json`` has all."""


@command("log.verify")
@argument("place", about="cli.log.verify.place", metavar=say("cli.log.verify.place-place"))
@click.option("--key", metavar=say("cli.log.verify.key-place"), help=say("cli.log.verify.key"))
@click.option("--checkpoint", type=PATH, metavar=say("cli.file-place"), help=say("cli.log.verify.checkpoint"))
@click.option("--save", type=PATH, metavar=say("cli.file-place"), help=say("cli.log.verify.save"))
@click.option(
    "--witness", "witnesses", multiple=True, metavar=say("cli.log.verify.key-place"), help=say("cli.log.verify.witness")
)
@click.option("--all", "look_at_all", is_flag=True, help=say("cli.log.verify.all"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def verify(
    place: str,
    key: str | None,
    checkpoint: Path | None,
    save: Path | None,
    *,
    witnesses: tuple[str, ...],
    look_at_all: bool,
    as_json: bool,
) -> None:
    """Set by the catalogue: ``cli.log.verify``."""
    from kiemtin.answers.verifying import Extent
    from kiemtin.answers.verifying import verify as verified_log
    from kiemtin.cli.factcheck_import import progress
    from kiemtin.cli.log_places import is_address, reader_of

    trusted = replace(_trusted(key, checkpoint, save), witnesses=tuple(map(_witness, witnesses)))
    with progress(say("cli.log.verify.under-way")) as tell:
        pick = SystemRandom().sample if is_address(place) and not look_at_all else None
        verified = verified_log(reader_of(place), trusted, Extent(tell, pick))
    if save is not None and verified.good:
        _save(save, verified.note)
    if as_json:
        print_json(_as_data(verified, place))
    else:
        _print(verified)
    if not verified.good:
        raise click.exceptions.Exit(EXIT_FOUND)


def _trusted(key: str | None, checkpoint: Path | None, save: Path | None) -> Trusted:
    """What the user knows already; a file that will be written over is known too, so that it only ever goes forward."""
    from kiemtin.answers.verified import Trusted
    from kiemtin.files import read_whole
    from kiemtin.transparency.keys import Verifier
    from kiemtin.transparency.notes import MAX_NOTE

    known = [] if checkpoint is None else [checkpoint]
    if save is not None and save.exists() and save not in known:
        known.append(save)
    return Trusted(
        Verifier.parse(key) if key is not None else None, tuple(read_whole(path, MAX_NOTE) for path in known)
    )


def _witness(vkey: str) -> Verifier:
    from kiemtin.transparency.keys import Kind, Verifier

    verifier = Verifier.parse(vkey)
    if verifier.kind is not Kind.COSIGNATURE:
        raise Refused("log.not-a-witness", given=vkey[:80])
    return verifier


def _save(path: Path, note: bytes) -> None:
    from kiemtin.files import write_whole

    write_whole(path, note)


def _print(verified: Verified) -> None:
    from kiemtin.formats.visible import visible

    for line in _lines(verified):
        print(visible(line))
    if not verified.signature_judged:
        complain(say("log.signature-not-judged"))


def _lines(verified: Verified) -> Iterator[str]:
    for fault in verified.faults[:FAULTS_SHOWN]:
        yield f"✖ {_where(fault)}{say(fault.message_id, **dict(fault.values))}"
    if len(verified.faults) > FAULTS_SHOWN:
        yield say("log.more-faults", count=written(len(verified.faults) - FAULTS_SHOWN))
    point = verified.checkpoint
    if point is not None:
        yield say("log.about", name=point.origin, size=written(point.size), root=point.root.hex()[:16])
    yield from _looked_at(verified.looked)
    if not verified.good:
        yield say("log.bad")
        return
    if point is not None and point.size == 0:
        yield f"✓ {say('log.empty')}"
        return
    yield f"✓ {say('log.good', published=written(verified.published), erased=written(verified.erased))}"
    leaves = {name: written(count) for name, count in asdict(verified.leaves).items()}
    yield f"✓ {say('log.leaves', **leaves)}"
    for one in verified.witnessed:
        seen = datetime.datetime.fromtimestamp(min(one.moment, LATEST), datetime.UTC)
        yield f"✓ {say('log.cosigned', name=one.witness.name, time=f'{seen:%Y-%m-%d %H:%M:%S} UTC')}"
    for size in verified.continued:
        yield f"✓ {say('log.continues', size=written(size))}"


def _looked_at(looked: Looked) -> Iterator[str]:
    """How far the site was looked at, and what nobody has looked at."""
    kinds = {"log.pages": looked.pages, "log.pictures": looked.pictures, "log.records": looked.records}
    some = ", ".join(
        say(message, seen=written(one.count), of=written(one.of)) for message, one in kinds.items() if one.of
    )
    if some:
        are_all = all(one.count == one.of for one in kinds.values())
        yield say("log.looked-at-all" if are_all else "log.looked-at-some", whole=", ".join(looked.whole), some=some)


def _where(fault: Fault) -> str:
    """Which answer a fault is about, where it is about one."""
    named = " ".join(part for part in (fault.slug, f"({fault.answer})" if fault.answer else "") if part)
    return f"{named}: " if named else ""


def _as_data(verified: Verified, place: str) -> dict[str, Any]:
    from kiemtin.answers.verified import as_data

    faults = [_fault_data(fault) for fault in verified.faults]
    return {"schema": SCHEMA, "place": place, **as_data(verified), "faults": faults}


def _fault_data(fault: Fault) -> dict[str, Any]:
    values = dict(fault.values)
    return {
        "id": fault.message_id,
        "text": {language: render(fault.message_id, values, language) for language in LANGUAGES},
        "file": fault.file or None,
        "index": fault.index,
        "answer": fault.answer or None,
        "slug": fault.slug or None,
    }

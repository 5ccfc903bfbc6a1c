"""Asking witnesses for their cosignatures of the last checkpoint (C2SP tlog-witness), and how much they have seen.

A witness is sent what was signed already, never anything on trial: so a server that was restored from an older backup
learns from the first witness that answers that there was more, before it has signed a second log of the same name. Each
process asks once before it signs anything. A witness that is silent holds nobody up for longer than ``LIMITS``; the
process for jobs asks it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from kiemtin.desk.answers.growing import Grown, grown
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.answers.signing import signer
from kiemtin.desk.log import log
from kiemtin.desk.witnesses.models import Cosignature
from kiemtin.desk.witnesses.places import WitnessPlace
from kiemtin.errors import KiemtinError, OutOfReach, Untrusted
from kiemtin.net import Limits, exchange
from kiemtin.transparency.checkpoint import MAX_SIZE, Checkpoint, checkpoint_in, sign
from kiemtin.transparency.merkle import EMPTY_ROOT
from kiemtin.transparency.notes import Note, read_note
from kiemtin.transparency.witnessing import AddCheckpoint, with_cosignatures

LIMITS = Limits(max_bytes=16_384, seconds=3.0, silence=3.0)
"""What one question may take; the answer is a line or a number."""

SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")

TAKEN, CONFLICT = 200, 409

MOST_TRIES = 2
"""Questions to one witness in a row: it says once from which size it wants to be shown the growth."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of asking: the witness's line, or the size it knows; neither where it was silent."""

    place: WitnessPlace
    line: str = ""
    size: int = 0


class _Memory:
    """What this process and those it forks know: whether witnesses were asked, and which of them have seen more."""

    def __init__(self) -> None:
        self.database = ""
        self.asked = False
        self.ahead: dict[WitnessPlace, Untrusted] = {}

    def of_this_database(self) -> _Memory:
        """The same; empty where it was of another database."""
        database = str(connection.settings_dict["NAME"])
        if self.database != database:
            self.database, self.asked, self.ahead = database, False, {}
        return self


_memory = _Memory()


def need_no_witness_ahead() -> None:
    """Raise ``Untrusted`` where a witness has seen more of this log than is here; asks them once in each process."""
    memory = _memory.of_this_database()
    if not memory.asked or memory.ahead:
        memory.asked = gather()
    for error in memory.ahead.values():
        raise error


def is_ahead() -> bool:
    """Whether a witness was found to have seen more, as far as this process knows."""
    return bool(_memory.of_this_database().ahead)


def gather() -> bool:
    """Ask each witness that has not cosigned the last checkpoint; whether any has answered by now.

    Never in a transaction: it waits for others.
    """
    places: Sequence[WitnessPlace] = settings.CONFIGURATION.witnesses
    if not places:
        return True
    memory, note = _memory.of_this_database(), _last_note()
    size = checkpoint_in(note).size
    sizes = dict(Cosignature.objects.values_list("witness", "size"))
    known = {place: sizes.get(place.verifier.vkey, 0) for place in places}
    late = [place for place in places if not memory.asked or place in memory.ahead or known[place] < size]
    if not late:
        return True
    tree = grown()
    if tree.size < size:  # entries are missing: whoever signs next says so
        return False
    with ThreadPoolExecutor(len(late)) as threads:
        answers = list(threads.map(lambda place: _ask(place, known[place], note, tree), late))
    for answer in answers:
        if answer.line:
            _keep(answer.place, size, answer.line)
            memory.ahead.pop(answer.place, None)
        elif answer.size > _size_now():  # else another process has published meanwhile
            name = answer.place.verifier.name
            memory.ahead[answer.place] = Untrusted("desk.log.witness-ahead", name=name, size=size, known=answer.size)
    return any(answer.line or answer.size for answer in answers) or len(late) < len(places)


def cosigned(note: str) -> str:
    """``note`` of the last checkpoint with the lines of those witnesses who have cosigned it."""
    keys = [place.verifier.vkey for place in settings.CONFIGURATION.witnesses]
    if not keys:
        return note
    size = checkpoint_in(read_note(note.encode())).size
    rows = Cosignature.objects.filter(size=size, witness__in=keys).order_by("witness")
    return note + "".join(rows.values_list("line", flat=True))


def _ask(place: WitnessPlace, old_size: int, note: Note, known: Grown) -> _Answer:
    """Ask one witness, from the size that it knows; uses no database, as it is done in a thread of its own."""
    size = checkpoint_in(note).size
    try:
        for _ in range(MOST_TRIES):
            proof = known.tree.consistency_proof(min(old_size, size), size)
            request = AddCheckpoint(min(old_size, size), proof, note)
            answer = exchange(place.add_checkpoint, request.body, LIMITS)
            if answer.status == TAKEN:
                return _Answer(place, line=_line(place, note, answer.body))
            found = SIZE.fullmatch(answer.body)
            if answer.status != CONFLICT or found is None or int(found[1]) > MAX_SIZE:
                raise OutOfReach("missing.answer", name=place.verifier.name, status=answer.status)
            old_size = int(found[1])
            if old_size > size:
                return _Answer(place, size=old_size)
    except KiemtinError as error:
        log("witness-silent", witness=place.verifier.name, why=error.message_id)
    return _Answer(place)


def _line(place: WitnessPlace, note: Note, body: bytes) -> str:
    """The witness's own line; raises ``Untrusted`` where the answer holds none that is good."""
    found = with_cosignatures(note, body, [place.verifier]).signatures[len(note.signatures) :]
    if not found:
        raise Untrusted("log.not-cosigned", name=place.verifier.name)
    return found[0].line


def _keep(place: WitnessPlace, size: int, line: str) -> None:
    """Keep the line where it is about more than the one that is kept, whoever else asks at this moment."""
    row = {"size": size, "line": line}
    vkey = place.verifier.vkey
    _, made = Cosignature.objects.get_or_create(witness=vkey, defaults=row)
    if not made:
        Cosignature.objects.filter(witness=vkey, size__lt=size).update(**row)


def _last_note() -> Note:
    """The last checkpoint; of an empty log one of size 0, which every log begins with."""
    last = LogCheckpoint.objects.order_by("-size").values_list("note", flat=True).first()
    if last is None:
        key = signer(settings.CONFIGURATION, begun=LogEntry.objects.exists())
        last = sign(Checkpoint(key.name, 0, EMPTY_ROOT), key)
    return read_note(last.encode())


def _size_now() -> int:
    """How far the log has come by now."""
    return LogCheckpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0

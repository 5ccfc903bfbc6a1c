"""Being a witness of other desks' logs (C2SP tlog-witness): signing what has grown out of what was signed before.

Only logs whose keys the operator named are known. What is signed is in the database before the signature leaves.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from kiemtin.desk.answers.signing import make_key, name_of_log, read_key
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.witnesses.models import WitnessedLog
from kiemtin.errors import OutOfReach, Refused, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in
from kiemtin.transparency.keys import Kind, Signer
from kiemtin.transparency.witnessing import AddCheckpoint, cosign, read_add_checkpoint

KEY_FILE = "witness.key"
"""In the desk's folder, beside the key of its own log."""

LOCK = 0x4B69656D576974
"""The number of PostgreSQL's advisory lock: "KiemWit"."""

SIGNED, MALFORMED, NOT_SIGNED, UNKNOWN, CONFLICT, NOT_GROWN = 200, 400, 403, 404, 409, 422

STATUSES = {
    "log.request-malformed": MALFORMED,
    "log.not-a-checkpoint": MALFORMED,
    "log.bad-signature": NOT_SIGNED,
    "log.no-known-signature": NOT_SIGNED,
    "log.witness-knows-another": CONFLICT,
    "log.not-grown": NOT_GROWN,
}
"""What the specification answers to each thing that may be wrong; any other is a malformed note."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a log is answered: a status, and a signature line, the size that is known, or a word on what is wrong."""

    status: int
    body: str


def witness_key(configuration: Configuration) -> Signer:
    """The key that this desk cosigns with, made when it is first asked for; raises ``OutOfReach``."""
    path = configuration.folder / KEY_FILE
    try:
        if not path.exists():
            name = name_of_log(configuration, f"kiemtin-{secrets.token_hex(8)}")
            make_key(path, f"{name}/witness", Kind.COSIGNATURE)
        return read_key(path)
    except (OSError, UnicodeDecodeError, Refused) as error:
        raise OutOfReach("missing.file", name=str(path)) from error


def cosigned(body: bytes) -> Cosigned:
    """The answer to a request to ``add-checkpoint``."""
    configuration: Configuration = settings.CONFIGURATION
    try:
        request = read_add_checkpoint(body)
        origin = checkpoint_in(request.note).origin
        if origin not in configuration.witness_for:
            return Cosigned(UNKNOWN, "unknown log\n")
        return Cosigned(SIGNED, _signed(request, origin, witness_key(configuration)))
    except Untrusted as error:
        status = STATUSES.get(error.message_id, MALFORMED)
        known = f"{error.values.get('size', 0)}\n" if status == CONFLICT else f"{error.message_id}\n"
        return Cosigned(status, known)


def _signed(request: AddCheckpoint, origin: str, key: Signer) -> str:
    """The signature line, once the checkpoint is kept; raises ``Untrusted`` as ``cosign`` does."""
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        row = WitnessedLog.objects.filter(origin=origin).first()
        latest = Checkpoint(origin, row.size, bytes(row.root)) if row is not None else None
        line = cosign(request, settings.CONFIGURATION.witness_for[origin], latest, key, int(time.time()))
        found = checkpoint_in(request.note)
        WitnessedLog.objects.update_or_create(origin=origin, defaults={"size": found.size, "root": found.root})
    return line

"""The signed list of an export's files: what every byte of it was when it was made.

``log/files`` has the hash of each file, in the form of ``sha256sum``; ``log/files.note`` is a signed note with the hash
of that list and with the size and root of the log it was made of. So a page with another word, link or script in it is
found, also where records do not speak of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from kiemtin.errors import Untrusted
from kiemtin.transparency.checkpoint import Checkpoint
from kiemtin.transparency.keys import Verifier, encoded
from kiemtin.transparency.notes import open_note, read_note

LIST = "log/files"
NOTE = "log/files.note"

SCHEMA = "kiemtin-files/1"

MAX_LIST = 64_000_000
"""Bytes of a list: 10,000 answers in two languages take about 5 MB."""

LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\]{1,1000})")

PLACES = ("answers", "answer-pictures", "en/answers", "log")
"""Folders in which every file is ours; beside them a web host may want files of its own."""


def list_of(digests: Mapping[str, str]) -> bytes:
    """The list of files with these SHA-256 digests (hexadecimal), by their paths."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def read_list(raw: bytes) -> dict[str, str]:
    """The digest of each file in a list; raises ``Untrusted`` where it is none, or leads out of its folder."""
    lines = raw.decode("utf-8", "replace").split("\n")
    found = [LINE.fullmatch(line) for line in lines[:-1]]
    digests = {one[2]: one[1] for one in found if one is not None and is_inside(one[2])}
    if lines[-1] or len(digests) != len(found):
        raise Untrusted("log.list-malformed")
    return digests


def is_inside(path: str) -> bool:
    """Whether ``path`` stays within the folder it is read from."""
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def note_text(checkpoint: Checkpoint, files: bytes) -> str:
    """What is signed of the list ``files``, made when the log was at ``checkpoint``.

    Its second line is no number, so that nobody can take it for a checkpoint.
    """
    digest = hashlib.sha256(files).hexdigest()
    state = f"size {checkpoint.size}\nroot {encoded(checkpoint.root)}\n"
    return f"{checkpoint.origin}\n{SCHEMA}\n{state}files {digest}\n"


def need_signed(files: bytes, note: bytes, checkpoint: Checkpoint, key: Verifier | None) -> None:
    """Raise ``Untrusted`` unless ``note`` is over this list and checkpoint, and signed, if the ``key`` is given."""
    read = read_note(note)
    if key is not None:
        open_note(read, [key])
    if read.text != note_text(checkpoint, files):
        raise Untrusted("log.list-differs")


def unlisted(names: Iterable[str], listed: Iterable[str]) -> list[str]:
    """Those of ``names`` that lie where every file is ours, and are not ``listed``."""
    known = {*listed, LIST, NOTE}
    return sorted(name for name in names if name not in known and name.startswith(tuple(f"{one}/" for one in PLACES)))

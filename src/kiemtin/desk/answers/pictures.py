"""Pictures of answers: made anew by us, found again by their fingerprints, gone with the last record that has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from kiemtin.answers.drafting import TypedPicture
from kiemtin.answers.record import read_record
from kiemtin.answers.values import Picture, Record
from kiemtin.desk.answers import revisions
from kiemtin.desk.answers.models import OPEN, AnswerPicture, Draft, LogEntry, State
from kiemtin.errors import OutOfReach, Refused
from kiemtin.items.values import Unread

NONE = -1
"""The place of no entry."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Who has a picture: a draft that may yet show it; records, and whether one of them shows it."""

    in_draft: bool
    in_record: bool
    shown: bool


def take(data: bytes) -> TypedPicture:
    """Keep our own copy of the picture in ``data``, without metadata, as something that can be attached to a draft.

    Raises what ``open_picture`` raises, and ``OutOfReach`` where this machine cannot open pictures.
    """
    from kiemtin.desk.given import reads_pictures

    if not reads_pictures():
        raise OutOfReach("answers.pictures-extra")
    try:
        from kiemtin.pictures.adding import described
        from kiemtin.pictures.door import open_picture
        from kiemtin.pictures.features import describe  # noqa: F401 - what describes loads a library when it is called
        from kiemtin.pictures.reader import preview
    except ImportError as error:
        raise OutOfReach("answers.pictures-extra") from error

    opened = open_picture(data, "1")
    if isinstance(opened, Unread):
        raise OutOfReach(opened.what, **dict(opened.values))
    jpeg = preview(opened.picture)
    found = described("", "", jpeg, opened.picture.pixels)
    width, height = _size(jpeg)
    digest = hashlib.sha256(jpeg).hexdigest()
    kept = {"pdq": found.pdq.hex(), "quality": found.quality, "width": width, "height": height}
    AnswerPicture.objects.update_or_create(sha256=digest, defaults={**kept, "features": found.features, "jpeg": jpeg})
    return TypedPicture(digest, found.pdq.hex(), width, height)


def file(sha256: str) -> bytes | None:
    """Our copy of a picture as JPEG; ``None`` where there is none, or it is only recognised."""
    row = AnswerPicture.objects.filter(sha256=sha256).only("jpeg").first()
    return bytes(row.jpeg) if row is not None and row.jpeg is not None else None


def hashes_in(draft: Draft) -> set[str]:
    """Every picture that ``draft`` has or had."""
    earlier = (one.words.typed.pictures for one in revisions.revisions(draft))
    return {one.sha256 for some in (revisions.words_of(draft).typed.pictures, *earlier) for one in some}


def settle_published(draft: Draft, record: Record) -> None:
    """Keep of the pictures of ``draft`` what ``record``, which is about to be logged, publishes, and nothing more.

    Raises ``Refused`` where one that is to be shown is not there.
    """
    pictures = record.content.pictures if record.content is not None else ()
    for picture in pictures:
        row = AnswerPicture.objects.filter(sha256=picture.sha256).first()
        if row is None or (picture.shown and row.jpeg is None):
            raise Refused("answers.picture-gone")
    settle(hashes_in(draft), published=pictures, draft=draft.pk)


def settle(hashes: Iterable[str], *, published: Iterable[Picture] = (), draft: int = 0, entry: int = NONE) -> None:
    """Forget of each picture what nobody needs any more: its copy where nothing shows it, all where nothing has it.

    ``published`` is about to be logged; ``draft`` and ``entry`` are about to be emptied.
    """
    new = {one.sha256: one for one in published}
    with transaction.atomic():
        for sha256 in set(hashes):
            found, row = _uses(sha256, draft, entry), AnswerPicture.objects.filter(sha256=sha256)
            shown = found.shown or (sha256 in new and new[sha256].shown)
            if not (found.in_draft or found.in_record or sha256 in new):
                row.delete()
            elif not (found.in_draft or shown):
                row.update(jpeg=None)


def _uses(sha256: str, draft: int, entry: int) -> Uses:
    drafts = Draft.objects.exclude(pk=draft).filter(state__in=(*OPEN, State.CLOSED.value))
    listed = (one["sha256"] for pictures in drafts.values_list("pictures", flat=True) for one in pictures)
    rows = LogEntry.objects.filter(record__contains=sha256).exclude(index=entry)
    records = [read_record(json.loads(record)) for record in rows.values_list("record", flat=True) if record]
    having = [
        picture
        for record in records
        for picture in (record.content.pictures if record.content is not None else ())
        if picture.sha256 == sha256
    ]
    return Uses(sha256 in listed, bool(having), any(one.shown for one in having))


def _size(jpeg: bytes) -> tuple[int, int]:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:  # our own: it was made a moment ago
        return image.size

"""Pictures of answers among the known pictures, so that whoever asks with one of them gets its answer at once.

As with claims (``matching``), the collection of each data folder is brought in step with the log. A known picture leads
to its answer by address, so a desk without one of its own (``KIEMTIN_ADDRESS``) has none to lead to.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from kiemtin.answers.edition import Edition
from kiemtin.answers.site import Site
from kiemtin.desk.answers.models import AnswerPicture
from kiemtin.desk.given import reads_pictures
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.known import FOLDER, NewPicture
from kiemtin.storage import FILE

PREFIX = "desk-answer/"
"""What the path of an answer's picture begins with in the collection; an operator's own are files."""

GREY = (128, 128, 128)
"""What is shown beside a question instead of a picture that is only recognised."""

Wanted = dict[tuple[str, str], str]
"""The SHA-256 of each picture that belongs there, by its path and the address of its answer."""


def bring_in_step(edition: Edition, site: Site, home: Path) -> bool:
    """Make the pictures of ``home`` hold those of the answers that stand, and no more of the desk; say if they changed.

    Raises what ``Collection`` and ``update_index`` raise; then the next call does what was left.
    """
    folder, wanted = home / FOLDER, _wanted(edition, site)
    if not reads_pictures() or not (wanted or (folder / FILE).is_file()):
        return False
    from kiemtin.pictures.index import update_index

    with Collection(folder) as collection:
        before = collection.changes
        stored = {(one.path, one.answer): one.number for one in collection.beginning(PREFIX)}
        collection.remove([number for key, number in stored.items() if key not in wanted])
        for (path, answer), sha256 in wanted.items():
            row = None if (path, answer) in stored else AnswerPicture.objects.filter(sha256=sha256).first()
            if row is not None:
                collection.add(_described(row, path, answer), datetime.datetime.now(datetime.UTC))
        if collection.changes == before:
            return False
        update_index(collection)
    return True


def _wanted(edition: Edition, site: Site) -> Wanted:
    if not site.address:
        return {}
    return {
        (f"{PREFIX}{answer.id}/{picture.sha256}", site.of(answer)): picture.sha256
        for answer in edition.standing
        for picture in (answer.content.pictures if answer.content is not None else ())
    }


def _described(row: AnswerPicture, path: str, answer: str) -> NewPicture:
    return NewPicture(
        path,
        answer,
        bytes.fromhex(row.sha256),
        row.width,
        row.height,
        bytes.fromhex(row.pdq),
        row.quality,
        bytes(row.features),
        _thumbnail(row),
    )


def _thumbnail(row: AnswerPicture) -> bytes:
    """A small copy, to be seen beside what somebody asks about; plain grey of a picture that is only recognised."""
    import numpy as np
    from PIL import Image

    from kiemtin.pictures.adding import thumbnail

    if row.jpeg is None:
        return thumbnail(np.asarray(Image.new("RGB", (row.width, row.height), GREY)))
    with Image.open(io.BytesIO(bytes(row.jpeg)), formats=["JPEG"]) as image:  # of our own making
        return thumbnail(np.asarray(image.convert("RGB")))

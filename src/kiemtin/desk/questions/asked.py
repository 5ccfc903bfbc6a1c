"""What is kept of a report that somebody sends to the desk: its words with personal data masked, and its pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiemtin.desk.questions.likeness import normalised, sketch_of, sketch_of_picture, terms_of
from kiemtin.desk.questions.limits import MAX_TEXT
from kiemtin.desk.questions.redaction import Mask, masked, masks
from kiemtin.desk.questions.sealing import keyed
from kiemtin.errors import TooLarge
from kiemtin.evidence import FindingKind, Report, Severity
from kiemtin.items import Item
from kiemtin.items.boxes import Box
from kiemtin.items.pictures import SeenPicture, boxes_of, section_at

DANGER = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}
"""How grave the gravest danger sign is, as the queue counts it."""

QUALITY = 80
"""JPEG quality of a picture with something covered, which is made from one of 72: nothing more is lost to see."""

COVER = (60, 60, 60)
"""The grey that covers personal data in a picture."""


@dataclass(frozen=True, slots=True)
class AskedPicture:
    """A picture as it is kept: JPEG without metadata, ``shown`` with personal data covered, ``whole`` where some is.

    ``pdq`` is its hash in hexadecimal; ``telling`` says whether it shows enough to be compared.
    """

    pdq: str
    telling: bool
    shown: bytes = field(repr=False)
    whole: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is kept; ``whole`` is its text without masks where there are any.

    ``fingerprint`` is the same for the same words and pictures, ``terms`` are what it is found by.
    """

    fingerprint: str
    text: str = field(repr=False)
    whole: str | None = field(repr=False)
    danger: int
    terms: tuple[int, ...] = field(repr=False)
    pictures: tuple[AskedPicture, ...] = ()


def require_readable(text: str) -> None:
    """Raise ``TooLarge`` for a message longer than people are asked to read."""
    if len(text) > MAX_TEXT:
        raise TooLarge("refused.question-too-long", size=len(text), limit=MAX_TEXT)


def asked(report: Report) -> Asked:
    """What is kept of ``report``; pictures were looked at with a small copy of each (``shown=True``)."""
    covered = masks(report)
    text = report.item.text
    shown = masked(text, covered)
    pictures = tuple(_pictures(report.item, covered))
    seen = "".join(picture.pdq for picture in pictures)
    terms = {*sketch_of(terms_of(shown))}
    terms |= {term for picture in pictures if picture.telling for term in sketch_of_picture(picture.pdq)}
    return Asked(
        fingerprint=keyed("same", normalised(text).encode(), seen.encode()).hex(),
        text=shown,
        whole=text if covered else None,
        danger=_danger(report),
        terms=tuple(sorted(terms)),
        pictures=pictures,
    )


def _danger(report: Report) -> int:
    signs = (one for one in report.findings if one.kind is FindingKind.DANGER_SIGN)
    return max((DANGER[sign.severity] for sign in signs), default=0)


def _pictures(item: Item, covered: tuple[Mask, ...]) -> Iterator[AskedPicture]:
    for number, picture in enumerate(item.pictures):
        if picture.preview is None:
            raise ValueError("a picture was looked at without a copy of it")
        boxes = [
            box
            for mask in covered
            if (section := section_at(item, mask.start, mask.end)) is not None and section.image == number
            for box in boxes_of(section, mask.start, mask.end) or ([section.box] if section.box else [])
        ]
        yield _picture(picture, picture.preview, boxes)


def _picture(picture: SeenPicture, copy: bytes, boxes: list[Box]) -> AskedPicture:
    """A picture and its hash; ``copy`` is a JPEG that this process made itself, so it is opened here."""
    import numpy as np
    from PIL import Image, ImageDraw

    from kiemtin.pictures.pdq import MIN_QUALITY, pdq

    with Image.open(io.BytesIO(copy), formats=["JPEG"]) as opened:
        image = opened.convert("RGB")
    found, quality = pdq(np.asarray(image))
    if not boxes:
        return AskedPicture(found.hex(), quality >= MIN_QUALITY, copy, None)
    draw, scale = ImageDraw.Draw(image), image.width / picture.width
    for box in boxes:
        edges = (box.x * scale - 2, box.y * scale - 2, box.right * scale + 2, box.bottom * scale + 2)
        draw.rectangle(edges, fill=COVER)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return AskedPicture(found.hex(), quality >= MIN_QUALITY, buffer.getvalue(), copy)

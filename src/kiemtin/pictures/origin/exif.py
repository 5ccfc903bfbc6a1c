"""EXIF (CIPA DC-008): the time, the class of device, the program, whether a place is written; nothing else is read."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from kiemtin.pictures.origin.limits import MAX_FIELDS
from kiemtin.pictures.origin.values import Device

MAKE, MODEL, SOFTWARE, CHANGED = 0x010F, 0x0110, 0x0131, 0x0132
EXIF_DIRECTORY, GPS_DIRECTORY = 0x8769, 0x8825
TAKEN, FILE_SOURCE, USER_COMMENT, LENS_MODEL, DESCRIPTION = 0x9003, 0xA300, 0x9286, 0xA434, 0x010E
WANTED = frozenset({MAKE, MODEL, SOFTWARE, CHANGED, TAKEN, FILE_SOURCE, USER_COMMENT, LENS_MODEL, DESCRIPTION})
"""Fields whose value is looked at. Owners, artists, copyright and serial numbers are not among them."""

PLACE_FIELDS = frozenset({2, 4})
"""GPSLatitude and GPSLongitude: that they are there is all that is read of them."""

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
MAX_VALUE = 65_536
TIME = re.compile(r"([0-9]{4})[:-]([0-9]{2})[:-]([0-9]{2})[ T]([0-9]{2}):([0-9]{2})(?::[0-9]{2})?")

SCANNED = (1, 2)
"""FileSource: a film or reflection-print scanner."""

PHONE_MAKERS = re.compile(
    r"apple|samsung|xiaomi|redmi|poco|oppo|vivo|realme|huawei|honor|oneplus|google|motorola|nokia|hmd|tecno|infinix|itel"
    r"|vsmart|bphone|asus|zte|nothing|meizu|lge|lg electronics|htc"
)
CAMERA_MAKERS = re.compile(
    r"canon|nikon|fujifilm|olympus|om digital|panasonic|pentax|ricoh|leica|hasselblad|sigma|phase one|gopro|kodak|casio"
    r"|minolta|sony"
)
SCANNER_MAKERS = re.compile(r"epson|plustek|brother|canoscan|scanjet|scansnap|fujitsu|microtek|hewlett|\bhp\b")
PHONE_MODELS = re.compile(r"iphone|ipad|pixel|galaxy|xperia|sm-|cph[0-9]|m2[0-9]{3}|redmi|rmx[0-9]")
DRONES = re.compile(r"dji|autel|parrot|hubsan")


@dataclass(frozen=True, slots=True)
class Exif:
    """What was read; strings are as they stand there."""

    taken: str | None = None
    device: Device | None = None
    software: str | None = None
    comment: str = ""
    has_location: bool = False


def read_exif(data: bytes) -> Exif:
    """What EXIF (a TIFF structure) says; raises ``ValueError`` or ``struct.error`` on damaged bytes."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise ValueError("EXIF begins with neither II nor MM")
    reader = _Reader(data, order)
    (first,) = struct.unpack_from(order + "I", data, 4)
    main = reader.directory(first)
    below = reader.directory(reader.number(main.get(EXIF_DIRECTORY)))
    place = reader.directory(reader.number(main.get(GPS_DIRECTORY)))
    fields = {**main, **below}
    words = [reader.text(fields.get(tag)) for tag in (MAKE, MODEL, LENS_MODEL)]
    return Exif(
        taken=_time(reader.text(fields.get(TAKEN))),
        device=_device(" ".join(words[:2]).lower(), reader.byte(fields.get(FILE_SOURCE))),
        software=reader.text(fields.get(SOFTWARE)) or None,
        comment="\n".join((reader.comment(fields.get(USER_COMMENT)), reader.text(fields.get(DESCRIPTION)))).strip(),
        has_location=place.keys() >= PLACE_FIELDS,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Directories of a TIFF structure: each field as its type and its raw bytes."""

    data: bytes
    order: str

    def directory(self, at: int) -> dict[int, tuple[int, bytes]]:
        """The fields of the directory at ``at``; none where ``at`` is 0."""
        if at == 0:
            return {}
        (count,) = struct.unpack_from(self.order + "H", self.data, at)
        entries = (at + 2 + 12 * one for one in range(min(count, MAX_FIELDS)))
        return dict(self._field(one) for one in entries)

    def _field(self, at: int) -> tuple[int, tuple[int, bytes]]:
        tag, kind, count = struct.unpack_from(self.order + "HHI", self.data, at)
        length = SIZES.get(kind, 0) * count
        if tag not in WANTED and tag not in (EXIF_DIRECTORY, GPS_DIRECTORY):
            return tag, (kind, b"")
        (offset,) = struct.unpack_from(self.order + "I", self.data, at + 8)
        begin = at + 8 if length <= 4 else offset
        return tag, (kind, self.data[begin : begin + min(length, MAX_VALUE)])

    def number(self, found: tuple[int, bytes] | None) -> int:
        """The offset in a field; 0 where it is absent."""
        if found is None or len(found[1]) < 4:
            return 0
        return int(struct.unpack(self.order + "I", found[1][:4])[0])

    @staticmethod
    def byte(found: tuple[int, bytes] | None) -> int:
        """The first byte of a field."""
        return found[1][0] if found and found[1] else 0

    @staticmethod
    def text(found: tuple[int, bytes] | None) -> str:
        """A field of letters up to its end."""
        return found[1].partition(b"\x00")[0].decode("utf-8", "replace").strip() if found else ""

    def comment(self, found: tuple[int, bytes] | None) -> str:
        """A comment behind its eight bytes of encoding."""
        if found is None:
            return ""
        head, body = found[1][:8], found[1][8:]
        if not head.startswith(b"UNICODE"):
            return body.decode("utf-8", "replace").strip("\x00 ")
        return body.decode("utf-16-le" if _looks_little(body) else "utf-16-be", "replace").strip("\x00 ")


def _looks_little(body: bytes) -> bool:
    """Whether UTF-16 has its zeros behind the letters; programs do not keep to the order of the rest."""
    return body[1:64:2].count(0) >= body[0:64:2].count(0)


def _time(text: str) -> str | None:
    """``2026:11:22 09:30:00`` as ``2026-11-22 09:30``; a clock that was never set says nothing."""
    found = TIME.match(text)
    if found is None or found[1] < "1980":
        return None
    year, month, day, hour, minute = found.groups()
    return f"{year}-{month}-{day} {hour}:{minute}"


def _device(words: str, source: int) -> Device | None:
    """The class of the device from its make and model, and from what EXIF says of scanners."""
    if source in SCANNED:
        return Device.SCANNER
    for device, pattern in (
        (Device.DRONE, DRONES),
        (Device.PHONE, PHONE_MODELS),
        (Device.SCANNER, SCANNER_MAKERS),
        (Device.PHONE, PHONE_MAKERS),
        (Device.CAMERA, CAMERA_MAKERS),
    ):
        if pattern.search(words):
            return device
    return None

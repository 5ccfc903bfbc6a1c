"""XMP (ISO 16684-1): how the picture was made by its own word, with which program, and whether a place is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from kiemtin.pictures.origin.limits import MAX_ELEMENTS
from kiemtin.pictures.origin.values import SourceType

SOURCE_TYPES = {
    "trainedAlgorithmicMedia": SourceType.AI,
    "compositeWithTrainedAlgorithmicMedia": SourceType.PARTLY_AI,
    "compositeSynthetic": SourceType.COMPOSITE,
    "composite": SourceType.COMPOSITE,
    "compositeCapture": SourceType.COMPOSITE,
    "multiFrameComputationalCapture": SourceType.CAPTURE,
    "computationalCapture": SourceType.CAPTURE,
    "digitalCapture": SourceType.CAPTURE,
    "negativeFilm": SourceType.CAPTURE,
    "positiveFilm": SourceType.CAPTURE,
    "print": SourceType.CAPTURE,
    "humanEdits": SourceType.CAPTURE,
    "minorHumanEdits": SourceType.CAPTURE,
    "algorithmicallyEnhanced": SourceType.CAPTURE,
    "digitalCreation": SourceType.ARTWORK,
    "digitalArt": SourceType.ARTWORK,
    "virtualRecording": SourceType.SCREEN,
    "screenCapture": SourceType.SCREEN,
    "softwareImage": SourceType.ALGORITHM,
    "algorithmicMedia": SourceType.ALGORITHM,
    "dataDrivenMedia": SourceType.ALGORITHM,
}
"""The last part of IPTC's digital source type concepts (cv.iptc.org/newscodes/digitalsourcetype)."""

PLACE = frozenset({"GPSLatitude", "GPSLongitude"})
CREDIT, CREDITS_AI = "Credit", "made with google ai"
"""Google writes this line into what its models draw."""


@dataclass(frozen=True, slots=True)
class Xmp:
    """What was read of one packet."""

    sources: tuple[SourceType, ...] = ()
    software: str | None = None
    description: str = ""
    has_location: bool = False


def source_type(value: str) -> SourceType | None:
    """The kind of source for a concept of IPTC's vocabulary, given as its address or its last part alone."""
    return SOURCE_TYPES.get(value.strip().rstrip("/").rpartition("/")[2])


def read_xmp(packet: bytes) -> Xmp:
    """What a packet says; raises ``ValueError`` where it is no XML, or XML that declares entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, UnicodeError) as broken:
        raise ValueError("not XMP") from broken
    return _gathered(root)


def _gathered(root: Element) -> Xmp:
    sources: list[SourceType] = []
    software: str | None = None
    description, has_location = "", False
    for name, value in _properties(root):
        kind = source_type(value) if name == "DigitalSourceType" else None
        kind = SourceType.AI if name == CREDIT and CREDITS_AI in value.lower() else kind
        sources += [kind] if kind is not None else []
        software = software or (value if name == "CreatorTool" and value.strip() else None)
        description = description or (value if name == "description" else "")
        has_location = has_location or (name in PLACE and bool(value.strip()))
    return Xmp(tuple(dict.fromkeys(sources)), software, description, has_location)


def _properties(root: Element) -> Iterator[tuple[str, str]]:
    """Names and values of attributes and elements; a value inside lists counts for the element around them."""
    stack = [(root, "")]
    seen = 0
    while stack and seen < MAX_ELEMENTS:
        element, around = stack.pop()
        seen += 1
        name = _local(element.tag)
        inherited = around if name in ("Alt", "Bag", "Seq", "li", "Description", "value") else name
        for key, value in element.attrib.items():
            yield (inherited if _local(key) == "resource" else _local(key)), value
        yield inherited, element.text or ""
        stack += [(child, inherited) for child in element]


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""

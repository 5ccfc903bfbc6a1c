"""An item of several sections, such as a message with pictures, is looked at section by section; here they are joined.

What stands in one section says nothing of another: a link in one picture does not answer the words of the next. Each
section is an item of its own to the checks; then parts, findings and marks get their places in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kiemtin.evidence import Finding, FindingKind, Skip, order
from kiemtin.items import Extraction, Item, Part, PartKind, Section
from kiemtin.items.boxes import around
from kiemtin.items.pictures import boxes_of


@dataclass(frozen=True, slots=True)
class Looked:
    """What one section came to: its parts (the first is the section itself), findings, skips, and what was left out."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]
    left_out: int = 0


def sections_of(item: Item) -> tuple[Section, ...]:
    """The sections of ``item``, at least one."""
    return item.sections or (Section(0, len(item.text)),)


def section_item(item: Item, section: Section) -> Item:
    """One section as an item of its own; an item without sections is its own."""
    if not item.sections:
        return item
    return Item(item.text[section.start : section.end], "text" if section.image is None else "picture")


def parts_of(section: Section, extraction: Extraction) -> tuple[Part, ...]:
    """The parts of a section, with spans in it: the picture itself, its words or the code, and what is in them."""
    message, *others = extraction.parts
    if section.image is None:
        return extraction.parts
    if section.code is None:
        picture = Part("picture", PartKind.PICTURE, "", 0, 0)
        return (picture, *extraction.parts) if message.text.strip() else (picture,)
    code = replace(message, kind=PartKind.CODE, detail=section.code)
    if section.account is None:
        return (code, *others)
    number = section.account.number
    at = max(0, message.text.find(number))
    paid = Part("p1", PartKind.BANK_ACCOUNT, message.text[at : at + len(number)], at, at + len(number), section.account)
    return (code, paid)


def together(item: Item, looks: Sequence[Looked]) -> Looked:
    """All sections as one: parts numbered through, findings strongest first, every place in the whole item."""
    if not item.sections:
        return looks[0]
    parts: list[Part] = []
    findings: list[Finding] = []
    skipped: list[Skip] = []
    for section, look in zip(item.sections, looks, strict=True):
        names = {part.id: f"p{len(parts) + number}" for number, part in enumerate(look.parts)}
        parts += [_placed(part, section, names[part.id]) for part in look.parts]
        findings += _moved(look.findings, section, names)
        skipped += [replace(skip, part=names[skip.part] if skip.part else None) for skip in look.skipped]
    return Looked(tuple(parts), order(findings), tuple(skipped), sum(look.left_out for look in looks))


def _placed(part: Part, section: Section, name: str) -> Part:
    start, end = part.start + section.start, part.end + section.start
    if section.image is None:
        return replace(part, id=name, start=start, end=end)
    box = (around(boxes_of(section, start, end)) if start < end else None) or section.box
    return replace(part, id=name, start=start, end=end, image=section.image, box=box)


def _moved(findings: Iterable[Finding], section: Section, names: dict[str, str]) -> Iterator[Finding]:
    """A machine may misread ``rn`` as ``m``: what it read in a picture is never called an organisation's own."""
    read = section.image is not None and section.code is None
    for finding in findings:
        kind = FindingKind.CONTEXT if read and finding.kind is FindingKind.OFFICIAL else finding.kind
        marks = tuple((start + section.start, end + section.start) for start, end in finding.marks)
        yield replace(finding, part=names[finding.part], kind=kind, marks=marks)

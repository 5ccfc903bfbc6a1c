"""The small pieces of a report's page that come again and again: shapes, sources, names letter by letter.

They are made here, not by macros of the template, which cost most of what a page costs. All of it is markup of ours
with everybody else's words in it as words.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from kiemtin.evidence import Outcome
from kiemtin.formats.excerpt import Closing, LeftOut, Opening, Token
from kiemtin.formats.view import ReportView, SourceView
from kiemtin.text.alignment import Aligned

DRAWINGS = {
    Outcome.DANGER: '<path class="body" d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z"/>'
    '<path class="sign" d="M8 8l8 8M16 8l-8 8"/>',
    Outcome.CAUTION: '<path class="body" d="M12 1.5 23.5 22.5H.5z"/><path class="sign" d="M12 9v6.5M12 18.6v.4"/>',
    Outcome.PUBLISHED: '<path class="body" d="M4 1h16v22H4z"/><path class="sign" d="M8 8h8M8 12h8M8 16h8"/>',
    Outcome.OFFICIAL: '<path class="body" d="M12 1l9.5 3.5V12c0 5.5-4 9.3-9.5 11-5.5-1.7-9.5-5.5-9.5-11V4.5z"/>'
    '<path class="sign" d="M7.5 12.2l3.2 3.2 6-6.4"/>',
    Outcome.UNSETTLED: '<circle class="body" cx="12" cy="12" r="11"/>'
    '<path class="sign" d="M8.7 9.3c0-4.6 6.8-4.4 6.6-.3-.1 2.6-3.2 2.6-3.3 5.5M12 18v.4"/>',
}
"""An outcome as a drawing, so that colour never says anything alone."""

KINDS = {Opening: "opening", Closing: "closing", LeftOut: "left-out"}


@lru_cache(maxsize=16)
def shape(outcome: Outcome, size: int) -> Markup:
    """The drawing of an outcome, ``size`` pixels wide."""
    head = (
        f'<svg class="shape" viewBox="0 0 24 24" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
    )
    return Markup(f"{head}\n{DRAWINGS[outcome]}\n</svg>\n")  # noqa: S704


def label(shown: ReportView, message_id: str, **values: str | int) -> str:
    """A label of the report in its language."""
    return shown.label(message_id, **values)


def cited(source: SourceView, words: str) -> Markup:
    """``words`` that lead to a source, where it has an address."""
    told = escape(words)
    if not source.url:
        return told
    return Markup(f'<a href="{escape(source.url)}" rel="noreferrer noopener">{told}</a>')  # noqa: S704


def full(source: SourceView, shown: ReportView) -> Markup:
    """A source with its publisher, and when it was seen."""
    seen = shown.label("retrieved", date=source.retrieved) if source.retrieved else ""
    told = ", ".join(part for part in (cited(source, source.title), escape(source.publisher), escape(seen)) if part)
    return Markup(told)  # noqa: S704


def according_to(sources: Iterable[SourceView], shown: ReportView) -> Markup:
    """The publishers behind one advice, in brackets; nothing where there is none."""
    named = "; ".join(cited(source, source.publisher) for source in sources)
    if not named:
        return Markup("")
    lead = escape(shown.label("according-to"))
    return Markup(f" <small>({lead} {named})</small>")  # noqa: S704


def letters(columns: Iterable[Aligned]) -> Markup:
    """Two names, one below the other, letter by letter."""
    return Markup("".join(map(_pair, columns)))  # noqa: S704


def _pair(column: Aligned) -> str:
    differs = "" if column.same else " differs"
    return f'<span class="pair{differs}">{_letter(column.forged)}{_letter(column.official)}</span>'


def _letter(letter: str) -> str:
    return f"<span>{escape(letter)}</span>" if letter else '<span class="gap">·</span>'


def kind_of(token: Token) -> str:
    """What a token of the message is: ``opening``, ``closing``, ``left-out`` or ``words``."""
    return KINDS.get(type(token), "words")


def dialled(number: str) -> str:
    """``number`` as a ``tel:`` address takes it: digits, and ``+`` in front."""
    return re.sub(r"[^0-9+]", "", number)


def data_address(jpeg: bytes) -> str:
    """A small JPEG as an address that holds it, so that a page shows it and asks nobody."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"


FILTERS = {
    "according_to": according_to,
    "cited": cited,
    "data_address": data_address,
    "dialled": dialled,
    "full": full,
    "kind_of": kind_of,
    "label": label,
    "letters": letters,
    "shape": shape,
}

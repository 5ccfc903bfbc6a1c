"""The report as one self-contained page: no script, no request, readable on a small phone and on paper."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from kiemtin.evidence import Language, Report
from kiemtin.formats.excerpt import Closing, LeftOut, Opening, Token
from kiemtin.formats.view import SHAPES, view


def to_html(report: Report, language: Language) -> str:
    """``report`` as an HTML document in ``language``; nothing of the item is a link, and nothing is markup."""
    return _template().render(shown=view(report, language), shapes=SHAPES)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"kind_of": kind_of, "dialled": dialled}
    return environment.from_string(files("kiemtin.formats").joinpath("report.html.jinja").read_text("utf-8"))


def kind_of(token: Token) -> str:
    """What a token of the message is: ``opening``, ``closing``, ``left-out`` or ``words``."""
    match token:
        case Opening():
            return "opening"
        case Closing():
            return "closing"
        case LeftOut():
            return "left-out"
        case _:
            return "words"


def dialled(number: str) -> str:
    """``number`` as a ``tel:`` address takes it: digits, and ``+`` in front."""
    return re.sub(r"[^0-9+]", "", number)

"""The report as HTML: one self-contained page, or its body for a page that links the same style."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from kiemtin.evidence import Language, Report
from kiemtin.formats.markup import FILTERS
from kiemtin.formats.view import ReportView, view

Whose = Literal["own", "passed-on", "withheld"]


def to_html(report: Report, language: Language) -> str:
    """``report`` as an HTML document in ``language``; nothing of the item is a link, and nothing is markup.

    It holds no script and makes no request, and is readable on a small phone and on paper.
    """
    shown = view(report, language)
    style = stylesheet() + (pictures_stylesheet() if shown.pictures else "")
    return _template("report.html.jinja").render(shown=shown, body=to_body(shown), style=style)


def to_body(shown: ReportView, *, folded: bool = False, message: Whose = "own", level: int = 1) -> Markup:
    """What stands in the ``<main>`` of a page that shows one report; its style is ``stylesheet()``.

    ``folded``: what to do if it already happened, and the sources of the advice, open when they are asked for.
    ``message``: whether its reader is the one who asked, or it was passed on, with its message or without it.
    ``level``: of its first heading.
    """
    # Rendered with escaping on: what comes out is markup of ours, with everybody else's words in it as words.
    body = _template("report_body.html.jinja").render(shown=shown, folded=folded, whose=message, level=level)
    return Markup(body)  # noqa: S704


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The style of every page that shows a report."""
    return files("kiemtin.formats").joinpath("report.css").read_text("utf-8")


@lru_cache(maxsize=1)
def pictures_stylesheet() -> str:
    """What a page needs besides where the report is about pictures."""
    return files("kiemtin.formats").joinpath("pictures.css").read_text("utf-8")


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=PackageLoader("kiemtin.formats", ""),
    )
    environment.filters |= FILTERS
    return environment.get_template(name)

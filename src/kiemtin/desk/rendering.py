"""Pages: Jinja templates with the words of our own catalogues, in the language of the address."""

from __future__ import annotations

import datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from jinja2 import Environment, PackageLoader, StrictUndefined

from kiemtin.answers.wording import written_day
from kiemtin.desk.door.routes import MAX_PICTURES_BYTES
from kiemtin.desk.given import MAX_ASKED, reads_pictures
from kiemtin.desk.statics import address_of
from kiemtin.evidence.messages import LANGUAGES, Language, render
from kiemtin.formats.changes import marked

ENGLISH = "/en/"

LANGUAGE_NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}


def environment(**options: Any) -> Environment:
    """The Jinja environment of every page; an unknown name in a template is an error, never an empty place."""
    options |= {"loader": PackageLoader("kiemtin.desk"), "undefined": StrictUndefined}
    # Django's backend turns escaping on, among ``options``.
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    made.globals |= {"asset": address_of, "language_names": LANGUAGE_NAMES, "marked": marked}
    made.globals |= {
        "reads_pictures": reads_pictures,
        "takes_questions": takes_questions,
        "most_pictures": MAX_ASKED,
        "most_picture_bytes": MAX_PICTURES_BYTES,
    }
    made.filters |= {"local": local, "day": written_day, "utc": utc}
    return made


def takes_questions() -> bool:
    """Whether questions may be sent to the people of this desk."""
    taken: bool = settings.CONFIGURATION.questions.taken
    return taken


def page(template: str, language: Language, status: int = 200, /, **values: Any) -> HttpResponse:
    """The page of ``template`` in ``language``."""
    text = html(template, language, **values)
    return HttpResponse(text, status=status, headers={"Content-Language": language})


def html(template: str, language: Language, **values: Any) -> str:
    """The text of a page."""
    words = {
        "language": language,
        "others": [one for one in LANGUAGES if one != language],
        "say": partial(say, language),
        "address": partial(address, language),
        "address_in": address,
    }
    return render_to_string(f"{template}.html.jinja", {**words, **values})


def local(at: datetime.datetime, language: Language) -> str:
    """A moment as a clock and a calendar in Viet Nam show it."""
    here = localtime(at)
    return f"{here:%H:%M}, {written_day(here.date(), language)}"


def utc(at: datetime.datetime) -> str:
    """The same for programs."""
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")


def say(language: Language, message_id: str, **values: str | int) -> str:
    """A message of the catalogue."""
    return render(message_id, values, language)


def address(language: Language, name: str, **values: str | int) -> str:
    """The address of a page in ``language``: Vietnamese at the root, English below ``/en/``."""
    return reverse(f"{language}:{name}", kwargs=values) if values else _fixed_address(language, name)


@lru_cache(maxsize=256)
def _fixed_address(language: Language, name: str) -> str:
    """The address of a page of which there is one; every page links several of them."""
    return reverse(f"{language}:{name}")


def language_of(request: HttpRequest) -> Language:
    """The language that an address is in; a page never asks the browser, so it never depends on who asks."""
    return "en" if f"{request.path}/".startswith(ENGLISH) else "vi"

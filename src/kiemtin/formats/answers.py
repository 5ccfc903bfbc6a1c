"""Published answers as HTML: what stands in the ``<main>`` of their pages, on a desk or in a folder of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kiemtin.answers.claim_review import claim_review, embedded
from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import last_claim, title_of
from kiemtin.answers.scale import Rating
from kiemtin.answers.site import CORRECTIONS, LISTED, Site, language_of, picture_at
from kiemtin.answers.values import Content, PublishedAnswer, Record
from kiemtin.answers.wording import change_in_words, fit, one_line, written_day
from kiemtin.evidence.messages import Language, render
from kiemtin.formats.changes import Changed, changed_texts, content_texts, marked
from kiemtin.formats.visible import clipped

PAGE = LISTED

LONGEST_TITLE = 120
"""Characters of the title of a page."""

DRAWINGS = {
    Rating.FALSE: '<path class="body" d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z"/>'
    '<path class="sign" d="M8 8l8 8M16 8l-8 8"/>',
    Rating.MISLEADING: '<path class="body" d="M12 1.5 23.5 22.5H.5z"/><path class="sign" d="M12 9v6.5M12 18.6v.4"/>',
    Rating.UNPROVEN: '<circle class="body" cx="12" cy="12" r="11"/>'
    '<path class="sign" d="M8.7 9.3c0-4.6 6.8-4.4 6.6-.3-.1 2.6-3.2 2.6-3.3 5.5M12 18v.4"/>',
    Rating.MOSTLY_TRUE: '<path class="body" d="M12 .5 23.5 12 12 23.5.5 12z"/>'
    '<path class="sign" d="M6.5 13.5c1.8-3 3.7-3 5.5-1.5s3.7 1.5 5.5-1.5"/>',
    Rating.TRUE: '<path class="body" d="M3 1h18v22H3z"/><path class="sign" d="M7.5 12.2l3.2 3.2 6-6.4"/>',
}
"""A rating as a drawing of its own outline, so that colour never says anything alone."""

TONES = {
    Rating.FALSE: "danger",
    Rating.MISLEADING: "caution",
    Rating.UNPROVEN: "unsettled",
    Rating.MOSTLY_TRUE: "published",
    Rating.TRUE: "official",
}

ADDRESS = re.compile(r"https?://[^\s<>\"'“”]{1,2000}")
"""Where an explanation has an address, it can be followed; nothing else in it is markup."""

TRAILING = ".,;:!?)]}…"

Link = Callable[[str], str]
"""From the path of a page on a desk (``/answers/x``) to what a link to it says."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a page stands in: its site, the language around the answers, how it links, and its principles' own words."""

    site: Site
    language: Language
    link: Link
    own_principles: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its title, its body, and what goes into its head: description, canonical address, linked data."""

    title: str
    body: Markup
    description: str = ""
    canonical: str = ""
    linked_data: Markup | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the answers: which page of the list, whether there is more; ``search`` is what was searched for."""

    answers: Sequence[PublishedAnswer]
    number: int = 1
    more: bool = False
    search: str | None = None
    can_search: bool = True


def answer_page(edition: Edition, answer: PublishedAnswer, place: Place) -> Shown:
    """The page of one answer, as it stands or withdrawn, with everything that became of it."""
    own = language_of(answer)
    review = claim_review(answer, place.site)
    body = _render(
        "answer_body",
        place,
        answer=answer,
        content=answer.content,
        own=own,
        claim=fit(last_claim(answer)),
        history=list(reversed(_history(edition, answer, place.language))),
    )
    return Shown(
        title=f"{clipped(title_of(answer, own), LONGEST_TITLE)} · {one_line(place.site.publisher)}",
        body=body,
        description=one_line(answer.content.finding) if answer.content is not None else "",
        canonical=place.site.of(answer),
        linked_data=_script(embedded(review)) if review is not None else None,
    )


def answer_in_short(content: Content, language: Language) -> Markup:
    """The claim and what was found about it, for a page whose other words are in ``language``."""
    own: Language = content.language
    template = _environment().get_template("answer_in_short.html.jinja")
    words = template.render(say=partial(_say, language), language=language, own=own, content=content)
    return Markup(words)  # noqa: S704 - rendered with escaping on


def list_page(listed: Listed, place: Place) -> Shown:
    """A page of the list of answers, or what was found for a search."""
    title = render("publication.list.title", {}, place.language)
    return Shown(
        title=f"{title} · {one_line(place.site.publisher)}",
        body=_render("answers_body", place, listed=listed),
        description=render("publication.list.lead", {}, place.language),
        canonical=place.site.whole("/en/answers" if place.language == "en" else "/answers"),
    )


def principles_page(place: Place) -> Shown:
    """How the desk works, its scale, and what it does when it was wrong."""
    title = render("publication.principles.title", {}, place.language)
    return Shown(
        title=f"{title} · {one_line(place.site.publisher)}",
        body=_render("principles_body", place, ratings=list(Rating)),
        description=render("publication.principles.lead", {"publisher": place.site.publisher}, place.language),
        canonical=place.site.principles(place.language),
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """One record as the history shows it; ``changed`` are the pieces of each text that is not as it was."""

    record: Record
    index: int
    words: str
    day: str
    changed: Changed


def _history(edition: Edition, answer: PublishedAnswer, language: Language) -> list[_Change]:
    shown = []
    before: Content | None = None
    for record in answer.history:
        changed: Changed = ()
        if before and record.content:
            changed = changed_texts(content_texts(before, language), content_texts(record.content, language))
        index = edition.places[record.answer, record.version]
        words, day = change_in_words(record.change, language), written_day(record.date, language)
        shown.append(_Change(record, index, words, day, changed))
        before = record.content or before
    return shown


@lru_cache(maxsize=7)
def rating_shape(rating: Rating) -> Markup:
    """The drawing of a rating."""
    return Markup(  # noqa: S704 - drawings of ours
        f'<svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{DRAWINGS[rating]}</svg>'
    )


def paragraphs(text: str) -> Markup:
    """``text`` as paragraphs in which addresses can be followed, and nothing else is anything but words."""
    blocks = [block for block in re.split(r"\n\s*\n", fit(text).replace("\r\n", "\n").strip()) if block.strip()]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(map(_linked, block.split("\n")))) for block in blocks
    )


def web_link(url: str, words: str) -> Markup:
    """``words`` as a link where ``url`` is one of the web; else the words alone."""
    try:
        good = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        good = False
    if not good:
        return escape(words)
    return Markup('<a href="{}" rel="noopener nofollow" dir="auto">{}</a>').format(fit(url), words)


def _linked(line: str) -> Markup:
    made, last = Markup(""), 0
    for found in ADDRESS.finditer(line):
        url = found[0].rstrip(TRAILING)
        made += escape(line[last : found.start()]) + web_link(url, url)
        last = found.start() + len(url)
    return made + escape(line[last:])


def _script(text: str) -> Markup:
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 - no "<" in it


def _render(name: str, place: Place, **values: object) -> Markup:
    say = partial(_say, place.language)
    words = {"say": say, "day": partial(_day, place.language), "place": place, "link": place.link, "site": place.site}
    rendered = _environment().get_template(f"{name}.html.jinja").render(**words, **values, corrections=CORRECTIONS)
    return Markup(rendered)  # noqa: S704 - rendered with escaping on


def _say(language: Language, message_id: str, **values: str | int) -> str:
    return render(message_id, values, language)


def _day(language: Language, day: object) -> str:
    import datetime

    return written_day(day, language) if isinstance(day, datetime.date) else ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=PackageLoader("kiemtin.formats", ""),
    )
    environment.filters |= {"paragraphs": paragraphs, "fit": fit, "one_line": one_line}
    environment.globals |= {"shape": rating_shape, "tones": TONES, "web_link": web_link, "last_claim": last_claim}
    environment.globals |= {"marked": marked, "picture_at": picture_at}
    return environment

"""What is other in a draft than it was: since its last review, since any save, and than what is published."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from kiemtin.answers.drafting import RECOGNISED, SHOWN, Typed, TypedPicture, TypedSource, clean, typed_from
from kiemtin.answers.scale import Rating
from kiemtin.answers.values import Change
from kiemtin.answers.wording import verdict
from kiemtin.desk.answers import drafts, reading, revisions
from kiemtin.desk.answers.models import OPEN, Draft
from kiemtin.desk.answers.revisions import Revision, Words
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.rendering import LANGUAGE_NAMES, say
from kiemtin.desk.workshop.telling import names_of, told
from kiemtin.errors import Refused
from kiemtin.evidence.messages import Language
from kiemtin.formats.changes import Changed, changed_texts

MOST_DIGITS = 9
"""Digits of the number of a version."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a draft, and what is other in the later one."""

    before: Revision
    after: Revision
    changed: Changed


@told
def versions(visit: StaffVisit, number: int) -> HttpResponse:
    """The kept versions of a draft, and what changed between two of them."""
    draft = drafts.find(number)
    if draft.state not in OPEN:
        raise Refused("answers.no-such-draft", given=number)
    kept = revisions.revisions(draft)
    return visit.page(
        "staff_versions",
        draft=draft,
        versions=kept,
        names=names_of(one.account for one in kept),
        compared=_chosen(visit, kept),
    )


def since_review(draft: Draft, language: Language) -> Compared | None:
    """What changed since a reviewer last approved or returned ``draft``; ``None`` where nobody has, or nothing did."""
    kept = revisions.revisions(draft)
    reviewed = next((one for one in kept if one.reviewed), None)
    if reviewed is None or reviewed is kept[0]:
        return None
    return _compared(reviewed, kept[0], language)


def against_published(draft: Draft, language: Language) -> Changed:
    """What readers will see changed once ``draft`` is published; nothing for an answer that is new."""
    records = [one.record for one in reading.history(draft.answer) if one.record is not None]
    said = [one.content for one in records if one.content is not None]
    if draft.change == Change.PUBLISH or not said:
        return ()
    return changed_texts(_texts(typed_from(said[-1]), language), _texts(clean(drafts.typed_in(draft)), language))


def _chosen(visit: StaffVisit, kept: tuple[Revision, ...]) -> Compared | None:
    """The two versions that were asked for; else the latest, and the one reviewed last or the one before it."""
    if len(kept) < 2:
        return None
    known = {one.version: one for one in kept}
    usual = next((one for one in kept[1:] if one.reviewed), kept[1])
    one = known.get(_number(visit, "from"), usual)
    other = known.get(_number(visit, "to"), kept[0])
    before, after = sorted((one, other), key=lambda revision: revision.version)
    return _compared(before, after, visit.language)


def _compared(before: Revision, after: Revision, language: Language) -> Compared:
    return Compared(before, after, changed_texts(_all_texts(before.words, language), _all_texts(after.words, language)))


def _number(visit: StaffVisit, name: str) -> int:
    given = str(visit.request.GET.get(name, ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS else 0


def _all_texts(words: Words, language: Language) -> dict[str, str]:
    return {
        say(language, "desk.work.field.reason"): words.reason,
        **_texts(words.typed, language),
        say(language, "desk.work.field.slug"): words.slug,
    }


def _texts(typed: Typed, language: Language) -> dict[str, str]:
    """The texts of a draft by what they are called in its form; sources a line each."""
    own: Language = "en" if typed.language == "en" else "vi"
    rating = verdict(Rating(typed.rating), own) if typed.rating in list(Rating) else typed.rating
    sources = (" ".join(filter(None, map(str.strip, _of_source(one)))) for one in typed.sources)
    texts = {
        "claim": typed.claim,
        "rating": rating,
        "finding": typed.finding,
        "explanation": typed.explanation,
        "lang": LANGUAGE_NAMES[own],
        "sources": "\n".join(sources),
        "pictures": "\n".join(_of_picture(one, language) for one in typed.pictures),
    }
    return {say(language, f"desk.work.field.{name}"): text for name, text in texts.items()}


def _of_picture(picture: TypedPicture, language: Language) -> str:
    choices = {SHOWN: "desk.work.picture.shown", RECOGNISED: "desk.work.picture.recognised"}
    chosen = say(language, choices[picture.shown]) if picture.shown in choices else ""
    return " ".join(filter(None, (picture.alternative, picture.caption, chosen, f"({picture.sha256[:12]})")))


def _of_source(source: TypedSource) -> tuple[str, ...]:
    return source.title, source.publisher, source.accessed, source.url, source.archive

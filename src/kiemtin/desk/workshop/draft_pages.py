"""Drafts: which are open, one of them with what it lacks, its review, and what askers will see of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from kiemtin.answers.claim_review import claim_review
from kiemtin.answers.drafting import Typed, content_of
from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import json_feed
from kiemtin.answers.fold import published_answers
from kiemtin.answers.page_reading import faults_in
from kiemtin.answers.site import PICTURES, language_of
from kiemtin.answers.slugs import slug_of
from kiemtin.answers.values import Change, Logged, Record
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.answers import drafts, reading
from kiemtin.desk.answers.models import OPEN, Draft, State
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.published.views import place_of
from kiemtin.desk.rendering import address, html, say
from kiemtin.desk.workshop import linking, versions
from kiemtin.desk.workshop.draft_pictures import asked_pictures
from kiemtin.desk.workshop.telling import numbers_in, told
from kiemtin.desk.workshop.wording import FIELDS
from kiemtin.errors import Refused
from kiemtin.evidence.messages import Language, render
from kiemtin.formats.answers import Place, answer_page, web_link

MOST_SHOWN = 200
"""Open drafts on the page; a desk that has more finishes some first."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that keeps a draft from being published, in words: where, and what."""

    where: str
    what: str


@told
def listed(visit: StaffVisit) -> HttpResponse:
    """The drafts that can still become something, the last changed first."""
    found = Draft.objects.filter(state__in=OPEN).order_by("-changed")[:MOST_SHOWN]
    return visit.page("staff_drafts", drafts=list(found))


@told
def start(visit: StaffVisit) -> HttpResponse:
    """Begin an answer that nobody has asked for."""
    number = drafts.start(visit.account.pk, Typed(language=visit.language))
    visit.done("started-draft", "draft", number)
    return visit.go("desk-draft-edit", number=number)


@told
def draft(visit: StaffVisit, number: int) -> HttpResponse:
    """A draft as it stands, what it lacks, whose turn it is."""
    found = drafts.find(number)
    looked_at = drafts.look_at(found)
    typed, review = drafts.typed_in(found), settings.CONFIGURATION.review
    own = review and drafts.has_written(found, visit.account.pk)
    ready = found.state == State.APPROVED or (found.state == State.SUBMITTED and not review)
    return visit.page(
        "staff_draft",
        draft=found,
        typed=typed,
        lacking=[
            Lacking(_where(one.where, visit.language), render(one.message_id, one.values, visit.language))
            for one in looked_at.problems
        ],
        names=dict.fromkeys((one.name, _where(one.where, visit.language)) for one in looked_at.names),
        is_open=found.state in OPEN,
        is_change=found.change != Change.PUBLISH,
        since_review=versions.since_review(found, visit.language) if found.state in OPEN else None,
        readers_see=versions.against_published(found, visit.language) if found.state in OPEN else (),
        own=own,
        can_review=visit.account.may(Role.REVIEWER) and found.state == State.SUBMITTED and review and not own,
        can_publish=visit.account.may(Role.REVIEWER) and ready,
        groups=linking.groups_for(found.answer),
        asked_pictures=asked_pictures(found.answer) if found.state == State.DRAFT else (),
        answer=reading.answer_of(found.answer),
        longest=drafts.MAX_NOTE,
        web_link=web_link,
    )


@told
def preview(visit: StaffVisit, number: int) -> HttpResponse:
    """What everybody will see, and programs will read; only of what could be published as it is."""
    found = drafts.find(number)
    if found.state not in OPEN or drafts.look_at(found).problems:
        raise Refused("answers.not-complete")
    edition = _edition_with(found)
    answer = published_answers(edition.log)[-1]
    place = place_of(visit.request, language_of(answer))
    shown = answer_page(edition, answer, _with_pictures(place_of(visit.request, visit.language)))
    review = claim_review(answer, place.site)
    # Held to the rules on the page in the answer's own language: that is the one whose address it gives.
    page = html(
        "published",
        place.language,
        shown=answer_page(edition, answer, place),
        here="answers",
        slug=answer.slug,
        asked=0,
    )
    return visit.page(
        "staff_preview",
        draft=found,
        shown=shown,
        review=json.dumps(review, ensure_ascii=False, indent=2),
        faults=[say(visit.language, f"publication.fault.{one.what}", value=one.value) for one in faults_in(page)],
        entry=json_feed(edition, place.site)["items"][0],
    )


def _with_pictures(place: Place) -> Place:
    """``place``, whose pictures come from the desk: nothing of them is published yet."""

    def link(path: str) -> str:
        if not path.startswith(PICTURES):
            return place.link(path)
        return address(place.language, "desk-draft-picture", sha256=path.removeprefix(PICTURES).removesuffix(".jpg"))

    return replace(place, link=link)


@told
def submit(visit: StaffVisit, number: int) -> HttpResponse:
    """Ask for the review."""
    if not drafts.submit(visit.account.pk, number).done:
        return visit.go("desk-draft", "desk.work.not-complete", number=number)
    visit.done("submitted-draft", "draft", number)
    return visit.go("desk-draft", "desk.work.submitted", number=number)


@told
def approve(visit: StaffVisit, number: int) -> HttpResponse:
    """Somebody else's draft may be published as it is."""
    drafts.approve(visit.account.pk, number, _version(visit))
    visit.done("approved-draft", "draft", number)
    return visit.go("desk-draft", "desk.work.approved", number=number)


@told
def give_back(visit: StaffVisit, number: int) -> HttpResponse:
    """Somebody else's draft goes back, with a remark."""
    drafts.give_back(visit.account.pk, number, _version(visit), visit.field("note"))
    visit.done("returned-draft", "draft", number)
    return visit.go("desk-draft", "desk.work.returned", number=number)


@told
def publish(visit: StaffVisit, number: int) -> HttpResponse:
    """Publish an approved draft, and let those who asked see it with their receipts. Safe to press twice."""
    was_published = drafts.find(number).state == State.PUBLISHED
    answer = drafts.publish(number)
    if not was_published:
        visit.done("published-draft", "answer", answer.id)
    linking.answer_groups(answer.id, visit.account.pk)
    return visit.go("desk-answer", "desk.work.published", answer=answer.id)


@told
def close(visit: StaffVisit, number: int) -> HttpResponse:
    """Nothing comes of this draft."""
    drafts.close(number)
    visit.done("closed-draft", "draft", number)
    return visit.go("desk-draft", "desk.work.closed", number=number)


@told
def reopen(visit: StaffVisit, number: int) -> HttpResponse:
    """Something comes of it after all."""
    drafts.reopen(number)
    visit.done("reopened-draft", "draft", number)
    return visit.go("desk-draft", "desk.work.reopened", number=number)


def _version(visit: StaffVisit) -> int:
    return next(iter(numbers_in(visit, "version")), 0)


def _where(where: str, language: Language) -> str:
    """``sources.2.url`` as people call it."""
    words = where.split(".")
    named = say(language, f"desk.work.field.{words[-1] if words[-1] in FIELDS else 'sources'}")
    if len(words) < 3:
        return named
    thing = "desk.work.draft-picture" if words[0] == "pictures" else "desk.work.source"
    return f"{say(language, thing, number=words[1])}, {named}"


def _edition_with(draft: Draft) -> Edition:
    """Everything published of this answer, and the draft as if it were the next entry of the log."""
    today = timezone.localdate()
    content, before = content_of(drafts.typed_in(draft), today), reading.history(draft.answer)
    record = Record(
        answer=draft.answer,
        version=draft.base + 1,
        change=Change(draft.change),
        date=today,
        slug=slug_of(draft.slug or content.claim, draft.answer),
        content=content,
        reason="" if draft.change == Change.PUBLISH else draft.reason.strip(),
    )
    return Edition((*before, Logged(reading.log_size(), b"", record)))

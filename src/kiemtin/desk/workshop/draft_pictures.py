"""Attaching pictures to a draft: those that somebody asked with, and others that are uploaded."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse

from kiemtin.desk.answers import drafts, pictures, revisions
from kiemtin.desk.answers.models import State
from kiemtin.desk.given import pictures_in
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.questions import reading
from kiemtin.desk.workshop import linking
from kiemtin.desk.workshop.telling import numbers_in, told
from kiemtin.errors import Refused


@told
def attach(visit: StaffVisit, number: int) -> HttpResponse:
    """Attach a picture; whether it is published is chosen in the form of the draft."""
    draft = drafts.find(number)
    if draft.state != State.DRAFT:
        raise Refused("answers.in-review")
    taken = pictures.take(_given(visit, draft.answer))
    words = revisions.words_of(draft)
    attached = words.typed.pictures
    if all(one.sha256 != taken.sha256 for one in attached):
        typed = replace(words.typed, pictures=(*attached, taken))
        drafts.save(visit.account.pk, number, drafts.Saving(draft.version, typed, words.reason, words.slug))
    return visit.go("desk-draft-edit", "desk.work.attached", number=number)


@told
def picture(visit: StaffVisit, sha256: str) -> HttpResponse:
    """Our own copy of a picture of a draft."""
    body = pictures.file(sha256)
    if body is None:
        raise Refused("desk.queue.not-there")
    return HttpResponse(body, "image/jpeg")


def asked_pictures(answer: str) -> tuple[int, ...]:
    """The numbers of the pictures that those sent who wait for ``answer``."""
    groups = linking.groups_for(answer)
    return tuple(number for group in groups for one in reading.questions(group) for number in one.pictures)


def _given(visit: StaffVisit, answer: str) -> bytes:
    """What is to be attached: a file, or a picture of a question, with personal data covered."""
    asked = numbers_in(visit, "asked")
    if asked:
        if asked[0] not in asked_pictures(answer):
            raise Refused("desk.queue.not-there")
        return reading.picture(asked[0])
    files = pictures_in(visit.request)
    if len(files) != 1:
        raise Refused("answers.one-picture")
    return files[0].data

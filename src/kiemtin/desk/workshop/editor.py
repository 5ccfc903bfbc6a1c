"""The form in which an answer is written: without script, with as many sources as are needed.

With the script ``autosave.js`` it saves itself. Then the same form is sent with another step, and the answer is JSON:
the version that is saved now, or why nothing was saved, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from django.http import HttpResponse, JsonResponse

from kiemtin.answers.drafting import Typed, TypedPicture, TypedSource
from kiemtin.answers.scale import Rating
from kiemtin.answers.values import (
    MAX_ALTERNATIVE,
    MAX_CLAIM,
    MAX_FINDING,
    MAX_REASON,
    MAX_SOURCES,
    MAX_TITLE,
    MAX_URL,
    Change,
)
from kiemtin.desk.answers import drafts
from kiemtin.desk.answers.models import OPEN, Draft, State
from kiemtin.desk.people.staff import BY_ITSELF, StaffVisit
from kiemtin.desk.workshop.telling import in_words, status_of, told
from kiemtin.errors import KiemtinError, Refused, Stale, TooLarge

PARTS = ("url", "title", "publisher", "accessed", "archive")
"""The fields of a source, in the order of ``TypedSource``."""

ADD, REVIEW = "add", "review"
"""What the buttons beside the one for saving say: show one more source; save, and go on to what is missing."""

AFTER_MILLISECONDS = 3_000
"""How long after the last letter the script saves."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the page shows: what was typed, how many sources have room, what went wrong, and what others have saved."""

    saving: drafts.Saving
    rows: int
    complaint: str = ""
    status: int = 200
    saved: Typed | None = None


@told
def edit(visit: StaffVisit, number: int) -> HttpResponse:
    """Write in a draft."""
    draft = drafts.find(number)
    if visit.posted and visit.field("step") == BY_ITSELF:
        return _saved_by_itself(visit, draft)
    if draft.state not in OPEN:
        raise Refused("answers.no-such-draft", given=number)
    if not visit.posted:
        saving = drafts.Saving(draft.version, drafts.typed_in(draft), draft.reason, draft.slug)
        return _page(visit, draft, Form(saving, len(saving.typed.sources) + 1))
    saving, step = _saving(visit, draft), visit.field("step")
    rows = len(saving.typed.sources) + 1
    if step == ADD:
        return _page(visit, draft, Form(saving, rows + 1))
    try:
        drafts.save(visit.account.pk, number, saving)
    except Stale as stale:
        return _page(visit, drafts.find(number), _beside_saved(visit, number, saving, stale))
    except Refused as error:
        return _page(visit, draft, Form(saving, rows, in_words(visit, error), status_of(error)))
    if step == REVIEW:
        return visit.go("desk-draft", "desk.work.saved", number=number)
    return visit.go("desk-draft-edit", "desk.work.saved", number=number)


def _saved_by_itself(visit: StaffVisit, draft: Draft) -> HttpResponse:
    """What the script learns: the version that is saved now, or in words why it is not."""
    try:
        version = drafts.save(visit.account.pk, draft.pk, replace(_saving(visit, draft), by_hand=False))
    except KiemtinError as error:
        decide = not isinstance(error, TooLarge)  # what is too long is made shorter, and then saved like anything else
        return JsonResponse({"said": in_words(visit, error), "decide": decide}, status=status_of(error))
    return JsonResponse({"version": version})


def _beside_saved(visit: StaffVisit, number: int, saving: drafts.Saving, stale: Stale) -> Form:
    """What was typed, kept, beside what somebody else has saved; saving again is then on purpose."""
    draft = drafts.find(number)
    # A picture that somebody has attached meanwhile is in no form that was opened before.
    known = {one.sha256 for one in saving.typed.pictures}
    more = tuple(one for one in drafts.typed_in(draft).pictures if one.sha256 not in known)
    typed = replace(saving.typed, pictures=saving.typed.pictures + more)
    kept = replace(saving, version=draft.version, typed=typed)
    return Form(kept, len(kept.typed.sources) + 1, in_words(visit, stale), status_of(stale), drafts.typed_in(draft))


def _page(visit: StaffVisit, draft: Draft, form: Form) -> HttpResponse:
    sources = [*form.saving.typed.sources, *[TypedSource()] * form.rows]
    return visit.page(
        "staff_edit",
        form.status,
        draft=draft,
        form=form,
        sources=sources[: min(max(form.rows, 1), drafts.ROOM * MAX_SOURCES)],
        ratings=list(Rating),
        is_change=draft.change != Change.PUBLISH,
        # Beside what somebody else has saved, saving is on purpose.
        saves_itself=draft.state == State.DRAFT and form.saved is None,
        after=AFTER_MILLISECONDS,
        parts=PARTS,
        longest={
            "claim": MAX_CLAIM,
            "finding": MAX_FINDING,
            "reason": MAX_REASON,
            "title": MAX_TITLE,
            "url": MAX_URL,
            "alternative": MAX_ALTERNATIVE,
        },
    )


def _saving(visit: StaffVisit, draft: Draft) -> drafts.Saving:
    version = visit.field("version")
    typed = Typed(
        language=visit.field("lang"),
        claim=_text(visit, "claim"),
        finding=_text(visit, "finding"),
        rating=visit.field("rating"),
        explanation=_text(visit, "explanation"),
        sources=_sources(visit),
        pictures=_pictures(visit, draft),
    )
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return drafts.Saving(number, typed, _text(visit, "reason"), visit.field("slug"))


def _pictures(visit: StaffVisit, draft: Draft) -> tuple[TypedPicture, ...]:
    """The pictures of ``draft`` that the form has, without those that are marked to be taken out."""
    attached = {one.sha256: one for one in drafts.typed_in(draft).pictures}
    listed = dict.fromkeys(str(one) for one in visit.request.POST.getlist("picture"))
    by_hand = visit.field("step") != BY_ITSELF  # a mark may be taken back as long as nobody saves
    return tuple(
        replace(
            attached[sha256],
            shown=visit.field(f"shown-{sha256}"),
            alternative=_text(visit, f"alternative-{sha256}"),
            caption=_text(visit, f"caption-{sha256}"),
        )
        for sha256 in listed
        if sha256 in attached and not (by_hand and visit.field(f"remove-{sha256}"))
    )


def _text(visit: StaffVisit, name: str) -> str:
    """A text as it was typed: on their way, forms end lines in two characters, where scripts send one."""
    return visit.field(name).replace("\r\n", "\n")


def _sources(visit: StaffVisit) -> tuple[TypedSource, ...]:
    """The rows in which something is written; emptying a row takes its source out."""
    columns = (visit.request.POST.getlist(f"source-{part}") for part in PARTS)
    rows = (TypedSource(*map(str, row)) for row in zip_longest(*columns, fillvalue=""))
    return tuple(one for one in rows if any(getattr(one, part).strip() for part in PARTS))

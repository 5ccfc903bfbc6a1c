"""Drafts: written with autosave, submitted, looked at by a second person, published.

``account`` is whoever of the staff acts. It is kept with the draft, so that nobody approves their own work, and goes
with it; what is published holds no word of it.
"""

from __future__ import annotations

import base64
import datetime
import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiemtin.answers.drafting import Problem, Typed, content_of, judge, judge_text, typed_from
from kiemtin.answers.private_names import Named, organisation_names, private_names
from kiemtin.answers.slugs import slug_of
from kiemtin.answers.values import (
    MAX_ALTERNATIVE,
    MAX_CLAIM,
    MAX_EXPLANATION,
    MAX_FINDING,
    MAX_PICTURES,
    MAX_REASON,
    MAX_SOURCES,
    MAX_TITLE,
    MAX_URL,
    Change,
    PublishedAnswer,
    Record,
)
from kiemtin.desk.answers import log, pictures, reading, revisions
from kiemtin.desk.answers.models import OPEN, Draft, DraftWork, LogEntry, State
from kiemtin.errors import Refused, Stale, TooLarge

ID_BYTES = 7
"""Random bytes of an answer's id: ten letters of base 32 take 50 bits, so two answers are never called the same."""

KEEP_DONE = datetime.timedelta(days=30)
"""How long a closed draft can be taken up again: as long as a question is kept."""

ROOM = 2
"""How many times longer than what may be published a text of a draft may be: what is too long is said, not cut off."""

MAX_NOTE = 5_000
"""Characters of what a reviewer writes to whoever wrote the draft."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What submitting came to: with ``problems`` the draft stays a draft; ``names`` are warnings alone."""

    problems: tuple[Problem, ...]
    names: tuple[Named, ...]

    @property
    def done(self) -> bool:
        """Whether the draft now waits for its review."""
        return not self.problems


def start(account: int, typed: Typed | None = None) -> int:
    """A new draft of an answer, and its number; the answer has its id from now on."""
    return _created(account, Draft(answer=new_id(), change=Change.PUBLISH.value), typed or Typed())


def start_change(account: int, answer: str, change: Change) -> int:
    """A draft that corrects or updates what ``answer`` says now; its number.

    Raises ``Refused`` where there is no such answer, or somebody has such a draft open.
    """
    if change not in (Change.CORRECT, Change.UPDATE):
        raise Refused("answers.no-such-change", given=change.value)
    records = [one.record for one in reading.history(answer) if one.record is not None]
    contents = [record.content for record in records if record.content is not None]
    if not records:
        raise Refused("answers.no-such-answer", given=answer[:40])
    draft = Draft(answer=answer, change=change.value, base=records[-1].version, slug=_words_of(records[-1].slug))
    return _created(account, draft, typed_from(contents[-1]) if contents else Typed())


def find(number: int) -> Draft:
    """The draft of this number; raises ``Refused`` where there is none."""
    draft = Draft.objects.filter(pk=number).first()
    if draft is None:
        raise Refused("answers.no-such-draft", given=number)
    return draft


def typed_in(draft: Draft) -> Typed:
    """What stands in a draft."""
    return revisions.words_of(draft).typed


@dataclass(frozen=True, slots=True)
class Saving:
    """What is saved: the words, a change's public ``reason``, words for the address, the version it began from.

    ``by_hand``: somebody pressed a button; otherwise the page saves what was typed by itself.
    """

    version: int
    typed: Typed
    reason: str = ""
    slug: str = ""
    by_hand: bool = True


def save(account: int, number: int, saving: Saving) -> int:
    """Save a draft, complete or not; its new version.

    Whoever saves has written in it, and any approval is void; where nothing is other than it was, nothing is done, so
    whoever did not hear that it was saved may save again. Raises ``Stale`` where somebody has saved since
    ``saving.version``, ``Refused`` where the draft is not open, or is submitted and nobody's hand saves it,
    ``TooLarge`` where it holds more than a draft may.
    """
    _need_room(saving)
    with transaction.atomic():
        draft = _open(number)
        if revisions.words_of(draft) == revisions.Words(saving.typed, saving.reason, saving.slug):
            if saving.by_hand:
                revisions.keep_by_hand(draft)
            return int(draft.version)
        if draft.version != saving.version:
            raise Stale("answers.stale", version=draft.version)
        if not saving.by_hand and draft.state != State.DRAFT:
            raise Refused("answers.in-review")
        _put(draft, saving.typed)
        draft.reason, draft.slug, draft.state = saving.reason, saving.slug, State.DRAFT.value
        draft.version += 1
        _save(draft)
        DraftWork.objects.filter(draft=draft, approved=True).delete()
        DraftWork.objects.get_or_create(draft=draft, account_id=account, approved=False)
        revisions.keep(draft, account, by_hand=saving.by_hand)
        return int(draft.version)


def submit(account: int, number: int) -> Submitted:
    """Ask for the review of a draft; what keeps it from being published, and what looks like a person's name."""
    with transaction.atomic():
        draft = _open(number)
        typed = typed_in(draft)
        problems = (*judge(typed, timezone.localdate()), *_problems_of_change(draft))
        if not problems:
            draft.state = State.SUBMITTED.value
            _save(draft)
            DraftWork.objects.get_or_create(draft=draft, account_id=account, approved=False)
    return Submitted(problems, _names(draft, typed))


def look_at(draft: Draft) -> Submitted:
    """What submitting ``draft`` would come to as it stands; nothing is changed."""
    typed = typed_in(draft)
    problems = (*judge(typed, timezone.localdate()), *_problems_of_change(draft))
    return Submitted(problems, _names(draft, typed))


def _names(draft: Draft, typed: Typed) -> tuple[Named, ...]:
    """What looks like a private person's name in all that would be public of a draft."""
    return private_names(typed, _register_names(), "" if draft.change == Change.PUBLISH else draft.reason)


def approve(account: int, number: int, version: int) -> None:
    """Approve ``version`` of a submitted draft.

    Raises ``Refused`` where ``account`` wrote or submitted it, or it is not submitted; ``Stale`` where it has
    changed since.
    """
    with transaction.atomic():
        draft = _submitted(number, version)
        if settings.CONFIGURATION.review and has_written(draft, account):
            raise Refused("answers.own-work")
        draft.state = State.APPROVED.value
        _save(draft)
        DraftWork.objects.get_or_create(draft=draft, account_id=account, approved=True)
        revisions.mark(draft, State.APPROVED)


def give_back(account: int, number: int, version: int, note: str) -> None:
    """Give a submitted draft back with a note; raises as ``approve`` does, and for a note that is missing or long."""
    if any(judge_text("note", note.strip(), MAX_NOTE)):
        raise Refused("answers.note-missing", limit=MAX_NOTE)
    with transaction.atomic():
        draft = _submitted(number, version)
        draft.state, draft.review_note = State.DRAFT.value, note.strip()
        _save(draft)
        revisions.mark(draft, State.DRAFT)


def close(number: int) -> None:
    """Close a draft as ``not checkable``: unrated and unpublished. Raises ``Refused`` where it is not open."""
    with transaction.atomic():
        draft = _open(number)
        draft.state = State.CLOSED.value
        _save(draft)


def reopen(number: int) -> None:
    """Take up a closed draft again; raises ``Refused`` where it is not closed, or another one is open by now."""
    try:
        with transaction.atomic():
            draft = find(number)
            if draft.state != State.CLOSED:
                raise Refused("answers.not-closed")
            draft.state = State.DRAFT.value
            _save(draft)
    except IntegrityError as error:
        raise Refused("answers.draft-open") from error


def publish(number: int) -> PublishedAnswer:
    """Publish an approved draft (or, without reviews, a submitted one) through the log; the answer as it now stands.

    Safe to repeat: what is published already is given again. Raises ``Refused`` where it is not approved, or the answer
    has changed since the draft was begun; ``Untrusted`` and ``OutOfReach`` where the log cannot be signed.
    """
    draft = find(number)
    if draft.state != State.PUBLISHED:
        log.append(lambda _size: _published(number))
    else:
        log.complete()
    return reading.need_answer(draft.answer)


def _published(number: int) -> tuple[Record, ...]:
    """The record of a draft, which is marked as published; called while nobody else appends."""
    draft = find(number)
    if draft.state == State.PUBLISHED:
        return ()  # by another process, this very moment
    ready = (State.APPROVED,) if settings.CONFIGURATION.review else (State.APPROVED, State.SUBMITTED)
    if draft.state not in ready:
        raise Refused("answers.not-approved")
    if LogEntry.objects.filter(answer=draft.answer).count() != draft.base:
        raise Refused("answers.changed-meanwhile")
    typed, today = typed_in(draft), timezone.localdate()
    if judge(typed, today) or _problems_of_change(draft):
        raise Refused("answers.not-complete")
    record = Record(
        answer=draft.answer,
        version=draft.base + 1,
        change=Change(draft.change),
        date=today,
        slug=slug_of(draft.slug or draft.claim, draft.answer),
        content=content_of(typed, today),
        reason="" if draft.change == Change.PUBLISH else draft.reason.strip(),
    )
    pictures.settle_published(draft, record)
    _empty(draft)
    return (record,)


def _empty(draft: Draft) -> None:
    """Mark a draft as published: its words are in the log now; how they came about, and by whom, is kept nowhere."""
    _put(draft, Typed())
    draft.state, draft.reason, draft.slug, draft.review_note = State.PUBLISHED.value, "", "", ""
    _save(draft)
    DraftWork.objects.filter(draft=draft).delete()
    revisions.forget(draft)


def purge() -> int:
    """Forget drafts that were closed or published long enough ago; how many."""
    done = Draft.objects.filter(state__in=(State.PUBLISHED.value, State.CLOSED.value))
    old = done.filter(changed__lt=timezone.now() - KEEP_DONE)
    hashes = {one for draft in old for one in pictures.hashes_in(draft)}
    count: int = old.delete()[0]
    pictures.settle(hashes)
    return count


def new_id() -> str:
    """The id of an answer: letters drawn at random."""
    return base64.b32encode(secrets.token_bytes(ID_BYTES)).decode("ascii").lower()[:10]


def _created(account: int, draft: Draft, typed: Typed) -> int:
    _need_room(Saving(0, typed))
    _put(draft, typed)
    try:
        with transaction.atomic():
            _save(draft)
            DraftWork.objects.create(draft=draft, account_id=account)
            revisions.keep(draft, account, by_hand=True)
    except IntegrityError as error:
        raise Refused("answers.draft-open") from error
    return int(draft.pk)


def _put(draft: Draft, typed: Typed) -> None:
    draft.language, draft.claim, draft.finding = typed.language, typed.claim, typed.finding
    draft.rating, draft.explanation = typed.rating, typed.explanation
    draft.sources = [asdict(source) for source in typed.sources]
    draft.pictures = [asdict(picture) for picture in typed.pictures]


def _save(draft: Draft) -> None:
    draft.changed = timezone.now()
    draft.save()


def _open(number: int) -> Draft:
    """An open draft, held until the end of the transaction."""
    draft = Draft.objects.select_for_update().filter(pk=number).first()
    if draft is None or draft.state not in OPEN:
        raise Refused("answers.no-such-draft", given=number)
    return draft


def _submitted(number: int, version: int) -> Draft:
    draft = _open(number)
    if draft.state != State.SUBMITTED:
        raise Refused("answers.not-submitted")
    if draft.version != version:
        raise Stale("answers.stale", version=draft.version)
    return draft


def has_written(draft: Draft, account: int) -> bool:
    """Whether ``account`` has written in ``draft``, and so cannot approve it."""
    return DraftWork.objects.filter(draft=draft, account_id=account, approved=False).exists()


def _problems_of_change(draft: Draft) -> tuple[Problem, ...]:
    if draft.change == Change.PUBLISH:
        return ()
    return tuple(judge_text("reason", draft.reason.strip(), MAX_REASON))


def _words_of(slug: str) -> str:
    return slug.rpartition("-")[0]


def _need_room(saving: Saving) -> None:
    """Raise ``TooLarge`` for what no draft needs: a database is no place to keep files in."""
    typed = saving.typed
    texts = (
        (typed.language, 20),
        (typed.claim, MAX_CLAIM),
        (typed.finding, MAX_FINDING),
        (typed.rating, 20),
        (typed.explanation, MAX_EXPLANATION),
        (saving.reason, MAX_REASON),
        (saving.slug, MAX_TITLE),
        *((text, MAX_URL) for source in typed.sources for text in asdict(source).values()),
        *((text, MAX_ALTERNATIVE) for one in typed.pictures for text in (one.alternative, one.caption, one.shown)),
    )
    for text, most in texts:
        if len(text) > ROOM * most or "\0" in text:
            raise TooLarge("answers.too-long", limit=ROOM * most, size=len(text))
    if len(typed.sources) > ROOM * MAX_SOURCES:
        raise TooLarge("answers.too-many-sources", limit=ROOM * MAX_SOURCES, size=len(typed.sources))
    if len(typed.pictures) > MAX_PICTURES:
        raise TooLarge("answers.too-many-pictures", limit=MAX_PICTURES, size=len(typed.pictures))


def _register_names() -> frozenset[str]:
    from kiemtin.desk.asking import asking

    return organisation_names(asking().kiemtin.register)

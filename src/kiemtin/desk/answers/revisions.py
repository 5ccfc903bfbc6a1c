"""How a draft has come about: some of its earlier versions, so that a second person sees what has changed since.

What saves itself every few seconds would make a list that nobody reads, so the next save of the same person takes its
place, as long as little time lies between the places. Everything goes with publication.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from kiemtin.answers.drafting import Typed, TypedPicture, TypedSource
from kiemtin.desk.answers.models import Draft, DraftRevision, State

KEPT = 30
"""Earlier versions of one draft, besides the one that was reviewed last."""

APART = datetime.timedelta(minutes=10)
"""How far versions that saved themselves lie apart at least."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is typed of a draft: the answer, a change's public ``reason``, words for the address."""

    typed: Typed
    reason: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of a draft: who saved it, when, what a reviewer did with it, and its words."""

    version: int
    account: int
    saved: datetime.datetime
    reviewed: str
    words: Words


def words_of(draft: Draft) -> Words:
    """What stands in a draft now."""
    sources = tuple(TypedSource(**source) for source in draft.sources)
    pictures = tuple(TypedPicture(**picture) for picture in draft.pictures)
    typed = Typed(draft.language, draft.claim, draft.finding, draft.rating, draft.explanation, sources, pictures)
    return Words(typed, draft.reason, draft.slug)


def keep(draft: Draft, account: int, *, by_hand: bool) -> None:
    """Keep ``draft`` as it stands, saved by ``account`` just now; to be called where the draft is held."""
    latest = list(DraftRevision.objects.filter(draft=draft).order_by("-version")[:2])
    if len(latest) == 2 and _gives_way(latest[0], latest[1], account):
        latest[0].delete()
    DraftRevision.objects.create(
        draft=draft,
        account_id=account,
        version=draft.version,
        saved=timezone.now(),
        words=_as_data(words_of(draft)),
        kept=by_hand,
    )
    _keep_few(draft)


def keep_by_hand(draft: Draft) -> None:
    """The version of ``draft`` was saved by itself, and now by hand: no other takes its place."""
    DraftRevision.objects.filter(draft=draft, version=draft.version).update(kept=True)


def mark(draft: Draft, done: State) -> None:
    """A reviewer has approved (``APPROVED``) or returned (``DRAFT``) the version of ``draft`` as it stands."""
    DraftRevision.objects.filter(draft=draft, version=draft.version).update(reviewed=done.value, kept=True)


def forget(draft: Draft) -> None:
    """Forget every version of ``draft``."""
    DraftRevision.objects.filter(draft=draft).delete()


def revisions(draft: Draft) -> tuple[Revision, ...]:
    """The versions of ``draft`` that are kept, the newest first."""
    rows = DraftRevision.objects.filter(draft=draft).order_by("-version")
    return tuple(Revision(row.version, row.account_id, row.saved, row.reviewed, _read(row.words)) for row in rows)


def _gives_way(last: DraftRevision, before: DraftRevision, account: int) -> bool:
    return not last.kept and last.account_id == account and last.saved - before.saved < APART


def _keep_few(draft: Draft) -> None:
    rows = DraftRevision.objects.filter(draft=draft).order_by("-version")
    numbers = [row.pk for row in rows.only("pk")[KEPT:]]
    if numbers:
        reviewed = rows.exclude(reviewed="").values_list("pk", flat=True).first()
        DraftRevision.objects.filter(pk__in=[one for one in numbers if one != reviewed]).delete()


def _as_data(words: Words) -> dict[str, Any]:
    return {**asdict(words.typed), "reason": words.reason, "slug": words.slug}


def _read(data: dict[str, Any]) -> Words:
    texts = {name: data[name] for name in ("language", "claim", "finding", "rating", "explanation")}
    sources = tuple(TypedSource(**one) for one in data["sources"])
    pictures = tuple(TypedPicture(**one) for one in data.get("pictures", ()))
    return Words(Typed(**texts, sources=sources, pictures=pictures), data["reason"], data["slug"])

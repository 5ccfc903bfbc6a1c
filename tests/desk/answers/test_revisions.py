"""Earlier versions of a draft: few enough to be read, enough to see what changed, and gone with publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiemtin.desk.answers import drafts, revisions
from kiemtin.desk.answers.drafts import Saving
from kiemtin.desk.answers.models import DraftRevision, DraftWork, State
from kiemtin.desk.answers.revisions import APART, KEPT
from kiemtin.errors import Refused
from tests.desk.answers.writing import about, released

Staff = tuple[int, int]


def by_itself(account: int, number: int, claim: str) -> int:
    """Save a draft as the script does."""
    return drafts.save(account, number, Saving(drafts.find(number).version, about(claim), by_hand=False))


def claims(number: int) -> list[str]:
    """The claims of the kept versions, the newest first."""
    return [one.words.typed.claim for one in revisions.revisions(drafts.find(number))]


def test_what_saves_itself_takes_the_place_of_the_last(staff: Staff) -> None:
    """Of one person's letters one version is left, until time has passed, a button is pressed or another writes."""
    one, two = staff
    number = drafts.start(one, about("a"))
    for claim in ("ab", "abc", "abcd"):
        by_itself(one, number, claim)
    assert ["abcd", "a"] == claims(number)
    drafts.save(one, number, Saving(drafts.find(number).version, about("abcd")))
    by_itself(one, number, "abcde")
    by_itself(two, number, "abcdef")
    assert ["abcdef", "abcde", "abcd", "a"] == claims(number)
    last = DraftRevision.objects.filter(draft_id=number).order_by("-version").first()
    assert last is not None
    DraftRevision.objects.filter(pk=last.pk).update(saved=last.saved + APART)
    by_itself(two, number, "abcdefg")
    assert ["abcdefg", "abcdef", "abcde", "abcd", "a"] == claims(number)
    assert [two, two, one, one, one] == [found.account for found in revisions.revisions(drafts.find(number))]


def test_saving_what_is_saved_changes_nothing(staff: Staff) -> None:
    """Whoever did not hear that it was saved may save again; it voids no approval and makes nobody a writer."""
    one, two = staff
    number = drafts.start(one, about("y"))
    version = by_itself(one, number, "z")
    assert version == drafts.save(two, number, Saving(version - 1, about("z"), by_hand=False))
    drafts.submit(one, number)
    drafts.approve(two, number, version)
    assert version == drafts.save(two, number, Saving(version, about("z")))
    assert State.APPROVED == drafts.find(number).state
    assert not DraftWork.objects.filter(draft_id=number, account_id=two, approved=False).exists()


def test_nothing_saves_itself_over_a_review(staff: Staff) -> None:
    """What waits for its review, or has it, changes by hand alone."""
    one, _ = staff
    number = drafts.start(one, about("chờ duyệt"))
    drafts.submit(one, number)
    with pytest.raises(Refused, match="in-review"):
        by_itself(one, number, "chờ duyệt.")
    assert State.SUBMITTED == drafts.find(number).state


def test_few_are_kept_and_the_reviewed_one_is_among_them(staff: Staff) -> None:
    """The list is bounded, and a reviewer still sees what changed since the draft was returned."""
    one, two = staff
    number = drafts.start(one, about("trả lại"))
    drafts.submit(one, number)
    drafts.give_back(two, number, 1, "Thiếu nguồn.")
    for version in range(1, KEPT + 5):
        drafts.save(one, number, Saving(version, about(f"bản {version}")))
    kept = revisions.revisions(drafts.find(number))
    assert (KEPT + 1, "trả lại", "draft") == (len(kept), kept[-1].words.typed.claim, kept[-1].reviewed)


def test_no_version_outlives_publication(staff: Staff) -> None:
    """Words that were taken out before an answer was published are not kept beside it."""
    one, _ = staff
    number = drafts.start(one, about("Bà Nguyễn Thị Kín nói vậy"))
    drafts.save(one, number, Saving(1, about("Có người nói vậy"), slug="noi-vay"))
    assert 2 == len(claims(number))
    released(staff, number)
    assert 0 == DraftRevision.objects.filter(draft_id=number).count()


def test_a_version_is_read_back_as_it_was_typed(staff: Staff) -> None:
    """Every field, those of a change included."""
    number = drafts.start(staff[0], about("đủ"))
    typed = replace(about("đủ"), language="en", rating="", explanation="a\n\nb", sources=())
    drafts.save(staff[0], number, Saving(1, typed, reason="vì", slug="chữ"))
    words = revisions.revisions(drafts.find(number))[0].words
    assert (typed, "vì", "chữ") == (words.typed, words.reason, words.slug)

"""The pages about telling others: for administrators whom the desk tells what, and for everybody here the digest."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from markupsafe import Markup

from kiemtin.answers.digest import digest_html, digest_text
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.published.views import place_of
from kiemtin.desk.telling import delivering, targets
from kiemtin.desk.telling.collecting import owe_test
from kiemtin.desk.telling.models import Delivery, Kind, Standing
from kiemtin.desk.telling.recent import recent
from kiemtin.desk.telling.targets import Wanted
from kiemtin.desk.telling.wording import EVENTS
from kiemtin.desk.workshop.telling import in_words, status_of, told
from kiemtin.errors import Refused
from kiemtin.evidence.messages import render


@told
def listed(visit: StaffVisit) -> HttpResponse:
    """Whom the desk tells what, what became of it, and two forms for more."""
    return _page(visit)


@told
def add(visit: StaffVisit) -> HttpResponse:
    """One more target; the secret of a webhook is on the next page and never again."""
    kind = Kind.MAIL if visit.field("kind") == Kind.MAIL else Kind.WEBHOOK
    wanted = Wanted(
        kind,
        visit.field("place"),
        tuple(str(one) for one in visit.request.POST.getlist("event")),
        visit.field("lang"),
        own_network=visit.field("own") == "yes",
    )
    try:
        number, secret = targets.add(wanted)
    except Refused as error:
        return _page(visit, status_of(error), in_words(visit, error), wanted)
    visit.done("added-target", "target", number)
    if not secret:
        return visit.go("desk-telling", "desk.telling.added")
    return visit.page("staff_target_added", secret=secret, place=targets.shown_place(targets.find(number)))


@told
def remove(visit: StaffVisit, number: int) -> HttpResponse:
    """Tell it nothing more."""
    targets.remove(number)
    visit.done("removed-target", "target", number)
    return visit.go("desk-telling", "desk.telling.removed")


@told
def try_out(visit: StaffVisit, number: int) -> HttpResponse:
    """Tell it that this is a test, now; how that went stands on the next page."""
    target = targets.find(number)
    row = owe_test(target, timezone.now())
    visit.done("tested-target", "target", number)
    if delivering.attempt(row, target):
        return visit.go("desk-telling", "desk.telling.test.taken")
    # Nobody needs a test tomorrow.
    Delivery.objects.filter(pk=row.pk, state=Standing.WAITING).update(state=Standing.GIVEN_UP, done=timezone.now())
    return visit.go("desk-telling", "desk.telling.test.failed")


@told
def again(visit: StaffVisit, number: int) -> HttpResponse:
    """Try anew what was given up."""
    targets.find(number)
    if not delivering.send_again(number):
        return visit.go("desk-telling", "desk.telling.nothing-given-up")
    visit.done("sent-again", "target", number)
    return visit.go("desk-telling", "desk.telling.again")


@told
def digest(visit: StaffVisit) -> HttpResponse:
    """What was published and changed since a day, as a newsletter takes it."""
    asked, complaint = str(visit.request.GET.get("since", "")), None
    try:
        since = datetime.date.fromisoformat(asked) if asked else None
    except ValueError:
        since, complaint = None, render("desk.digest.not-a-day", {}, visit.language)
    found = recent(since, visit.language)
    site = place_of(visit.request, visit.language).site
    return visit.page(
        "staff_digest",
        422 if complaint else 200,
        since=found.since,
        today=found.until,
        html=Markup(_below_headings(digest_html(found, site))),  # noqa: S704 - escaped where it is made
        source=digest_html(found, site),
        text=digest_text(found, site),
        complaint=complaint,
    )


def _below_headings(html: str) -> str:
    """``html`` within a page that has a heading of its own."""
    for level in (2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return html


def _page(
    visit: StaffVisit, status: int = 200, complaint: str | None = None, wanted: Wanted | None = None
) -> HttpResponse:
    return visit.page(
        "staff_telling",
        status,
        targets=targets.listed(),
        events=EVENTS,
        wanted=wanted,
        has_mail=settings.CONFIGURATION.mail is not None,
        has_address=settings.CONFIGURATION.address is not None,
        complaint=complaint,
    )

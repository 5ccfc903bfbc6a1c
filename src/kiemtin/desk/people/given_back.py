"""What somebody typed is given back where it could not be taken: their session had ended, or began anew meanwhile.

It comes with the form itself and goes back with the page: the desk keeps nothing of it, and needs no script for it.
The page sends the same form again; until whoever typed it presses its button, signed in, nothing is done with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from kiemtin.desk.people.staff import StaffVisit

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
"""The field that says of which session a form is; the page has one of its own."""

TEXTS = ("claim", "finding", "explanation", "reason", "note", "text", "answer")
"""Fields in which somebody writes; an answer is linked by an address that somebody typed."""

TEXTS_OF_EACH = ("source-", "alternative-", "caption-")
"""How such fields begin of which a form has several."""

REFUSED = 403
"""What the answer says to programs: nothing was done."""


def given_back(visit: StaffVisit) -> HttpResponse | None:
    """The page with what was typed and a button that sends it again; ``None`` where nothing was."""
    fields = [(name, str(value)) for name, values in visit.request.POST.lists() for value in values if name != TOKEN]
    texts = [value for name, value in fields if value.strip() and _is_text(name)]
    if not texts:
        return None
    return visit.page("staff_given_back", REFUSED, fields=fields, texts=texts, to=visit.request.path)


def _is_text(name: str) -> bool:
    return name in TEXTS or name.startswith(TEXTS_OF_EACH)

"""The page behind a one-time link: a sign-in name and a password make the first administrator."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from kiemtin.desk.accounts import setup_links
from kiemtin.desk.accounts.models import MAX_NAME, Account
from kiemtin.desk.database import reach
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.rendering import page
from kiemtin.evidence import Language
from kiemtin.evidence.messages import render

MAX_PASSWORD = 1_000
"""Characters of a password: a longer one would only cost time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed into the form."""

    name: str
    password: str
    again: str

    def complaints(self, language: Language) -> list[str]:
        """What is wrong with it, in words; nothing where it can be used."""
        if not 1 <= len(self.name) <= MAX_NAME or not self.name.isprintable():
            return [render("desk.set-up.name-invalid", {"limit": MAX_NAME}, language)]
        return self.complaints_about_password(language)

    def complaints_about_password(self, language: Language) -> list[str]:
        """The same of the password alone."""
        if self.password != self.again:
            return [render("desk.set-up.passwords-differ", {}, language)]
        if len(self.password) > MAX_PASSWORD:
            return [render("desk.set-up.password-too-long", {"limit": MAX_PASSWORD}, language)]
        try:
            with override(language):
                validate_password(self.password, Account(name=self.name))
        except ValidationError as error:
            with override(language):
                return list(error.messages)
        return []


@require_http_methods(["GET", "HEAD", "POST"])
async def set_up(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """The form while the link is valid; the token in the address is what a form of another site cannot know."""
    if not await reach(setup_links.is_valid, token):
        return page("setup_gone", language, 404)
    if request.method != "POST":
        return page("setup", language, token=token)
    if is_from_elsewhere(request):
        return error_page(request, 403)
    wanted = wanted_in(request)
    # Off the loop, and not in the thread that all of Django shares: hashing takes long on purpose.
    complaints = await reach(wanted.complaints, language)
    if complaints:
        return page("setup", language, 422, token=token, complaints=complaints, name=wanted.name)
    done = await reach(setup_links.use, token, wanted.name, wanted.password)
    return page("setup_done", language, name=wanted.name) if done else page("setup_gone", language, 404)


def wanted_in(request: HttpRequest, known: str | None = None) -> Wanted:
    """Names and passwords as one spelling each, however the keyboard composes its letters; ``known``: the name."""
    fields = (request.POST.get(name, "") for name in ("name", "password", "again"))
    name, password, again = (unicodedata.normalize("NFKC", field) for field in fields)
    return Wanted(known or " ".join(name.split()), password, again)

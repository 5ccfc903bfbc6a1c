"""Second steps of signing in: codes of an app, passkeys, recovery codes. All of their cryptography is django-allauth's.

Its own pages are not used: they are Django templates with inline scripts, and its flows send e-mail and count tries by
network address in a cache. What is called here are its functions for WebAuthn and TOTP, and its table.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.people.sealing import opened, sealed

Type = Authenticator.Type

MAX_CREDENTIAL = 16_384
"""Characters of what a browser says of a passkey: some hundreds, a few thousand with an attestation."""

MAX_PASSKEYS = 10
"""Passkeys of one account: a telephone, a computer, two keys, and those lost."""

MAX_LABEL = 40
"""Characters of what a passkey is called by its owner."""

MALFORMED = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the libraries raise for a credential that is wrong, or no credential at all."""

LAST_STEP = "last_step"
"""Where it is kept which step of its clock an app was last believed at."""


class Wrong(Exception):
    """The code or the passkey does not fit."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """What django-allauth asks of a project."""

    def encrypt(self, text: str) -> str:
        """Secrets are never in the database as they are."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return opened(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are bound to the public address where one is set; else to the host that was asked."""
        public = settings.CONFIGURATION.address
        host = public.hostname if public else None
        asked = str(super().get_public_key_credential_rp_entity()["id"])
        return {"id": host or asked, "name": str(app_settings.TOTP_ISSUER)}


class OneTimeTotp(totp.TOTP):  # type: ignore[misc]  # the library has no types
    """Codes of an app, of which each is believed once (RFC 6238, 5.2), by all processes together.

    The library would remember that in a cache, which the desk has none of.
    """

    def _mark_code_used(self, code: str) -> bool:
        secret = opened(self.instance.data["secret"])
        now = int(time.time()) // app_settings.TOTP_PERIOD
        around = range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1)
        fitting = [one for one in around if totp.format_hotp_value(totp.hotp_value(secret, one)) == _digits(code)]
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            if not fitting or fitting[-1] <= row.data.get(LAST_STEP, 0):
                return False
            row.data[LAST_STEP] = fitting[-1]
            row.save(update_fields=["data"])
        return True


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What an account has set up: whether an app, which passkeys, and how many recovery codes are left."""

    app: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes: int

    @property
    def any(self) -> bool:
        """Whether a password alone does not open it."""
        return self.app or bool(self.passkeys)


def steps_of(account: Account) -> Steps:
    """What ``account`` has set up."""
    rows = list(Authenticator.objects.filter(user_id=account.pk).order_by("pk"))
    codes = next((one.wrap() for one in rows if one.type == Type.RECOVERY_CODES), None)
    return Steps(
        app=any(one.type == Type.TOTP for one in rows),
        passkeys=tuple(Passkey(one.pk, str(one.data["name"])) for one in rows if one.type == Type.WEBAUTHN),
        recovery_codes=len(codes.get_unused_codes()) if codes else 0,
    )


def new_app_secret() -> str:
    """A fresh secret for an app."""
    return str(totp.generate_totp_secret())


def app_address(account: Account, secret: str) -> str:
    """What an app reads from a QR code."""
    return str(Adapter().build_totp_url(account, secret))


def app_picture(address: str) -> str:
    """The QR code, as SVG that may stand in a page."""
    return str(Adapter().build_totp_svg(address)).partition("?>")[2].strip()


def add_app(account: Account, secret: str, code: str) -> None:
    """Let codes of an app be a second step, once one of them fits; raises ``Wrong``. It replaces an earlier app."""
    if not totp.validate_totp_code(secret, code):
        raise Wrong
    with transaction.atomic():
        Authenticator.objects.filter(user_id=account.pk, type=Type.TOTP).delete()
        totp.TOTP.activate(account, secret)


def remove_app(account: Account) -> None:
    """Codes of an app are a second step no more."""
    Authenticator.objects.filter(user_id=account.pk, type=Type.TOTP).delete()
    _forget_codes_of_nothing(account)


def believe_code(account: Account, code: str) -> str:
    """Which kind of code it was, of an app or a recovery code, now spent; raises ``Wrong``."""
    for row in Authenticator.objects.filter(user_id=account.pk, type__in=(Type.TOTP, Type.RECOVERY_CODES)):
        step = OneTimeTotp(row) if row.type == Type.TOTP else RecoveryCodes(row)
        if step.validate_code(code):
            return str(row.type)
    raise Wrong


def new_recovery_codes(account: Account) -> list[str]:
    """Fresh codes, shown this once; every earlier one is void."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=account.pk, type=Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(account).generate_codes())


def begin_passkey(account: Account) -> dict[str, Any]:
    """What a browser is to make a passkey from; its challenge stays in the session."""
    return _plain(webauthn.begin_registration(account, passwordless=True))


def add_passkey(account: Account, label: str, written: str) -> None:
    """Keep a passkey that a browser made; raises ``Wrong``."""
    credential = _read(written)
    try:
        webauthn.parse_registration_response(credential)
        made = webauthn.complete_registration(credential)
    except MALFORMED as error:
        raise Wrong from error
    if not made.is_user_verified() or len(steps_of(account).passkeys) >= MAX_PASSKEYS:
        raise Wrong
    webauthn.WebAuthn.add(account, " ".join(label.split())[:MAX_LABEL], credential)


def remove_passkey(account: Account, number: int) -> bool:
    """Whether there was such a passkey of ``account``; it opens nothing any more."""
    removed, _ = Authenticator.objects.filter(user_id=account.pk, type=Type.WEBAUTHN, pk=number).delete()
    _forget_codes_of_nothing(account)
    return bool(removed)


def remove_all(account: Account) -> None:
    """Forget every second step: its owner lost the telephone."""
    Authenticator.objects.filter(user_id=account.pk).delete()


def begin_asking(account: Account | None) -> dict[str, Any]:
    """What a browser is to sign with a passkey: one of ``account``, or whichever its owner chooses."""
    return _plain(webauthn.begin_authentication(account))


def believe_passkey(account: Account | None, written: str) -> Account:
    """Whose passkey it was, of ``account`` where one is given; raises ``Wrong``."""
    credential = _read(written)
    try:
        webauthn.parse_authentication_response(credential)
        owner = account or webauthn.extract_user_from_response(credential)
        webauthn.complete_authentication(owner, credential)
    except MALFORMED as error:
        raise Wrong from error
    if not isinstance(owner, Account) or not owner.is_active:
        raise Wrong
    return owner


def forget_challenge(request: HttpRequest) -> None:
    """A challenge is answered once, also with a wrong answer."""
    request.session.pop(webauthn.STATE_SESSION_KEY, None)


def _forget_codes_of_nothing(account: Account) -> None:
    if not steps_of(account).any:
        Authenticator.objects.filter(user_id=account.pk, type=Type.RECOVERY_CODES).delete()


def _read(written: str) -> dict[str, Any]:
    if len(written) > MAX_CREDENTIAL:
        raise Wrong
    try:
        credential = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise Wrong from error
    if not isinstance(credential, dict):
        raise Wrong
    return credential


def _plain(options: Any) -> dict[str, Any]:
    """What stands behind the library's own kinds of mappings, as JSON has it."""
    plain: dict[str, Any] = json.loads(json.dumps(options, default=dict))
    return plain


def _digits(code: str) -> str:
    return "".join(one for one in code if one.isdigit())

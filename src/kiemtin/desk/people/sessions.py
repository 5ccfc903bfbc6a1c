"""Sessions of those who work at the desk, in its database, under the hash of their key.

Whoever reads a copy of the database can sign in with none of them. Django asks for a class of this name
(``SESSION_ENGINE``).
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiemtin.desk.people.models import StaffSession

IDLE = datetime.timedelta(hours=2)
"""How long a session lasts in which nothing is done: a lunch break."""

LONGEST = datetime.timedelta(hours=12)
"""How long a session lasts at most: a long day at work. Nobody stays signed in at a newsroom's machine overnight."""

UNDER_WAY = datetime.timedelta(minutes=10)
"""How long somebody may take between the password and the second step."""

WRITE_EVERY = datetime.timedelta(minutes=5)
"""How exactly a session knows that it is used: not every page that is read is worth a write."""

BEGAN = "began"
"""Where a session keeps the moment of signing in, in seconds."""


class SessionStore(SessionBase):
    """One session, as Django's middleware reads and writes it."""

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return StaffSession.objects.filter(key_hash=_hash(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a fresh key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # missing in the stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write it down; raises ``UpdateError`` where it was ended meanwhile, and never brings it back."""
        if self.session_key is None:
            return self.create()
        held: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # as Django's own stores read it
        row = {"data": self.encode(held), "expires": self.get_expiry_date(), "account_id": held.get(SESSION_KEY)}
        key_hash = _hash(self.session_key)
        if not must_create:
            if not StaffSession.objects.filter(key_hash=key_hash).update(**row):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                StaffSession.objects.create(key_hash=key_hash, **row)
        except IntegrityError as error:
            raise CreateError from error
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End it, or the one of ``session_key``."""
        key = session_key or self.session_key
        if key is not None:
            StaffSession.objects.filter(key_hash=_hash(key)).delete()

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, where there is none."""
        row = StaffSession.objects.filter(key_hash=_hash(self.session_key or ""), expires__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.data)

    @classmethod
    def clear_expired(cls) -> None:
        """Forget sessions that have had their time."""
        StaffSession.objects.filter(expires__lte=timezone.now()).delete()

    @property
    def number(self) -> int:
        """The number of its row; 0 where it has none."""
        rows = StaffSession.objects.filter(key_hash=_hash(self.session_key or ""))
        return rows.values_list("pk", flat=True).first() or 0


def keep_alive(session: SessionBase) -> bool:
    """Let a session last while it is used, up to ``LONGEST`` after signing in; ``False`` where that is over."""
    now = timezone.now()
    ends = datetime.datetime.fromtimestamp(session.get(BEGAN, 0), datetime.UTC) + LONGEST
    if ends <= now:
        return False
    until = min(now + IDLE, ends)
    if until - session.get_expiry_date() > WRITE_EVERY:
        session.set_expiry(until)
    return True


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()

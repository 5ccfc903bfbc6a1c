"""Somebody who works at a desk, as their browser does: with cookies, and with the token of each form."""

from __future__ import annotations

import itertools
import re
import time
import weakref
from dataclasses import dataclass, field

import httpx2

from kiemtin.desk.accounts.roles import Role
from tests.desk.running import TIMEOUT, Desk, django_says

PASSWORD = "ngựa pin ghim đúng chỗ"  # noqa: S105
OF_EACH_ROLE = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

_networks = itertools.count(10)


@dataclass(slots=True, weakref_slot=True)
class Worker:
    """A browser of its own, in a network of its own; ``client`` holds its cookies."""

    desk: Desk
    client: httpx2.Client = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        network = f"127.0.{next(_networks)}.1"
        transport = httpx2.HTTPTransport(local_address=network)
        self.client = httpx2.Client(base_url=self.desk.address, transport=transport, timeout=TIMEOUT, trust_env=False)
        weakref.finalize(self, self.client.close)

    def get(self, path: str) -> httpx2.Response:
        """A page, whose token goes with the next form."""
        answer = self.client.get(path)
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> httpx2.Response:
        """What comes back for a form of the last page."""
        answer = self.client.post(path, data={"csrfmiddlewaretoken": self.token, **fields}, headers=headers)
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx2.Response:
        """What comes back for name and password; the token is that of the new session."""
        self.get("/desk/sign-in/")
        answer = self.post("/desk/sign-in/", name=name, password=password)
        if answer.status_code == 303:
            self.get(answer.headers["location"])
        return answer

    @property
    def session(self) -> str | None:
        """The key of the session."""
        return self.client.cookies.get("kiemtin-staff")

    def is_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.get("/desk/").status_code == 200


@dataclass(slots=True)
class Staff:
    """The accounts of one desk, several of each role; each test takes its own."""

    desk: Desk
    _taken: dict[Role, int] = field(default_factory=dict)

    def name(self, role: Role) -> str:
        """The sign-in name of an account of ``role`` that no other test has taken."""
        self._taken[role] = self._taken.get(role, 0) + 1
        assert self._taken[role] <= OF_EACH_ROLE
        return f"{role}-{self._taken[role]}"

    def worker(self, role: Role) -> Worker:
        """Somebody of ``role``, signed in."""
        worker = Worker(self.desk)
        assert worker.sign_in(self.name(role)).status_code == 303
        return worker


def staffed(desk: Desk, database: str) -> Staff:
    """Accounts of every role."""
    roles = [str(role) for role in Role]
    django_says(
        desk.home,
        "from kiemtin.desk.accounts.models import Account; from django.contrib.auth.hashers import make_password; "
        f"kept = make_password({PASSWORD!r}); "
        f"Account.objects.bulk_create([Account(name=f'{{role}}-{{n}}', role=role, password=kept) "
        f"for role in {roles!r} for n in range(1, {OF_EACH_ROLE + 1})])",
        DATABASE_URL=database,
    )
    return Staff(desk)


def number_of(desk: Desk, name: str) -> int:
    """The number of an account."""
    code = f"from kiemtin.desk.accounts.models import Account; print(Account.objects.get(name={name!r}).pk)"
    return int(django_says(desk.home, code))


def code_of_app(secret: str, steps: int = 0) -> str:
    """What an app shows, ``steps`` half minutes from now: a generator of its own (RFC 6238), beside the one in use."""
    import base64
    import hmac
    import struct

    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

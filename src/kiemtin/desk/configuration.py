"""What an operator may set, read from the environment: a few settings, one folder, and those of the door."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from kiemtin.desk.door.settings import DoorSettings
from kiemtin.desk.questions.keeping import Keeping
from kiemtin.desk.witnesses.places import WitnessPlace, witness_places, witnessed_logs
from kiemtin.errors import OutOfReach, Refused
from kiemtin.files import default_home
from kiemtin.net.mail_server import MailServer
from kiemtin.net.mail_setting import mail_server
from kiemtin.transparency.keys import Verifier

ADDRESS = "KIEMTIN_ADDRESS"
DATABASE = "DATABASE_URL"
LOG_NAME = "KIEMTIN_LOG_NAME"
HIGH_WATER = "KIEMTIN_HIGH_WATER"
REVIEW = "KIEMTIN_REVIEW"

SECRET_FILE = "secret.key"  # noqa: S105
SQLITE_FILE = "desk.sqlite"

SECRET_BYTES = 48
"""Random bytes of the key that signs what the desk hands out."""

WAIT_FOR_LOCK = 10
"""Seconds that a writer waits for another before it gives up; no transaction of ours takes one."""

WAIT_FOR_CONNECTION = 10
"""Seconds to wait for PostgreSQL to take a connection: libpq alone waits for ever for a host that swallows packets."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=FULL",  # what was published survives a power cut; nothing is written when somebody asks
    "PRAGMA recursive_triggers=ON",  # or REPLACE would get round a trigger that forbids deleting
    "PRAGMA secure_delete=ON",  # what has expired is overwritten, not only unlinked
)

NAME_OF_LOG = re.compile(r"[A-Za-z0-9._/:-]{1,200}")
"""What the log may be called: an address without its scheme, of characters that no other program stumbles over."""

POSTGRESQL_SCHEMES = ("postgres", "postgresql")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of one desk: its data folder, its public address where one is set, its database, and its door.

    ``log_name`` is what the corrections log is to be called where that is said; ``high_water`` the file that remembers
    how far it has come; ``witnesses`` cosign it, and this desk cosigns the logs of ``witness_for``; ``review`` says
    whether a second person approves what is published; ``questions`` says what is kept of questions; ``mail`` is the
    server that letters are handed to, where there is one.
    """

    home: Path
    address: SplitResult | None
    database: SplitResult | None
    door: DoorSettings = field(default_factory=DoorSettings)
    log_name: str = ""
    high_water: Path | None = None
    witnesses: tuple[WitnessPlace, ...] = ()
    witness_for: Mapping[str, Verifier] = field(default_factory=dict)
    review: bool = True
    questions: Keeping = field(default_factory=Keeping)
    mail: MailServer | None = None

    @property
    def folder(self) -> Path:
        """Where the desk keeps its own things: secrets, the database, what it is told to keep."""
        return self.home / "desk"

    @property
    def watched(self) -> bool:
        """Whether anything outside the data folder notices that the log has gone back."""
        return self.high_water is not None or bool(self.witnesses)

    @property
    def secure(self) -> bool:
        """Whether the public address is reached over TLS."""
        return self.address is not None and self.address.scheme == "https"

    @property
    def secret(self) -> str:
        """The key in the data folder; before the first run one that nobody ever sees again."""
        try:
            return (self.folder / SECRET_FILE).read_text("ascii").strip()
        except OSError:
            return secrets.token_urlsafe(SECRET_BYTES)

    def databases(self) -> dict[str, Any]:
        """Django's ``DATABASES``."""
        return {"default": sqlite_in(self.folder) if self.database is None else _postgresql(self.database)}


def read_configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration in ``environment``; raises ``Refused`` where a setting makes no sense."""
    address = environment.get(ADDRESS, "").strip()
    database = environment.get(DATABASE, "").strip()
    named = environment.get("KIEMTIN_HOME")
    home = Path(named) if named else default_home()
    return _able_to_write(
        Configuration(
            home=home,
            address=_address(address) if address else None,
            database=read_database(database) if database else None,
            door=DoorSettings.from_environment(environment),
            log_name=_log_name(environment.get(LOG_NAME, "").strip()),
            high_water=_high_water(environment.get(HIGH_WATER, "").strip(), home),
            witnesses=witness_places(environment),
            witness_for=witnessed_logs(environment),
            review=_review(environment.get(REVIEW, "").strip()),
            questions=Keeping.from_environment(environment),
            mail=mail_server(environment),
        )
    )


def _able_to_write(configuration: Configuration) -> Configuration:
    """``configuration``, unless it promises letters that cannot be sent, or that would lead nowhere."""
    if configuration.mail is not None and configuration.address is None:
        raise Refused("desk.mail.no-address")
    if configuration.questions.replies and configuration.mail is None:
        raise Refused("desk.mail.no-replies")
    return configuration


def _log_name(given: str) -> str:
    if given and not NAME_OF_LOG.fullmatch(given):
        raise Refused("desk.log.name-invalid", given=given[:200])
    return given


def _high_water(given: str, home: Path) -> Path | None:
    """A file outside the data folder: inside, it would go back in time together with what it is to watch over."""
    if not given:
        return None
    path = Path(given)
    if not path.is_absolute() or path.resolve().is_relative_to(home.resolve()):
        raise Refused("desk.log.high-water-place", given=given[:200])
    return path


def _review(given: str) -> bool:
    if given not in ("", "0", "1"):
        raise Refused("desk.review-invalid", given=given[:80])
    return given != "0"


def make_secret(folder: Path) -> None:
    """Make the secret key of a first run, readable by its owner alone; raises ``OutOfReach`` where that fails."""
    path = folder / SECRET_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _address(given: str) -> SplitResult:
    """``https://kiemtin.example``: a scheme and a host, perhaps a port, and nothing after them."""
    try:
        address = urlsplit(given.rstrip("/"))
        meant = address.scheme in ("http", "https") and address.hostname and (address.port is None or address.port > 0)
    except ValueError:
        meant = None
    if not meant or address.path or address.query or address.fragment or "@" in address.netloc:
        raise Refused("desk.address-invalid", given=given[:200])
    return address


def read_database(given: str) -> SplitResult:
    """``postgres://user:password@host:port/name``; what is wrong with it is said without the password in it."""
    try:
        database = urlsplit(given)
        meant = database.scheme in POSTGRESQL_SCHEMES and len(database.path) > 1 and database.port != 0
    except ValueError:
        meant = False
    if not meant:
        raise Refused("desk.database-invalid")
    return database


def sqlite_in(folder: Path, name: str = SQLITE_FILE) -> dict[str, Any]:
    """Django's settings of an SQLite database in ``folder``."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / name,
        # IMMEDIATE: a transaction that reads and then writes would else fail at once where another has written.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": WAIT_FOR_LOCK, "init_command": ";".join(PRAGMAS)},
    }


def _postgresql(url: SplitResult) -> dict[str, Any]:
    """Options after ``?`` are libpq's own, such as ``sslmode=require`` or ``host=/var/run/postgresql``."""
    options: dict[str, Any] = {"connect_timeout": WAIT_FOR_CONNECTION, **dict(parse_qsl(url.query))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or "") or options.pop("host", ""),
        "PORT": url.port or "",
        "OPTIONS": options,
    }

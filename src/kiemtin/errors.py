"""The one tree of errors. Each carries a message id and values, so that the edge can say it in Vietnamese or English.

::

    KiemtinError            anything this package refuses or cannot do
    ├── Refused             bad use or refused input: exit code 2
    │   ├── TooLarge        a limit at the door was passed
    │   ├── Unreadable      the bytes are not the text they claim to be
    │   ├── Stale           somebody else has saved a newer version meanwhile
    │   └── RegisterInvalid an organisations file breaks the format
    ├── Untrusted           what was to be verified is bad (signature, key, age, content): exit code 1
    └── OutOfReach          something needed was out of reach: exit code 3
"""

from __future__ import annotations


class KiemtinError(Exception):
    """Anything Kiểm Tin refuses or cannot do: a message id with its values, never a finished sentence."""

    exit_code = 2

    def __init__(self, message_id: str, **values: str | int) -> None:
        self.message_id = message_id
        self.values = values
        details = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{message_id}({details})")


class Refused(KiemtinError):
    """Bad use or refused input; the message says what is wrong and what to do."""


class TooLarge(Refused):
    """A limit at the door was passed; ``limit`` and ``size`` are among the values."""


class Unreadable(Refused):
    """The bytes are not the text they claim to be."""


class Stale(Refused):
    """Somebody else has saved a newer version meanwhile; what was sent is the sender's still, and nothing was lost."""


class RegisterInvalid(Refused):
    """An organisations file breaks the format; ``problems`` holds each one (``organisations.format.Problem``)."""

    def __init__(self, message_id: str, problems: tuple[object, ...] = (), **values: str | int) -> None:
        super().__init__(message_id, **values)
        self.problems = problems


class Untrusted(KiemtinError):
    """What was to be verified is bad: a signature, a key, an age or a content that must not be accepted."""

    exit_code = 1


class OutOfReach(KiemtinError):
    """Something needed (a file, a directory, an address) was out of reach."""

    exit_code = 3

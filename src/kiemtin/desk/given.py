"""What somebody hands over in a form: a text, and perhaps pictures. All of it stays in memory, and none is kept."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from functools import lru_cache

from django.http import HttpRequest

from kiemtin.errors import TooLarge
from kiemtin.pictures.door import NEEDED
from kiemtin.pictures.reader import GivenPicture

IMAGE = "image"
"""The field that pictures come in, in the form, the share menu and the API."""

MAX_ASKED = 4
"""Pictures of one ask: a conversation in screenshots. Each is up to a second of work, so ten would hold up others."""

MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over; ``pictures`` are called by their number, since a file's name is nobody's business."""

    text: str = field(repr=False)
    pictures: tuple[GivenPicture, ...] = field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.text.strip() and not self.pictures


@lru_cache(maxsize=1)
def reads_pictures() -> bool:
    """Whether what opens pictures is installed: ``kiemtin[pictures]``."""
    return all(importlib.util.find_spec(library) is not None for library in NEEDED)


def given_in(request: HttpRequest) -> Given:
    """What a form, or a phone's share menu, hands over; raises ``TooLarge`` for too many pictures.

    A share menu may put a link into a field of its own. A form sends each end of a line as two characters, which were
    one when they were pasted.
    """
    text, url = (str(request.POST.get(name, "")).replace("\r\n", "\n") for name in ("text", "url"))
    whole = text if not url.strip() or url in text else f"{text}\n{url}".strip()
    return Given(whole, pictures_in(request))


def pictures_in(request: HttpRequest) -> tuple[GivenPicture, ...]:
    """The pictures in a form of parts, in order; raises ``TooLarge`` for too many."""
    files = request.FILES.getlist(IMAGE)
    if len(files) > MAX_ASKED:
        raise TooLarge("refused.too-many-pictures", size=len(files), limit=MAX_ASKED)
    return tuple(GivenPicture(file.read(), str(number)) for number, file in enumerate(files, 1))

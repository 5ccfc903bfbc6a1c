"""The site around a log against what its records say: feeds, sitemap, lists, pages, and the file of each record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kiemtin.answers.dump_reading import document_in
from kiemtin.answers.feed_agreement import MAX_FEED, Disagreement, disagreements
from kiemtin.answers.listing_agreement import (
    atom_entries,
    entry_disagreements,
    json_entries,
    list_disagreements,
    sitemap_disagreements,
)
from kiemtin.answers.logged_records import MAX_RECORD, parsed, slug_in
from kiemtin.answers.page_agreement import page_says, path_of_page
from kiemtin.answers.page_reading import MAX_PAGE_BYTES
from kiemtin.answers.site import LISTED, language_of, picture_at, root_of
from kiemtin.answers.values import Language, PublishedAnswer, Record
from kiemtin.answers.verified import Fault
from kiemtin.errors import TooLarge
from kiemtin.evidence.messages import LANGUAGES

MAX_PICTURE = 8_000_000
"""Bytes of a published picture; a desk's own copies have some hundred thousand."""


class Reader(Protocol):
    """The files of a log and of the site around it, from a folder or an address.

    All give ``None`` where there is no such file, and raise ``TooLarge`` past ``limit`` bytes.
    """

    def log(self, path: str, limit: int) -> bytes | None:
        """A file below the log's own place, such as ``checkpoint`` or ``tile/0/000``."""

    def site(self, path: str, limit: int) -> bytes | None:
        """A file below the site's own place, such as ``claimreview.json``."""

    def page(self, path: str, limit: int) -> bytes | None:
        """A page below the site's own place, such as ``answers/uong-la-oi-abcdefghij``."""

    def listing(self, path: str, number: int, limit: int) -> bytes | None:
        """Page ``number`` of the list at ``path``, such as ``en/answers``; the first is 1."""

    def names(self) -> Iterable[str] | None:
        """The paths of all files below the places of ``file_list.PLACES``; ``None`` where nobody can tell."""


Pick = Callable[[Sequence["Single"], int], Sequence["Single"]]
"""Takes so many of these, at random, so that nobody who serves them can know which."""


@dataclass(frozen=True, slots=True)
class Single:
    """One of many files of the site: where it lies, what compares it, and the fault where it is ``missing``, if any."""

    path: str
    read: Callable[[], bytes | None]
    compare: Callable[[bytes], Iterator[Fault]]
    missing: Fault | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A record as its ``line`` in the dump has it, and the ``answer`` that its entry names."""

    line: bytes
    answer: str

    @property
    def document(self) -> Any:
        """What the file of the record alone has to hold."""
        return document_in(self.line)

    @property
    def slug(self) -> str:
        """The slug that it says."""
        return slug_in(self.document)


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one kind: all there are, and how many are looked at where not all of them are."""

    name: Literal["pages", "pictures", "records"]
    files: Sequence[Single]
    most: int


SAMPLED_PAGES = 300
"""Pages of answers in their own language: where one in a hundred was altered, 95 of 100 looks at 300 meet one."""

SAMPLED_OTHERS = 50
"""Pages in the other language, pages of the list, pictures, and files of single records; of each as many."""


class SiteCheck:
    """Compares a site with the ``answers`` that its log tells of, withdrawn ones too."""

    def __init__(self, reader: Reader, answers: Sequence[PublishedAnswer]) -> None:
        self._reader, self._answers = reader, answers
        self._known = {answer.slug: answer for answer in answers}
        self.whole: list[str] = []
        """The files with many answers that were there, and were compared with all of them."""

    def feeds(self) -> Iterator[Fault]:
        """What is wrong with the files that speak of many answers."""
        standing = [answer for answer in self._answers if answer.content is not None]
        raw = self._file("claimreview.json")
        if raw is not None or standing:
            yield from _faults(disagreements(standing, raw), "claimreview.json")
        for path, compare in self._subscribed().items():
            raw = self._file(path)
            if raw is not None:
                yield from _faults(compare(raw), path)

    def _subscribed(self) -> Mapping[str, Callable[[bytes], Iterator[Disagreement]]]:
        """A site may have none of these; what it has says what the records say."""
        return {
            "feed.atom": lambda raw: entry_disagreements(atom_entries(raw), self._known),
            "feed.json": lambda raw: entry_disagreements(json_entries(raw), self._known),
            "sitemap.xml": lambda raw: sitemap_disagreements(raw, self._known),
        }

    def _file(self, path: str) -> bytes | None:
        try:
            raw = self._reader.site(path, MAX_FEED)
        except TooLarge:
            raw = b""
        if raw is not None:
            self.whole.append(path)
        return raw

    def kinds(self, held: Mapping[int, Held], pictures: Mapping[str, tuple[int, Record]]) -> Iterator[Kind]:
        """Every single file, by kinds.

        ``held`` are the records whose files nobody has read yet, by their places; ``pictures`` the published ones by
        their SHA-256, each with the place of a record that has it.
        """
        own = [self._page(answer, language_of(answer)) for answer in self._answers]
        yield Kind("pages", own, SAMPLED_PAGES)
        others = [(answer, one) for answer in self._answers for one in LANGUAGES if one != language_of(answer)]
        yield Kind("pages", [self._page(answer, language) for answer, language in others], SAMPLED_OTHERS)
        numbers = range(1, -(-len(self._answers) // LISTED) + 1)
        yield Kind("pages", [self._list(number, one) for one in LANGUAGES for number in numbers], SAMPLED_OTHERS)
        shown = [self._picture(sha256, *one) for sha256, one in pictures.items()]
        yield Kind("pictures", shown, SAMPLED_OTHERS)
        yield Kind("records", [self._record(index, one) for index, one in held.items()], SAMPLED_OTHERS)

    def _page(self, answer: PublishedAnswer, language: Language) -> Single:
        path = path_of_page(answer, language)

        def fault(message_id: str) -> Fault:
            return Fault(message_id, (("slug", answer.slug),), path, None, answer.id, answer.slug)

        def compare(raw: bytes) -> Iterator[Fault]:
            if not page_says(raw, answer):
                yield fault("log.page-says-otherwise")

        missing = fault("log.no-page") if language == language_of(answer) else None
        return Single(path, lambda: self._reader.page(path, MAX_PAGE_BYTES), compare, missing)

    def _list(self, number: int, language: Language) -> Single:
        place = f"{root_of(language)}answers".lstrip("/")
        path = place if number == 1 else f"{place}?page={number}"

        def compare(raw: bytes) -> Iterator[Fault]:
            yield from _faults(list_disagreements(raw, self._known, language), path)

        return Single(path, lambda: self._reader.listing(place, number, MAX_PAGE_BYTES), compare)

    def _picture(self, sha256: str, index: int, record: Record) -> Single:
        path = picture_at(sha256).lstrip("/")

        def fault(message_id: str) -> Fault:
            return Fault(message_id, (("name", path),), path, index, record.answer, record.slug)

        def compare(raw: bytes) -> Iterator[Fault]:
            if hashlib.sha256(raw).hexdigest() != sha256:
                yield fault("log.picture-differs")

        return Single(path, lambda: self._reader.site(path, MAX_PICTURE), compare, fault("log.picture-missing"))

    def _record(self, index: int, held: Held) -> Single:
        path = f"records/{index}.json"

        def compare(raw: bytes) -> Iterator[Fault]:
            if parsed(raw) != held.document:
                yield Fault("log.record-differs", (("index", index),), path, index, held.answer, held.slug)

        missing = Fault("log.file-missing", (("name", path),), path, index, held.answer)
        return Single(path, lambda: self._reader.log(path, MAX_RECORD), compare, missing)


def _faults(found: Iterable[Disagreement], path: str) -> Iterator[Fault]:
    for message_id, slug, answer in found:
        yield Fault(message_id, (("name", path), ("slug", slug)), path, None, answer, slug)

"""A small log as a folder of files, made from records, for tests that then tamper with it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiemtin.answers.file_list import LIST, NOTE, list_of, note_text
from kiemtin.answers.fold import published_answers
from kiemtin.answers.record import log_entry, record_document
from kiemtin.answers.scale import Rating
from kiemtin.answers.site import picture_at
from kiemtin.answers.values import Change, Content, Logged, PublishedAnswer, Record, Source
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in, sign
from kiemtin.transparency.keys import Signer
from kiemtin.transparency.merkle import leaf_hash, root
from kiemtin.transparency.notes import read_note, sign_note
from kiemtin.transparency.tiles import bundle_bytes, bundles_of, tile_bytes, tiles_of

KEY = Signer("ban-truc.example/log", bytes(range(32)))
DAY = datetime.date(2026, 11, 20)
SOURCE = Source("https://co-quan.example/thong-bao", "Thông báo số 1", "Cơ quan thử nghiệm", DAY)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def first(number: int, words: str = "") -> Record:
    """The first publication of answer ``number``."""
    name = "".join(LETTERS[number // 32**place % 32] for place in range(10))
    content = Content("vi", f"Điều số {number}{words}", "Chưa có bằng chứng.", Rating.UNPROVEN, "Vì …", (SOURCE,))
    return Record(name, 1, Change.PUBLISH, DAY, f"dieu-so-{number}-{name}", content)


def changed(before: Record, change: Change, content: Content | None, erases: int | None = None) -> Record:
    """The next record of an answer."""
    day = before.date + datetime.timedelta(1)
    version = before.version + 1
    return replace(before, version=version, change=change, date=day, content=content, reason="Có lý do.", erases=erases)


@dataclass
class Log:
    """Records in the order of a log, what was erased of them, and whose key signs."""

    records: Sequence[Record]
    erased: frozenset[int] = frozenset()
    key: Signer = KEY
    pictures: tuple[bytes, ...] = ()

    def salt(self, index: int) -> bytes:
        """The salt of a record: always the same, so that two exports can be compared."""
        return hashlib.sha256(str(index).encode()).digest()

    @property
    def entries(self) -> list[bytes]:
        """What was logged."""
        return [log_entry(record, self.salt(index)) for index, record in enumerate(self.records)]

    @property
    def standing(self) -> list[PublishedAnswer]:
        """What is published."""
        logged = [
            Logged(index, self.salt(index), None if index in self.erased else record)
            for index, record in enumerate(self.records)
        ]
        return [answer for answer in published_answers(logged) if answer.content is not None]

    def note(self, size: int | None = None) -> bytes:
        """The signed checkpoint of the first ``size`` entries."""
        hashes = [leaf_hash(entry) for entry in self.entries[:size]]
        return sign(Checkpoint(KEY.name, len(hashes), root(hashes)), self.key).encode()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the export, by its path, and the signed list of them."""
        files = dict(self._contents())
        listed = list_of({path: hashlib.sha256(raw).hexdigest() for path, raw in files.items()})
        checkpoint = checkpoint_in(read_note(self.note()))
        yield from files.items()
        yield LIST, listed
        yield NOTE, str(sign_note(note_text(checkpoint, listed), (self.key,))).encode()

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        entries, hashes = self.entries, [leaf_hash(entry) for entry in self.entries]
        yield "log/checkpoint", self.note()
        for tile in tiles_of(len(entries)):
            yield f"log/{tile.path}", tile_bytes(tile, hashes)
        for bundle in bundles_of(len(entries)):
            yield f"log/{bundle.path}", bundle_bytes(entries[bundle.start : bundle.start + bundle.width])
        for index in range(len(entries)):
            yield f"log/records/{index}.json", self._record(index)
        feed = {"@type": "DataFeed", "dataFeedElement": [{"item": [review(answer)]} for answer in self.standing]}
        yield "claimreview.json", json.dumps(feed, ensure_ascii=False).encode()
        for raw in self.pictures:
            yield picture_at(hashlib.sha256(raw).hexdigest())[1:], raw
        for answer in self.standing:
            yield f"answers/{answer.slug}/index.html", page(answer)

    def _record(self, index: int) -> bytes:
        if index in self.erased:
            return json.dumps({"index": index, "erased": True}).encode()
        document = {
            "index": index,
            "salt": self.salt(index).hex(),
            "record": record_document(self.records[index]),
        }
        return json.dumps(document, ensure_ascii=False).encode()

    def write(self, folder: Path) -> Path:
        """Write every file below ``folder``."""
        for path, content in self.files():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return folder


def review(answer: PublishedAnswer) -> dict[str, object]:
    """An answer as the feed lists it."""
    content = answer.content
    if content is None:
        raise ValueError("withdrawn")
    return {
        "url": f"https://ban-truc.example/answers/{answer.slug}",
        "claimReviewed": content.claim,
        "reviewBody": content.finding,
        "inLanguage": content.language,
        "reviewRating": {"ratingValue": content.rating.place},
        "datePublished": f"{answer.published.isoformat()}T00:00:00+07:00",
        "dateModified": f"{answer.modified.isoformat()}T00:00:00+07:00",
    }


def page(answer: PublishedAnswer) -> bytes:
    """The page of an answer, as plain as can be."""
    content, data = answer.content, json.dumps(review(answer))
    if content is None:
        raise ValueError("withdrawn")
    said = (content.claim, content.rating.words("vi"), content.finding, content.explanation)
    shown = "".join(f"<p>{words}</p>" for words in (*said, SOURCE.title, SOURCE.publisher))
    return f'<script type="application/ld+json">{data}</script><article lang="vi">{shown}</article>'.encode()


def small() -> Log:
    """Four answers: one corrected, one withdrawn, one whose first text was erased by law after it was corrected."""
    a, b, c, d = (first(number) for number in range(4))
    mended = changed(a, Change.CORRECT, replace(a.content, rating=Rating.FALSE) if a.content else None)
    rewritten = changed(d, Change.CORRECT, replace(d.content, finding="Sai.") if d.content else None)
    records = [a, b, c, d, mended, changed(b, Change.WITHDRAW, None), rewritten]
    return Log([*records, changed(rewritten, Change.ERASE, None, 3)], frozenset({3}))


class InMemory:
    """A reader of files that a test holds."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def log(self, path: str, _limit: int) -> bytes | None:
        """A file of the log."""
        return self.files.get(f"log/{path}")

    def site(self, path: str, _limit: int) -> bytes | None:
        """A file of the site."""
        return self.files.get(path)

    def page(self, path: str, _limit: int) -> bytes | None:
        """A page of the site."""
        return self.files.get(f"{path}/index.html")

    def names(self) -> Iterable[str] | None:
        """Unknown, as of an address."""
        return None


class InFolder(InMemory):
    """The same, of which it is known what there is."""

    def names(self) -> Iterable[str] | None:
        """All of them."""
        return self.files

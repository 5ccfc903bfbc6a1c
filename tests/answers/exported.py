"""A small log as a folder of files, made from records, for tests that then tamper with it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiemtin.answers.claim_review import claim_review, data_feed, embedded
from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import DUMP_FILE, atom, dump, json_feed, last_claim, sitemap, title_of
from kiemtin.answers.file_list import LIST, NOTE, list_of, note_text
from kiemtin.answers.record import log_entry, record_document
from kiemtin.answers.scale import Rating
from kiemtin.answers.site import LISTED, Site, page_of, picture_at
from kiemtin.answers.values import Change, Content, Language, Logged, PublishedAnswer, Record, Source
from kiemtin.evidence.messages import LANGUAGES
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in, sign
from kiemtin.transparency.keys import Signer
from kiemtin.transparency.merkle import leaf_hash, root
from kiemtin.transparency.notes import read_note, sign_note
from kiemtin.transparency.tiles import bundle_bytes, bundles_of, tile_bytes, tiles_of

KEY = Signer("ban-truc.example/log", bytes(range(32)))
SITE = Site("https://ban-truc.example", "Ban trực mẫu")
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
    def edition(self) -> Edition:
        """What is public."""
        logged = (
            Logged(index, self.salt(index), None if index in self.erased else record)
            for index, record in enumerate(self.records)
        )
        return Edition(tuple(logged), tuple(self.entries), self.note().decode())

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
        edition = self.edition
        yield "claimreview.json", "".join(data_feed(edition, SITE)).encode()
        yield "feed.atom", atom(edition, SITE).encode()
        yield "feed.json", json.dumps(json_feed(edition, SITE), ensure_ascii=False).encode()
        yield "sitemap.xml", "".join(sitemap(edition, SITE)).encode()
        yield DUMP_FILE, "".join(dump(edition, SITE)).encode()
        for raw in self.pictures:
            yield picture_at(hashlib.sha256(raw).hexdigest())[1:], raw
        for answer in edition.answers:
            for language in LANGUAGES:
                yield f"{page_of(answer.slug, language)[1:]}/index.html", page(answer)
        for number, start in enumerate(range(0, len(edition.answers), LISTED), 1):
            some = edition.answers[start : start + LISTED]
            for language in LANGUAGES:
                place = f"{page_of('', language)[1:]}{'index' if number == 1 else f'page-{number}'}.html"
                yield place, listing(some, language)

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


def page(answer: PublishedAnswer) -> bytes:
    """The page of an answer, as plain as can be."""
    content = answer.content
    if content is None:
        return f"<p>{answer.history[-1].reason}</p><p>{last_claim(answer)}</p>".encode()
    data = embedded(claim_review(answer, SITE) or {})
    said = (content.claim, content.finding, content.explanation)
    shown = "".join(f"<p>{words}</p>" for words in (*said, SOURCE.title, SOURCE.publisher))
    shown += f'<h2 id="verdict">{content.rating.words("vi")}</h2>'
    return f'<script type="application/ld+json">{data}</script><article lang="vi">{shown}</article>'.encode()


def listing(answers: Sequence[PublishedAnswer], language: Language) -> bytes:
    """A page of the list, as plain as can be."""
    rows = []
    for answer in answers:
        content = answer.content
        said = (
            (content.claim, content.rating.words("vi"), content.finding) if content else (title_of(answer, language),)
        )
        rows.append(f'<li><a href="{answer.slug}/index.html">{" ".join(said)}</a></li>')
    return f'<ul>{"".join(rows)}</ul><a href="dump.jsonl">x</a><a href="../log/checkpoint">x</a>'.encode()


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

    def listing(self, path: str, number: int, _limit: int) -> bytes | None:
        """A page of the list."""
        return self.files.get(f"{path}/{'index' if number == 1 else f'page-{number}'}.html")

    def names(self) -> Iterable[str] | None:
        """Unknown, as of an address."""
        return None


class InFolder(InMemory):
    """The same, of which it is known what there is."""

    def names(self) -> Iterable[str] | None:
        """All of them."""
        return self.files

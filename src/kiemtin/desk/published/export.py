"""Everything published as a folder of files for any web host: pages, feeds, the log and its records.

Each file is put in place whole, tiles before the checkpoint that speaks of them. The signed list
(``answers.file_list``) says what is ours: no other file is ever written over or removed.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiemtin.answers.edition import Edition
from kiemtin.answers.file_list import LIST, MAX_LIST, NOTE, list_of, note_text, read_list
from kiemtin.answers.log_files import LogFiles
from kiemtin.answers.site import PRINCIPLES, Site, page_of, picture_at, root_of
from kiemtin.desk.answers import pictures
from kiemtin.desk.answers.log import sign_text
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.published.public import DOCUMENTS, Made, together
from kiemtin.desk.published.terms import own_principles
from kiemtin.desk.rendering import html
from kiemtin.desk.statics import file_of
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.files import read_whole, write_whole
from kiemtin.formats.answers import PAGE, Listed, Place, Shown, answer_page, list_page, principles_page
from kiemtin.transparency.checkpoint import checkpoint_in
from kiemtin.transparency.notes import read_note

STYLE = "kiemtin.css"

AT_ONCE = 2_000
"""Files that are made before they are written, some 20 MB of them: the list of ours is written anew each time."""

Make = Callable[[], bytes | None]
"""Makes a file; ``None`` where there is none any more."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to: files written, left as they were, and removed because they are no longer part of it."""

    written: int
    unchanged: int
    removed: int


def export(edition: Edition, site: Site, folder: Path, configuration: Configuration) -> Exported:
    """Bring ``folder`` in step with ``edition``, with a part of its files in memory at a time.

    Raises ``Refused`` where a file that is not ours lies in the way, before anything is written; ``OutOfReach`` where
    the folder cannot be written to.
    """
    ours = _ours(folder)
    files = list(_files(edition, site, configuration))
    for path, _ in files:
        if path not in ours and (folder / path).exists():
            raise Refused("publication.export.in-the-way", name=str(folder / path))
    digests: dict[str, str] = {}
    written = 0
    for start in range(0, len(files), AT_ONCE):
        some = ((path, make()) for path, make in files[start : start + AT_ONCE])
        made = {path: body for path, body in some if body is not None}
        digests |= _hashes(made)
        # Until the end both old and new files are ours: what is cut off here is tidied by the next export.
        _remember(folder, {**ours, **digests})
        for path, body in made.items():
            if not _is(folder / path, body):
                # Not flushed one by one: a power cut may leave some empty, and the next export writes those anew.
                write_whole(folder / path, body, durable=False)
                written += 1
    stale = [path for path in ours if path not in digests]
    for path in stale:
        _remove(folder, path, ours[path])
    _remember(folder, digests)
    _sign(folder, edition, digests)
    return Exported(written, len(digests) - written, len(stale))


def _files(edition: Edition, site: Site, configuration: Configuration) -> Iterator[tuple[str, Make]]:
    """Every file of the folder, and what makes it."""
    log = LogFiles(edition)
    yield STYLE, lambda: file_of("desk.css")
    for language in LANGUAGES:
        for path, show in _pages(edition, site, language, own_principles(configuration, language)):
            yield path, partial(_page, path, show, language, site)
    for path in log.paths():
        yield f"log/{path}", partial(log.read, path)
    for sha256 in sorted(edition.pictures):
        yield picture_at(sha256)[1:], partial(pictures.file, sha256)
    for path, (_media_type, make) in DOCUMENTS.items():
        yield path, partial(_document, make, edition, site)


def _document(make: Made, edition: Edition, site: Site) -> bytes:
    return together(make(edition, site))


def _pages(edition: Edition, site: Site, language: Language, own: str) -> Iterator[tuple[str, Callable[[], Shown]]]:
    def place(path: str) -> Place:
        return Place(site, language, lambda to: relative(path, to, language), own)

    pages = range(1, max(1, -(-len(edition.answers) // PAGE)) + 1)
    for number in pages:
        path = file_at("/answers" if number == 1 else f"/answers?page={number}", language)
        some = edition.answers[(number - 1) * PAGE : number * PAGE]
        listed = Listed(some, number, number < len(pages), can_search=False)
        yield path, partial(list_page, listed, place(path))
    path = file_at("/principles", language)
    yield path, partial(principles_page, place(path))
    for answer in edition.answers:
        path = file_at(f"/answers/{answer.slug}", language)
        yield path, partial(answer_page, edition, answer, place(path))


def _page(path: str, show: Callable[[], Shown], language: Language, site: Site) -> bytes:
    prefix = root_of(language)[1:]
    plain = path.removeprefix(prefix)
    principles = plain == file_at("/principles", language).removeprefix(prefix)
    elsewhere = {
        other: posixpath.relpath(
            file_at("/principles", other) if principles else root_of(other)[1:] + plain, posixpath.dirname(path) or "."
        )
        for other in LANGUAGES
    }
    text = html(
        "published_file",
        language,
        shown=show(),
        link=lambda to: relative(path, to, language),
        elsewhere=elsewhere,
        publisher=site.publisher,
        address_of_desk=site.whole(root_of(language)),
    )
    return text.encode("utf-8")


def file_at(path: str, language: Language) -> str:
    """The file in which a page lies that has ``path`` on a desk."""
    if path == "/principles":
        return f"{PRINCIPLES[language][1:]}/index.html"
    if path.startswith("/answers?page="):
        return f"{root_of(language)[1:]}answers/page-{path.partition('=')[2]}.html"
    if path == "/answers":
        return f"{root_of(language)[1:]}answers/index.html"
    if path.startswith("/answers/") and not path.endswith(".jsonl"):
        return f"{page_of(path.removeprefix('/answers/'), language)[1:]}/index.html"
    return path[1:]


def relative(of: str, to: str, language: Language) -> str:
    """The link from the file ``of`` to what has the path ``to`` on a desk."""
    return posixpath.relpath(file_at(to, language), posixpath.dirname(of) or ".")


def _ours(folder: Path) -> dict[str, str]:
    """What an earlier export wrote: paths, and the hash of what was in each."""
    listed = folder / LIST
    if not listed.exists():
        return {}
    try:
        return read_list(read_whole(listed, MAX_LIST))
    except (Untrusted, OutOfReach, TooLarge, Refused) as error:
        raise Refused("publication.export.in-the-way", name=str(listed)) from error


def _hashes(files: dict[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}


def _remember(folder: Path, digests: dict[str, str]) -> None:
    if not _is(folder / LIST, list_of(digests)):
        write_whole(folder / LIST, list_of(digests))


def _sign(folder: Path, edition: Edition, digests: dict[str, str]) -> None:
    """Sign the list last: an export that is cut off does not verify, and the next one mends it."""
    if edition.checkpoint is None:
        return
    note = sign_text(note_text(checkpoint_in(read_note(edition.checkpoint.encode())), list_of(digests))).encode()
    if not _is(folder / NOTE, note):
        write_whole(folder / NOTE, note)


def _is(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _remove(folder: Path, path: str, digest: str) -> None:
    """Remove a file that is as we wrote it, and the folders that are empty then."""
    file = folder / path
    try:
        if hashlib.sha256(file.read_bytes()).hexdigest() == digest:
            file.unlink()
        for parent in file.parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(file)) from error

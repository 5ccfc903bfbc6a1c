"""Composition: the library's front door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.checks import ENABLED, Context, published_claims, run
from kiemtin.checks.context import fact_source
from kiemtin.checks.message_signals import particular_advice
from kiemtin.checks.sections import Looked, parts_of, section_item, sections_of, together
from kiemtin.checks.wording import things_of
from kiemtin.domains import Suffixes, bundled_suffixes
from kiemtin.errors import KiemtinError
from kiemtin.evidence import (
    Contact,
    DataVersions,
    Finding,
    FindingKind,
    Outcome,
    Report,
    Skip,
    advise,
    conclude,
    reason,
)
from kiemtin.evidence.conclude import CHANNELS
from kiemtin.factchecks import FOLDER
from kiemtin.factchecks.library import FactChecks, edition_of, open_factchecks
from kiemtin.factchecks.values import Hit
from kiemtin.files import default_home
from kiemtin.items import Item, Link, Part, PartKind, Section, extract, receive_file, receive_pictures, receive_text
from kiemtin.lookalikes import Matcher
from kiemtin.messages import Named, SignalFinder, Thing, bundled_patterns
from kiemtin.organisations import Mention, MentionFinder, Organisation, Register, with_own_entries
from kiemtin.organisations.lint import ordinary_words
from kiemtin.updates import DataInUse
from kiemtin.version import __version__

if TYPE_CHECKING:
    from kiemtin.pictures.reader import GivenPicture

MOST_PUBLISHED = 10
"""Fact-checks looked at for one message."""


class Kiemtin:
    """Answers "can I trust this?" with evidence, offline: ``Kiemtin().check("…") -> Report``.

    ``home`` is the folder with the user's own data: entries of the register (``organisations/``), what signed updates
    brought (``data/``), and keys (``keys/``). All of it is read once, at first use. ``wording_of`` says by what a
    message is known whose very words were answered: a desk's own hash, or ``None``.
    """

    def __init__(self, home: Path | None = None, wording_of: Callable[[str], bytes | None] | None = None) -> None:
        self._wording_of = wording_of
        self.home = home if home is not None else default_home()
        self._edition: str | None = None

    @cached_property
    def register(self) -> Register:
        """The organisations: the newest valid edition with the user's own entries over it."""
        return with_own_entries(self._data.register, self.home)

    @property
    def suffixes(self) -> Suffixes:
        """The newest valid edition of the public suffix list."""
        return self._data.suffixes

    @cached_property
    def _data(self) -> DataInUse:
        return DataInUse(self.home)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.register, self.suffixes)

    @cached_property
    def _signals(self) -> SignalFinder:
        return SignalFinder(bundled_patterns(), ordinary_words())

    @cached_property
    def _mentions(self) -> MentionFinder:
        return MentionFinder(self.register)

    def load(self) -> None:
        """Read now what processes forked from this one may share; each opens the collections of fact-checks itself."""
        _ = self.register, self.suffixes, self._matcher, self._signals, self._mentions

    @cached_property
    def _factchecks(self) -> tuple[FactChecks, KiemtinError | None]:
        """The collections, and what is wrong with the user's own where it cannot be opened."""
        self._edition = edition_of(self.home / FOLDER)
        return open_factchecks(self.home / FOLDER)

    def renew(self) -> None:
        """Open the fact-checks again where they have changed on disk since; never while another thread checks."""
        if "_factchecks" in self.__dict__ and edition_of(self.home / FOLDER) != self._edition:
            self._factchecks[0].close()
            del self._factchecks

    def forget(self) -> None:
        """Forget the words of earlier texts, which are kept to be quicker; for whoever answers strangers."""
        self._signals.forget()
        self._matcher.forget()
        if "_factchecks" in self.__dict__:
            self._factchecks[0].forget()

    @property
    def takes_its_time(self) -> bool:
        """Whether a check may take some tenths of a second, because meanings are compared."""
        return self._factchecks[0].encodes

    @property
    def factchecks_problem(self) -> KiemtinError | None:
        """What is wrong with the user's own collection of fact-checks, where it cannot be opened; opens it."""
        return self._factchecks[1]

    def check(self, item: str | Item) -> Report:
        """The report about a text, or about an item received from a file.

        Raises ``TooLarge`` for a text past the limits of ``kiemtin.text.limits``, ``RegisterInvalid`` for a broken
        register of the user's own; opens no connection.
        """
        received = receive_text(item) if isinstance(item, str) else item
        looked = together(received, [self._look(received, section) for section in sections_of(received)])
        unread = tuple(_unread(received, looked.left_out))
        outcome, *part_outcomes = conclude(looked.parts, looked.findings, everything_read=not unread)
        return Report(
            item=received,
            outcome=outcome,
            parts=looked.parts,
            part_outcomes=tuple(part_outcomes),
            findings=looked.findings,
            skipped=unread + looked.skipped + tuple(self._always_skipped(looked.parts)),
            advice=advise(
                outcome,
                self._contact(outcome, looked.findings),
                has_channel=_has_channel(looked.parts),
                particular=particular_advice(looked.findings, self._signals.book.patterns),
            ),
            data=self._versions(),
        )

    def _look(self, item: Item, section: Section) -> Looked:
        """What the checks say of one section, which is all of an item that has only text."""
        received = section_item(item, section)
        extraction = extract(received, self.suffixes)
        parts = parts_of(section, extraction)
        named = self._named(received.text, parts)
        context = Context(
            received,
            self.register,
            self._matcher,
            frozenset(mention.organisation for mention in named),
            self._signals.read(received.text, things_of(received.text, parts, self.register), _as_named(named)),
            self._signals.book.patterns,
            self.suffixes,
            self._published(received.text, parts),
            item.pictures[section.image] if section.image is not None else None,
        )
        return Looked(parts, *run(ENABLED, parts, context), extraction.left_out)

    def check_pictures(self, pictures: Sequence[GivenPicture], text: str = "", *, shown: bool = False) -> Report:
        """The report about pictures, and about the text that came with them; nothing of a picture is kept.

        ``shown`` puts a small copy without metadata of each into the report's item, for a page that shows it. Raises
        what ``kiemtin.pictures.door.open_picture`` and ``check`` raise, and ``TooLarge`` for too many pictures.
        """
        from kiemtin.pictures.reader import look_at

        return self.check(receive_pictures(look_at(pictures, self.home, shown=shown), text))

    def check_file(self, path: Path) -> Report:
        """The report about a .txt, .eml or .html file; raises what ``receive_file`` and ``check`` raise."""
        return self.check(receive_file(path))

    def factchecks(self, text: str, limit: int = MOST_PUBLISHED) -> list[Hit]:
        """At most ``limit`` published fact-checks for a message, best first, those alike only from afar included.

        Raises ``TooLarge`` for a text past the limits, and what opening the user's own collection came to: whoever
        searches must not take "nothing in the starter collection" for "nothing".
        """
        factchecks, damage = self._factchecks
        if damage is not None:
            raise damage.with_traceback(None)  # raised again and again, it would else grow each time
        found = factchecks.search(text, limit, links_of(text, self.suffixes))
        return self._worded(text, found)[:limit]

    def things(self, text: str) -> tuple[tuple[Thing, ...], list[Named]]:
        """What ``text`` holds besides words, and the organisations it names, as the engine for wording takes them."""
        parts = extract(text, self.suffixes).parts
        return things_of(text, parts, self.register), _as_named(self._named(text, parts))

    def _named(self, text: str, parts: tuple[Part, ...]) -> tuple[Mention, ...]:
        """The organisations that the words of the message speak of; what a link calls itself does not count."""
        words = list(text)
        for part in parts:
            if part.kind in (PartKind.LINK, PartKind.EMAIL):
                words[part.start : part.end] = "\n" * (part.end - part.start)
        return tuple(self._mentions.find("".join(words)))

    def _contact(self, outcome: Outcome, findings: tuple[Finding, ...]) -> Contact | None:
        """Whom to turn to: the organisation that the strongest finding is about.

        Not one that is merely mentioned: a swindler names the bank he wants the money sent to.
        """
        ids = [f.organisation.id for f in findings if f.organisation and f.kind is not FindingKind.CONTEXT]
        organisation = self.register.get(ids[0]) if ids and outcome is not Outcome.OFFICIAL else None
        return _contact_of(organisation, self.register) if organisation else None

    def _published(self, text: str, parts: tuple[Part, ...]) -> tuple[Hit, ...]:
        """The fact-checks that are about what the message claims, or about an address in it."""
        factchecks, _ = self._factchecks
        found = factchecks.search(text, MOST_PUBLISHED, addresses_of(parts), near=True) if text.strip() else []
        return tuple(self._worded(text, found))

    def _worded(self, text: str, found: list[Hit]) -> list[Hit]:
        """``found`` behind those that are about the very words of the message."""
        wording = self._wording_of(text) if self._wording_of is not None else None
        worded = self._factchecks[0].worded(wording) if wording is not None else []
        numbers = {hit.stored.review.id for hit in worded}
        return [*worded, *(hit for hit in found if hit.stored.review.id not in numbers)] if worded else found

    def _always_skipped(self, parts: tuple[Part, ...]) -> Iterator[Skip]:
        link = next((part for part in parts if part.kind is PartKind.LINK), None)
        if link is not None:
            yield Skip("link-content", link.id, reason("skip.link-content"))
        factchecks, damage = self._factchecks
        if damage is not None:
            # Never in the error's own words: they name a folder, and a report goes to whoever asks.
            yield Skip(published_claims.CHECK, None, reason("skip.own-factchecks", count=len(factchecks)))
        elif not factchecks.has_own:
            yield Skip(published_claims.CHECK, None, reason("skip.starter-only", count=len(factchecks)))

    def _versions(self) -> DataVersions:
        factchecks, _ = self._factchecks
        return DataVersions(
            __version__,
            self.register.version,
            self._signals.book.version,
            self.suffixes.version,
            factchecks.version,
        )


def links_of(text: str, suffixes: Suffixes | None = None) -> tuple[str, ...]:
    """The addresses that the links of ``text`` lead to; raises ``TooLarge`` for a text past the limits."""
    parts = extract(receive_text(text), suffixes or bundled_suffixes()).parts
    return addresses_of(parts)


def addresses_of(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The addresses that the links among ``parts`` lead to, once each."""
    return tuple(dict.fromkeys(part.detail.url for part in parts if isinstance(part.detail, Link)))


def _as_named(mentions: tuple[Mention, ...]) -> list[Named]:
    return [Named(mention.organisation, mention.start, mention.end) for mention in mentions]


def _has_channel(parts: tuple[Part, ...]) -> bool:
    return any(part.kind in CHANNELS for part in parts)


def _contact_of(one: Organisation, register: Register) -> Contact:
    domain, hotline = one.main_domain, one.confirmed_hotline
    usable = domain if domain is not None and domain.confirmed and not domain.user_content else None
    return Contact(
        name=one.short,
        domain=usable.value if usable else None,
        domain_sources=fact_source(usable, register) if usable else (),
        hotline=hotline.value if hotline else None,
        hotline_sources=fact_source(hotline, register) if hotline else (),
    )


def _unread(item: Item, left_out: int) -> list[Skip]:
    """What of the item nobody looked at: it keeps the item from being called official."""
    skips = [Skip("receive", None, reason(unread.what, **dict(unread.values))) for unread in item.unread]
    if left_out:
        skips.append(Skip("extract", None, reason("skip.parts-left-out", count=left_out)))
    if not item.text.strip() and not item.unread:
        skips.append(Skip("receive", None, reason("skip.nothing-to-read")))
    return skips

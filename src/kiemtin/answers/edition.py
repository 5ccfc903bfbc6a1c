"""Everything that is public at one size of the log, in one value: pages, feeds and exports are made of it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from kiemtin.answers.fold import published_answers
from kiemtin.answers.values import Logged, PublishedAnswer


@dataclass(frozen=True)
class Edition:
    """The log as far as its checkpoint covers it: records, the entries they were logged as, and the checkpoint.

    ``checkpoint`` is ``None`` as long as nothing was published.
    """

    log: tuple[Logged, ...] = ()
    entries: tuple[bytes, ...] = ()
    checkpoint: str | None = None

    @cached_property
    def answers(self) -> tuple[PublishedAnswer, ...]:
        """Every answer with its history, withdrawn ones included; the last published first."""
        return tuple(reversed(published_answers(self.log)))

    @cached_property
    def standing(self) -> tuple[PublishedAnswer, ...]:
        """The answers that say something now; the last published first."""
        return tuple(answer for answer in self.answers if answer.content is not None)

    @cached_property
    def changed(self) -> tuple[PublishedAnswer, ...]:
        """Every answer, the one whose last change is youngest first: the order of feeds."""
        last = {logged.record.answer: logged.index for logged in self.log if logged.record is not None}
        return tuple(sorted(self.answers, key=lambda answer: -last[answer.id]))

    @cached_property
    def by_slug(self) -> Mapping[str, PublishedAnswer]:
        """The answer of each slug that it has or had; whoever had a slug first keeps it."""
        found: dict[str, PublishedAnswer] = {}
        for answer in reversed(self.answers):
            for record in answer.history:
                found.setdefault(record.slug, answer)
        return MappingProxyType(found)

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The SHA-256 of every picture that was published, and whose record was not erased."""
        contents = (one.record.content for one in self.log if one.record is not None and one.record.content is not None)
        return frozenset(picture.sha256 for content in contents for picture in content.pictures if picture.shown)

    @cached_property
    def places(self) -> Mapping[tuple[str, int], int]:
        """The place in the log of each record, by answer and version."""
        held = ((logged.index, logged.record) for logged in self.log if logged.record is not None)
        return MappingProxyType({(record.answer, record.version): index for index, record in held})

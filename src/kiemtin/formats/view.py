"""What a reader sees of a report, in one language and safe to show; the terminal and the page only lay it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kiemtin.checks import known_picture
from kiemtin.evidence import (
    Advice,
    Finding,
    FindingKind,
    Language,
    Outcome,
    Reason,
    Report,
    Skip,
    Source,
    catalogue,
    conclude_part,
    render,
)
from kiemtin.formats.excerpt import Numbered, Opening, Span, Token, excerpt
from kiemtin.formats.letters import side_by_side
from kiemtin.formats.pairs import PairView, pairs_of
from kiemtin.formats.places import PictureView, pictures_of, place_in_words
from kiemtin.formats.visible import clipped, visible
from kiemtin.items import PartKind, Section
from kiemtin.text.alignment import Aligned

MAX_FINDINGS_SHOWN = 20
"""Numbered findings shown, strongest first; whoever needs more reads the JSON, and is told so."""

MAX_UNCHECKED_SHOWN = 12
"""Distinct sentences shown about what could not be checked."""

MAX_SENTENCE = 700
"""Characters of one sentence shown: values from the item, such as an address, may be as long as the item."""

MAX_NAME = 160
"""Characters of a name or title shown."""

SHAPES = {
    Outcome.DANGER: "✖",
    Outcome.CAUTION: "!",
    Outcome.PUBLISHED: "≡",
    Outcome.OFFICIAL: "✓",
    Outcome.UNSETTLED: "?",
}
"""The outcome as a shape, so that colour never says anything alone."""

CONFIDENCE_WORDS = ((0.95, "very-sure"), (0.8, "quite-sure"), (0.0, "possible"))
"""From which confidence on which words are used; 0.8 is where ``conclude()`` begins to speak of danger."""

HOTLINE_ADVICE = "advice.call-hotline"
"""The one advice whose number may be called from the page: ``number`` comes from the register, never from the item."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source in words; ``url`` only where it is a plain web address."""

    title: str
    publisher: str
    url: str | None
    retrieved: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding: ``comparison`` is empty unless it puts a forged name beside the organisation's own.

    ``beside`` is the label of that own name: never "official" where the register has not seen it confirmed.
    ``place`` are the words it is about, where the message as shown does not mark them; ``where`` says where in which
    picture it points at. ``pairs`` are the known pictures it is about, each beside the one it was found in.
    """

    number: int
    outcome: Outcome
    sentence: str
    details: tuple[str, ...]
    place: str | None
    comparison: tuple[Aligned, ...]
    beside: str
    sources: tuple[SourceView, ...]
    where: str | None = None
    pairs: tuple[PairView, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceView:
    """One thing to do; ``number`` is the confirmed hotline in ``sentence`` that may be called."""

    sentence: str
    sources: tuple[SourceView, ...]
    number: str | None = None

    @property
    def around_number(self) -> tuple[str, str, str]:
        """``sentence`` in three: what stands before ``number``, the number, and what stands after it."""
        return self.sentence.partition(self.number) if self.number else (self.sentence, "", "")


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report in words, in the order in which it is read; without ``is_typed`` there are only pictures."""

    language: Language
    outcome: Outcome
    message: tuple[Token, ...]
    findings: tuple[FindingView, ...]
    findings_left_out: int
    advice_now: tuple[AdviceView, ...]
    advice_already: tuple[AdviceView, ...]
    unchecked: tuple[str, ...]
    unchecked_left_out: int
    versions: str
    pictures: tuple[PictureView, ...] = ()
    is_typed: bool = True

    def label(self, message_id: str, **values: str | int) -> str:
        """A label of the report in its language."""
        return render(f"report.{message_id}", values, self.language)

    @property
    def advice_sources(self) -> tuple[SourceView, ...]:
        """Every source of the advice, once."""
        advice = (*self.advice_now, *self.advice_already)
        return tuple(dict.fromkeys(source for one in advice for source in one.sources))

    @property
    def headline(self) -> str:
        """The outcome in words."""
        return render(f"outcome.{self.outcome}", {}, self.language)

    @property
    def explanation(self) -> str:
        """What the outcome means, and what it does not."""
        return render(f"outcome.{self.outcome}.means", {}, self.language)


def view(report: Report, language: Language) -> ReportView:
    """``report`` in the words of ``language``; raises ``KeyError`` for a message the catalogue lacks."""
    numbered = number_findings(report.findings)
    shown = [(number, finding) for number, finding in numbered if number <= MAX_FINDINGS_SHOWN]
    typed = next((one for one in report.item.sections if one.image is None), None)
    message = excerpt(report, shown, _span(report, typed))
    pictures = pictures_of(report, shown)
    tokens = (*message, *(token for picture in pictures for token in picture.text))
    marked = {number for token in tokens if isinstance(token, Opening) for number in token.spot.numbers}
    first = dict(reversed(shown))
    of_number = {number: [one for count, one in shown if count == number] for number in first}
    unchecked = _distinct(_unchecked(skip, report, language) for skip in report.skipped)
    return ReportView(
        language=language,
        outcome=report.outcome,
        message=message,
        findings=tuple(
            replace(
                _finding(number, first[number], report, language, marked=number in marked),
                pairs=pairs_of(report, of_number[number], language),
            )
            for number in sorted(first)
        ),
        findings_left_out=max((number for number, _ in numbered), default=0) - len(first),
        advice_now=_advice(report.advice, "now", language),
        advice_already=_advice(report.advice, "already", language),
        unchecked=unchecked[:MAX_UNCHECKED_SHOWN],
        unchecked_left_out=max(0, len(unchecked) - MAX_UNCHECKED_SHOWN),
        versions=_versions(report, language),
        pictures=pictures,
        is_typed=typed is not None or not pictures,
    )


def _span(report: Report, typed: Section | None) -> Span:
    """What was typed, of an item with pictures; all of any other."""
    if report.item.pictures:
        return (typed.start, typed.end) if typed else (0, 0)
    return 0, len(report.item.text)


def number_findings(findings: Iterable[Finding]) -> tuple[Numbered, ...]:
    """``findings`` with their numbers, from 1; what is said of several places in the same words has one number."""
    numbers: dict[tuple[str, Reason], int] = {}
    return tuple((numbers.setdefault((one.check, one.reason), len(numbers) + 1), one) for one in findings)


def _finding(number: int, finding: Finding, report: Report, language: Language, *, marked: bool) -> FindingView:
    """``marked``: the message as shown, or the text of a picture, shows the finding's place."""
    return FindingView(
        number=number,
        outcome=conclude_part([finding]),
        sentence=_safe(finding.reason.text(language), MAX_SENTENCE),
        details=tuple(_details(finding, language)),
        place=None if marked else _place(finding, report),
        comparison=_comparison(finding),
        beside="official-name" if finding.organisation and finding.organisation.confirmed else "unconfirmed-name",
        sources=_sources(finding.sources),
        where=place_in_words(report, finding, language),
    )


def _place(finding: Finding, report: Report) -> str | None:
    part = report.part(finding.part)
    return None if part.kind is PartKind.MESSAGE or not part.text else _safe(part.text, MAX_NAME)


def _details(finding: Finding, language: Language) -> Iterable[str]:
    """How sure we are, the technique, and whether what we hold against it was seen at its source."""
    words = next(words for least, words in CONFIDENCE_WORDS if finding.confidence >= least)
    # The rating is its publisher's; what we are more or less sure of is that it is about this message or picture.
    same = "confidence.same-picture" if finding.check == known_picture.CHECK else "confidence.same-claim"
    of_what = same if finding.kind is FindingKind.PUBLISHED else "confidence"
    yield render(f"{of_what}.{words}", {}, language)
    if finding.technique:
        known = catalogue(language).get(f"technique.{finding.technique}", finding.technique)
        yield render("report.technique", {"technique": _safe(known, MAX_NAME)}, language)
    if meant := finding.organisation:
        confirmed = "report.confirmed" if meant.confirmed else "report.unconfirmed"
        yield render(confirmed, {"organisation": _safe(meant.name, MAX_NAME)}, language)


def _comparison(finding: Finding) -> tuple[Aligned, ...]:
    """The forged and the official name letter by letter, where a danger sign has both and they differ.

    A name that is merely mentioned is not set beside the official one, as if it were a forgery of it.
    """
    values = dict(finding.reason.values)
    forged, official = str(values.get("domain", "")), str(values.get("official", ""))
    return side_by_side(forged, official) if finding.kind is FindingKind.DANGER_SIGN else ()


def _advice(advice: Iterable[Advice], when: Literal["now", "already"], language: Language) -> tuple[AdviceView, ...]:
    return tuple(
        AdviceView(
            _safe(one.reason.text(language), MAX_SENTENCE), _sources(one.sources), _number_to_call(one, language)
        )
        for one in advice
        if one.when == when
    )


def _number_to_call(advice: Advice, language: Language) -> str | None:
    number = str(dict(advice.reason.values).get("number", ""))
    if advice.reason.id == HOTLINE_ADVICE and number and number in advice.reason.text(language):
        return number
    return None


def _unchecked(skip: Skip, report: Report, language: Language) -> str:
    sentence = _safe(skip.reason.text(language), MAX_SENTENCE)
    place = _safe(report.part(skip.part).text, MAX_NAME) if skip.part in {part.id for part in report.parts} else ""
    return f"{sentence} ({place})" if place and place not in sentence and skip.part != "p0" else sentence


def _sources(sources: Iterable[Source]) -> tuple[SourceView, ...]:
    return tuple(_source(source) for source in dict.fromkeys(sources))


def _source(source: Source) -> SourceView:
    url = visible(source.url) if source.url else ""
    return SourceView(
        _safe(source.title, MAX_NAME),
        _safe(source.publisher, MAX_NAME),
        url if url.startswith(("https://", "http://")) and " " not in url else None,
        _safe(source.retrieved, MAX_NAME) if source.retrieved else None,
    )


def _versions(report: Report, language: Language) -> str:
    data = report.data
    named = {
        "report.version.organisations": data.organisations,
        "report.version.patterns": data.patterns,
        "report.version.suffixes": data.suffixes,
        "report.version.factchecks": data.factchecks,
    }
    dated = [f"{render(name, {}, language)} {_safe(version, MAX_NAME)}" for name, version in named.items() if version]
    return " · ".join([f"Kiểm Tin {_safe(data.kiemtin, MAX_NAME)}", *dated])


def _safe(text: str, limit: int) -> str:
    return clipped(visible(text[: limit + 1]), limit)  # cut first: a value may be as long as the item


def _distinct(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))

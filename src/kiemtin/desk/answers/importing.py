"""Answers that a desk has already, from a file of JSON lines through publication and the log: all of them, or none."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiemtin.answers.drafting import Problem, Typed, TypedSource, cleaned, content_of, judge, judge_text
from kiemtin.answers.fold import published_answers
from kiemtin.answers.private_names import private_names
from kiemtin.answers.rating_words import RatingWords
from kiemtin.answers.scale import Rating
from kiemtin.answers.slugs import SLUG_WORDS, slug_of
from kiemtin.answers.values import MAX_REASON, Change, Content, PublishedAnswer, Record
from kiemtin.desk.answers import log
from kiemtin.desk.answers.drafts import new_id
from kiemtin.desk.answers.models import LogEntry
from kiemtin.errors import Refused
from kiemtin.evidence.messages import Language, render
from kiemtin.files import read_whole
from kiemtin.organisations.plain import plain_json

MAX_FILE = 128 * 1024 * 1024
"""Bytes of one file: ten thousand answers of some thousand words each."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

MAX_LINE = 512 * 1024
"""Bytes of one line: the longest answer with fifty sources takes less than half of it, in letters of three bytes."""

MAX_LINES = 20_000
"""Answers of one file: twice what a large desk has in ten years."""

MAX_SLUG = 80
"""Characters of the words of an address that a line asks for."""

Tell = Callable[[int, int], None]
"""Is told how many lines of how many were read."""

TEXTS = ("claim", "finding", "explanation", "slug")
OF_A_SOURCE = ("url", "title", "publisher", "accessed", "archive")


@dataclass(frozen=True, slots=True)
class Choices:
    """How to read a file: a desk's own words for ratings, names not to warn of, and why published answers change."""

    words: RatingWords = field(default_factory=RatingWords)
    organisations: frozenset[str] = frozenset()
    reason: str = ""
    change: Change = Change.CORRECT


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line, counted from 1."""

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: with ``problems`` nothing was published. ``names``: lines with what looks like a name."""

    published: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[LineProblem, ...] = ()
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be published: its number, what it says, the words of its address, and whether it has a name."""

    number: int
    content: Content
    slug: str
    named: bool = False


def import_answers(path: Path, choices: Choices, tell: Tell = lambda _done, _total: None) -> Imported:
    """Publish every line of the file, or none of them where one is wrong.

    An answer is known again by its claim and language: the same content is left as it is, another one is logged as a
    change with ``choices.reason``. Broken off at any moment it has published all lines, or none. Raises ``Refused``,
    ``TooLarge`` and ``OutOfReach`` for the file as a whole.
    """
    today = timezone.localdate()
    lines, problems = _read(read_whole(path, MAX_FILE), choices, today, tell)
    reason = cleaned(choices.reason)
    if reason:
        for problem in judge_text("reason", reason, MAX_REASON):
            raise Refused(problem.message_id, **problem.values)
    names = tuple(line.number for line in lines if line.named)
    outcome = Imported(problems=tuple(problems), names=names)
    if problems:
        return outcome

    def records(_size: int) -> Sequence[Record]:
        nonlocal outcome
        found = tuple(_changes(lines, replace(choices, reason=reason), today))
        wrong = tuple(one for one in found if isinstance(one, LineProblem))
        new = [one for one in found if isinstance(one, Record)]
        first = sum(record.change is Change.PUBLISH for record in new)
        if wrong:
            outcome = replace(outcome, problems=wrong)
            return ()
        outcome = replace(outcome, published=first, changed=len(new) - first, unchanged=len(lines) - len(new))
        return new

    log.append(records)
    return outcome


def _changes(lines: Sequence[Line], choices: Choices, today: datetime.date) -> Iterator[Record | LineProblem | None]:
    """What each line makes of the log as it is now; called while nobody else appends."""
    rows = LogEntry.objects.order_by("index").iterator()
    known = {key: answer for answer in published_answers(map(log.logged, rows)) for key in _keys(answer)}
    for line in lines:
        answer = known.get(_key(line.content))
        if answer is None:
            identity = new_id()
            slug = slug_of(line.slug or line.content.claim, identity)
            yield Record(identity, 1, Change.PUBLISH, today, slug, line.content)
        else:
            yield _change(line, answer, choices, today)


def _change(line: Line, answer: PublishedAnswer, choices: Choices, today: datetime.date) -> Record | LineProblem | None:
    if answer.content is None:
        return LineProblem(line.number, Problem("claim", "desk.import.withdrawn", {"slug": answer.slug}))
    if answer.content == line.content:
        return None
    if not choices.reason:
        return LineProblem(line.number, Problem("claim", "desk.import.needs-reason", {"slug": answer.slug}))
    version = LogEntry.objects.filter(answer=answer.id).count() + 1
    slug = slug_of(line.slug, answer.id) if line.slug else answer.slug
    return Record(answer.id, version, choices.change, today, slug, line.content, choices.reason)


def _keys(answer: PublishedAnswer) -> Iterator[tuple[str, str]]:
    """By what an answer is known: what it says, or said before it was withdrawn."""
    content = answer.content or next((one.content for one in reversed(answer.history) if one.content), None)
    if content is not None:
        yield _key(content)


def _key(content: Content) -> tuple[str, str]:
    return content.language, content.claim.casefold()


def _read(data: bytes, choices: Choices, today: datetime.date, tell: Tell) -> tuple[list[Line], list[LineProblem]]:
    lines: list[Line] = []
    problems: list[LineProblem] = []
    first: dict[tuple[str, str], Line] = {}
    numbered = [(number, raw) for number, raw in enumerate(data.split(b"\n"), 1) if raw.strip(b"\r\t \xef\xbb\xbf")]
    if not numbered:
        raise Refused("desk.import.empty")
    if len(numbered) > MAX_LINES:
        raise Refused("desk.import.too-many-lines", limit=MAX_LINES, size=len(numbered))
    for done, (number, raw) in enumerate(numbered, 1):
        tell(done, len(numbered))
        found = _line(number, raw, choices.words, today)
        if not isinstance(found, Line):
            problems += (LineProblem(number, problem) for problem in found)
            continue
        before = first.setdefault(_key(found.content), found)
        if before is found or before.content == found.content:
            named = bool(private_names(_typed_texts(found.content), choices.organisations))
            lines += [replace(found, named=named)] if before is found else []
        else:
            problems.append(LineProblem(number, Problem("claim", "desk.import.twice", {"line": before.number})))
    return lines, problems


def _line(number: int, raw: bytes, words: RatingWords, today: datetime.date) -> Line | tuple[Problem, ...]:
    if len(raw) > MAX_LINE:
        return (Problem("", "desk.import.line-too-long", {"limit": MAX_LINE, "size": len(raw)}),)
    try:
        document = plain_json(raw.removeprefix(BYTE_ORDER_MARK))
    except ValueError:
        return (Problem("", "desk.import.no-json"),)
    if not isinstance(document, dict):
        return (Problem("", "desk.import.no-object"),)
    wrong = tuple(_wrong_kinds(document))
    if wrong:
        return wrong
    rating, slug = words.read(document.get("rating")), str(document.get("slug") or "")
    typed = _typed(document, rating)
    problems = list(judge(typed, today))
    if rating is None:  # what follows from a missing rating is not said as well
        problems = [
            one for one in problems if one.where not in ("rating", "" if document.get("finding") else "finding")
        ]
        problems.append(_no_rating(document.get("rating")))
    if slug and not (SLUG_WORDS.fullmatch(slug) and len(slug) <= MAX_SLUG):
        problems.append(Problem("slug", "answers.slug", {"given": slug[:80]}))
    return tuple(problems) or Line(number, content_of(typed, today), slug)


def _wrong_kinds(document: Mapping[str, Any]) -> Iterator[Problem]:
    for name in (*TEXTS, "lang"):
        if not isinstance(document.get(name), str | None):
            yield Problem(name, "desk.import.no-text")
    if not isinstance(document.get("rating"), str | int | float | None):
        yield Problem("rating", "desk.import.no-text")
    sources = document.get("sources")
    if not isinstance(sources, list | None):
        yield Problem("sources", "desk.import.no-sources")
        return
    for number, source in enumerate(sources or (), 1):
        if not isinstance(source, dict):
            yield Problem(f"sources.{number}", "desk.import.no-object")
            continue
        for name in OF_A_SOURCE:
            if not isinstance(source.get(name), str | None):
                yield Problem(f"sources.{number}.{name}", "desk.import.no-text")


def _typed(document: Mapping[str, Any], rating: Rating | None) -> Typed:
    language = str(document.get("lang") or "").strip().lower().replace("_", "-").partition("-")[0]
    sources = tuple(
        TypedSource(**{name: str(source.get(name) or "") for name in OF_A_SOURCE})
        for source in document.get("sources") or ()
    )
    finding = str(document.get("finding") or "")
    if not finding.strip() and rating is not None:
        finding = rated(rating, language)
    return Typed(
        language=language,
        claim=str(document.get("claim") or ""),
        finding=finding,
        rating=rating.value if rating else "",
        explanation=str(document.get("explanation") or ""),
        sources=sources,
    )


def rated(rating: Rating, language: str) -> str:
    """The finding of an answer that came without one: its rating, in a sentence.

    Not the beginning of its explanation, which often repeats the claim before it says anything about it.
    """
    spoken: Language = "en" if language == "en" else "vi"
    return render("rating.as-finding", {"rating": rating.words(spoken)}, spoken)


def _no_rating(given: object) -> Problem:
    if given in (None, ""):
        return Problem("rating", "answers.missing")
    return Problem("rating", "answers.rating", {"given": str(given)[:80], "scale": ", ".join(Rating)})


def _typed_texts(content: Content) -> Typed:
    return Typed(claim=content.claim, finding=content.finding, explanation=content.explanation)


def own_words(given: Sequence[str]) -> RatingWords:
    """A desk's own words for ratings, each written ``WORDS=id``; raises ``Refused`` for an unknown id."""
    own = {}
    for one in given:
        words, _, place = one.rpartition("=")
        rating = RatingWords().read(place)
        if not words.strip() or rating is None:
            raise Refused("desk.import.words-invalid", given=one[:80], scale=", ".join(Rating))
        own[words] = rating
    return RatingWords(own)

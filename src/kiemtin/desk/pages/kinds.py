"""The kinds of scam for the page that teaches them: all of it read from the bundled patterns, nothing copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from kiemtin.checks.message_signals import CHECK
from kiemtin.desk.asking import asking
from kiemtin.evidence import Finding, Language, Outcome, Report
from kiemtin.evidence.messages import render
from kiemtin.formats.excerpt import Closing, Opening, Token, Words
from kiemtin.formats.view import AdviceView, FindingView, SourceView, view
from kiemtin.messages import bundled_patterns


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of scam in words: a sample with its telling words, why it is suspicious, and what to do.

    ``id`` names its place on the page. ``sample`` is the made-up message in pieces, each with whether it is marked.
    """

    id: str
    name: str
    outcome: Outcome
    sample: tuple[tuple[str, bool], ...]
    sentence: str
    signs: tuple[str, ...]
    advice: str
    sources: tuple[SourceView, ...]


READ: dict[str, Report] = {}
"""By kind, the report about its sample: read when the page is first asked for, and the same ever after."""


async def kinds(language: Language) -> tuple[Kind, ...]:
    """Every kind of the bundled patterns, in the order of the book; raises ``Busy``.

    The signs are what a check of the sample really shows, so the page cannot say one thing and a report another.
    """
    for name, sample in bundled_patterns().examples.items():
        if name not in READ:
            READ[name] = await asking().ask(sample, _wording)
    return _in_words(language)


@lru_cache(maxsize=2)
def first_steps(language: Language) -> tuple[AdviceView, ...]:
    """What to do if it already happened: the same for every kind, and the same as in a report."""
    return view(next(iter(READ.values())), language).advice_already


@lru_cache(maxsize=2)
def _in_words(language: Language) -> tuple[Kind, ...]:
    return tuple(_kind(name, READ[name], language) for name in bundled_patterns().examples)


def _wording(report: Report) -> Report:
    """``report`` with what the wording gives away, and nothing else."""
    return replace(report, findings=_of_wording(report))


def kind_of(report: Report) -> str | None:
    """The kind that ``report`` speaks of, where the page has one to show; its place on the page is called the same."""
    named = {finding.technique for finding in _of_wording(report)}
    return next((name for name in bundled_patterns().examples if name in named), None)


def _of_wording(report: Report) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.check == CHECK)


def _kind(name: str, report: Report, language: Language) -> Kind:
    shown = view(report, language)
    # The first finding says which kind it is, and the others are its signs: tests hold every sample to that.
    kind: FindingView = shown.findings[0]
    return Kind(
        id=name,
        name=_as_title(render(f"technique.{name}", {}, language)),
        outcome=report.outcome,
        sample=tuple(_pieces(shown.message)),
        sentence=kind.sentence,
        signs=tuple(finding.sentence for finding in shown.findings[1:]),
        advice=render(f"advice.family.{name}", {}, language),
        sources=kind.sources,
    )


def _as_title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _pieces(tokens: Iterable[Token]) -> Iterable[tuple[str, bool]]:
    depth = 0
    for token in tokens:
        if isinstance(token, Opening):
            depth += 1
        elif isinstance(token, Closing):
            depth -= 1
        elif isinstance(token, Words):
            yield token.text, depth > 0

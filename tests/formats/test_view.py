"""What a reader sees, before it is laid out."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from kiemtin.checks import impersonated_sender
from kiemtin.evidence import Advice, FindingKind, Language, Outcome, Skip, Source, catalogue, reason
from kiemtin.formats.excerpt import Opening
from kiemtin.formats.letters import MAX_COMPARED
from kiemtin.formats.view import MAX_FINDINGS_SHOWN, MAX_SENTENCE, MAX_UNCHECKED_SHOWN, SHAPES, view
from kiemtin.items import Part
from tests.formats import sample


def labels(language: Language) -> dict[str, str]:
    """The report's own messages of one language."""
    entry = files("kiemtin.evidence").joinpath(f"catalogue/report.{language}.toml")
    return tomllib.loads(entry.read_text("utf-8"))


def test_both_languages_have_the_same_labels() -> None:
    """Every label of the report exists in Vietnamese and in English, in the same order."""
    assert list(labels("vi")) == list(labels("en"))


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words_and_a_shape_of_its_own(outcome: Outcome) -> None:
    """No two outcomes look or read alike, so colour never says anything alone."""
    assert 1 == list(SHAPES.values()).count(SHAPES[outcome])
    for language in ("vi", "en"):
        headlines = [labels(language)[f"outcome.{one}"] for one in Outcome]
        assert 1 == headlines.count(labels(language)[f"outcome.{outcome}"])
        assert labels(language)[f"outcome.{outcome}.means"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_outcome_promises_safety(language: Language) -> None:
    """The word "safe" appears only where it is denied."""
    word = {"vi": "an toàn", "en": "safe"}[language]
    denials = {"vi": "không có nghĩa là", "en": "not mean"}[language]
    promising = [text for text in labels(language).values() if word in text.lower() and denials not in text]
    assert [] == promising


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "very-sure"),
        (0.95, "very-sure"),
        (0.94, "quite-sure"),
        (0.8, "quite-sure"),
        (0.79, "possible"),
        (0, "possible"),
    ],
)
def test_confidence_in_words(confidence: float, words: str) -> None:
    """A number between 0 and 1 becomes one of three phrases, at the limits and beside them."""
    found = sample.finding("p0", reason("sample.asks-code"), confidence=confidence)
    shown = view(sample.report("x", (), (found,)), "vi")
    assert catalogue("vi")[f"confidence.{words}"] == shown.findings[0].details[0]


def test_an_unconfirmed_fact_is_called_so() -> None:
    """Where the register's fact was not seen at its source, the finding says it."""
    found = sample.finding("p0", reason("sample.asks-code"), organisation=sample.unconfirmed())
    shown = view(sample.report("x", (), (found,)), "vi")
    assert "Hội Mẫu: chưa đối chiếu được với nguồn" == shown.findings[0].details[-1]


def test_every_technique_has_words() -> None:
    """Every way to imitate a name or to disguise a link, as the sentences of the checks list them, has its label."""
    named = {
        message_id.partition(".")[2]
        for message_id in catalogue("vi")
        if message_id.startswith(("lookalike.", "deceptive."))
    }
    no_technique = {"bears-name", "warned-of", "shortener"}
    named |= {impersonated_sender.CHECK}  # it has one way only, and one sentence
    assert named - no_technique == {name.partition(".")[2] for name in labels("vi") if name.startswith("technique.")}


def test_an_unknown_technique_is_named_as_it_is() -> None:
    """A technique that has no words yet is shown by its id, not lost."""
    found = sample.finding("p0", reason("sample.asks-code"), technique="brand-new")
    shown = view(sample.report("x", (), (found,)), "en")
    assert "technique: brand-new" == shown.findings[0].details[1]


def many_links(count: int) -> tuple[str, tuple[Part, ...]]:
    """A message of ``count`` different links."""
    words = [f"a{number}.example" for number in range(count)]
    text = " ".join(words)
    return text, tuple(sample.part(text, word, number) for number, word in enumerate(words, 1))


def test_the_same_sentence_about_several_places_is_one_finding() -> None:
    """A link that stands in a message twice is explained once and marked twice."""
    text, parts = many_links(2)
    found = tuple(sample.finding(part.id, reason("sample.asks-code")) for part in parts)
    shown = view(sample.report(text, parts, found), "vi")
    assert [1] == [finding.number for finding in shown.findings]
    assert [(1,), (1,)] == [token.spot.numbers for token in shown.message if isinstance(token, Opening)]


@pytest.mark.parametrize("beyond", [0, 1])
def test_findings_are_limited_and_counted(beyond: int) -> None:
    """At the limit all findings are shown; beyond it the reader is told how many are not."""
    text, parts = many_links(MAX_FINDINGS_SHOWN + beyond)
    found = tuple(sample.finding(part.id, reason("sample.said", words=part.text)) for part in parts)
    shown = view(sample.report(text, parts, found), "vi")
    assert (MAX_FINDINGS_SHOWN, beyond) == (len(shown.findings), shown.findings_left_out)


@pytest.mark.parametrize("beyond", [0, 1])
def test_what_was_not_checked_is_limited_and_counted(beyond: int) -> None:
    """At the limit every sentence is shown; beyond it the reader is told how many are not."""
    skips = tuple(Skip("x", None, reason("sample.said", words=n)) for n in range(MAX_UNCHECKED_SHOWN + beyond))
    shown = view(sample.report("x", (), (), skipped=(*skips, *skips)), "vi")
    assert (MAX_UNCHECKED_SHOWN, beyond) == (len(shown.unchecked), shown.unchecked_left_out)


def test_a_place_that_the_message_does_not_show_is_named() -> None:
    """In a message too long to show, each finding is about words that the reader can see."""
    words = " ".join(f"a{number}.example" for number in range(20))
    text = words.replace(" ", "x" * 5_000 + " ")
    parts = tuple(sample.part(text, f"a{number}.example", number + 1) for number in range(20))
    long_ones = tuple(sample.finding(part.id, reason("sample.said", words=part.id)) for part in parts)
    shown = view(sample.report(text, parts, long_ones), "vi")
    marked = {number for token in shown.message if isinstance(token, Opening) for number in token.spot.numbers}
    assert marked | {finding.number for finding in shown.findings if finding.place} == set(range(1, 21))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (FindingKind.DANGER_SIGN, {}),
        (FindingKind.DANGER_SIGN, {"domain": "a.example"}),
        (FindingKind.DANGER_SIGN, {"domain": "a.example", "official": ""}),
        (FindingKind.DANGER_SIGN, {"domain": "a.example", "official": "a.example"}),
        (FindingKind.DANGER_SIGN, {"domain": "a" * (MAX_COMPARED + 1), "official": "a.example"}),
        (FindingKind.CONTEXT, {"domain": "tay-chay-a.example", "official": "a.example"}),
    ],
)
def test_names_are_not_compared_without_need(kind: FindingKind, values: dict[str, str]) -> None:
    """Nothing is set side by side without a forged and an official name; a name merely mentioned is no forgery."""
    found = sample.finding("p0", reason("sample.said", words="x", **values), kind)
    assert () == view(sample.report("x", (), (found,)), "vi").findings[0].comparison


def test_names_are_compared_up_to_the_limit() -> None:
    """A forged name of the greatest length is still set beside the official one."""
    values = {"domain": "a" * MAX_COMPARED, "official": "a.example"}
    found = sample.finding("p0", reason("sample.said", words="x", **values))
    assert MAX_COMPARED <= len(view(sample.report("x", (), (found,)), "vi").findings[0].comparison)


def test_how_sure_we_are_of_a_rating_is_about_the_match() -> None:
    """A published rating is its publisher's; our confidence is that it is about the same claim."""
    assert ("Chúng tôi khá chắc đây là cùng một nội dung",) == view(sample.published(), "vi").findings[0].details


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "//a.example", "file:///x", "https://a.example /x"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """A source's address is kept only where it is a plain web address."""
    found = sample.finding("p0", reason("sample.asks-code"), sources=(Source("Tên", "Nơi đăng", url),))
    assert view(sample.report("x", (), (found,)), "vi").findings[0].sources[0].url is None


def test_only_the_hotline_advice_has_a_number_to_call() -> None:
    """A number in any other sentence is only words, even where it is called a number."""
    advice = (
        Advice("now", reason("advice.call-hotline", organisation="Mẫu", number="1900 0000")),
        Advice("now", reason("sample.said", words="1900 0000", number="1900 0000")),
        Advice("now", reason("advice.call-hotline", organisation="Mẫu", number="")),
    )
    shown = view(sample.report("x", (), (), advice=advice), "vi")
    assert ["1900 0000", None, None] == [one.number for one in shown.advice_now]
    assert ("Gọi Mẫu: ", "1900 0000", ".") == shown.advice_now[0].around_number


def test_sentences_have_a_limit() -> None:
    """A value as long as the item does not fill the page."""
    found = sample.finding("p0", reason("sample.said", words="x" * 200_000), FindingKind.CONTEXT)
    assert MAX_SENTENCE == len(view(sample.report("x", (), (found,)), "vi").findings[0].sentence)


def test_an_unconfirmed_name_is_never_labelled_official() -> None:
    """A false "official" is the worst harm: beside a forged name, an unconfirmed one says that it is unconfirmed."""
    report = sample.danger()
    doubtful = tuple(replace(finding, organisation=sample.unconfirmed()) for finding in report.findings)
    beside = {one.beside for one in view(replace(report, findings=doubtful), "vi").findings}

    assert {"unconfirmed-name"} == beside
    assert "official-name" in {one.beside for one in view(report, "vi").findings}

"""What to do: only confirmed ways, and always the branch for the one who already did it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiemtin import Kiemtin, Report
from kiemtin.evidence import LANGUAGES, Advice, Contact, Outcome, advise
from kiemtin.organisations import Organisation, bundled_register

ALREADY = [
    "already.money",
    "already.installed",
    "already.password",
    "already.police",
    "already.recovery-scam",
    "already.clicked",
]
"""First steps in order of urgency."""

CONTACTS = (
    None,
    Contact("Mẫu"),
    Contact("Mẫu", domain="mau.example"),
    Contact("Mẫu", domain="mau.example", hotline="19000000"),
)
OF_THE_ADVICE_ITSELF = frozenset({"113", "156", "5656"})
"""Numbers of the state that the catalogue itself names, each with a source in ``evidence/advice.py``."""

ALREADY_IN_SHORT = {"already.money", "already.installed", "already.police"}

ORGANISATIONS = tuple(bundled_register())


@pytest.fixture(scope="module")
def kiemtin(tmp_path_factory: pytest.TempPathFactory) -> Kiemtin:
    """The program without any data of the user's own."""
    return Kiemtin(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("contact", CONTACTS, ids=str)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_advice_says_what_to_do_if_it_already_happened(outcome: Outcome, contact: Contact | None) -> None:
    """The branch is always there, in order of urgency, after what to do now."""
    advice = advise(outcome, contact)
    warned = outcome in (Outcome.DANGER, Outcome.CAUTION)
    expected = ALREADY if warned else [step for step in ALREADY if step in ALREADY_IN_SHORT]
    assert expected == [one.reason.id for one in advice if one.when == "already"]
    assert ["now", "already"] == list(dict.fromkeys(one.when for one in advice))


@pytest.mark.parametrize("contact", CONTACTS, ids=str)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_advice_can_be_read_in_both_languages(outcome: Outcome, contact: Contact | None) -> None:
    """No message lacks a text or a value."""
    for one in advise(outcome, contact):
        for language in LANGUAGES:
            assert one.reason.text(language)


def test_without_a_channel_there_is_nothing_to_open_or_call() -> None:
    """A message of mere words gets no advice about links and numbers."""
    advice = {one.reason.id for one in advise(Outcome.UNSETTLED, None, has_channel=False)}
    assert not advice & {"advice.open-app-yourself", "advice.go-yourself", "advice.call-number-on-card"}


def test_no_two_pieces_of_advice_are_the_same() -> None:
    """Nobody reads the same sentence twice in an emergency."""
    for outcome in Outcome:
        ids = [one.reason.id for one in advise(outcome, None)]
        assert len(set(ids)) == len(ids)


def test_without_a_confirmed_number_the_advice_is_the_one_on_the_card() -> None:
    """Never the number in the message, never one nobody has seen."""
    ids = [one.reason.id for one in advise(Outcome.DANGER, Contact("Mẫu", domain="mau.example"))]
    assert "advice.call-number-on-card" in ids
    assert "advice.call-hotline" not in ids


def _texts(report: Report) -> Iterator[str]:
    """Everything the advice of a report tells a reader."""
    for one in report.advice:
        yield from (one.reason.text(language) for language in LANGUAGES)
        yield from (str(value) for _, value in one.reason.values)


def _digits(text: str) -> set[str]:
    """Numbers as dialled, however they are grouped."""
    return {re.sub(r"\D", "", run) for run in re.findall(r"\+?\d[\d .()-]{1,20}\d", text)}


def _messages(one: Organisation) -> list[str]:
    """Messages about an organisation: forged, naming it, giving its own numbers and domains, and all of it at once."""
    alias = one.aliases[0].value
    forged = f"{one.short}: tai khoan bi khoa, xac thuc tai https://{alias}-dangnhap-xacthuc.top"
    numbers = ", ".join(fact.value for fact in one.hotlines)
    domains = " ".join(f"https://{fact.value}/" for fact in one.domains)
    return [
        forged,
        f"{one.short} kinh bao",
        f"{one.short} goi {numbers}",
        f"{one.short} {domains}",
        f"{forged} goi {numbers} {domains}",
    ]


@pytest.mark.parametrize("one", ORGANISATIONS, ids=lambda one: one.id)
def test_an_unconfirmed_hotline_is_never_in_any_advice(one: Organisation, kiemtin: Kiemtin) -> None:
    """A wrong hotline is the worst harm we can do: every number shown as one to call was seen at its source."""
    confirmed = {re.sub(r"\D", "", fact.value) for org in ORGANISATIONS for fact in org.hotlines if fact.confirmed}
    unconfirmed = {re.sub(r"\D", "", fact.value) for fact in one.hotlines if not fact.confirmed} - confirmed
    for message in _messages(one):
        for advice in kiemtin.check(message).advice:
            if advice.reason.id == "advice.call-hotline":
                assert re.sub(r"\D", "", str(dict(advice.reason.values)["number"])) in confirmed
                assert advice.sources
                assert advice.sources[0].url
        said = set().union(*map(_digits, _texts(kiemtin.check(message))))
        assert set() == said & (unconfirmed - OF_THE_ADVICE_ITSELF)


def test_numbers_written_into_the_advice_itself_have_a_source() -> None:
    """113, 156 and 5656 are the state's: the advice that names them says who published them."""
    for one in advise(Outcome.DANGER, None):
        if _digits(one.reason.text("vi")) & OF_THE_ADVICE_ITSELF:
            assert [] == [source for source in one.sources if not source.url]
            assert one.sources


@pytest.mark.parametrize("one", ORGANISATIONS, ids=lambda one: one.id)
def test_no_unconfirmed_domain_is_ever_one_to_type(one: Organisation, kiemtin: Kiemtin) -> None:
    """A domain in an advice was seen at its source and is not one where anybody can publish."""
    usable = {f.value for org in ORGANISATIONS for f in org.domains if f.confirmed and not f.user_content}
    for message in _messages(one):
        advice: tuple[Advice, ...] = kiemtin.check(message).advice
        named = [dict(a.reason.values)["domain"] for a in advice if a.reason.id == "advice.go-yourself"]
        assert set() == set(named) - usable


@pytest.mark.parametrize("one", ORGANISATIONS, ids=lambda one: one.id)
def test_an_unconfirmed_domain_is_said_to_be_so_and_settles_nothing(one: Organisation, kiemtin: Kiemtin) -> None:
    """The finding is official and says it is unconfirmed; the outcome stays unsettled."""
    for fact in one.domains:
        if fact.confirmed or fact.user_content:
            continue
        report = kiemtin.check(f"Xem https://{fact.value}/")
        assert "unsettled" == report.outcome
        found = [f for f in report.findings if f.check == "official-domain"]
        assert ["official.unconfirmed"] == [f.reason.id for f in found]
        assert [False] == [f.organisation is not None and f.organisation.confirmed for f in found]


@pytest.mark.parametrize("one", ORGANISATIONS, ids=lambda one: one.id)
def test_an_unconfirmed_hotline_is_not_called_official(one: Organisation, kiemtin: Kiemtin) -> None:
    """In a message an unconfirmed number is as unknown as any other."""
    for fact in one.hotlines:
        if not fact.confirmed:
            assert "unsettled" == kiemtin.check(f"Goi {fact.value}").outcome

"""The figures we promise, on real data; each asserts a margin below what was measured (the pages of the engines)."""

from __future__ import annotations

import csv
import gzip
import random
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from kiemtin import Kiemtin, Report
from kiemtin.errors import TooLarge
from tests.messages.corpus import Case, own, sms
from tests.messages.disguises import DISGUISES
from tests.shared_data import shared_data

DANGEROUS = ("danger", "caution")
SAMPLE = 8_000
VARIANTS = 25

REAL_MESSAGE = (
    "Vietcombank luu y: Ban co 18699 diem thuong se het han sau 24 gio, truy cap https://vietcombankd.cfd/vn de doi qua"
)


@pytest.fixture(scope="module")
def kiemtin(tmp_path_factory: pytest.TempPathFactory) -> Kiemtin:
    """The program without any data of the user's own, warm."""
    program = Kiemtin(tmp_path_factory.mktemp("home"))
    program.check(REAL_MESSAGE)
    return program


def _rows(name: str) -> list[dict[str, str]]:
    with shared_data(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def outcome(kiemtin: Kiemtin) -> Callable[[str], str]:
    """The outcome of a text, which is found out once: several figures are of the same messages."""
    return lru_cache(maxsize=None)(lambda text: kiemtin.check(text).outcome)


def _flagged(report: Report) -> bool:
    return report.outcome in DANGEROUS


def test_real_impersonations_are_flagged_with_the_right_organisation(kiemtin: Kiemtin) -> None:
    """Asked: 60% flagged, 96% of those with the right organisation; measured: 91% and 98.7%."""
    rows = [row for row in _rows("links/impersonations_dev.tsv") if row["kind"] == "impersonation"]
    found = [(row["org"], report) for row in rows if _flagged(report := kiemtin.check(row["domain"]))]
    right = sum(
        report.findings[0].organisation is not None and report.findings[0].organisation.id == organisation
        for organisation, report in found
    )
    assert 0.80 <= len(found) / len(rows)
    assert 0.97 <= right / len(found)


def test_recall_does_not_rest_on_one_organisation(kiemtin: Kiemtin) -> None:
    """Half of the real names imitate one organisation; averaged over organisations the share stays high (81%)."""
    hits: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for row in _rows("links/impersonations_dev.tsv"):
        if row["kind"] == "impersonation":
            names[row["org"]] += 1
            hits[row["org"]] += _flagged(kiemtin.check(row["domain"]))
    assert 0.68 <= sum(hits[one] / names[one] for one in names) / len(names)


def test_no_official_domain_is_flagged(kiemtin: Kiemtin) -> None:
    """Not one of those known to belong to a registered organisation."""
    domains = [row["domain"] for row in _rows("links/officials.tsv")]
    assert 1_000 <= len(domains)
    assert [] == [domain for domain in domains if _flagged(kiemtin.check(domain))]


def test_popular_domains_are_hardly_ever_flagged(kiemtin: Kiemtin) -> None:
    """Asked: at most 0.5%; measured on 20,000: 0.14%, an upper bound, for popular is not clean."""
    with gzip.open(shared_data("links/popular_dev.tsv.gz"), "rt", encoding="utf-8") as file:
        popular = [line.strip() for line in file][1:]
    sample = random.Random(77).sample(popular, SAMPLE)
    assert sum(_flagged(kiemtin.check(domain)) for domain in sample) / SAMPLE <= 0.003


@pytest.mark.parametrize("word", ["vietcombank", "Vietcombank", "VIETCOMBANK"])
def test_the_main_job(word: str, kiemtin: Kiemtin) -> None:
    """The message this program was made for: danger, Vietcombank, the letters, and a confirmed way to ask."""
    report = kiemtin.check(REAL_MESSAGE.replace("Vietcombank", word))
    finding = report.findings[0]
    assert "danger" == report.outcome
    assert finding.organisation is not None
    assert "vietcombank" == finding.organisation.id
    assert ["vietcombank"] == [report.item.text[start:end] for start, end in finding.marks]
    assert "advice.do-not-follow" == report.advice[0].reason.id


@pytest.mark.parametrize(
    ("message", "organisation"),
    [
        ("Vietinbank thong bao: tai khoan bi khoa, xac thuc tai vniatinbanks.cc", "vietinbank"),
        ("BIDV: quy khach vui long xac minh tai https://b0dv.xyz", "bidv"),
        ("SHB kinh bao, dang nhap shb.vn-ibs.xyz de nhan qua", "shb"),
        ("ACB nang han muc the tai https://svip-acb.com", "acb"),
        ("Techcombank: https://techcombank.vn-pl.top", "techcombank"),
        ("SHB: https://shb.com.vn-kps.top/login", "shb"),
        ("VCB Digibank: https://vcbdigibank-vn.com", "vietcombank"),
    ],
)
def test_names_met_in_real_scams_are_flagged_in_a_message(message: str, organisation: str, kiemtin: Kiemtin) -> None:
    """Each technique, with the bank named as the scammers do."""
    report = kiemtin.check(message)
    assert report.outcome in DANGEROUS
    assert report.findings[0].organisation is not None
    assert organisation == report.findings[0].organisation.id


@pytest.mark.parametrize("domain", ["macbook.com", "momoiro.xyz"])
def test_honest_names_stay_clean(domain: str, kiemtin: Kiemtin) -> None:
    """Letters of an alias inside another word mean nothing."""
    report = kiemtin.check(domain)
    assert ("unsettled", ()) == (report.outcome, report.findings)


def test_a_fresh_program_says_the_same(kiemtin: Kiemtin, tmp_path: Path) -> None:
    """The same text gives the same report: it can be made again."""
    assert kiemtin.check(REAL_MESSAGE) == Kiemtin(tmp_path).check(REAL_MESSAGE)


def test_a_name_is_checked_in_milliseconds(kiemtin: Kiemtin) -> None:
    """Bare domains: well below 10 ms each, whatever the machine."""
    started = time.process_time()
    for number in range(200):
        kiemtin.check(f"vietcombank-{number}.top")
    assert (time.process_time() - started) / 200 < 0.01


def _share(cases: list[Case], outcome: Callable[[str], str], outcomes: tuple[str, ...]) -> float:
    return sum(outcome(case.text) in outcomes for case in cases) / len(cases)


def test_scam_messages_are_found_and_genuine_ones_left_alone(outcome: Callable[[str], str]) -> None:
    """On real SMS with corrected labels: 88% asked at 1% of genuine ones; measured 94% at 0.3%."""
    cases = sms(corrected=True)
    scams = [case for case in cases if case.scam]
    genuine = [case for case in cases if not case.scam]
    assert 0.92 <= _share(scams, outcome, DANGEROUS)
    assert _share(genuine, outcome, DANGEROUS) <= 0.005


def test_danger_is_precise_and_covers_half(outcome: Callable[[str], str]) -> None:
    """What comes out as danger is a scam (97% asked, all measured) and covers half of the scams (52% measured)."""
    cases = [(case.scam, outcome(case.text) == "danger") for case in sms(corrected=True)]
    danger = [scam for scam, dangerous in cases if dangerous]
    assert 0.98 <= sum(danger) / len(danger)
    assert 0.50 <= sum(danger) / sum(scam for scam, _ in cases)


def test_speech_is_not_a_scam(kiemtin: Kiemtin) -> None:
    """Of more than 500 messages of our own with links, names and anger, none comes to danger or caution."""
    speech = own("speech")
    assert 500 <= len(speech)
    assert [] == [case.text for case in speech if _flagged(kiemtin.check(case.text))]


def test_our_own_messages_are_told_apart(outcome: Callable[[str], str]) -> None:
    """What was reached on messages by authors who had not seen the patterns is kept (the score has learnt on them)."""
    assert 0.80 <= _share(own("scams"), outcome, DANGEROUS)
    assert _share(own("genuine"), outcome, DANGEROUS) <= 0.01


def test_disguises_hide_little(kiemtin: Kiemtin, outcome: Callable[[str], str]) -> None:
    """200 variants of found scams, 25 for each disguise: 90% asked of what is found in plain letters, 95% measured."""
    chance = random.Random(7)
    plain = [case.text for case in own("scams") if outcome(case.text) in DANGEROUS]
    found: dict[str, int] = {}
    for disguise in DISGUISES:
        pairs = [(text, disguise(text, chance)) for text in chance.sample(plain, len(plain))]
        variants = [variant for text, variant in pairs if variant != text][:VARIANTS]
        assert len(variants) == VARIANTS
        found[disguise.__name__] = sum(_flagged(kiemtin.check(variant)) for variant in variants)
    assert 0.9 <= sum(found.values()) / (VARIANTS * len(DISGUISES))
    assert 0.8 <= min(found.values()) / VARIANTS


def test_a_message_of_ten_megabytes_is_refused_at_once(kiemtin: Kiemtin) -> None:
    """And the longest one that is taken is read in bounded time, whatever it repeats."""
    started = time.process_time()
    with pytest.raises(TooLarge):
        kiemtin.check("OTP " * 2_500_000)
    for words in ("OTP ", "lien he ", '"ab cd ef gh ij" ', "d.g,h ", "c h u y ", "cung cap x x x x x x ma otp "):
        assert kiemtin.check(words * (130_000 // len(words))).outcome in ("unsettled", "caution")
    assert time.process_time() - started < 60

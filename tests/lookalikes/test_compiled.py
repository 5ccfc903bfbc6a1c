"""The compiled engine says of every name what the engine proper says, name by name."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.domains import bundled_suffixes, parse_domain
from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import candidates, resolve
from kiemtin.lookalikes.compiled import build
from kiemtin.lookalikes.compiled.desk import desk
from kiemtin.lookalikes.compiled.features import FEATURES
from kiemtin.lookalikes.compiled.letters import OF_BYTE, encode, is_plain
from kiemtin.lookalikes.compiled.names import FOREIGN, NOTHING, read, split
from kiemtin.lookalikes.compiled.reading import COUNTS, explain, notes
from kiemtin.lookalikes.compiled.scan import PLAIN
from kiemtin.lookalikes.features import features
from kiemtin.lookalikes.table import TableMatcher
from kiemtin.lookalikes.words import Explained, word_classes
from kiemtin.lookalikes.words import explain as explain_proper
from kiemtin.organisations import bundled_register
from tests.shared_data import shared_data

REGISTER = bundled_register()
SUFFIXES = bundled_suffixes()
ENDINGS = build.endings(SUFFIXES, REGISTER, frozenset())
WORDS = build.words()

SHOWN = [
    "vietcombank-vn.top", "viet-com-bank.com", "vietc0mbank.com", "techcornbank.com", "vietcombnak.com",
    "vietconbank-login.com", "garrena.vn", "gajrena.com", "mb247.top", "nhanquatiki.vip", "tiki.top", "m0mo.top",
    "shb.com.vn-kps.top", "www.shb.com.vn-kps.top", "thuebao-viettel.com", "bidv-smartbanking.com", "macbook.com",
    "vietcombank.com.vn", "dang-nhap.vietcombank.com.vn", "dichvucong.hanoi.gov.vn", "techcombank.s3.amazonaws.com",
    "vietcombank-luadao.com", "xn--vitcombank-93a.com", "viẹtcombank.com", "ｖietcombank.com", "_dmarc.bidv-vn.top",
    "-ganhangthinhvuong.com", "tiki-.top",
    "*.bidv-vn.top", "bidv..com", "bidv", "com", ".", "-", "", "bidv-vn.top ", " .bidv-vn.top.", "BIDV-VN.TOP",
    "bidv|vn.top", "bidv\u0000.top", "nagoya.jp", "bidv.nagoya.jp", "bidv.city.nagoya.jp", "x.ck", "bidv.www.ck",
    "a" * 64 + "bidv.top", "bidv" + "-" * 300 + ".top", "bidv." * 60 + "top", "bidvbidvbidv.bidv.bidv.top",
    "1688-thanhtoan.com", "bao-hiem-xa-hoi-vssid.com", "dangnhapvietcombannk.com", "tpbnak.com", "vibb.top",
]  # fmt: skip
"""Names of every kind, and of none."""


@pytest.fixture(scope="module")
def fast(matcher: Matcher) -> TableMatcher:
    """The compiled engine over the bundled register."""
    return TableMatcher(matcher, AliasIndex(REGISTER), REGISTER, None)


def _table(names: list[str]) -> pa.Table:
    return pa.table({"domain": pa.array(names, pa.string())})


def _same(matcher: Matcher, names: list[str]) -> None:
    fast, each = matcher.match_table(_table(names)), matcher.match_each(_table(names))
    assert each.drop_columns("score").to_pylist() == fast.drop_columns("score").to_pylist()
    assert np.allclose(each["score"].to_numpy(), fast["score"].to_numpy(), rtol=0, atol=1e-12)


def test_names_of_every_kind_are_judged_alike(matcher: Matcher) -> None:
    """Letter by letter, misspelt, in other alphabets, official, hostile and empty."""
    _same(matcher, SHOWN)


def test_names_with_more_likenesses_than_are_kept_are_judged_alike(matcher: Matcher) -> None:
    """At the limit of what is kept, and below."""
    _same(matcher, [f"{'ffvn-' * times}tiki.top" for times in (47, 48, 49)])


def test_endings_of_every_form_are_judged_alike(matcher: Matcher) -> None:
    """One label, two or three, wild cards and their exceptions, hosts for everybody, other letters, none counted."""
    plain = "com vn com.vn com.br co.uk kobe.jp city.kobe.jp x.kobe.jp ck www.ck x.ck web.app weebly.com eu.org"
    endings = [*plain.split(), "xn--p1ai", "рф", "xn--55qw42g", "公益"]
    names = [f"{name}.{ending}" for name in ("vietcombank", "tiki-vn", "garrena") for ending in endings]
    _same(matcher, [*names, *endings])
    found = matcher.match_table(_table(["vietcombank.xn--p1ai", "vietcombank.рф"]))["organisation"]
    assert found.to_pylist() == ["vietcombank", "vietcombank"]


def test_real_names_are_judged_alike(matcher: Matcher) -> None:
    """All scam names that were seen, made-up ones, and popular ones."""
    names = [
        row["domain"]
        for file in ("impersonations_dev", "synthetic_dev")
        for row in csv.DictReader(shared_data(f"links/{file}.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    ]
    popular = pl.read_csv(shared_data("links/popular_dev.tsv.gz"), separator="\t")["domain"].sample(6000, seed=3)
    _same(matcher, [*names, *popular.to_list()])


ALIASES = [name.text for name in AliasIndex(REGISTER).strong] + ["mb", "acb", "momo", "tiki", "f88"]
PIECES = st.sampled_from([*ALIASES, *sorted(word_classes())[::7], "-", "-", ".", "1", "0", "rn", "vn", "x", "qz"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=5).map("".join), min_size=20, max_size=20), st.data())
def test_invented_names_are_judged_alike(matcher: Matcher, stems: list[str], data: st.DataObject) -> None:
    """Names put together from those of organisations, lures and single letters, with a slip here and there."""
    letters = st.sampled_from("abcdeiklmnotuv01-")
    names = []
    for stem in stems:
        at = data.draw(st.integers(0, len(stem) - 1))
        slip = data.draw(st.sampled_from(["", stem[at] * 2, data.draw(letters), stem[at + 1 : at + 2] + stem[at]]))
        names.append(f"{stem[:at]}{slip}{stem[at + 1 :]}.{data.draw(st.sampled_from(['com', 'vn', 'top', 'com.vn']))}")
    _same(matcher, names)


def test_features_are_the_same_numbers(fast: TableMatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by its name, to the last digit, for a likeness of each kind."""
    paper, index, seen = desk(), AliasIndex(REGISTER), set()
    monkeypatch.setattr("kiemtin.lookalikes.table.desk", lambda: paper)
    for host in (name for name in SHOWN if is_plain(name)):
        name = parse_domain(host)
        found = resolve(list(candidates(name, index))) if name is not None and name.label else []
        scanned = fast._scan(pa.array([host], pa.large_string()))
        if len(found) != 1 or scanned["state"].tolist() != [PLAIN]:
            continue
        expected = features(found[0], name, found, index).values  # type: ignore[arg-type]
        assert set(expected) <= set(FEATURES)
        assert [expected.get(one, 0.0) for one in FEATURES] == paper.values.tolist(), host
        seen.add(found[0].kind)
    assert {"exact", "shape", "hyphen", "weak", "typo"} == seen


def test_many_tables_may_be_matched_at_once(matcher: Matcher) -> None:
    """Each in a thread of its own, by one engine: the rows are those of one after the other."""
    tables = [_table(SHOWN[part::4] * 50) for part in range(4)]
    alone = [matcher.match_table(table) for table in tables]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            assert alone == list(pool.map(matcher.match_table, tables))


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(is_plain))
def test_words_are_read_alike(piece: str) -> None:
    """What known words explain of any letters."""
    piece = piece.replace(".", "-").strip("-")
    counts, said = np.zeros(COUNTS, dtype=np.int64), explain_proper(piece) if piece else Explained()
    codes = encode(piece) if piece else np.zeros(1, dtype=np.uint8)
    explain(codes, 0, len(piece), WORDS, notes(), counts)
    expected = [said.lures_vi, said.lures_en, said.places, said.critics, said.fans, said.topics]
    assert [*expected, said.digits, said.unexplained] == counts[1:].tolist()


@pytest.mark.parametrize(
    "host",
    [
        "a.com",
        "a.b.com.vn",
        "com",
        "com.vn",
        "x.ck",
        "www.ck",
        "a.www.ck",
        "b.nagoya.jp",
        "city.nagoya.jp",
        "a.web.app",
    ],
)
def test_names_are_taken_apart_alike(host: str) -> None:
    """By the same public suffix list, with its wildcards and exceptions."""
    codes, labels, data = np.zeros(1100, dtype=np.uint8), np.zeros(256, dtype=np.int64), host.encode()
    length = read(np.frombuffer(data, dtype=np.uint8), 0, len(data), codes)
    count, suffix, _, _ = split(codes, length, ENDINGS, labels)
    assert (host.count(".") + 1, SUFFIXES.suffix(host).count(".") + 1) == (count, suffix)


@pytest.mark.parametrize(
    ("host", "length"),
    [
        ("A-b.Com", 7),
        (" a.com. ", 5),
        ("ä.com", FOREIGN),
        ("xn--a.com", FOREIGN),
        ("a b.com", FOREIGN),
        ("..", NOTHING),
    ],
)
def test_plain_names_are_told_from_others(host: str, length: int) -> None:
    """Capitals, spaces around and dots behind make no difference; other letters are for the engine proper."""
    codes, data = np.zeros(1100, dtype=np.uint8), host.encode()
    assert length == read(np.frombuffer(data, dtype=np.uint8), 0, len(data), codes)


def test_names_beyond_any_length_are_no_names() -> None:
    """At the limit, one beyond, and as long as a bomb."""
    for size, expected in ((253, 253), (254, FOREIGN), (2000, NOTHING), (1_000_000, NOTHING)):
        data = np.full(size, ord("a"), dtype=np.uint8)
        assert expected == read(data, 0, size, np.zeros(1100, dtype=np.uint8))


def test_each_letter_has_one_number() -> None:
    """Small and capital ones the same; all others none."""
    assert encode("a")[0] == OF_BYTE[ord("A")] == OF_BYTE[ord("a")]
    assert 0 == OF_BYTE[ord(" ")] == OF_BYTE[0xC3]
    assert not is_plain("ä")


def test_a_register_without_names_compiles(fast: TableMatcher) -> None:
    """And finds nothing."""
    assert [] == Matcher(REGISTER, only=[]).match_table(_table(SHOWN)).to_pylist()
    assert fast.worth_looking(pl.Series(["bidv-vn.top", "example.com"])).tolist() == [True, False]

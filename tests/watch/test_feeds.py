"""Feeds: every format gives the same names; what cannot be read is counted and named, and loses nothing else."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kiemtin.errors import OutOfReach
from kiemtin.watch.feeds import Feed
from kiemtin.watch.readers import kind_of
from kiemtin.watch.streams import MAX_LINE, blocks

NAMES = ["vietcombank-vn.top", "Example.COM", "xn--80ak6aa92e.com", "a-b.co.uk."]


def _read(path: Path) -> tuple[list[str], Feed]:
    feed = Feed(path)
    return [name for names in feed.batches(lambda _: None) for name in names], feed


def _zone() -> str:
    records = "".join(f"{name}\t3600\tin\tns\tns{n}.example.\n" for name in ("one", "two") for n in (1, 2))
    head = "$ORIGIN top.\n$TTL 3600\n; a comment\n@ IN SOA a. b. 1 2 3 4 5\n"
    return f"{head}{records}three.top.\t1\tIN\tNS\tns.\n\t\tNS\tx.\n"


CONTENTS = {
    "feed.txt": "# new names\n\n" + "\n".join(NAMES) + "\n",
    "feed": "\r\n".join(NAMES),
    "feed.csv": "rank,domain,visited_by\n" + "".join(f'{n},{name},"x, y"\n' for n, name in enumerate(NAMES)),
    "quoted.csv": '"rank","domain"\n' + "".join(f'"1,5","{name}"\n' for name in NAMES),
    "bare.csv": "".join(f"{n},{name}\n" for n, name in enumerate(NAMES)),
    "feed.tsv": "domain\tseen\n" + "".join(f"{name}\t2026-11-22\n" for name in NAMES),
    "feed.jsonl": "".join(json.dumps({"seen": 1, "domain": name}) + "\n" for name in NAMES),
    "named.ndjson": "".join(json.dumps({"name": name}) + "\n" for name in NAMES),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
def test_every_format_gives_the_names_as_they_stand_there(name: str, compression: str, tmp_path: Path) -> None:
    """With and without headings, quotation marks, comments and compression; no other column."""
    data = CONTENTS[name].encode()
    path = tmp_path / (name + compression)
    packed = {"": data, ".gz": gzip.compress(data), ".zst": pa.compress(data, "zstd", asbytes=True)}
    path.write_bytes(packed[compression])
    names, feed = _read(path)
    assert NAMES == names
    assert 0 == feed.trouble.lines
    assert feed.trouble.damage is None


def test_a_zone_file_gives_each_delegated_name_once(tmp_path: Path) -> None:
    """Made whole by its origin; without the dot of the root, other records and comments."""
    (tmp_path / "top.zone").write_text(_zone())
    names, feed = _read(tmp_path / "top.zone")
    assert ["one.top", "two.top", "three.top"] == names
    assert 0 == feed.trouble.lines


def test_parquet_gives_its_column_of_names(tmp_path: Path) -> None:
    """And counts the rows that hold none."""
    table = pa.table({"visitor": ["x"] * 6, "domain": [*NAMES, None, "no name"]})
    pq.write_table(table, tmp_path / "feed.parquet")
    names, feed = _read(tmp_path / "feed.parquet")
    assert NAMES == names
    assert 2 == feed.trouble.lines


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("feed.txt", b"two words"),
        ("feed.txt", b"\xff\xfe.com"),
        ("feed.txt", b"https://example.com/a"),
        ("feed.txt", b"nodot"),
        ("feed.txt", b"a." * 600 + b"com"),
        ("feed.jsonl", b'{"domain": "cut'),
        ("feed.jsonl", b"[1, 2]"),
        ("feed.jsonl", b'{"domain": null}'),
        ("feed.csv", b'"unfinished'),
        ("feed.csv", b"1"),
    ],
)
def test_a_line_without_a_name_is_counted_and_named(name: str, bad: bytes, tmp_path: Path) -> None:
    """And the lines around it are read."""
    lines = CONTENTS[name].encode().rstrip(b"\n").split(b"\n")
    lines.insert(len(lines) - 1, bad)
    (tmp_path / name).write_bytes(b"\n".join(lines))
    names, feed = _read(tmp_path / name)
    assert NAMES == names
    assert (1, len(lines) - 1) == (feed.trouble.lines, feed.trouble.first_line)


def test_a_damaged_file_is_read_up_to_the_damage(tmp_path: Path) -> None:
    """A file cut short while it was compressed."""
    data = gzip.compress("".join(f"name{n}.example.com\n" for n in range(200_000)).encode())
    (tmp_path / "feed.txt.gz").write_bytes(data[: len(data) // 2])
    _, feed = _read(tmp_path / "feed.txt.gz")
    assert feed.trouble.damage


def test_what_is_no_parquet_is_damage_too(tmp_path: Path) -> None:
    """Named, not raised."""
    (tmp_path / "feed.parquet").write_bytes(b"PAR1 nothing of the kind")
    names, feed = _read(tmp_path / "feed.parquet")
    assert [] == names
    assert feed.trouble.damage


def test_a_missing_file_is_out_of_reach(tmp_path: Path) -> None:
    """Of every format."""
    for name in ("feed.txt", "feed.parquet", "feed.csv.gz"):
        with pytest.raises(OutOfReach):
            _read(tmp_path / name)


def test_an_empty_file_holds_no_names(tmp_path: Path) -> None:
    """And nothing is wrong with it."""
    for name in CONTENTS:
        (tmp_path / name).write_bytes(b"")
        names, feed = _read(tmp_path / name)
        assert ([], 0, None) == (names, feed.trouble.lines, feed.trouble.damage)


def test_blocks_are_whole_lines() -> None:
    """Whatever their size; a line without an end comes in pieces, and is none of them a name."""
    data = b"".join(b"name%d.com\n" % n for n in range(1000)) + b"last.com"
    for size in (7, 100, 5000, 100_000):
        got = list(blocks(io.BytesIO(data), size))
        assert data == b"".join(got)
        assert all(block.endswith(b"\n") for block in got[:-1])
    endless = list(blocks(io.BytesIO(b"x" * (3 * MAX_LINE)), MAX_LINE // 2))
    assert all(len(block) <= 2 * MAX_LINE for block in endless)


def test_kinds_are_told_by_the_ending() -> None:
    """Without that of the compression."""
    kinds = {"A.CSV.GZ": "csv", "zone": "", "x.jsonl.zst": "jsonl", "b.parquet": "parquet", "com.zone.gz": "zone"}
    assert kinds == {name: kind_of(Path(name)) for name in kinds}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.txt", "\ufeffa.com\nb.com\n"),
        ("feed.jsonl", '\ufeff{"domain": "a.com"}\n{"domain": "b.com"}\n'),
        ("feed.csv", '\ufeff"domain","seen"\n"a.com","1"\nb.com,2\n'),
        ("note.csv", "# made on Monday\n\nwho,domain\nx,a.com\ny,b.com\n"),
        ("excel.csv", "rank;domain;seen\n1;a.com;2\n2;b.com;3\n"),
        ("bare.csv", "1;a.com;2\n2;b.com;3\n"),
        ("tabs.csv", "rank\tdomain\n1\ta.com\n2\tb.com\n"),
        ("table.txt", "a.com\t2026-11-22\nb.com\t2026-11-22\n"),
        ("headed.txt", "seen,domain\n1,a.com\n2,b.com\n"),
        ("lines.csv", 'who,domain\n"Công ty\nevil.com, B",a.com\nx,b.com\n'),
        ("later.csv", 'domain,who\na.com,"Công ty\nevil.com, B"\nb.com,x\n'),
        ("certificates.jsonl", '{"id": 1, "dns_names": ["a.com", "b.com"]}\n'),
        ("crt.jsonl", '{"issuer": "x", "name_value": "a.com\\nb.com"}\n'),
        ("origin.zone", "$ORIGIN com.\na 1 IN NS x.\n  IN NS y.\nb 1 IN NS x.\n"),
        ("top.txt", "com.\t9\tin\tsoa\ta. b. 1 2\na.com.\t3600\tin\tns\tns1.x.\nb.com.\t3600\tin\tns\tns1.x.\n"),
        ("two.zone", "$TTL 1\n$ORIGIN com.\na IN NS x.\n$ORIGIN b.com.\n@ IN NS x.\n$ORIGIN com.\nb 1 IN NS x.\n"),
        ("signed.zone", "a.com. 1 IN DS 1 2 3 NS\n  IN NS y.\nb.com. 1d IN NS x.\nc.com. TXT NS x\n"),
    ],
)
def test_feeds_as_people_really_have_them(name: str, content: str, tmp_path: Path) -> None:
    """From spreadsheets, certificate logs and registries; nothing is lost, and nothing is read that is no name."""
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    names, feed = _read(tmp_path / name)
    assert ["a.com", "b.com"] == names
    assert (0, None) == (feed.trouble.lines, feed.trouble.damage)


def test_a_zone_file_in_pieces_gives_the_same_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner, an origin and a name already given are remembered from one block to the next."""
    text = "$ORIGIN vn.\na 1 IN NS x.\n IN NS y.\nb 1 IN DS 1\n IN NS x.\n$ORIGIN com.vn.\nc 1 IN NS x.\nc 1 IN NS y.\n"
    (tmp_path / "vn.zone").write_text(text)
    monkeypatch.setattr("kiemtin.watch.feeds.blocks", lambda stream: iter(stream.readlines()))
    names, _ = _read(tmp_path / "vn.zone")
    assert ["a.vn", "b.vn", "c.com.vn"] == names


def test_a_stray_quotation_mark_swallows_no_more_than_a_row(tmp_path: Path) -> None:
    """Two of them far apart are not the ends of one cell."""
    lines = [f"{n},name{n}.com" for n in range(40)]
    lines[3], lines[30] = '3,"name3.com', '30,"name30.com'
    (tmp_path / "feed.csv").write_text("\n".join(["rank,domain", *lines]))
    names, feed = _read(tmp_path / "feed.csv")
    assert 38 == len(names)
    assert (2, 5) == (feed.trouble.lines, feed.trouble.first_line)


@pytest.mark.parametrize("kind", ["lists", "categories"])
def test_parquet_of_lists_and_categories(kind: str, tmp_path: Path) -> None:
    """Certificates have several names each; data frames keep texts that repeat as categories."""
    column = pa.array([["a.com", "b.com"], ["c.com"]]) if kind == "lists" else pa.array(["a.com", "b.com", "c.com"])
    names_of = column if kind == "lists" else column.dictionary_encode()
    pq.write_table(pa.table({"who": ["x.org"] * len(column), "domain": names_of}), tmp_path / "feed.parquet")
    names, feed = _read(tmp_path / "feed.parquet")
    assert ["a.com", "b.com", "c.com"] == names
    assert 0 == feed.trouble.lines


def test_what_stands_before_the_damage_is_read_also_in_a_small_file(tmp_path: Path) -> None:
    """And the name that was cut off is not taken for another."""
    data = gzip.compress("".join(f"name{n}.example.com\n" for n in range(2000)).encode())
    (tmp_path / "feed.txt.gz").write_bytes(data[:-20])
    names, feed = _read(tmp_path / "feed.txt.gz")
    assert 1500 < len(names) < 2000
    assert all(name.endswith(".example.com") for name in names)
    assert feed.trouble.damage


def test_web_addresses_are_counted_apart(tmp_path: Path) -> None:
    """So that it can be said what is wrong with them."""
    (tmp_path / "feed.txt").write_text("https://a.com/x\na.com\nHTTP://b.com\ntwo words\n")
    names, feed = _read(tmp_path / "feed.txt")
    assert ["a.com"] == names
    assert (3, 2) == (feed.trouble.lines, feed.trouble.addresses)


def test_other_encodings_and_binary_are_no_names(tmp_path: Path) -> None:
    """A file in UTF-16 is called that; a zero byte makes a line no name."""
    (tmp_path / "wide.txt").write_bytes("a.com\nb.com\n".encode("utf-16"))
    names, feed = _read(tmp_path / "wide.txt")
    assert ([], "UTF-16") == (names, feed.trouble.damage)
    (tmp_path / "feed.txt").write_bytes(b"a.com\nb\0.com\n\0\0\nc.com\n")
    names, feed = _read(tmp_path / "feed.txt")
    assert (["a.com", "c.com"], 2) == (names, feed.trouble.lines)


def test_an_endless_line_loses_only_itself(tmp_path: Path) -> None:
    """Ten megabytes without a line end, and names around them; names are given as they stand there."""
    lines = [b"*.A.example.vn", b"x" * 10_000_000, b"B.COM.", b"y." * 5_000_000 + b"com", b"c.com"]
    (tmp_path / "feed.txt").write_bytes(b"\n".join(lines))
    names, feed = _read(tmp_path / "feed.txt")
    assert ["*.A.example.vn", "B.COM.", "c.com"] == names
    assert (2, 2) == (feed.trouble.lines, feed.trouble.first_line)

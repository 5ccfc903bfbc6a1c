"""Web archives."""

from __future__ import annotations

import gzip
import json

import pytest

from kiemtin.factchecks.reading.limits import MAX_PAGE_BYTES
from tests.factchecks.reading.reading import CLAIM, REVIEW, messages, page, read, reviews

BARE = json.dumps({name: value for name, value in REVIEW.items() if name != "url"})
HTML = page(BARE).encode()


def archive(*answers: tuple[str, str, bytes], packed: bool = False, encoding: str = "") -> bytes:
    """An archive of answers: address, content type, body; written out here, as any other program may write it."""
    records = []
    for address, kind, body in answers:
        packing = f"Content-Encoding: {encoding}\r\n" if encoding else ""
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{packing}\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-06T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if packed else records)


ADDRESS = "https://kiem-chung.example/1"
PAGES = (
    (ADDRESS, "text/html; charset=utf-8", HTML),
    ("https://kiem-chung.example/2", "text/html", b"<p>Khong co gi</p>"),
    ("https://kiem-chung.example/3", "image/png", HTML),
    ("https://kiem-chung.example/4.json", "application/ld+json", f"[{BARE}]".encode()),
)


@pytest.mark.parametrize("data", [archive(*PAGES), archive(*PAGES, packed=True), gzip.compress(archive(*PAGES))])
def test_answers_of_an_archive(data: bytes) -> None:
    """Pages and JSON under their own addresses; packed record by record, as a whole, or not."""
    found = read(data)
    assert [] == messages(found)
    assert [ADDRESS, "https://kiem-chung.example/4.json"] == [entry.url for entry in reviews(found)]
    assert {CLAIM} == {entry.claim for entry in reviews(found)}


def test_an_answer_that_was_packed_for_the_way() -> None:
    """Unpacked as a browser would; one that unpacks too far is a problem of its own."""
    bomb = gzip.compress(b"a" * (MAX_PAGE_BYTES + 1))
    data = archive((ADDRESS, "text/html", gzip.compress(HTML)), (ADDRESS, "text/html", bomb), encoding="gzip")
    found = read(data + archive(PAGES[0]))
    assert 2 == len(reviews(found))
    assert ["factchecks.page-too-large"] == messages(found)


def test_a_damaged_archive_is_read_up_to_the_damage() -> None:
    """Cut off in the middle of a record, or of its compression."""
    packed = archive(PAGES[0], PAGES[3], packed=True)
    found = read(packed[: len(packed) - 100])
    assert 1 == len(reviews(found))
    assert "factchecks.damaged" == messages(found)[-1]
    plain = archive(PAGES[0], PAGES[3])
    assert 1 <= len(reviews(read(plain[: len(plain) - 600])))


def test_noise_in_an_archive() -> None:
    """What only begins like one is a problem, not a crash."""
    assert ["factchecks.no-review"] == messages(read(b"WARC/1.0\r\nkhong phai\r\n\r\n" + bytes(range(256)) * 4))

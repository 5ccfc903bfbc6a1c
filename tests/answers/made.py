"""Made-up answers and logs of them: of organisations that do not exist, about claims that nobody made."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from kiemtin.answers.edition import Edition
from kiemtin.answers.record import SALT_BYTES, log_entry
from kiemtin.answers.scale import Rating
from kiemtin.answers.site import Site
from kiemtin.answers.values import Change, Content, Logged, Record, Source

SITE = Site("https://kiem-chung.example", "Tổ kiểm chứng mẫu")

SOURCE = Source(
    "https://so-y-te.example/thong-bao/12",
    "Thông báo số 12 về nước lá ổi",
    "Sở Y tế tỉnh Mẫu",
    datetime.date(2026, 11, 20),
    "https://luu-tru.example/2026/so-y-te.example/thong-bao/12",
)
OTHER_SOURCE = Source("https://bao-mau.example/la-oi", "Lá ổi không hạ sốt", "Báo Mẫu", datetime.date(2026, 11, 19))

CONTENT = Content(
    "vi",
    "Uống nước lá ổi ba ngày là khỏi hẳn sốt xuất huyết",
    "Không có bằng chứng. Sốt xuất huyết cần được theo dõi ở cơ sở y tế.",
    Rating.FALSE,
    "Sở Y tế tỉnh Mẫu đã trả lời về tin này.\n\nXem: https://so-y-te.example/thong-bao/12. Lá ổi không diệt virus.",
    (SOURCE, OTHER_SOURCE),
)
ENGLISH = Content(
    "en",
    "The Sample Bank closes all branches on Friday",
    "Two of ninety branches move; none closes.",
    Rating.MISLEADING,
    "The bank's own notice names two branches that move next door.",
    (Source("https://bank.example/notice", "Notice on two branches", "Sample Bank", datetime.date(2026, 11, 18)),),
)

FIRST = Record("abcdefghij", 1, Change.PUBLISH, datetime.date(2026, 11, 21), "nuoc-la-oi-abcdefghij", CONTENT)
MENDED = replace(
    FIRST,
    version=2,
    change=Change.CORRECT,
    date=datetime.date(2026, 11, 22),
    reason="Ghi sai số của thông báo.",
    content=replace(CONTENT, explanation=CONTENT.explanation.replace("không diệt virus", "không diệt được virus")),
)
WITHDRAWN = replace(
    FIRST,
    version=3,
    change=Change.WITHDRAW,
    date=datetime.date(2026, 11, 23),
    reason="Nguồn đã bị gỡ.",
    content=None,
)
IN_ENGLISH = Record("bcdefghijk", 1, Change.PUBLISH, datetime.date(2026, 11, 22), "branches-bcdefghijk", ENGLISH)

CHECKPOINT = "kiem-chung.example/log\n{size}\n{root}\n\n— kiem-chung.example/log AAAA\n"
"""Not signed by anybody: for what only hands it on."""


def edition(records: Iterable[Record]) -> Edition:
    """What is public where ``records`` were logged in this order; the checkpoint is none that verifies."""
    logged = [Logged(index, _salt(index), record) for index, record in enumerate(records)]
    entries = tuple(log_entry(one.record, one.salt) for one in logged if one.record is not None)
    return Edition(tuple(logged), entries, CHECKPOINT.format(size=len(logged), root="A" * 44) if logged else None)


def many(number: int) -> Edition:
    """``number`` answers, one a day."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    day = datetime.date(2024, 1, 1)
    records = []
    for place in range(number):
        name = "".join(letters[place // 32**power % 32] for power in range(10))
        content = replace(CONTENT, claim=f"Tin mẫu thứ {place}: {CONTENT.claim}")
        records.append(
            Record(name, 1, Change.PUBLISH, day + datetime.timedelta(place), f"tin-mau-{place}-{name}", content)
        )
    return edition(records)


def _salt(index: int) -> bytes:
    return index.to_bytes(SALT_BYTES, "big")

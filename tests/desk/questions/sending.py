"""Questions for the tests: reports of real checks, sent without a browser."""

from __future__ import annotations

from functools import lru_cache

from kiemtin.app import Kiemtin
from kiemtin.desk.questions.asked import Asked, asked
from kiemtin.desk.questions.receipts import new_token
from kiemtin.desk.questions.receiving import Receipt, receive

FORGED = "Vietcombank luu y: 18699 diem thuong, truy cap https://vietcombankd.cfd/vn nhap OTP"

RUMOUR = (
    "Nghe nói từ tháng sau xã Bình Minh đóng cửa chợ Hòa Mục để làm bãi đỗ xe, ai bán hàng phải dời sang chợ mới "
    "cách năm cây số, bà con nhớ báo cho nhau biết."
)


@lru_cache(maxsize=1)
def kiemtin() -> Kiemtin:
    """Checks without any data of a user's own."""
    from pathlib import Path

    return Kiemtin(Path("/nonexistent"))


def prepared(text: str) -> Asked:
    """What is kept of ``text``."""
    return asked(kiemtin().check(text))


def sent(text: str, token: str = "", reply_to: str = "") -> Receipt:
    """The receipt for ``text``, from a form of its own unless ``token`` says another."""
    return receive(prepared(text), token or new_token(), reply_to)

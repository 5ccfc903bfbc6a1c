# ruff: noqa: E501  # rows of words
"""Sentences with addresses, numbers and codes that nobody chose: each is put together by lot.

The screens of ``screens.py`` use them with ``varied=True``, so that rules for links and numbers are not measured on the
handful of names they were written with.
"""

from __future__ import annotations

import random
import re
import string

WORDS = re.findall(
    r"\S+",
    """vay nhanh uudai khuyenmai hotro nganhang dangky xacminh taikhoan thuong quatang tuyendung congtac vien online
    shop mall store bank pay vi dien tu giao hang buu pham dich vu cong thue bao hiem y te mobile sim 4g 5g 24h 247 88
    68 789 vip pro vn viet home app my i hoan tien diem the tin dung lai suat 0dong 1k game club bong kubet soi""",
)
ENDINGS = re.findall(
    r"\S+",
    """com vn com.vn net top xyz info vip cc shop online site org gov.vn edu.vn click icu club live store app me asia
    link pro io co id.vn io.vn biz""",
)
SHORT = ("bit.ly", "t.me", "zalo.me", "cutt.ly", "s.id", "tinyurl.com", "fb.com", "m.me", "by.com.vn", "shope.ee")
PATHS = ("dang-nhap", "kh", "nhan-qua", "login", "xac-thuc", "u", "p", "register", "khuyen-mai", "tra-cuu", "vi", "id")
KEYS = ("id", "ref", "code", "u", "utm_source", "token", "sdt", "k")
SIGNS = string.ascii_letters + string.digits


def address(chance: random.Random) -> str:
    """An address: with or without a scheme, a path and a query."""
    scheme = chance.choice(("https://", "https://", "http://", "www.", ""))
    if chance.random() < 0.25:
        return f"{scheme.replace('www.', '')}{chance.choice(SHORT)}/{_signs(chance, 4, 9)}"
    labels = [chance.choice(("", "-", "")).join(chance.choices(WORDS, k=chance.randrange(1, 4))).strip("-")]
    if chance.random() < 0.2:
        labels.insert(0, chance.choice(WORDS))
    host = ".".join((*labels, chance.choice(ENDINGS)))
    kind = chance.random()
    if kind < 0.4:
        return scheme + host
    path = "/".join(chance.choices(PATHS, k=chance.randrange(1, 3)))
    if kind < 0.75:
        return f"{scheme}{host}/{path}"
    if kind < 0.9:
        return f"{scheme}{host}/{path}?{chance.choice(KEYS)}={_signs(chance, 3, 8)}"
    return f"{scheme}{host}/{path}/{_signs(chance, 5, 10)}"


def telephone(chance: random.Random) -> str:
    """A telephone number as people write it."""
    digits = f"{chance.choice(('09', '03', '07', '08', '05'))}{chance.randrange(10**8):08}"
    land = f"{chance.choice(('024', '028', '0236'))}{chance.randrange(10**7):07}"
    return chance.choice(
        (
            digits,
            f"{digits[:4]} {digits[4:7]} {digits[7:]}",
            f"{digits[:4]}.{digits[4:7]}.{digits[7:]}",
            f"+84{digits[1:]}",
            land,
            f"1900{chance.randrange(10**4):04}",
            f"1800 {chance.randrange(10**4):04}",
        )
    )


def amount(chance: random.Random) -> str:
    """A sum of money."""
    value = chance.randrange(1, 10 ** chance.randrange(3, 6)) * 1000
    return chance.choice((f"{value:,}", f"{value:,}".replace(",", "."))) + chance.choice(("đ", " VND", " đồng", "VNĐ"))


def moment(chance: random.Random) -> str:
    """A day, with or without a time."""
    day = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(2019, 2028)}"
    return chance.choice((day, f"{chance.randrange(24):02}:{chance.randrange(60):02} {day}", day[:5]))


def account(chance: random.Random) -> str:
    """A bank account."""
    return str(chance.randrange(10 ** chance.randrange(8, 13), 10**14))


def sentence(chance: random.Random) -> str:
    """A sentence with some of them."""
    return chance.choice(
        (
            "Tài khoản của bạn bị tạm khoá, xác minh tại {address} trước {moment}",
            "{amount} đã được chuyển vào STK {account}. Xem chi tiết: {address}",
            "Mã xác thực của bạn là {code}, có hiệu lực đến {moment}. Không chia sẻ mã này cho bất kỳ ai!",
            "Chuyển khoản giúp mình {amount} tới {account} nhé, cần gấp lắm, gọi {telephone}",
            "Ưu đãi còn 3 ngày! Truy cập {address} hoặc liên hệ hotline {telephone}",
            "TK {account} GD -{amount} luc {moment}. SD {amount}. ND: thanh toan don {code}",
            "Đơn hàng {code} giao không thành công ngày {moment}, vui lòng cập nhật địa chỉ ở {address}",
            "Quy khach duoc vay {amount} lai suat 0%, dang ky {address} LH {telephone}",
            "Thư mời làm việc tại nhà, lương {amount}/ngày, nhắn Zalo {telephone}",
        )
    ).format(
        address=address(chance),
        telephone=telephone(chance),
        amount=amount(chance),
        moment=moment(chance),
        account=account(chance),
        code=chance.choice((f"{chance.randrange(10**6):06}", _signs(chance, 8, 10).upper())),
    )


def first_sentence(chance: random.Random) -> str:
    """A message with one of the few names that the first rules for links were written with."""
    name = chance.choice(
        ("vcb-xacthuc", "nhanqua-tet24", "dichvucong.vnid", "shopee.km1", "bit.ly", "l1xi0l", "momo-hoantien")
    )
    ending = chance.choice(
        (".top", ".vn", ".com", ".xyz/u", ".info/nhan", ".com.vn/kh", ".vip/?id=83", ".cc/a8Xk0lQ", ".net/Login")
    )
    scheme = chance.choice(("https://", "http://", "", "www."))
    phone = chance.choice(("0912 345 678", "0987.654.321", "1900 0000", "+84 90 000 0123", "0281234567", "*101#"))
    amount = f"{chance.randrange(1, 999)}.{chance.randrange(1000):03}.000{chance.choice(('đ', ' VND', ' đồng'))}"
    code = f"{chance.randrange(10**6):06}"
    day = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2026 {chance.randrange(24):02}:{chance.randrange(60):02}"
    return chance.choice(
        (
            f"Tài khoản của quý khách bị khoá. Xác thực ngay tại {scheme}{name}{ending} trước {day}",
            f"TK 1023{chance.randrange(10**8):08} |GD: -{amount} {day}|SD: {chance.randrange(9)},204,118 VND",
            f"Ma OTP cua Quy khach la {code}. Khong cung cap cho bat ky ai. LH {phone}",
            f"Chị ơi gửi em {amount} vào số 19{chance.randrange(10**10):010} nhé, tối em trả",
            f"Trúng thưởng {amount}! Bấm {scheme}{name}{ending} hoặc gọi {phone} để nhận quà",
            f"Họp lúc {chance.randrange(7, 20)}h{chance.randrange(60):02} ngày {day[:10]}, mọi người nhớ đến đúng giờ nha",
            f"Mã đơn SPX{chance.randrange(10**9):09}, tiền thu hộ {amount}, liên hệ {phone}",
        )
    )


def _signs(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(SIGNS, k=chance.randrange(least, most)))

"""What to do: chosen by outcome, in the order in which it matters, each with who advises it.

Only confirmed numbers and domains are ever given to call or open; without one the advice is the number on the card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiemtin.evidence.values import Advice, Outcome, Source, reason

SEEN = "2026-11-22"
"""The day on which stored copies of the pages below were read."""


def _source(title: str, publisher: str, url: str) -> tuple[Source, ...]:
    return (Source(title, publisher, url, SEEN, "stored copy"),)


REPORT_NUMBERS = _source(
    "Người dân có thể gọi tổng đài 156 phản ánh cuộc gọi có dấu hiệu lừa đảo từ ngày 1/11",
    "Tạp chí Thông tin và Truyền thông, 2022-10-31",
    "https://ictvietnam.vn/nguoi-dan-co-the-goi-tong-dai-156-phan-anh-cuoc-goi-co-dau-hieu-lua-dao-tu-ngay-1-11-55007.html",
)
BANK_LINKS = _source(
    "Continuing to Alert Regarding the Phenomenon of Fraudulent Impersonation of Vietcombank Brand Messages",
    "Vietcombank",
    "https://www.vietcombank.com.vn/en/Personal/Danh-sach-nguyen-tac-GDAT/"
    "KHCN---Tiep-tuc-canh-bao-hien-tuong-lua-dao-mao-danh-tin-nhan-thuong-hieu-VCB",
)
NEVER_OTP = _source(
    "Chủ tài khoản BIDV đặc biệt lưu ý thông báo mới nhất từ ngân hàng này",
    "CafeF, dẫn BIDV, 2025-10-27",
    "https://cafef.vn/chu-tai-khoan-bidv-dac-biet-luu-y-thong-bao-nhat-tu-ngan-hang-nay-ve-nguy-co-mat-sach-tien-"
    "trong-tai-khoan-188251027110421045.chn",
)
MONEY_SENT = _source(
    "Cách lấy lại tiền đã chuyển khoản khi bị lừa đúng quy định pháp luật",
    "CafeF, 2025-10-19",
    "https://cafef.vn/cach-lay-lai-tien-da-chuyen-khoan-khi-bi-lua-dung-quy-dinh-phap-luat-18825101912212633.chn",
)
APP_INSTALLED = _source(
    "Xóa app chứa mã độc, người đàn ông mất thêm 800 triệu đồng vì sai lầm ai cũng phải tránh xa",
    "Kênh 14, vụ việc của Công an TP Hà Nội, 2026-01-14",
    "https://kenh14.vn/xoa-app-chua-ma-doc-nguoi-dan-ong-mat-them-800-trieu-dong-vi-sai-lam-ai-cung-phai-tranh-xa-"
    "21526011411535996.chn",
) + _source(
    "Cảnh báo thủ đoạn lừa đảo cài ứng dụng VNeID giả mạo",
    "Báo Lâm Đồng, dẫn Bộ Công an, 2025-07",
    "https://baolamdong.vn/canh-bao-thu-doan-lua-dao-cai-ung-dung-vneid-gia-mao-381194.html",
)
POLICE = _source(
    "Người dân gặp vấn đề về an ninh trật tự hãy gọi Cảnh sát 113",
    "Công an tỉnh Đắk Lắk",
    "http://congan.daklak.gov.vn/-/nguoi-dan-gap-van-e-ve-an-ninh-trat-tu-hay-goi-canh-sat-113",
) + _source(
    "Công an thông tin về tính năng trên VNeID người dân cần biết",
    "CafeF, dẫn Công an tỉnh Điện Biên, 2026-02-23",
    "https://cafef.vn/cong-an-thong-tin-ve-tinh-nang-tren-vneid-nguoi-dan-can-biet-188260223151848277.chn",
)
RECOVERY_SCAM = _source(
    "Lý do bị lừa đảo trên mạng xã hội lần một nhưng tiếp tục bị sập bẫy lần hai",
    "24h, dẫn Bộ Công an, 2023-12",
    "https://www.24h.com.vn/an-ninh-hinh-su/ly-do-bi-lua-dao-tren-mang-xa-hoi-lan-mot-nhung-tiep-tuc-bi-sap-bay-lan-"
    "hai-c51a1529754.html",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A confirmed way to reach the organisation that a message speaks of: its domain, its hotline, or neither."""

    name: str
    domain: str | None = None
    domain_sources: tuple[Source, ...] = ()
    hotline: str | None = None
    hotline_sources: tuple[Source, ...] = ()


def advise(
    outcome: Outcome, contact: Contact | None, *, has_channel: bool = True, particular: Iterable[Advice] = ()
) -> tuple[Advice, ...]:
    """What to do now, then what to do if it already happened, most urgent first.

    ``particular`` is what the kind of message found calls for; it comes right behind the first thing to do.

    ``has_channel`` says whether the item holds a link, number, address or account: without one there is nothing to
    open or call, and the advice is short.
    """
    warned = outcome in (Outcome.DANGER, Outcome.CAUTION)
    now = _warned(outcome, contact, particular) if warned else _calm(outcome, contact, has_channel=has_channel)
    return (*now, *_already(in_short=not warned))


def _warned(outcome: Outcome, contact: Contact | None, particular: Iterable[Advice]) -> Iterator[Advice]:
    first = "advice.do-not-follow" if outcome is Outcome.DANGER else "advice.pause-and-ask"
    yield Advice("now", reason(first), BANK_LINKS)
    yield from particular
    yield _own_way(contact)
    yield _whom_to_call(contact)
    yield Advice("now", reason("advice.keep-evidence"), MONEY_SENT)
    yield Advice("now", reason("advice.report-message"), REPORT_NUMBERS)


def _calm(outcome: Outcome, contact: Contact | None, *, has_channel: bool) -> Iterator[Advice]:
    if outcome is Outcome.OFFICIAL:
        yield Advice("now", reason("advice.official-channel"), NEVER_OTP)
        return
    yield Advice("now", reason("advice.no-sign-is-not-safe"))
    if has_channel:
        yield _own_way(contact)
        yield _whom_to_call(contact)
    yield Advice("now", reason("advice.never-give-otp"), NEVER_OTP)


def _own_way(contact: Contact | None) -> Advice:
    if contact is None or contact.domain is None:
        return Advice("now", reason("advice.open-app-yourself"), BANK_LINKS)
    return Advice("now", reason("advice.go-yourself", name=contact.name, domain=contact.domain), contact.domain_sources)


def _whom_to_call(contact: Contact | None) -> Advice:
    if contact is None or contact.hotline is None:
        return Advice("now", reason("advice.call-number-on-card"))
    values = reason("advice.call-hotline", name=contact.name, number=contact.hotline)
    return Advice("now", values, contact.hotline_sources)


def _already(*, in_short: bool) -> Iterator[Advice]:
    """First steps, most urgent first; ``in_short`` where nothing speaks against the item."""
    yield Advice("already", reason("already.money"), MONEY_SENT)
    yield Advice("already", reason("already.installed"), APP_INSTALLED)
    if not in_short:
        yield Advice("already", reason("already.password"), APP_INSTALLED)
    yield Advice("already", reason("already.police"), POLICE)
    if not in_short:
        yield Advice("already", reason("already.recovery-scam"), RECOVERY_SCAM)
        yield Advice("already", reason("already.clicked"))

"""Reports built by hand: the formats are tested without the checks that will fill them."""

from __future__ import annotations

from collections.abc import Callable

from kiemtin.domains import parse_domain
from kiemtin.evidence import (
    Advice,
    DataVersions,
    Finding,
    FindingKind,
    Meant,
    Outcome,
    Reason,
    Report,
    Severity,
    Skip,
    Source,
    conclude,
    reason,
)
from kiemtin.items import Item, Link, Part, PartKind, PhoneNumber

REGISTER = Source("Tên miền chính thức", "Ngân hàng Mẫu", "https://nganhangmau.example/lien-he", "2026-11-22")
PATTERN = Source("Cách nhận ra tin giả mạo", "Kiểm Tin")
POLICE = Source("Gọi Cảnh sát 113", "Công an tỉnh Mẫu", "https://congan.example/113", "2026-11-20")
SAMPLE_BANK = Meant("ngan-hang-mau", "Ngân hàng Mẫu", confirmed=True)
VERSIONS = DataVersions("0.1.0", "2026-11-22", "2026-11-20", "2026-10-23", None)

FORGED_MESSAGE = (
    "Ngan hang Mau luu y: Ban co 18699 diem thuong se het han sau 24 gio. "
    "Truy cap https://nganhangrnaud.cfd/vn de doi qua, nhap OTP de xac nhan. Ho tro: 0900 000 000"
)


def part(text: str, words: str, number: int, kind: PartKind = PartKind.LINK) -> Part:
    """The part of ``text`` that is ``words``."""
    start = text.index(words)
    detail = link(words) if kind is PartKind.LINK else PhoneNumber("+84900000000", "mobile")
    return Part(f"p{number}", kind, words, start, start + len(words), detail)


def link(words: str) -> Link:
    """A link as extraction would make it."""
    host = words.removeprefix("https://").partition("/")[0]
    return Link(url=words, host=host, domain=parse_domain(host), has_scheme="://" in words)


def whole(text: str) -> Part:
    """The part that every item has: the message."""
    return Part("p0", PartKind.MESSAGE, text, 0, len(text))


def finding(
    about: str,
    why: Reason,
    kind: FindingKind = FindingKind.DANGER_SIGN,
    confidence: float = 0.98,
    **more: object,
) -> Finding:
    """A finding with a source, high severity and the check's name ``sample``."""
    fields = {"severity": Severity.HIGH, "sources": (REGISTER,)} | more
    return Finding("sample", about, kind, confidence=confidence, reason=why, **fields)  # type: ignore[arg-type]


def report(text: str, parts: tuple[Part, ...], findings: tuple[Finding, ...], **more: object) -> Report:
    """A report on ``text`` that comes to what its findings say."""
    everything = (whole(text), *parts)
    outcome, *part_outcomes = conclude(everything, findings, everything_read=True)
    fields = {"skipped": (), "advice": (), "data": VERSIONS} | more
    return Report(Item(text), outcome, everything, tuple(part_outcomes), findings, **fields)  # type: ignore[arg-type]


def unconfirmed() -> Meant:
    """An organisation of which a fact was not seen at its source."""
    return Meant("hoi-mau", "Hội Mẫu", confirmed=False)


def danger() -> Report:
    """A message with a forged link and a request for a code; an unreadable short link; all kinds of advice."""
    forged = part(FORGED_MESSAGE, "https://nganhangrnaud.cfd/vn", 1)
    phone = part(FORGED_MESSAGE, "0900 000 000", 2, PartKind.PHONE)
    letters = FORGED_MESSAGE.index("rnaud")
    code = FORGED_MESSAGE.index("nhap OTP")
    return report(
        FORGED_MESSAGE,
        (forged, phone),
        (
            finding(
                "p1",
                reason(
                    "sample.forged",
                    domain="nganhangrnaud.cfd",
                    official="nganhangmau.example",
                    organisation="Ngân hàng Mẫu",
                ),
                organisation=SAMPLE_BANK,
                technique="typosquat",
                marks=((letters, letters + 5),),
            ),
            finding("p0", reason("sample.asks-code"), confidence=0.85, sources=(PATTERN,), marks=((code, code + 8),)),
        ),
        skipped=(Skip("sample", "p1", reason("sample.short-link")),),
        advice=(
            Advice("now", reason("sample.delete-nothing")),
            Advice("now", reason("advice.call-hotline", organisation="Ngân hàng Mẫu", number="1900 0000"), (REGISTER,)),
            Advice("already", reason("sample.lock-card")),
            Advice("already", reason("sample.call-police"), (POLICE,)),
        ),
    )


def official() -> Report:
    """A message whose only link is confirmed official."""
    text = "Xem biểu phí tại nganhangmau.example/bieu-phi"
    why = reason("sample.official", domain="nganhangmau.example", organisation="Ngân hàng Mẫu")
    found = finding("p1", why, FindingKind.OFFICIAL, organisation=SAMPLE_BANK)
    return report(text, (part(text, "nganhangmau.example/bieu-phi", 1),), (found,))


def published() -> Report:
    """A message that somebody has rated."""
    text = "Uống nước chanh nóng chữa được mọi bệnh"
    why = reason("sample.rated", publisher="Toà soạn Mẫu", rating="Sai")
    source = Source("Nước chanh không chữa mọi bệnh", "Toà soạn Mẫu", "https://toasoan.example/1", "2026-11-01")
    return report(text, (), (finding("p0", why, FindingKind.PUBLISHED, 0.9, sources=(source,), marks=((0, 15),)),))


def caution() -> Report:
    """A message with a single weak sign."""
    text = "Chị ơi nhập OTP giúp em"
    return report(text, (), (finding("p0", reason("sample.asks-code"), confidence=0.6, sources=(PATTERN,)),))


def unsettled(text: str = "Mai họp tổ dân phố lúc 8 giờ nhé cô bác") -> Report:
    """A message about which there is nothing to say."""
    return report(text, (), ())


def hostile(text: str) -> Report:
    """``text`` in every place where words of a stranger can end up in a report."""
    words = text or "x"
    source = Source(words, words, words, words)
    said = reason("sample.said", words=words, domain=words, official=words[::-1] + "x")
    meant = Meant("x", words, confirmed=False)
    link_part = Part("p1", PartKind.LINK, text, 0, len(text), Link(url=text, host=text, domain=None))
    about = [
        finding(where, said, sources=(source,), organisation=meant, technique=words, marks=((0, 1), (1, 10**6)))
        for where in ("p1", "p0")
    ]
    skips = (Skip(words, "p1", said), Skip("sample", None, said), Skip("sample", "gone", said))
    advice = (Advice("now", said, (source,)), Advice("already", said, (source,)))
    versions = DataVersions(words, words, words, words, words)
    return report(text, (link_part,), tuple(about), skipped=skips, advice=advice, data=versions)


ALL: dict[Outcome, Callable[[], Report]] = {
    Outcome.DANGER: danger,
    Outcome.CAUTION: caution,
    Outcome.PUBLISHED: published,
    Outcome.OFFICIAL: official,
    Outcome.UNSETTLED: unsettled,
}
"""One report for each outcome."""

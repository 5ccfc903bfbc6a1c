"""``message-signals``: from the engine's signals to findings and advice."""

from __future__ import annotations

from kiemtin import Kiemtin
from kiemtin.checks.message_signals import CHECK, MAX_MARKS, MAX_WORDS, merged
from kiemtin.evidence import Finding, FindingKind, Outcome, Severity
from tests.messages.reading import program

RECRUITER = "Chào bạn, bên mình tuyển CTV chốt đơn tại nhà, thu nhập 500k/ngày, kết bạn Zalo 0912345678 nhé"
POLICE = (
    "Phòng an ninh điều tra: anh liên quan đường dây rửa tiền, có lệnh bắt tạm giam. "
    "Chuyển tiền vào tài khoản tạm giữ 0123456789 Vietcombank, không được nói với ai."
)


def _findings(text: str) -> list[Finding]:
    return [finding for finding in program().check(text).findings if finding.check == CHECK]


def test_a_kind_of_scam_is_named_with_the_words_that_make_it() -> None:
    """The family first, then what the message does, each with the exact words."""
    family, *rest = _findings(RECRUITER)
    signs = [finding for finding in rest if finding.reason.id.startswith("signal.")]
    assert "family.recruitment" == family.reason.id
    assert "recruitment" == family.technique
    assert FindingKind.DANGER_SIGN is family.kind
    assert Severity.HIGH is family.severity
    assert {"signal.offer-job", "signal.offer-income"} <= {sign.reason.id for sign in signs}
    words = {RECRUITER[start:end] for sign in signs for start, end in sign.marks}
    assert any("500k/ngày" in word for word in words)
    assert all(sign.severity is Severity.LOW for sign in signs)


def test_what_leaves_no_honest_reading_is_danger() -> None:
    """Police that want money by telephone."""
    report = program().check(POLICE)
    assert Outcome.DANGER is report.outcome
    assert "fake-police" == _findings(POLICE)[0].technique


def test_an_advert_is_no_danger_however_sure() -> None:
    """What is offered is a topic: caution for the ask, the disguise or the link."""
    advert = "N'ạp đ'ầu t'ặng 100%, n0 hu ban c@ rut nhanh. Dang ky ngay https://vidu-nohu.vip"
    assert Outcome.CAUTION is program().check(advert).outcome
    assert "gambling-advert" == _findings(advert)[0].technique


def test_the_report_advises_on_the_kind_and_on_the_gravest_ask() -> None:
    """Right behind the first thing to do."""
    advice = [one.reason.id for one in program().check(POLICE).advice]
    assert ["advice.do-not-follow", "advice.family.fake-police"] == advice[:2]
    assert advice[2].startswith("advice.signal.ask-")


def test_a_message_without_a_combination_gets_no_finding() -> None:
    """Nothing is said of words alone."""
    assert [] == _findings("Mai họp phụ huynh lúc 8h nhé cả nhà")


def test_a_warning_gets_no_finding() -> None:
    """Whoever quotes a scam is no scammer."""
    assert [] == _findings(f"Cả nhà cẩn thận tin nhắn này: {POLICE} Lừa đảo đấy, đừng chuyển")


def test_a_language_we_do_not_read_is_a_skip() -> None:
    """What could not be checked is said."""
    report = program().check("您的银行账户已被冻结请立即点击链接进行身份验证谢谢")
    assert "skip.wording-not-read" in [skip.reason.id for skip in report.skipped if skip.check == CHECK]


def test_long_quotations_and_many_marks_are_cut() -> None:
    """A message may repeat itself: what is quoted and pointed at stays readable."""
    findings = _findings("Nạp đầu tặng 100k nổ hũ rút nhanh đăng ký https://vidu-game.vip nhận 100k ngay. " * 60)
    assert findings
    assert all(len(finding.marks) <= MAX_MARKS for finding in findings)
    assert all(len(str(dict(finding.reason.values).get("words", ""))) <= MAX_WORDS for finding in findings)


def test_overlapping_places_are_one_mark() -> None:
    """So that the page does not mark a word twice."""
    assert ((0, 5), (7, 9)) == merged([(7, 9), (0, 3), (2, 5)])


def test_without_a_reading_the_check_says_nothing(ask: object) -> None:
    """A context of a caller's own need not hold one."""
    assert [] == ask(CHECK, POLICE)  # type: ignore[operator]


def test_the_library_front_door_gives_the_same() -> None:
    """Another program object, the same answer."""
    assert Kiemtin().check(RECRUITER).findings == program().check(RECRUITER).findings

"""Who forbids, denies, tells or quotes does not ask."""

from __future__ import annotations

import pytest

from tests.messages.reading import read, signals


@pytest.mark.parametrize(
    "text",
    [
        "Quý khách KHÔNG cung cấp mã OTP cho bất kỳ ai",
        "Tuyet doi khong cung cap ma OTP cho nguoi la",
        "Đừng đọc mã OTP cho ai hết nha mẹ",
        "Ngân hàng không bao giờ yêu cầu khách hàng cung cấp mật khẩu",
        "Never share your OTP",
        'Em nghe nó bảo "chị cung cấp mã OTP cho em ngay nhé" mà em cúp máy liền, không dại gì',
        "Kẻ gian gọi điện, yêu cầu nạn nhân cung cấp mã OTP",
    ],
)
def test_what_is_forbidden_denied_or_told_is_not_asked(text: str) -> None:
    """Banks' own warnings, families' warnings and stories hold the same words."""
    assert "ask-secret" not in signals(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vui lòng cung cấp mã OTP để nhận tiền",
        "Neu khong cung cap ma OTP trong 24h the se bi khoa",
        "Để không bị khoá thẻ, chị đọc em cái mã 6 số",
        "Để tránh bị kẻ gian lợi dụng, quý khách vui lòng cung cấp mã OTP",
        "Không phải bạn? Cung cấp mã OTP để huỷ",
        "Ứng dụng sử dụng sinh trắc học, gửi mã OTP cho em",
    ],
)
def test_what_is_asked_is_asked_whatever_stands_before(text: str) -> None:
    """A condition, a purpose, a pretext, and words that only look like a negation."""
    assert "ask-secret" in signals(text)


@pytest.mark.parametrize("text", ["Không cần đặt cọc", "khong mat phi ho so", "Không phải đóng phí hồ sơ trước"])
def test_a_denial_right_before_the_ask_denies_it(text: str) -> None:
    """A job that needs no deposit does not ask for one."""
    assert not {"ask-deposit", "ask-fee"} & signals(text)


def test_a_message_that_points_at_itself_as_a_forgery_denounces() -> None:
    """Nothing in it is a sign, however much it quotes."""
    reading = read("Mọi người cẩn thận tin này: tài khoản bị khoá, đăng nhập vidu-khoa.top. Lừa đảo đấy")
    assert reading.frame.denounces
    assert reading.is_speech
    assert () == reading.families


def test_a_forged_link_in_a_warning_is_warned_of_and_elsewhere_is_not() -> None:
    """The place decides: what the message points at, not what it asks to open."""
    warning = "Có đối tượng giả danh công an gửi link vidu-xacminh.top rồi lấy hết tiền. Bà con nhớ nhé"
    at = warning.index("vidu")
    assert read(warning).warns_of(at, at + len("vidu-xacminh.top"))
    asking = "Để tránh bị kẻ gian lợi dụng, quý khách vui lòng đăng nhập vidu-xacminh.top"
    at = asking.index("vidu")
    assert not read(asking).warns_of(at, at + len("vidu-xacminh.top"))


def test_much_told_is_a_story() -> None:
    """Two sentences about others, and a link to read on, are no scam."""
    text = (
        "Đối tượng tự xưng công an gọi cho mẹ tôi. Chúng nó bảo mẹ tôi chuyển tiền vào tài khoản an toàn. "
        "Mẹ tôi mất 400 triệu. Tôi viết lại ở https://vidu-nhatky.vn cho ai cần."
    )
    assert read(text).is_speech


@pytest.mark.parametrize(
    "text",
    [
        "TAND sáng nay tuyên phạt bị cáo 14 năm tù. Người này giả danh cán bộ điều tra, yêu cầu chuyển tiền vào "
        "tài khoản tạm giữ để chứng minh trong sạch. Chi tiết: https://vidu-bao.vn/phap-luat",
        "Triệt phá đường dây cờ bạc, khởi tố 47 bị can. Các đối tượng thuê người mở tài khoản ngân hàng giá 2 triệu",
        "Lại thêm một vụ kh.i.ế.u k.i.ệ.n bị c0ng an chặn từ bến xe. Share trước khi bài bay màu",
        "c0ng an b@t người vô cớ, gọi 0912340000 gặp luật sư giúp dân",
        "Tôi đã gửi đơn lên Ngân hàng Nhà nước về phí vay 8%/tháng, đọc bài đầy đủ ở https://vidu.substack.com/p/vay",
    ],
)
def test_news_and_complaints_make_no_family(text: str) -> None:
    """Courts, raids, grievances in letters split for a platform's filter: told, not asked."""
    assert () == read(text).families


def test_who_says_it_may_stand_behind_a_quotation() -> None:
    """Parody gives its author last; a message that stands in quotation marks as a whole is no quotation."""
    call = '"Alo em bên Viện Kiểm sát đây, để chứng minh trong sạch, anh chuyển toàn bộ lương vào tài khoản an toàn"'
    assert read(f"{call} — vợ tôi, sáng nay").is_speech
    assert not read(call).is_speech


def test_a_short_quotation_is_a_name() -> None:
    """What stands in quotation marks makes speech of a message only where somebody says it."""
    assert not read('Add Zalo "Tri ân khách hàng" để nhận quà, số lượng có hạn hôm nay thôi nhé').frame.quotes
    assert read(
        'Nó nhắn "em ơi chuyển anh 5 triệu gấp nhé, mai anh trả" mà mình không tin nên gọi lại hỏi'
    ).frame.quotes

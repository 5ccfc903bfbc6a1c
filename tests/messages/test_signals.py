"""From words to signals and families, with the exact places."""

from __future__ import annotations

import pytest

from kiemtin.messages import SignalFinder, bundled_patterns
from kiemtin.messages.score import Weights
from tests.messages.reading import families, program, read, signals


def test_a_signal_shows_the_exact_words() -> None:
    """Spans count code points of the text as written, disguises and all."""
    text = "Shop cần gấp: ch'uyển kh0ản vào tài khoản 0123456789 Vietcombank"
    signal = read(text).signals["ask-transfer"]
    assert ["ch'uyển kh0ản vào tài khoản 0123456789"] == [text[start:end] for start, end in signal.spans]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        (
            "Vietcombank: tai khoan cua quy khach da bi khoa. Dang nhap http://vidu-vcb.top de xac thuc",
            "account-locked",
        ),
        ("Tk cua ban se bi tru 2.000.000 trong 2 gio, neu khong phai ban bam https://vidu.top de huy", "service-fee"),
        ("Tuyển CTV chốt đơn tại nhà, 500k/ngày, kết bạn Zalo 0912345678", "recruitment"),
        ("Nạp đầu tặng 100%, nổ hũ bắn cá, rút nhanh. Đăng ký https://vidu-game.vip", "gambling-advert"),
        ("Cần làm bằng lái xe không cần thi, bao đậu, liên hệ 0912345678", "forged-papers-advert"),
    ],
)
def test_combinations_make_families(text: str, family: str) -> None:
    """What it asks, how it presses and by what way, together."""
    assert family in families(text)


@pytest.mark.parametrize(
    "text",
    ["tài khoản bị khoá", "mã OTP", "công an", "nổ hũ", "Zalo 0912345678", "https://vidu.top", "chuyển khoản 500k"],
)
def test_one_sign_alone_makes_none(text: str) -> None:
    """No word, topic or tone is a sign by itself."""
    assert [] == families(text)


def test_an_official_way_keeps_many_families_away() -> None:
    """The same fine with the state's own site is a notice."""
    assert "traffic-fine" in families("CSGT: ban co tien phat chua nop, vi pham giao thong, nop tai vidu-phat.top")
    assert "traffic-fine" not in families("CSGT: tien phat vi pham giao thong, nop tai https://dichvucong.gov.vn")


def test_one_disguised_word_is_a_slip_and_two_are_a_disguise() -> None:
    """At the limit and one beyond."""
    assert "disguise-digits" not in signals("kh0ng sao đâu em")
    assert "disguise-digits" in signals("kh0ng sa0 đâu em")


def test_several_signs_count_only_where_the_score_agrees() -> None:
    """The score alone says nothing, and without it loose signs say nothing."""
    text = "Mình quan tâm món hàng bạn rao. Bạn bấm muahang-vidu.top điền thông tin tài khoản để mình chuyển tiền cọc."
    things, named = program().things(text)
    never = SignalFinder(bundled_patterns(), weights=Weights("", 0.0, 1.1, {}))
    always = SignalFinder(bundled_patterns(), weights=Weights("", 0.0, 0.0, {}))
    assert () == never.read(text, things, named).families
    assert ["several-signs"] == [family.id for family in always.read(text, things, named).families]
    assert () == always.read("Hôm nay trời đẹp quá").families


def test_an_organisation_is_spoken_for_not_merely_named() -> None:
    """``Tiki thông báo`` speaks for Tiki; complaining about it does not, nor does a school of a company's name."""
    assert "tiki" in read("Tiki xin thông báo: bạn đã trúng thưởng").posing
    assert "tiki" not in read("Mình mua ở Tiki mà giao trễ, quá thất vọng").posing
    assert "fpt" not in read("Đại học FPT thông báo tuyển sinh").posing
    assert {} == read("Tuyển CTV like dạo, 500k/ngày, kb zalo 0912345678").posing


def test_a_language_we_do_not_read_is_said_so() -> None:
    """Silence is never good news."""
    assert not read("您的银行账户已被冻结请立即点击链接进行身份验证谢谢").understood
    assert read("Quý khách vui lòng kiểm tra lại thông tin đơn hàng").understood


def test_families_come_strongest_first_each_once() -> None:
    """A kind that is danger in one case and caution in another comes as danger, before what is caution."""
    text = "Chúc mừng bạn đã tr'ú'ng th'ưở'ng xe máy. Đăng nhập https://vidu-nhanthuong.top để nhận thưởng"
    found = read(text).families
    assert "prize" == found[0].id
    assert found[0].danger
    assert len(found) == len({family.id for family in found})
    assert "letters-disguised" in [family.id for family in found]


def test_a_code_to_type_in_is_a_notice() -> None:
    """``Sử dụng 4870 làm mã xác nhận``: given, not asked for."""
    assert "speech-otp-notice" in signals("Waka.vn - Su dung 4870 lam ma xac nhan so dien thoai")


def test_topping_up_ones_own_sim_is_no_transfer() -> None:
    """Phone companies ask for nothing else all day."""
    assert "ask-transfer" not in signals("SIM cua ban sap bi thu hoi. Nap toi thieu 20.000d de giu so")


def test_who_forwards_an_advert_line_is_an_advertiser() -> None:
    """``[QC]`` opens an advert as the decree on spam wants it, spelt out or not."""
    assert "speech-opt-out" in signals("[QC] Lap Internet chi 185K/thang")
    assert "speech-opt-out" in signals("Quảng cáo: Lắp Internet chỉ 185K/tháng")


def test_who_writes_with_diacritics_means_a_word_without_them() -> None:
    """``trung cấp`` is no ``trúng``; in a message without diacritics it may be."""
    assert "offer-prize" not in signals("Bạn có biết một trường trung cấp đã giải thể vẫn bán bằng không?")
    assert "offer-prize" in signals("Chuc mung ban da trung giai nhat")
    assert "offer-prize" in signals("Chúc mừng bạn da trung giai nhat")


def test_a_page_that_anybody_can_put_up_excuses_no_known_kind() -> None:
    """Forgers use blogs too: only loose signs beside one are something to read."""
    text = "Vietcombank: tài khoản của quý khách đã bị khóa. Đăng nhập https://vidu-nganhang.blogspot.com để mở lại"
    assert "account-locked" in families(text)

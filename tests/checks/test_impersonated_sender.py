"""``impersonated-sender``: speaking for an organisation, asking, with no way to act that is its own."""

from __future__ import annotations

import pytest

from kiemtin.checks.impersonated_sender import CHECK
from kiemtin.evidence import Finding, Severity
from tests.messages.reading import program


def _found(text: str) -> list[Finding]:
    return [finding for finding in program().check(text).findings if finding.check == CHECK]


def test_the_finding_names_the_organisation_and_where_it_is_spoken_for() -> None:
    """With the register as its source."""
    text = "Vietcombank thông báo: quý khách được hoàn tiền, đăng nhập https://vidu-hoantien.top để nhận"
    (finding,) = _found(text)
    assert finding.organisation is not None
    assert "vietcombank" == finding.organisation.id
    assert Severity.HIGH is finding.severity
    assert "vietcombank" in text[slice(*finding.marks[0])].lower()
    assert finding.sources


@pytest.mark.parametrize(
    "text",
    [
        "Tiki tuyển nhân viên đặt hàng, 800k mỗi ngày, kết bạn Zalo 0912345678",
        "(MSB) The cua ban bi khoa. Mo lai: vidu-molai.cc",
        "Mình là nhân viên Shopee, bạn trúng thưởng xe máy, nhắn Zalo 0912345678 để nhận",
    ],
)
def test_speaking_and_asking_without_a_way_of_its_own_is_a_sign(text: str) -> None:
    """A number of nobody's, a stranger's link."""
    assert _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vietcombank thông báo bảo trì đêm nay, xem https://www.vietcombank.com.vn",
        "Vietcombank kính chúc quý khách năm mới an khang",
        "Vietcombank lừa tôi, trừ phí vô lý, ai bị thì ký ở https://vidu-kiennghi.vn cùng tôi",
        "Tiki giao hàng trễ quá, nhắn Zalo 0912345678 mình cho xem ảnh",
        "Cả nhà cẩn thận tin này: Vietcombank thông báo khoá thẻ, đăng nhập vidu.top. Lừa đảo đấy",
        "Đại học FPT thông báo tuyển sinh, liên hệ 0912345678",
    ],
)
def test_its_own_way_no_ask_or_mere_naming_is_none(text: str) -> None:
    """Notices, greetings, complaints, warnings, and schools named after companies."""
    assert [] == _found(text)

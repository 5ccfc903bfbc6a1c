"""Names that look like a private person's are shown; streets, schools, organisations and offices are not."""

from __future__ import annotations

import pytest

from kiemtin.answers.drafting import Typed, TypedPicture, TypedSource
from kiemtin.answers.private_names import organisation_names, private_names
from kiemtin.organisations import bundled_register


def named(text: str) -> list[str]:
    """What is shown of a text."""
    organisations = organisation_names(bundled_register())
    return [text[one.start : one.end] for one in private_names(Typed(claim=text), organisations)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Theo Nguyễn Văn Thử, thuốc này chữa được ung thư", "Nguyễn Văn Thử"),
        ("Bà Trần Thị Ví Dụ đăng tin", "Trần Thị Ví Dụ"),
        ("tài khoản đứng tên LÊ VĂN MẪU", "LÊ VĂN MẪU"),
        ("Hôm qua anh Hoàng Mẫu bị lừa", "Hoàng Mẫu"),
        ("tin nói nguoi ban ten Nguyen Van Thu", "Nguyen Van Thu"),
        ("the seller, Mr Example Person, said so", "Example Person"),
        ("cháu Mai Ví Dụ (7 tuổi) mất tích", "Mai Ví Dụ"),
    ],
)
def test_the_shape_of_a_name_is_seen(text: str, name: str) -> None:
    """A family name and given names, or a form of address before capitals."""
    assert [name] == named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đường Nguyễn Trãi ngập sâu",
        "trường Lê Quý Đôn cho nghỉ học",
        "Thành phố Hồ Chí Minh cấm xe máy",
        "Hà Nội và Cao Bằng có mưa",
        "Bộ trưởng Nguyễn Văn Thử phát biểu",
        "Ngân hàng Nhà nước Việt Nam tăng lãi suất",
        "Bộ luật Hình sự và Nghị định 15/2020/NĐ-CP",
        "Vietcombank tặng tiền dịp Tết Nguyên Đán",
        "uống nước lá ổi khỏi bệnh",
        "Drinking bleach cures Covid",
        "Lý do là gì",
        "",
    ],
)
def test_other_capitals_are_left_alone(text: str) -> None:
    """Places, institutions, documents, offices and words at the beginning of a sentence."""
    assert [] == named(text)


def test_every_field_is_looked_at() -> None:
    """Each name comes with its field and its place; what only recognises a picture, and others' titles, do not."""
    pictures = (
        TypedPicture("a", "b", 1, 1, "yes", "Ảnh chụp lời của Nguyễn Văn Thử", "Ảnh: anh Hoàng Mẫu"),
        TypedPicture("c", "d", 1, 1, "no", "Nguyễn Văn Thử"),
    )
    sources = (TypedSource(title="Bắt Nguyễn Văn Thử", publisher="Báo Mẫu"),)
    typed = Typed(
        finding="Do Nguyễn Văn Thử kể.", explanation="Nguyễn Văn Thử nói vậy.", sources=sources, pictures=pictures
    )
    found = private_names(typed, reason="Ghi sai tên bà Trần Thị Mẫu.")
    assert [("finding", 3, 17), ("explanation", 0, 14)] == [(one.where, one.start, one.end) for one in found[:2]]
    assert [
        ("pictures.1.alternative", "Nguyễn Văn Thử"),
        ("pictures.1.caption", "Hoàng Mẫu"),
        ("reason", "Trần Thị Mẫu"),
    ] == [(one.where, one.name) for one in found[2:]]

"""Fact-checks that do not exist, for tests."""

from __future__ import annotations

import datetime
from typing import Any

from kiemtin.factchecks.values import ClaimReview, Feed, Rating

NOW = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
FEED = Feed("mau.jsonl", NOW)
OTHER_FEED = Feed("khac.jsonl", NOW)

CLAIMS = (
    "Uống nước chanh nóng chữa khỏi ung thư giai đoạn cuối",
    "Vỡ đập thủy điện Suối Mơ, cả xã phải sơ tán trong đêm",
    "Ngân hàng Ví Dụ yêu cầu khách hàng cập nhật sinh trắc học qua đường link",
    "Công an gọi video yêu cầu chuyển tiền để chứng minh không rửa tiền",
    "Trúng thưởng xe máy của siêu thị Mẫu, đóng phí hồ sơ trước khi nhận",
    "Từ tháng sau đổ xăng phải quét mã căn cước",
    "Gạo nhựa bán ở chợ, rang lên chảy thành keo",
    "Lũ cuốn trôi cầu Bến Mẫu khiến năm xe rơi xuống sông",
    "Shipper nhờ chuyển khoản rồi báo đăng ký nhầm hội viên, bấm link để hủy",
    "Việc nhẹ lương cao: làm nhiệm vụ trên nhóm Telegram, nạp trước nhận hoa hồng",
    "A photograph shows a ten metre anaconda swimming across a river",
    "Drinking bleach cures the flu, a hospital says",
)


def review(number: int = 0, **changes: Any) -> ClaimReview:
    """One of ``CLAIMS`` as a review, with some fields changed."""
    fields: dict[str, Any] = {
        "id": f"mau-{number}",
        "claim": CLAIMS[number % len(CLAIMS)],
        "url": f"https://kiem-chung.example/{number}",
        "publisher": "Kiểm Chứng Mẫu",
        "rating": Rating("Sai"),
        "lang": "vi",
    }
    return ClaimReview(**(fields | changes))


def all_reviews() -> list[ClaimReview]:
    """Every one of ``CLAIMS``."""
    return [review(number) for number in range(len(CLAIMS))]

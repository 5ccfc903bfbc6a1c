"""Sentences for the sample reports: the real ones belong to the checks, and may be reworded at any time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiemtin.evidence import LANGUAGES, catalogue

SENTENCES = {
    "sample.forged": {
        "vi": "Tên miền {domain} viết gần giống {official}, nhưng không phải của {organisation}.",
        "en": "The domain {domain} is written almost like {official}, but is not {organisation}'s.",
    },
    "sample.asks-code": {
        "vi": "Tin giục bạn nhập mã OTP. Không ngân hàng nào hỏi mã này qua tin nhắn.",
        "en": "The message asks you for an OTP. No bank asks for one in a message.",
    },
    "sample.official": {"vi": "{domain} là tên miền của {organisation}.", "en": "{domain} belongs to {organisation}."},
    "sample.said": {"vi": "Trong tin có: {words}", "en": "The message says: {words}"},
    "sample.rated": {"vi": "{publisher} xếp hạng: {rating}.", "en": "{publisher} rated it: {rating}."},
    "sample.short-link": {
        "vi": "Liên kết rút gọn: không mạng thì không biết nó dẫn đi đâu.",
        "en": "A shortened link: offline, nobody can know where it leads.",
    },
    "sample.delete-nothing": {"vi": "Giữ lại tin nhắn làm bằng chứng.", "en": "Keep the message as evidence."},
    "sample.lock-card": {
        "vi": "Khoá thẻ và dịch vụ ngay trong ứng dụng ngân hàng bạn đang có.",
        "en": "Lock your card and the service now, in the bank's app you already have.",
    },
    "sample.call-police": {"vi": "Gọi 113 nếu tiền đã bị chuyển đi.", "en": "Call 113 if money has left your account."},
    "advice.call-hotline": {"vi": "Gọi {organisation}: {number}.", "en": "Call {organisation}: {number}."},
}


@pytest.fixture(scope="package", autouse=True)
def sample_sentences() -> Iterator[None]:
    """The catalogues with the sample sentences, for the tests of this directory only."""
    with pytest.MonkeyPatch.context() as patch:
        for message_id, texts in SENTENCES.items():
            for language in LANGUAGES:
                patch.setitem(catalogue(language), message_id, texts[language])
        yield

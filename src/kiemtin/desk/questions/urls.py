"""The addresses of sending and of receipts, without their language. A receipt never stands in one."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.questions import views
from kiemtin.evidence import Language

SEND: dict[Language, str] = {"vi": "gui-ban-truc/", "en": "send/"}
RECEIPT: dict[Language, str] = {"vi": "bien-nhan/", "en": "receipt/"}


def addresses(language: Language) -> list[URLPattern]:
    """Sending a question, and looking at it or ending it with a receipt."""
    return [
        path(SEND[language], views.send, name="send"),
        path(RECEIPT[language], views.receipt, name="receipt"),
    ]

"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Registers ``kiemtin.desk.answers``."""

    name = "kiemtin.desk.answers"

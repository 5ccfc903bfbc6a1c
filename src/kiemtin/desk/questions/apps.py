"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Registers ``kiemtin.desk.questions``."""

    name = "kiemtin.desk.questions"

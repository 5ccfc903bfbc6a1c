"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.dispatch import receiver


class QuestionsConfig(AppConfig):
    """Registers ``kiemtin.desk.questions``."""

    name = "kiemtin.desk.questions"

    def ready(self) -> None:
        """Whenever tables were made, have none of their texts sampled."""
        from kiemtin.desk.questions.samples import take_none

        receiver(post_migrate, sender=self)(take_none)

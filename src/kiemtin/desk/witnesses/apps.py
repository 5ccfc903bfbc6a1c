"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    """Registers ``kiemtin.desk.witnesses``."""

    name = "kiemtin.desk.witnesses"

"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class TellingConfig(AppConfig):
    """Registers ``kiemtin.desk.telling``."""

    name = "kiemtin.desk.telling"

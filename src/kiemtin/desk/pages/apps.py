"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Registers ``kiemtin.desk.pages``."""

    name = "kiemtin.desk.pages"

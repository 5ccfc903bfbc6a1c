"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Registers ``kiemtin.desk.overview``."""

    name = "kiemtin.desk.overview"

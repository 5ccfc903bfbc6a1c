"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers ``kiemtin.desk.api``."""

    name = "kiemtin.desk.api"

"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Registers ``kiemtin.desk.sharing``."""

    name = "kiemtin.desk.sharing"

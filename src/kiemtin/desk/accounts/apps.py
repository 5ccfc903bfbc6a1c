"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers ``kiemtin.desk.accounts``."""

    name = "kiemtin.desk.accounts"

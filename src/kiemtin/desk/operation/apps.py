"""Django's registration of this part of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Registers ``kiemtin.desk.operation``."""

    name = "kiemtin.desk.operation"

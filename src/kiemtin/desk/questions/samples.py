"""PostgreSQL takes samples of what stands in a column, to plan with; of what people sent it must not.

A sample is a copy in a table of its own, which nothing that is forgotten takes along.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections, models

TEXTS = (models.TextField, models.JSONField, models.BinaryField)
"""Columns in which words of a message may stand."""


def take_none(sender: AppConfig, using: str, **_others: Any) -> None:
    """Let no column of ``sender`` that may hold words be sampled; for ``post_migrate``."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    name = connection.ops.quote_name
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model in sender.get_models():
            if model._meta.db_table not in there:
                continue
            for field in model._meta.concrete_fields:
                if isinstance(field, TEXTS):
                    table, column = name(model._meta.db_table), name(str(field.column))
                    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")

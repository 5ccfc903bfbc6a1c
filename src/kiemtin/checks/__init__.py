"""The checks: each asks an engine and speaks evidence."""

from kiemtin.checks.context import Check, Context
from kiemtin.checks.enabled import ENABLED
from kiemtin.checks.run import run

__all__ = ["ENABLED", "Check", "Context", "run"]

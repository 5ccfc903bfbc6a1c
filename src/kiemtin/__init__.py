"""Kiểm Tin: "I received this. Can I trust it?", answered with evidence, offline, Vietnamese first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemtin.version import __version__

if TYPE_CHECKING:
    from kiemtin.app import Kiemtin
    from kiemtin.evidence import Report

__all__ = ["Kiemtin", "Report", "__version__"]


def __getattr__(name: str) -> Any:
    """Import the front door when it is first asked for, so that ``kiemtin --help`` stays quick."""
    if name == "Kiemtin":
        from kiemtin.app import Kiemtin

        return Kiemtin
    if name == "Report":
        from kiemtin.evidence import Report

        return Report
    raise AttributeError(name)

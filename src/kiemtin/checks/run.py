"""Runs every enabled check on every part it is for."""

from __future__ import annotations

from collections.abc import Sequence

from kiemtin.checks.context import Check, Context
from kiemtin.evidence import Finding, Skip, order
from kiemtin.items import Part


def run(
    checks: Sequence[Check], parts: Sequence[Part], context: Context
) -> tuple[tuple[Finding, ...], tuple[Skip, ...]]:
    """All findings, strongest first, and all skips in order of the parts."""
    findings: list[Finding] = []
    skipped: list[Skip] = []
    for part in parts:
        for check in checks:
            if part.kind in check.kinds:
                for result in check.run(part, context):
                    if isinstance(result, Finding):
                        findings.append(result)
                    else:
                        skipped.append(result)
    return order(findings), tuple(skipped)

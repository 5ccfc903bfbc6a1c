"""Alerts and faults as data, for programs: ``kiemtin-watch-alert/1`` and ``kiemtin-watch-fault/1``."""

from __future__ import annotations

from typing import Any

from kiemtin.evidence.messages import LANGUAGES, render
from kiemtin.watch.certificates.alerts import Alert, Decision, Fault, Kept

ALERT = "kiemtin-watch-alert/1"
FAULT = "kiemtin-watch-fault/1"


def alert_data(alert: Alert) -> dict[str, Any]:
    """An alert; ``id`` is the same however often it is sent."""
    return {
        "schema": ALERT,
        "id": alert.id,
        "domain": alert.domain,
        "about": alert.under,
        "organisation": alert.organisation,
        "official": alert.official,
        "technique": alert.technique,
        "score": round(alert.score, 4),
        "matched": alert.matched,
        "first_seen": alert.first_seen.isoformat(),
        "issuer": alert.issuer,
        "log": {
            "source": alert.place.source,
            "origin": alert.place.origin,
            "entry": alert.place.entry,
            "logged": alert.place.logged.isoformat(timespec="seconds"),
            "signature_checked": alert.proof.judged,
        },
    }


def kept_data(kept: Kept) -> dict[str, Any]:
    """An alert, whether it is dismissed, and everything that was decided about it."""
    decisions = [_decision(one) for one in kept.decisions]
    return {**alert_data(kept.alert), "dismissed": kept.dismissed is not None, "decisions": decisions}


def _decision(one: Decision) -> dict[str, Any]:
    return {"dismissed": one.dismissed, "reason": one.reason, "day": one.day.isoformat()}


def fault_data(fault: Fault) -> dict[str, Any]:
    """What is wrong with a log, in words of each language, and the checkpoints that contradict each other."""
    return {
        "schema": FAULT,
        "id": fault.message_id,
        "source": fault.source,
        "text": {language: render(fault.message_id, dict(fault.values), language) for language in LANGUAGES},
        "noted": fault.noted.isoformat(),
        "checkpoints": [one for one in (fault.known, fault.seen) if one],
    }

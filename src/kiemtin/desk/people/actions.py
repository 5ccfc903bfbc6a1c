"""What is noted of what somebody does at the desk."""

from __future__ import annotations

from kiemtin.desk.accounts.roles import Role

ACTIONS = (
    *(f"signed-in-{how}" for how in ("password", "app", "recovery-code", "passkey", "invitation")),
    "signed-out",
    *(f"invited-{role}" for role in Role),
    "withdrew-invitation",
    "joined",
    *(f"gave-role-{role}" for role in Role),
    "deactivated",
    "reactivated",
    "ended-session",
    "ended-sessions",
    "removed-second-steps",
    "made-password-link",
    "password-replaced",
    "changed-password",
    "added-app",
    "removed-app",
    "added-passkey",
    "removed-passkey",
    "made-recovery-codes",
    *(f"{done}-draft" for done in ("started", "submitted", "approved", "returned", "closed", "reopened", "published")),
    "withdrew-answer",
    *("added-target", "removed-target", "tested-target", "sent-again"),
)
"""Everything that is noted; each has its words in the catalogues (``desk.action.…``)."""

KINDS = ("account", "invitation", "draft", "answer", "target")
"""Kinds of things that something is done to; each has its word too (``desk.thing.…``)."""

"""``kiemtin watch``: names like one's own in public certificate logs, and what became of each."""

from __future__ import annotations

from kiemtin.cli.command import Group

COMMANDS = {
    "certificates": "kiemtin.cli.watch_certificates:certificates",
    "list": "kiemtin.cli.watch_alerts:list_alerts",
    "show": "kiemtin.cli.watch_alerts:show",
    "dismiss": "kiemtin.cli.watch_alerts:dismiss",
    "restore": "kiemtin.cli.watch_alerts:restore",
}

watch = Group("watch", about="cli.watch", holds=COMMANDS)

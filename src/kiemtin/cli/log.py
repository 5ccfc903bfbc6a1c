"""``kiemtin log``: the corrections log."""

from __future__ import annotations

from kiemtin.cli.command import Group

COMMANDS = {
    "verify": "kiemtin.cli.log_verify:verify",
    "key": "kiemtin.cli.log_key:key",
    "checkpoint": "kiemtin.cli.log_key:checkpoint",
}

log = Group("log", about="cli.log", holds=COMMANDS)

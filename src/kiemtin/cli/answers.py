"""``kiemtin answers``: what a desk publishes, taken to any web host; and whether a page keeps the rules."""

from __future__ import annotations

from kiemtin.cli.command import Group

COMMANDS = {
    "export": "kiemtin.cli.answers_export:export",
    "validate": "kiemtin.cli.answers_validate:validate",
}

answers = Group("answers", about="cli.answers", holds=COMMANDS)

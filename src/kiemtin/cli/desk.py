"""``kiemtin desk``: what is done for a desk from the command line."""

from __future__ import annotations

from kiemtin.cli.command import Group

COMMANDS = {
    "import": "kiemtin.cli.desk_import:import_file",
    "overview": "kiemtin.cli.desk_overview:overview",
    "digest": "kiemtin.cli.desk_digest:digest",
    "erase": "kiemtin.cli.desk_erase:erase",
}

desk = Group("desk", about="cli.desk", holds=COMMANDS)

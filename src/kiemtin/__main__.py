"""``python -m kiemtin``."""

from kiemtin.cli import main

main()

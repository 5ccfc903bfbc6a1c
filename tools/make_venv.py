"""Makes the project's own virtual environment: ``python tools/make_venv.py .venv`` (``make`` runs it).

Needs nothing but Python. Debian ships Python without the part that puts pip into a new environment; where it is
missing, ``virtualenv`` does as well, and where that is missing too, the message says what to install.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys

MISSING = """\
Python này ({python}) không tạo được môi trường ảo: thiếu mô-đun ensurepip. Trên Debian hay Ubuntu, hãy chạy:
This Python ({python}) cannot make a virtual environment: its module ensurepip is missing. On Debian or Ubuntu, run:

    sudo apt-get install python{major}.{minor}-venv

rồi gõ lại lệnh make. · then run make again.
"""


def command(folder: str) -> list[str] | None:
    """The command that makes a virtual environment with pip in ``folder``; ``None`` where this Python has no way."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return [sys.executable, "-m", "venv", folder]
    if importlib.util.find_spec("virtualenv"):
        return [sys.executable, "-m", "virtualenv", "--quiet", folder]
    virtualenv = shutil.which("virtualenv")
    return [virtualenv, "--quiet", "--python", sys.executable, folder] if virtualenv else None


def main(folder: str) -> int:
    """Make the environment and return the exit code: 3 where something needed is missing."""
    chosen = command(folder)
    if chosen is None:
        version = sys.version_info
        print(MISSING.format(python=sys.executable, major=version.major, minor=version.minor), file=sys.stderr)
        return 3
    return subprocess.run(chosen, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

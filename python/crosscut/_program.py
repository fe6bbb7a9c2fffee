"""The command that is installed along with the module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig


def program() -> str:
    """The path of the command ``crosscut``: that of this installation, or else the first that the shell finds.

    Raises ``FileNotFoundError`` where there is none: the module was then built without it.
    """
    name = "crosscut" + (sysconfig.get_config_var("EXE") or "")
    package = os.path.dirname(os.path.abspath(__file__))
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user")),
        # pip install --target
        os.path.join(os.path.dirname(package), "bin"),
    ]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError("the command crosscut is not installed: pip install --force-reinstall crosscut")
    return found


def main() -> int:
    """``python -m crosscut``: the command, with the same arguments."""
    try:
        return subprocess.run([program(), *sys.argv[1:]], check=False).returncode
    except KeyboardInterrupt:
        return 130

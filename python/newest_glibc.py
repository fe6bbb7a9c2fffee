"""Prints the platform tag that a program needs: ``manylinux_2_34`` for one that calls glibc 2.34; ``pypi`` on other
systems.

``maturin`` checks the module against the tag, and knows nothing of the program beside it.
"""

import re
import sys


def main(path: str) -> str:
    if not sys.platform.startswith("linux"):
        return "pypi"
    with open(path, "rb") as file:
        found = re.findall(rb"GLIBC_2\.(\d+)", file.read())
    return f"manylinux_2_{max(map(int, found), default=17)}"


if __name__ == "__main__":
    print(main(sys.argv[1]))

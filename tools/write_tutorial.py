"""Writes ``docs/client-in-five-minutes.md``. ``--check`` only says if it is current."""

import sys
from pathlib import Path

from holdfast.api.contract.pages import tutorial

TARGET = Path(__file__).parents[1] / "docs" / "client-in-five-minutes.md"


def main() -> int:
    text = tutorial()
    if "--check" in sys.argv:
        return 0 if TARGET.exists() and TARGET.read_text() == text else 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``docs/events.md`` from the events' own types. ``--check`` only says if it is current."""

import sys
from pathlib import Path

from holdfast.worker.reference import markdown

TARGET = Path(__file__).parents[1] / "docs" / "events.md"


def main() -> int:
    written = markdown()
    if "--check" in sys.argv:
        current = TARGET.exists() and TARGET.read_text() == written
        if not current:
            print(f"{TARGET.name} is out of date: run python tools/write_event_reference.py")
        return 0 if current else 1
    TARGET.write_text(written)
    print(f"{TARGET} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

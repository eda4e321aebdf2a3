"""Writes ``docs/messages.md`` from the messages' own types."""

import sys
from pathlib import Path

from holdfast.worker.message_reference import markdown

TARGET = Path(__file__).parents[1] / "docs" / "messages.md"


def main() -> int:
    TARGET.write_text(markdown())
    print(f"{TARGET} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``docs/http.md`` from the OpenAPI document. ``--check`` only says if it is current."""

import sys
from pathlib import Path

from holdfast.api.contract.openapi import document
from holdfast.api.contract.reference import markdown
from holdfast.app import interface

TARGET = Path(__file__).parents[1] / "docs" / "http.md"


def main() -> int:
    written = markdown(document(interface()))
    if "--check" in sys.argv:
        current = TARGET.exists() and TARGET.read_text() == written
        if not current:
            print(f"{TARGET.name} is out of date: run python tools/write_http_reference.py")
        return 0 if current else 1
    TARGET.write_text(written)
    print(f"{TARGET} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``docs/schemas`` and ``docs/asyncapi.json`` from the messages' own types. ``--check`` only
says if they are current.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from holdfast.sinks import schemas
from holdfast.worker.asyncapi import asyncapi_json

DOCS = Path(__file__).parents[1] / "docs"


def wanted() -> Mapping[Path, bytes]:
    """Every file with what is to stand in it."""
    found = {DOCS / "schemas" / f"{name}.json": text + b"\n" for name, text in schemas().items()}
    return {**found, DOCS / "asyncapi.json": asyncapi_json()}


def main() -> int:
    files = wanted()
    if "--check" in sys.argv:
        old = [path.name for path, text in files.items() if _current(path) != text]
        old += sorted(path.name for path in (DOCS / "schemas").iterdir() if path not in files)
        if old:
            print(f"out of date: {', '.join(old)}: run python tools/write_schemas.py")
        return 1 if old else 0
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    print(f"{len(files)} files written")
    return 0


def _current(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``docs/access.md`` from the table of who may ask what. ``--check`` only says if it is
current.
"""

import sys
from pathlib import Path

from holdfast.api.contract.access import ACCESS, ROLES_OF

TARGET = Path(__file__).parents[1] / "docs" / "access.md"
HEAD = """# Who may ask what

Made by `tools/write_access_reference.py` from `api/contract/access.py`, by which requests are
admitted. *Anybody* includes guests, *member* is whoever is logged in, *service* is one of our own
processes, known by the signature of its call. Of a thing in the last column only one's own is
found: others' answer as unknown ones do. Of a person a manager touches customers alone, an admin
everybody but themself.

| route | who | only one's own |
|---|---|---|
"""


def reference() -> str:
    """Every route as a row of a table."""
    rows = []
    for route, row in ACCESS.items():
        roles = ROLES_OF.get(row.asker)
        who = row.asker if roles is None else f"{row.asker} ({', '.join(sorted(roles))})"
        rows.append(f"| `{route}` | {who} | {row.own or ''} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    written = reference()
    if "--check" in sys.argv:
        current = TARGET.exists() and TARGET.read_text() == written
        if not current:
            print(f"{TARGET.name} is out of date: run python tools/write_access_reference.py")
        return 0 if current else 1
    TARGET.write_text(written)
    print(f"{TARGET} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``web/src/base/api/duties.ts`` from the table of routes: which duties of staff each route
is of. ``--check`` only says if it is current."""

import sys
from pathlib import Path

from holdfast.api.contract.access import ACCESS
from holdfast.people import DUTIES
from tools.reference import write

_WEB = Path(__file__).parents[1] / "web/src/base/api/duties.ts"
_WIDEST = 100  # as the formatter of the pages has it


def _row(route: str, duties: tuple[str, ...]) -> str:
    named = [f'"{one}"' for one in duties]
    line = f'  "{route}": [{", ".join(named)}],'
    if len(line) <= _WIDEST:
        return line
    return "\n".join([f'  "{route}": [', *(f"    {one}," for one in named), "  ],"])


def typescript() -> str:
    """The module as one text. Where any duty will do, none is named."""
    rows = [
        _row(route, () if row.duties == DUTIES else row.duties)
        for route, row in sorted(ACCESS.items())
        if row.asker == "staff" or (row.asker == "studio" and row.duties)
    ]
    return "\n".join(
        [
            "// Made by tools/write_duties.py from the table of routes. Do not edit.",
            "",
            "/** Of which duties staff need one, by route; none is named where any will do. */",
            "export const DUTIES = {",
            *rows,
            "} as const satisfies Record<string, readonly string[]>;",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(write({_WEB: typescript()}))

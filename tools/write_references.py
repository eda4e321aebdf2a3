"""Writes what is made from the code: the references in ``docs/``, the documents of messages, what
the pages know of routes. ``--check`` only says what is not current. In one process, since each of
them has to load the application.
"""

import runpy
import sys
from typing import Final

WRITERS: Final = (
    "duties", "event_reference", "life_cycles", "http_reference", "message_reference",
    "settings_reference", "schemas", "tutorial",
)  # fmt: skip


def main() -> int:
    """1 if one of them was not current, or could not be written."""
    worst = 0
    for name in WRITERS:
        try:
            runpy.run_module(f"tools.write_{name}", run_name="__main__")
        except SystemExit as ended:
            worst = max(worst, int(ended.code or 0))
    return worst


if __name__ == "__main__":
    sys.exit(main())

"""Writes ``docs/client-in-five-minutes.md``. ``--check`` only says if it is current."""

import sys

from holdfast.api.contract.pages import tutorial
from tools.reference import DOCS, write

if __name__ == "__main__":
    sys.exit(write({DOCS / "client-in-five-minutes.md": tutorial()}))

"""How long a run may take: ``HOLDFAST_PROOF=long`` (`make proof`) leaves nothing out."""

import os
from typing import Final

import pytest

__all__ = ["LONG", "PARTITIONS"]

LONG: Final = os.environ.get("HOLDFAST_PROOF") == "long"
PARTITIONS: Final = [
    *([pytest.param(1, id="1-partition")] if LONG else []),
    pytest.param(4, id="4-partitions"),
]
"""Of the ledger below flows. Each server that a test starts has one; the ledger's own tests take
both."""

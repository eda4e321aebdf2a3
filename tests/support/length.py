"""How long a run may take: ``HOLDFAST_PROOF=long`` (`make proof`) leaves nothing out, and
``HOLDFAST_SEEDS=3055-3065`` runs what is at random with these seeds, and at its full length."""

import os
from collections.abc import Iterable, Sequence
from typing import Final

import pytest

__all__ = ["LONG", "PARTITIONS", "few", "seeds"]

_ASKED: Final = os.environ.get("HOLDFAST_SEEDS", "")
LONG: Final = os.environ.get("HOLDFAST_PROOF") == "long" or bool(_ASKED)
PARTITIONS: Final = [
    *([pytest.param(1, id="1-partition")] if LONG else []),
    pytest.param(4, id="4-partitions"),
]
"""Of the ledger below flows. Each server that a test starts has one; the ledger's own tests take
both."""


def seeds(few: int, many: int) -> range:
    """Those that were asked for, or as many as the run is long."""
    if _ASKED:
        first, _, last = _ASKED.partition("-")
        return range(int(first), int(last or first) + 1)
    return range(many if LONG else few)


def few(table: Iterable[str], each: int) -> Sequence[str]:
    """The cases of a table, or each so-many-th of them where the run is short."""
    return [*table][:: 1 if LONG else each]

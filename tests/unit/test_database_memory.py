"""What share of a machine's memory the database keeps pages in."""

import os
from pathlib import Path

import pytest

from holdfast.db.memory import machine_memory, shared_buffers

GIBI = 2**30


@pytest.mark.parametrize(
    ("memory", "kept"),
    [(0, "128MB"), (GIBI // 2, "128MB"), (2 * GIBI, "256MB"), (24 * GIBI, "3072MB"),
     (32 * GIBI, "4096MB"), (2**60, "4096MB")],
)  # fmt: skip
def test_the_database_keeps_an_eighth_within_bounds(memory: int, kept: str) -> None:
    assert shared_buffers(memory) == kept


def test_a_container_has_the_memory_it_is_allowed(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert machine_memory(limit) == whole
    for said, there in (("max\n", whole), (f"{2**28}\n", 2**28), (f"{2**62}\n", whole)):
        limit.write_text(said)
        assert machine_memory(limit) == there

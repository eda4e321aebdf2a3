"""How much of the machine's memory the embedded PostgreSQL may keep pages in."""

import os
from pathlib import Path
from typing import Final

__all__ = ["machine_memory", "shared_buffers"]

MEBI: Final = 2**20
LEAST: Final = 128 * MEBI  # PostgreSQL's own default
MOST: Final = 4096 * MEBI
CONTAINER_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")


def machine_memory(limit: Path = CONTAINER_LIMIT) -> int:
    """Bytes of memory there are for us: the machine's, or fewer where a container has a limit."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        allowed = limit.read_text().strip()
    except OSError:
        return whole
    return min(whole, int(allowed)) if allowed.isdecimal() else whole


def shared_buffers(memory: int) -> str:
    """``shared_buffers`` for a machine with so many bytes of memory: an eighth of it.

    PostgreSQL's manual starts at a quarter, for a machine that does nothing else; here the shop
    runs beside it. Memory is taken only as pages are touched, so a small shop does not pay for it.
    """
    return f"{min(MOST, max(LEAST, memory // 8)) // MEBI}MB"

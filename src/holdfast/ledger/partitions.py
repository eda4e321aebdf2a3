"""Into which partition a key falls: the first column of every ledger key."""

from typing import Final

_FNV_OFFSET: Final = 0xCBF29CE484222325
_FNV_PRIME: Final = 0x100000001B3


def partition_of(key: str, partitions: int) -> int:
    """The partition (from 1) a key lies in: FNV-1a of its UTF-8, so every process agrees."""
    if partitions == 1:
        return 1
    state = _FNV_OFFSET
    for byte in key.encode():
        state = ((state ^ byte) * _FNV_PRIME) & 0xFFFFFFFFFFFFFFFF
    return state % partitions + 1

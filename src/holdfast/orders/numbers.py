"""Orders by the number that people call them by."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

_OF_NUMBERS: Final = "SELECT number, id FROM orders WHERE number = ANY($1::text[])"


def number_in(text: str) -> str:
    """A number as it was typed or copied: ``#7f3k9qzp`` is ``7F3K9QZP``."""
    return text.strip().removeprefix("#").strip().upper()


async def orders_of_numbers(pool: asyncpg.Pool, numbers: Sequence[str]) -> dict[str, UUID]:
    """The ids of those that there are, by number."""
    rows = await pool.fetch(_OF_NUMBERS, list(numbers))
    return {row["number"]: row["id"] for row in rows}

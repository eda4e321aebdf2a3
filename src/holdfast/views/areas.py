"""Postal codes to which goods went, or are to go, and of which it was not asked where they are."""

from collections.abc import Sequence
from typing import Final

import asyncpg

from holdfast.locations import Area

__all__ = ["areas_to_find"]

_LATELY: Final = 200
_AT_ONCE: Final = 10
# What nobody knew is asked again after a season.
_UNKNOWN: Final = """
WITH lately AS (
    (SELECT address FROM addresses ORDER BY id DESC LIMIT $1)
    UNION ALL
    (SELECT address FROM (SELECT address FROM orders ORDER BY id DESC LIMIT $1) newest
     WHERE address IS NOT NULL)),
said AS (
    SELECT address ->> 'country' AS country, address ->> 'postalCode' AS code,
           upper(regexp_replace(address ->> 'postalCode', '[^[:alnum:]]', '', 'g')) AS plain
    FROM lately)
SELECT DISTINCT ON (country, plain) country, code FROM said
WHERE plain <> '' AND NOT EXISTS (
    SELECT FROM areas a WHERE a.country = said.country AND a.postal_code = said.plain
    AND (a.latitude IS NOT NULL OR a.asked_at > now() - interval '90 days'))
ORDER BY country, plain, code LIMIT $2
"""


async def areas_to_find(pool: asyncpg.Pool) -> Sequence[Area]:
    """Some that buyers named lately."""
    return [Area(*row) for row in await pool.fetch(_UNKNOWN, _LATELY, _AT_ONCE)]

"""``holdfast_provider_away_seconds``: payment providers that do not answer."""

import asyncpg

from holdfast.payments import outages_now
from holdfast.worker.metrics import PROVIDERS_AWAY

__all__ = ["tell_outages"]


async def tell_outages(pool: asyncpg.Pool) -> None:
    """As it is now."""
    found = await outages_now(pool)
    PROVIDERS_AWAY.clear()
    for one in found:
        if one.is_away:
            PROVIDERS_AWAY.labels(one.provider).set(one.seconds)

"""Somebody agrees to analytics, or takes it back."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from holdfast.analytics import Choice, keep_choice, pseudonym, read_choice
from holdfast.db.engine import Database
from holdfast.sinks import AMPLITUDE, GA4, DeliveryBook

__all__ = ["Analytics", "choice_of", "choose"]

_SINKS: Final = (GA4, AMPLITUDE)
"""All there are: what waits for one that is not set up any more is not told later either."""


class Analytics(Struct, frozen=True):
    """``services``: who is told, as people call them; nobody where that is empty. ``key`` makes
    pseudonyms."""

    services: Sequence[str]
    key: bytes


async def choice_of(database: Database, owner: str | None) -> Choice | None:
    """None of who has not chosen."""
    if owner is None:
        return None
    async with database.read() as connection:
        return await read_choice(connection, owner)


async def choose(database: Database, analytics: Analytics, owner: str, *, agreed: bool) -> Choice:
    """From now on. Of who takes it back nothing more is told, what waits to be told included."""
    async with database.transaction() as connection:
        choice = await keep_choice(connection, owner, agreed=agreed)
        if not agreed:
            person = pseudonym(analytics.key, owner)
            await DeliveryBook(database).take_back(connection, _SINKS, person)
    return choice

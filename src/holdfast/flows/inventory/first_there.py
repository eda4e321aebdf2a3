"""Goods come to a location where they never lay: its account opens as the others stand, with as
many who wait in line for it, so that nobody gets past them there."""

from typing import Protocol
from uuid import UUID

from holdfast.catalog import stock_key
from holdfast.kit import Problem
from holdfast.ledger import Conflict, Deposit, Expect, LedgerReader, Operation, Outcome, Wait
from holdfast.locations import (
    FIRST_LOCATION,
    Location,
    LocationNotFound,
    Stocks,
    account_at,
    places_key,
)

__all__ = ["LocationClosed", "ReadsAccounts", "came_between", "first_there", "known_location"]


class ReadsAccounts(Protocol):
    """Who reads the ledger."""

    @property
    def reader(self) -> LedgerReader: ...


class ReadsStock(ReadsAccounts, Protocol):
    """Who reads what lies where."""

    @property
    def stocks(self) -> Stocks: ...


class LocationClosed(Problem):
    """Nothing new comes to it."""

    status = 409
    code = "location-closed"
    title = "The location is closed"


async def known_location(
    stockroom: ReadsStock, location: UUID, field: str, *, to_fill: bool
) -> Location:
    """Raises :class:`LocationNotFound`, and :class:`LocationClosed` if it is ``to_fill``."""
    for one in await stockroom.stocks.locations.now():
        if one.id == location:
            if to_fill and not one.active:
                raise LocationClosed("Nothing new comes to a closed location.", field=field)
            return one
    raise LocationNotFound("There is no such location.", field=field)


async def first_there(
    stockroom: ReadsAccounts, variant_id: UUID, location: UUID
) -> tuple[Operation, ...]:
    """What opens the account, before anything comes to it; nothing, if it is open."""
    first = stock_key(variant_id)
    key = account_at(first, location)
    if location == FIRST_LOCATION or (await stockroom.reader.account(key)).version:
        return ()
    places = await stockroom.reader.account(places_key(first))
    version, waits = await stockroom.reader.waits(first)
    opened = (
        Expect(places.key, places.version),
        Expect(first, version),
        Deposit(places.key, 1, unit="location"),
    )
    return (*opened, Wait(key, waits)) if waits else opened


def came_between(outcome: Outcome, opened: tuple[Operation, ...]) -> bool:
    """Whether something moved since it was read: read again."""
    guards = {one.key for one in opened if isinstance(one, Expect)}
    return isinstance(outcome, Conflict) and outcome.subject in guards

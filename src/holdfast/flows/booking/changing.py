"""A change of a resource's time: one command that raises ``schedule/<resource>`` by one, so that
whatever was thought out before it is refused."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking import Resource, ResourceNotFound, owner_of, resource_of, schedule_key
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooBusy, refuse
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Deposit, Expect, Rider
from holdfast.people import Principal

__all__ = ["Seen", "change", "is_theirs", "own_resource"]

ATTEMPTS: Final = 5


class Seen(Struct, frozen=True):
    """A resource as it was read, and the version of its time then."""

    resource: Resource
    version: int


async def own_resource(studio: Studio, caller: Caller, resource_id: UUID) -> Resource:
    """The resource, if it is the caller's to change: staff change every one, a photographer their
    own, a studio's account what is a part of it as well. Raises :class:`ResourceNotFound`."""
    pool, who = studio.database.pool, caller.principal
    resource = await resource_of(pool, resource_id)
    if resource is None or not (
        who.is_staff or who.kind == "process" or await is_theirs(pool, resource, who)
    ):
        raise ResourceNotFound("There is no such resource.")
    return resource


async def is_theirs(pool: asyncpg.Pool, resource: Resource, who: Principal) -> bool:
    """Whether they may act for it, as the photographer or studio that their account has."""
    if who.kind != "user" or not who.is_photographer:
        return False
    return await owner_of(pool, resource) == who.user_id


async def change(
    studio: Studio,
    caller: Caller,
    resource_id: UUID,
    riders: Callable[[Seen], Awaitable[tuple[Rider, ...]]],
    answer: object = None,
) -> bool:
    """Write what ``riders`` makes of the resource as it is, if it is the caller's; nothing, if it
    makes none. They are asked anew as often as something of it was changed since it was read.
    False: the client's key was answered before. Raises :class:`ResourceNotFound`, what ``riders``
    raises, and the problems of the ledger."""
    key = schedule_key(resource_id)
    for _ in range(ATTEMPTS):
        version = (await studio.reader.account(key)).version
        resource = await own_resource(studio, caller, resource_id)
        wanted = await riders(Seen(resource, version))
        if not wanted:
            return True
        raised = (Expect(key, version), Deposit(key, 1, unit="change"))
        other = f"change-resource/{new_id()}"
        outcome = await studio.ledger.commit(caller.keyed(raised, wanted, other, answer))
        match outcome:
            case Accepted():
                return True
            case AlreadyDone():
                return False
            case Conflict():
                continue  # somebody changed it, or lifted a block, since it was read
            case _:
                raise refuse(outcome)
    raise TooBusy("Others are changing it at the same moment. Try again.")

"""Staff move what clients ask for over the board; whoever moves one has the board to themselves."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients import (
    MOST_ON_BOARD,
    ClientRequest,
    RequestTerms,
    Stage,
    add_request,
    change_request,
    count_board,
    lock_board,
    place_request,
    put_away,
    request_of,
)
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import locked
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.made_once import key_of, must_be_same
from holdfast.kit import Problem
from holdfast.kit.sentences import say

__all__ = [
    "BoardFull", "RequestChangedMeanwhile", "RequestNotFound", "clear_request", "make_request",
    "move_request", "save_request",
]  # fmt: skip


class RequestNotFound(Problem):
    """No such request, or it left the board."""

    status = 404
    code = "request-not-found"
    title = "No such request"


class RequestChangedMeanwhile(Problem):
    """Somebody else moved or saved it since it was read."""

    status = 412
    code = "request-changed"
    title = "The request was changed meanwhile"


class BoardFull(Problem):
    """As many stand on the board as may."""

    status = 422
    code = "board-full"
    title = "The board is full"


async def make_request(
    database: Database, caller: Caller, client_id: UUID, terms: RequestTerms
) -> UUID:
    """On top of what is new; the first one, if the request is a repetition."""
    async with database.transaction() as connection:
        await lock_board(connection)
        client = await locked(connection, client_id)
        made, before = await add_request(connection, client.id, terms, caller.actor, key_of(caller))
        if before is not None:
            must_be_same(caller, before)
            return made
        if await count_board(connection) > MOST_ON_BOARD:
            most = say("There may be {most} of them. Put some away.", most=MOST_ON_BOARD)
            raise BoardFull(most)
        about = {"client": str(client.id), "after": {"title": terms.title, "note": terms.note}}
        await caller.note(connection, "request.made", str(made), about)
        return made


async def save_request(
    database: Database, caller: Caller, request_id: UUID, terms: RequestTerms, revision: int
) -> None:
    async with database.transaction() as connection:
        before = await _read(connection, request_id, revision)
        await change_request(connection, before, terms)
        about = {"before": before.said, "after": {"title": terms.title, "note": terms.note}}
        await caller.note(connection, "request.changed", str(before.id), about)


async def move_request(
    database: Database,
    caller: Caller,
    request_id: UUID,
    stage: Stage,
    place: int | None,
    revision: int,
) -> None:
    """To this place of the stage, counted from 1; None: below all others."""
    async with database.transaction() as connection:
        before = await _read(connection, request_id, revision)
        await place_request(connection, before, stage, place)
        if stage != before.stage:
            about = {"before": before.stage, "after": stage}
            await caller.note(connection, "request.moved", str(before.id), about)


async def clear_request(
    database: Database, caller: Caller, request_id: UUID, revision: int
) -> None:
    """It leaves the board."""
    async with database.transaction() as connection:
        before = await _read(connection, request_id, revision)
        await put_away(connection, before)
        await caller.note(connection, "request.put-away", str(before.id), {"before": before.said})


async def _read(connection: AsyncConnection, request_id: UUID, revision: int) -> ClientRequest:
    await lock_board(connection)
    found = await request_of(connection, request_id)
    if found is None or found.away_at is not None:
        raise RequestNotFound("There is no such request on the board.")
    if found.revision != revision:
        raise RequestChangedMeanwhile("Somebody changed it since you read it. Look at it again.")
    return found

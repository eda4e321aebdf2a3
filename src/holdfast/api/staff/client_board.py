"""Staff: what clients ask for, on a board, and what is to be done for them."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, version_of
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.client_bodies import (
    RequestAsked,
    RequestShown,
    TaskShown,
    request_body,
    request_terms,
    task_body,
    today_of,
)
from holdfast.clients import ClientNotFound, Stage, requests_on_board, tasks_due
from holdfast.flows.clients.boarding import (
    BoardFull,
    RequestChangedMeanwhile,
    RequestNotFound,
    clear_request,
    make_request,
    move_request,
    save_request,
)
from holdfast.flows.clients.working import TaskNotFound, end
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.people import names_of
from holdfast.views.clients import client_rows

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])


class ClientBoardAnswer(Answer):
    requests: list[RequestShown] = Field(description="By stage and place")


class TasksAnswer(Answer):
    tasks: list[TaskShown] = Field(description="What is not done, by when it is due")
    next_cursor: str | None


class NewRequestAsked(RequestAsked):
    client_id: UUID


class StageAsked(Ask):
    """Where a request is to stand: at this place of the stage from 1, or below all others."""

    stage: Stage
    place: int | None = Field(default=None, ge=1, le=10_000, strict=True)


class TaskEndAsked(Ask):
    done: bool


@router.get("/client-requests", operation_id="getClientBoard")
async def get_board(request: Request) -> ClientBoardAnswer:
    """What is on the board, by stage and place."""
    return await _board(request)


@router.post(
    "/client-requests",
    status_code=201,
    responses=problems(ClientNotFound, BoardFull, IdempotencyKeyReused),
)
async def post_request(request: Request, asked: NewRequestAsked) -> ClientBoardAnswer:
    """What a client asks for, on top of what is new."""
    by = caller(request, "client-request")
    await make_request(database(request), by, asked.client_id, request_terms(asked))
    return await _board(request)


@router.put(
    "/client-requests/{request_id}",
    responses=problems(RequestNotFound, RequestChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_request(request: Request, request_id: UUID, asked: RequestAsked) -> ClientBoardAnswer:
    """Change what it says, as it was read."""
    revision = version_of(request)
    terms = request_terms(asked)
    await save_request(database(request), caller(request), request_id, terms, revision)
    return await _board(request)


@router.post(
    "/client-requests/{request_id}/move",
    responses=problems(RequestNotFound, RequestChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def post_move_request(
    request: Request, request_id: UUID, asked: StageAsked
) -> ClientBoardAnswer:
    """To a stage, and a place in it, as it was read."""
    by, revision = caller(request), version_of(request)
    await move_request(database(request), by, request_id, asked.stage, asked.place, revision)
    return await _board(request)


@router.post(
    "/client-requests/{request_id}/away",
    responses=problems(RequestNotFound, RequestChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def post_away(request: Request, request_id: UUID) -> ClientBoardAnswer:
    """Off the board, as it was read; it stays with its client."""
    await clear_request(database(request), caller(request), request_id, version_of(request))
    return await _board(request)


@router.get("/client-tasks", responses=problems(BadCursor))
async def list_tasks(request: Request, cursor: Cursor = None, limit: Limit = 50) -> TasksAnswer:
    """What is to be done for clients, the soonest due first."""
    after = decode_cursor(cursor, tuple[date, UUID]) if cursor else None
    async with database(request).read() as connection:
        found = await tasks_due(connection, after, limit + 1)
        page, more = page_of(found, limit, lambda one: (one.due_on.isoformat(), one.id))
        known = await client_rows(connection, _partitions(request), [one.client_id for one in page])
    names = await names_of(database(request).pool, [one.made_by for one in page])
    today = await today_of(shop_parts(request))
    tasks = [task_body(one, names, today, known) for one in page]
    return TasksAnswer(tasks=tasks, next_cursor=more)


@router.put("/client-tasks/{task_id}", responses=problems(TaskNotFound))
async def put_task(request: Request, task_id: UUID, asked: TaskEndAsked) -> TasksAnswer:
    """Done, or to be done again. Repeating it changes nothing."""
    await end(database(request), caller(request), task_id, done=asked.done)
    return await list_tasks(request)


def _partitions(request: Request) -> list[int]:
    return list(range(1, shop_parts(request).reader.partitions + 1))


async def _board(request: Request) -> ClientBoardAnswer:
    async with database(request).read() as connection:
        found = await requests_on_board(connection)
        ids = {one.client_id for one in found}
        known = await client_rows(connection, _partitions(request), list(ids))
    return ClientBoardAnswer(requests=[request_body(one, known) for one in found])

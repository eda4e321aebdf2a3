"""Staff: clients, what they booked and bought, notes on them, and files of them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.access import lets
from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.csv_answers import CSV, CSV_FORM
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import body, caller, database, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, reader_of
from holdfast.api.staff.client_bodies import (
    ClientAsked,
    ClientNoteAsked,
    ClientNoteShown,
    ClientShown,
    RequestShown,
    TaskAsked,
    TaskShown,
    asked_terms,
    client_body,
    note_body,
    request_body,
    task_body,
    today_of,
)
from holdfast.clients import (
    ClientNotFound,
    known_client,
    notes_of,
    owners_of,
    requests_of,
    tasks_of,
)
from holdfast.flows.clients.importing import BadClientFile, import_clients
from holdfast.flows.clients.keeping import (
    BadClient,
    ClientChangedMeanwhile,
    make_client,
    save_client,
)
from holdfast.flows.clients.merging import SameClient, merge_clients
from holdfast.flows.clients.working import TooManyForClient, remove_note, write_note, write_task
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import in_language
from holdfast.people import names_of
from holdfast.views.clients import (
    MOST_EXPORTED,
    ClientRow,
    alike,
    client_page,
    client_rows,
    client_tags,
    clients_csv,
    history,
)
from holdfast.views.names_now import happenings_named

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/clients", tags=["studio"])

FILE = Upload(2 * 1024 * 1024, ("text/csv", "application/vnd.ms-excel", "text/plain"))


class TagCount(Answer):
    tag: str
    clients: int


class ClientsAnswer(Answer):
    """A page of clients, those who came last first."""

    clients: list[ClientShown]
    tags: list[TagCount] = Field(description="All tags there are, the most used first")
    next_cursor: str | None


class ClientAnswer(Answer):
    """One client with what staff wrote, and who may be the same person."""

    client: ClientShown
    notes: list[ClientNoteShown]
    tasks: list[TaskShown]
    requests: list[RequestShown] = Field(description="Those that left the board, too")
    alike: list[ClientShown] = Field(description="With the same address, number or name")


class HappeningShown(Answer):
    """A booking, or an order for goods."""

    kind: Literal["booking", "order"]
    id: UUID
    at: Instant
    number: str
    title: str
    status: str
    amount: int = Field(description="What the shop kept of its price")
    currency: str
    starts_at: Instant | None
    zone: str | None


class HistoryAnswer(Answer):
    happened: list[HappeningShown]
    next_cursor: str | None


class MergeAsked(Ask):
    """`other` is the same person: it is this client from now on."""

    other: UUID
    other_revision: int = Field(ge=1, le=2**31 - 1, strict=True)


class ClientFaultShown(Answer):
    line: int
    reason: str


class ClientImportAnswer(Answer):
    """What came of a file, or would."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    left_out: int
    faults: list[ClientFaultShown] = Field(description="The first 100 rows that were left out")


def _partitions(request: Request) -> list[int]:
    return list(range(1, shop_parts(request).reader.partitions + 1))


@router.get("", response_model=ClientsAnswer, responses={**CSV, **problems(BadCursor)})
async def list_clients(
    request: Request,
    q: Annotated[
        str | None,
        Query(max_length=100, description="In a name, address, number, tag or booking's number"),
    ] = None,
    tag: Annotated[str | None, Query(max_length=40, description="Only with this tag")] = None,
    consent: Annotated[bool | None, Query(description="Only who may be written to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("clients"))
    ] = "json",
) -> ClientsAnswer | Response:
    """Clients, those who came last first."""
    csv = form == "csv"
    async with database(request).read() as connection:
        rows, more = await client_page(
            connection,
            _partitions(request),
            q=(q or "").strip() or None,
            tag=tag,
            consent=consent,
            cursor=cursor or None,
            limit=MOST_EXPORTED if csv else limit,
        )
        if csv:
            headers = {"content-disposition": 'attachment; filename="clients.csv"'}
            return Response(clients_csv(rows), media_type="text/csv", headers=headers)
        tags = await client_tags(connection)
    return ClientsAnswer(
        clients=[client_body(one) for one in rows],
        tags=[TagCount(tag=name, clients=count) for name, count in tags],
        next_cursor=more,
    )


@router.post("", status_code=201, responses=problems(BadClient, IdempotencyKeyReused))
async def post_client(request: Request, response: Response, asked: ClientAsked) -> ClientAnswer:
    """Write a client down."""
    made = await make_client(database(request), caller(request, "client"), asked_terms(asked))
    return await _one(request, response, made)


@router.post(
    "/import",
    responses=problems(BadClientFile),
    openapi_extra=file_body("text/csv") | IN_A_LANGUAGE,
)
@upload(FILE)
async def post_clients(
    request: Request,
    dry_run: Annotated[
        bool, Query(alias="dryRun", description="Look through it, and change nothing")
    ] = False,
) -> ClientImportAnswer:
    """Clients from a CSV file (name, email, phone, tags, consent, note), at most 2 MB: who is known
    by address or phone is completed; who shares a phone and has another address is somebody else.
    The same file twice changes nothing more."""
    file = body(request)
    if not file:
        raise InvalidRequest("The file is empty.", field="body")
    done = await import_clients(database(request), caller(request), file, dry_run=dry_run)
    language = locale_of(request)
    return ClientImportAnswer(
        dry_run=dry_run,
        rows=done.rows,
        created=done.created,
        updated=done.updated,
        unchanged=done.unchanged,
        left_out=done.left_out,
        faults=[
            ClientFaultShown(line=one.line, reason=in_language(one.reason, language))
            for one in done.faults
        ],
    )


@router.get("/{client_id}", responses=problems(ClientNotFound))
async def get_client(request: Request, response: Response, client_id: UUID) -> ClientAnswer:
    """A client, or who they turned out to be; as `ETag` which revision it is."""
    return await _one(request, response, client_id)


@router.put(
    "/{client_id}",
    responses=problems(BadClient, ClientNotFound, ClientChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_client(
    request: Request, response: Response, client_id: UUID, asked: ClientAsked
) -> ClientAnswer:
    """Change a client as it was read: `If-Match` names its revision."""
    revision = version_of(request)
    await save_client(database(request), caller(request), client_id, asked_terms(asked), revision)
    return await _one(request, response, client_id)


@router.get(
    "/{client_id}/history",
    responses=problems(ClientNotFound, BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_client_history(
    request: Request, client_id: UUID, cursor: Cursor = None, limit: Limit = 20
) -> HistoryAnswer:
    """What they booked and bought, the last first: bookings for who may read bookings, orders for
    who may read orders."""
    who, locale = principal(request), reader_of(request)
    async with database(request).read() as connection:
        client = await known_client(connection, client_id)
        owners = await owners_of(connection, client.id)
        found, more = await history(
            connection,
            _partitions(request),
            owners,
            cursor or None,
            limit,
            bookings=lets(who, "GET /api/staff/bookings"),
            orders=lets(who, "GET /api/staff/orders"),
            locale=locale,
        )
    named = await happenings_named(database(request), found, locale)
    return HistoryAnswer.model_validate(
        {"happened": named, "next_cursor": more}, from_attributes=True
    )


@router.post(
    "/{client_id}/notes",
    operation_id="addClientNote",
    status_code=201,
    responses=problems(ClientNotFound, TooManyForClient, IdempotencyKeyReused),
)
async def post_note(
    request: Request, response: Response, client_id: UUID, asked: ClientNoteAsked
) -> ClientAnswer:
    """Write something down."""
    by = caller(request, f"client-note/{client_id}")
    await write_note(database(request), by, client_id, asked.text)
    return await _one(request, response, client_id)


@router.delete("/{client_id}/notes/{note_id}", responses=problems(ClientNotFound))
async def delete_note(
    request: Request, response: Response, client_id: UUID, note_id: UUID
) -> ClientAnswer:
    """Take a note away. Repeating it changes nothing."""
    await remove_note(database(request), caller(request), client_id, note_id)
    return await _one(request, response, client_id)


@router.post(
    "/{client_id}/tasks",
    status_code=201,
    responses=problems(ClientNotFound, TooManyForClient, IdempotencyKeyReused),
)
async def post_task(
    request: Request, response: Response, client_id: UUID, asked: TaskAsked
) -> ClientAnswer:
    """Something to be done for them."""
    by = caller(request, f"client-task/{client_id}")
    await write_task(database(request), by, client_id, asked.title, asked.due_on)
    return await _one(request, response, client_id)


@router.post(
    "/{client_id}/merge",
    responses=problems(ClientNotFound, ClientChangedMeanwhile, SameClient, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def post_merge(
    request: Request, response: Response, client_id: UUID, asked: MergeAsked
) -> ClientAnswer:
    """Two clients are one: notes, tasks, requests and accounts of the other are this one's. Orders,
    bookings and money stay with their accounts."""
    revisions = (version_of(request), asked.other_revision)
    await merge_clients(database(request), caller(request), client_id, asked.other, revisions)
    return await _one(request, response, client_id)


async def _one(request: Request, response: Response, client_id: UUID) -> ClientAnswer:
    async with database(request).read() as connection:
        client = await known_client(connection, client_id)
        others = await alike(connection, client)
        rows = await client_rows(connection, _partitions(request), [client.id, *others])
        notes = await notes_of(connection, client.id)
        tasks = await tasks_of(connection, client.id)
        asked = await requests_of(connection, client.id)
    wrote = [
        *(one.made_by for one in notes),
        *(by for one in tasks for by in (one.made_by, one.done_by)),
        client.consent_by,
    ]
    names = await names_of(database(request).pool, [one for one in wrote if one is not None])
    today = await today_of(shop_parts(request))
    shown: ClientRow = rows[client.id]
    response.headers["etag"] = etag(shown.revision)
    return ClientAnswer(
        client=client_body(shown, names),
        notes=[note_body(one, names) for one in notes],
        tasks=[task_body(one, names, today) for one in tasks],
        requests=[request_body(one, rows) for one in asked],
        alike=[client_body(rows[one]) for one in others if one in rows],
    )

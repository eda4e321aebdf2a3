"""Staff: orders that something speaks against: let go or refused; how often each rule was right;
whom the shop always or never serves."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.of_others import ORDER_OF_ANOTHER
from holdfast.api.staff.suspect_bodies import SuspectShown
from holdfast.flows.ending.parcels import CodesGiven, OrderPacked
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.staff.suspects import note_truth, refuse_order, release
from holdfast.fraud import (
    FraudCheckNotFound,
    FraudDecided,
    FraudOutcome,
    ListedKind,
    ListedNotFound,
    ListedWord,
    TooManyListed,
    drop_listed,
    listed_now,
    put_listed,
)
from holdfast.kit import new_id
from holdfast.kit.paging import BadCursor
from holdfast.views.suspects import (
    SuspectFilter,
    held_count,
    rule_figures,
    suspect_of,
    suspect_rows,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/fraud", tags=["staff"])

_DECIDES: Final = (FraudCheckNotFound, FraudDecided, OwnStanding, *COMMITS)


class SuspectsAnswer(Answer):
    suspects: list[SuspectShown]
    held: int = Field(description="How many wait for somebody to decide")
    next_cursor: str | None


class SuspectAnswer(Answer):
    suspect: SuspectShown


class RuleFigure(Answer):
    """How often a rule spoke, and what the orders were in truth. `precision`: the share of fraud
    among those of which it is known; null of none."""

    rule: str
    spoke: int
    fraud: int
    good: int
    precision: float | None


class RuleFigures(Answer):
    rules: list[RuleFigure]


class ReleaseAsked(Ask):
    note: Annotated[str, Field(max_length=500)] = ""


class RefuseSuspectAsked(Ask):
    """Why: it stands beside the order."""

    reason: Reason


class OutcomeAsked(Ask):
    """What it was in truth; null: it is not known after all."""

    outcome: FraudOutcome | None


class ListedAsked(Ask):
    """Always let through (`allow`) or never (`block`): an account as orders are kept under, a card
    by its fingerprint, a device by its digest, a network address, a country by ISO 3166."""

    kind: ListedKind
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    word: ListedWord
    note: Annotated[str, Field(max_length=500)] = ""
    ends_at: Moment | None = Field(None, description="Null: for good")


class ListedShown(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: ListedKind
    value: str
    word: ListedWord
    note: str
    ends_at: Instant | None
    added_by: str
    added_at: Instant


class ListedAnswer(Answer):
    """Those added last first; at most 1000."""

    lines: list[ListedShown]


@router.get("", responses=problems(BadCursor))
async def list_suspects(
    request: Request,
    status: Annotated[SuspectFilter, Query(description="`held`: somebody is to decide")] = "all",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SuspectsAnswer:
    """Paid orders that something speaks against, the latest first."""
    async with database(request).read() as connection:
        rows, after = await suspect_rows(connection, status, cursor or None, limit)
        held = await held_count(connection)
    shown = [SuspectShown.model_validate(one) for one in rows]
    return SuspectsAnswer.model_validate(
        {"suspects": shown, "held": held, "next_cursor": after}, by_name=True
    )


@router.get("/figures")
async def get_rule_figures(
    request: Request, days: Annotated[int, Query(ge=1, le=366)] = 90
) -> RuleFigures:
    """How often each rule spoke in the last days, and how often it was right."""
    async with database(request).read() as connection:
        return RuleFigures.model_validate({"rules": await rule_figures(connection, days)})


@router.get("/list")
async def get_listed(request: Request) -> ListedAnswer:
    """Whom the shop always or never serves."""
    async with database(request).read() as connection:
        lines = await listed_now(connection)
    return ListedAnswer(lines=[ListedShown.model_validate(one) for one in lines])


@router.post("/list", responses=problems(TooManyListed))
async def post_listed(request: Request, asked: ListedAsked) -> ListedAnswer:
    """Put one on the list, in place of what was said of it before. Twice is once."""
    by = caller(request)
    line: dict[str, Any] = asked.model_dump() | {"id": new_id(), "added_by": by.actor}
    async with database(request).transaction() as connection:
        await put_listed(connection, line)
        told = {"kind": asked.kind, "value": asked.value, "note": asked.note}
        await by.note(connection, f"fraud.{asked.word}", "list", told)
    return await get_listed(request)


@router.delete("/list/{listed_id}", status_code=204, responses=problems(ListedNotFound))
async def delete_listed(request: Request, listed_id: UUID) -> Response:
    """Take one off the list."""
    by = caller(request)
    async with database(request).transaction() as connection:
        gone = await drop_listed(connection, listed_id)
        told = {"kind": gone.kind, "value": gone.value, "word": gone.word}
        await by.note(connection, "fraud.unlisted", "list", told)
    return Response(status_code=204)


@router.get("/{order_id}", responses=problems(FraudCheckNotFound))
async def get_suspect(request: Request, order_id: UUID) -> SuspectAnswer:
    """What was found of an order."""
    return await _shown(request, order_id)


@router.post("/{order_id}/release", dependencies=ORDER_OF_ANOTHER, responses=problems(*_DECIDES))
async def post_release(request: Request, order_id: UUID, asked: ReleaseAsked) -> SuspectAnswer:
    """It is sound: what was held of it may leave."""
    by = caller(request, f"fraud-release/{order_id}")
    await release(shop_parts(request), by, order_id, asked.note.strip())
    return await _shown(request, order_id)


@router.post(
    "/{order_id}/refuse",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(OrderPacked, CodesGiven, *_DECIDES),
)
async def post_refuse_suspect(
    request: Request, order_id: UUID, asked: RefuseSuspectAsked
) -> SuspectAnswer:
    """It is fraud: it is cancelled, and its money goes back."""
    by = caller(request, f"fraud-refuse/{order_id}")
    await refuse_order(shop_parts(request), by, order_id, asked.reason)
    return await _shown(request, order_id)


@router.put(
    "/{order_id}/outcome",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(FraudCheckNotFound, OwnStanding),
)
async def put_outcome(request: Request, order_id: UUID, asked: OutcomeAsked) -> SuspectAnswer:
    """Note what it was in truth, whatever was decided: it tells how often the rules are right."""
    await note_truth(shop_parts(request), caller(request), order_id, asked.outcome)
    return await _shown(request, order_id)


async def _shown(request: Request, order_id: UUID) -> SuspectAnswer:
    async with database(request).read() as connection:
        found = await suspect_of(connection, order_id)
    if found is None:
        raise FraudCheckNotFound("Nobody has looked at such an order.")
    return SuspectAnswer(suspect=SuspectShown.model_validate(found))

"""Staff: what of sellers' sales is the shop's commission."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec.structs import asdict
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.catalog import MAX_PRICE
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.people.standing import OwnStanding, refuse_oneself
from holdfast.flows.selling.rules import BadRule, RuleAsked, make_rule
from holdfast.kit import shop_now
from holdfast.kit.money import is_currency
from holdfast.sellers import RATE_WHOLE, CommissionRule, load_rules, people_of, rules_at

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/commission", tags=["staff"])


def _known(code: str) -> str:
    if not is_currency(code):
        raise ValueError("Use a code of ISO 4217, such as EUR.")
    return code


class CommissionBody(Answer):
    """Of goods of a seller (null: of any) in a category or below (null: in any), from a moment on.
    `rate` is in thousandths of a percent of what was paid for them; null: no rule from then on."""

    id: UUID
    seller_id: UUID | None
    category_id: UUID | None
    rate: int | None
    fixed: int = Field(description="Minor units of each piece, where it is sold in `currency`")
    currency: str | None
    begins_at: Instant
    made_at: Instant
    holds: bool = Field(description="Whether goods are sold under it now")


class CommissionsBody(Answer):
    rules: list[CommissionBody] = Field(description="The latest first")


class CommissionAsked(Ask):
    """A rule; the nearest to goods counts: of their seller, then of their category."""

    seller_id: UUID | None = None
    category_id: UUID | None = None
    rate: Annotated[int, Field(ge=0, le=RATE_WHOLE, strict=True)] | None = Field(
        None, description="In thousandths of a percent; null: no rule from then on"
    )
    fixed: Annotated[int, Field(ge=0, le=MAX_PRICE, strict=True)] = 0
    currency: Annotated[str, Field(max_length=3), AfterValidator(_known)] | None = None
    begins_at: Moment | None = Field(None, description="Not in the past; null: now")


@router.get("")
async def list_commission(request: Request) -> CommissionsBody:
    """All rules, those that are over or still to begin too."""
    known = await load_rules(database(request).pool)
    holding = {one.id for one in rules_at(known, shop_now())}
    return CommissionsBody(rules=[_body(one, one.id in holding) for one in known])


@router.post("", status_code=201, responses=problems(BadRule, OwnStanding, IdempotencyKeyReused))
async def post_commission(request: Request, asked: CommissionAsked) -> CommissionBody:
    """Add a rule. It takes the place of one for the same goods; what was sold before keeps the
    rule it was sold under. Whose work is narrowed makes none for a seller that they work for."""
    by = caller(request, "commission")
    if asked.seller_id is not None:
        async with database(request).read() as connection:
            refuse_oneself(by.principal, await people_of(connection, asked.seller_id))
    wanted = RuleAsked(
        asked.seller_id,
        asked.category_id,
        asked.rate,
        asked.fixed,
        asked.currency,
        asked.begins_at,
    )
    made = await make_rule(database(request), by, wanted)
    # What begins now begins by the database's clock, which may be a moment ahead of ours.
    begun = asked.begins_at is None or made.begins_at <= shop_now()
    return _body(made, made.rate is not None and begun)


def _body(one: CommissionRule, holds: bool) -> CommissionBody:
    return CommissionBody.model_validate(asdict(one) | {"holds": holds})

"""Staff: who did what, from the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.csv_answers import CSV, CSV_FORM, csv_answer
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, shop_parts
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.people import Duty, Principal, user_owner
from holdfast.views.audit_trail import AuditQuery, audit_csv, audit_page
from holdfast.views.order_search import MAX_TEXT

__all__ = ["SEEN_BY", "router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_AT_ONCE: Final = 2000  # lines of a CSV that are in memory together
SEEN_BY: Final[Mapping[Duty, tuple[str, ...]]] = {
    "orders:read": (
        "order", "parcel", "parcels", "pay-link", "return", "fraud", "dispute", "receipt", "line",
        "repeat",
    ),
    "refunds:read": ("dispute", "receipt"),
    "catalogue:read": ("attribute", "category", "file", "import", "product", "variant"),
    "stock:read": (
        "code", "file", "location", "preorder", "purchase", "stock", "transfer", "variant",
    ),
    "clients:read": (
        "client", "clients", "conversation", "customer-group", "guest", "message", "question",
        "request", "review", "token", "user",
    ),
    "bookings:read": (
        "block", "booking", "calendar", "calendar-link", "gallery", "line", "package", "portfolio",
        "resource", "rest", "schedule", "series", "service", "studio", "travel-times",
    ),
    "promotions:read": (
        "campaign", "experiment", "flash-sale", "newsletter", "promotion", "referral",
    ),
    "sellers:read": ("seller",),
    "books:read": ("books", "cash", "commission", "package", "payout", "wallet"),
    "settings:read": (
        "home", "job", "letter", "location", "mail-template", "page", "policy", "redirects",
        "settings", "synonyms", "view",
    ),
}  # fmt: skip
"""What a line is about, by the duty of who may read of it: of others' work it tells names,
addresses and sums."""


class AuditLine(Answer):
    """What somebody did that is not told by the thing itself."""

    id: int
    at: Instant
    actor: str = Field(description="`user:<id>`, `cli`, or what acts by itself")
    actor_name: str | None = Field(description="Of a user: whose name it is")
    action: str = Field(description="The kind of thing, and what was done with it")
    subject: str = Field(description="The id of the thing, or its name")
    subject_name: str | None = Field(description="If it is a user")
    order_number: str | None = Field(description="If it is an order")
    data: dict[str, Any] = Field(description="What the action says of itself, as a reason")
    request: str = Field(description="In which request, as its answer and the logs name it")


class AuditTrail(Answer):
    lines: list[AuditLine]
    next_cursor: str | None


@router.get("/audit", response_model=AuditTrail, responses={**CSV, **problems(BadCursor)})
async def get_audit(
    request: Request,
    who: Member,
    q: Annotated[
        str | None,
        Query(
            max_length=MAX_TEXT,
            description="Who did it or whom it was done to (a name, an address of mail, an id),"
            " the number of an order, or the id of any thing",
        ),
    ] = None,
    by: Annotated[
        UUID | None, Query(description="Only what this user did, not what was done to them")
    ] = None,
    about: Annotated[
        str | None,
        Query(pattern="^[a-z][a-z-]{0,30}$", description="Actions of this kind: `order`, `user`"),
    ] = None,
    since: Annotated[datetime | None, WRITTEN, Query(alias="from")] = None,
    until: Annotated[datetime | None, WRITTEN, Query(alias="to")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("lines"))
    ] = "json",
) -> AuditTrail | Response:
    """Who did what with what, newest first; kept for good. Nothing of what is not among one's
    duties."""
    here = shop_parts(request)
    query = AuditQuery(
        q=(q or "").strip() or None,
        by=None if by is None else user_owner(by),
        about=about,
        since=in_utc(since, "from"),
        until=in_utc(until, "to"),
        cursor=cursor or None,
        limit=_AT_ONCE if form == "csv" else limit,
        kinds=_theirs(who),
    )
    if form == "csv":
        return csv_answer("audit.csv", audit_csv(here.database, query))
    async with here.database.read() as connection:
        found, next_cursor = await audit_page(connection, query)
    return AuditTrail.model_validate({"lines": found, "next_cursor": next_cursor})


def _theirs(who: Principal) -> tuple[str, ...] | None:
    """What who asks may read of; None: everything."""
    if not who.is_narrowed:
        return None
    return tuple({kind for duty, kinds in SEEN_BY.items() if who.may(duty) for kind in kinds})

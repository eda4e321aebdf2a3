"""Staff: people found, and one of them with orders and coupons; one search over everything."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.access import lets
from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.campaigns import CouponBody, coupon_body
from holdfast.api.contract.order_money import put_money_back
from holdfast.api.contract.packages import KindOfItem
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_rows import StaffOrderRow
from holdfast.booking.bookings import BookingStatus
from holdfast.flows.people.standing import may_change
from holdfast.groups import groups_named, groups_of
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.kit.sentences import say
from holdfast.people import Principal, UserUnknown, factor_of, is_closed, user_owner
from holdfast.views.buyers import Kind
from holdfast.views.coupons import coupons_now
from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.order_search import MAX_TEXT
from holdfast.views.people_list import (
    MOST_COUNTED,
    Person,
    blocked,
    people_page,
    person,
    ways_in,
)
from holdfast.views.staff_search import KINDS, staff_search

__all__ = ["PersonAnswer", "person_answer", "router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_SHOWN: Final = 20  # orders and coupons on a person's page
_Q: Final = (
    "What is looked for: a name or an address of mail (words by their beginning), a typed id, a "
    "user's id, or the number or id of an order"
)


class PersonShown(Answer):
    """A user, or a guest who bought something: then without name, mail and roles."""

    owner: str
    kind: Kind
    user_id: UUID | None
    name: str | None
    email: str | None
    roles: list[str]
    duties: list[str] | None = Field(
        description="Of a manager whose work was narrowed, what it is; null: all of it"
    )
    active: bool
    orders: int = Field(description=f"How many; {MOST_COUNTED:,} at most")
    created_at: Instant
    last_seen_at: Instant | None = Field(description="Of one person alone, else null")


class PeopleAnswer(Answer):
    """A page of people, those who came last first; guests before them."""

    people: list[PersonShown]
    next_cursor: str | None


class BlockedShown(Answer):
    at: Instant
    by: str = Field(description="A name, or `cli` for a command")
    reason: str


class GroupOfPerson(Answer):
    id: UUID
    name: str


class PersonAnswer(Answer):
    """One user, with what they bought and have been given last."""

    person: PersonShown
    orders: list[StaffOrderRow] = Field(
        description=f"The newest {_SHOWN}; none where orders are not among one's duties"
    )
    coupons: list[CouponBody] = Field(description=f"The newest {_SHOWN}")
    sessions: int = Field(description="In how many browsers they are logged in")
    tokens: int = Field(description="How many bearer tokens of theirs work")
    blocked: BlockedShown | None = Field(description="Of who may not come in: since when, and why")
    second_factor_since: Instant | None = Field(description="A code is asked of them; null: none")
    may: list[Literal["sessions", "standing", "roles", "second-factor", "data"]] = Field(
        description="What whoever asks may do to them: log them out, block and unblock them, "
        "change their roles, reset their second factor, take their data out or away"
    )
    groups: list[GroupOfPerson] = Field(description="The groups of customers that they are in")
    closed: bool = Field(description="They had the account closed: nothing of them is kept")


class FoundProduct(Answer):
    """``sku`` is one that begins as what was typed."""

    id: UUID
    handle: str
    name: str
    status: Literal["active", "draft", "archived"]
    sku: str | None


class FoundClient(Answer):
    """Of the studio's clients; what is not known of them is empty."""

    id: UUID
    name: str
    email: str
    phone: str


class FoundBooking(Answer):
    """One that begins within a year of now."""

    id: UUID
    number: str
    service_name: str
    status: BookingStatus
    local: str = Field(description="The start by the studio's clock")
    zone: str
    client: str | None


class FoundPrepaid(Answer):
    """Hours or a certificate, and whose it is."""

    id: UUID
    kind: KindOfItem
    name: str
    owner_name: str | None


class FoundAnswer(Answer):
    """Some of each, at most six."""

    orders: list[StaffOrderRow]
    products: list[FoundProduct]
    people: list[PersonShown]
    clients: list[FoundClient]
    bookings: list[FoundBooking] = Field(description="The next first, then those that were last")
    prepaid: list[FoundPrepaid]


@router.get("/people", responses=problems(BadCursor))
async def list_people(
    request: Request,
    q: Annotated[str | None, Query(max_length=MAX_TEXT, description=_Q)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> PeopleAnswer:
    """People, those who came last first; or those that are looked for."""
    wanted = (q or "").strip() or None
    async with shop_parts(request).database.read() as connection:
        found, next_cursor = await people_page(connection, wanted, cursor or None, limit)
    return PeopleAnswer.model_validate(
        {"people": [_shown(one) for one in found], "next_cursor": next_cursor}
    )


@router.get(
    "/people/{user_id}",
    responses=problems(UserUnknown),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_person(request: Request, user_id: UUID, who: Member) -> PersonAnswer:
    """One user, with their newest orders and coupons."""
    return await person_answer(request, user_id, who)


async def person_answer(request: Request, user_id: UUID, who: Principal) -> PersonAnswer:
    """One user, as ``who`` of staff sees them."""
    here, owner = shop_parts(request), user_owner(user_id)
    locale = locale_of(request)
    async with here.database.read() as connection:
        found = await person(connection, user_id)
        if found is None:
            raise UserUnknown(say("There is no user {user_id}.", user_id=user_id))
        sessions, tokens = await ways_in(connection, user_id)
        factor = await factor_of(connection, user_id)
        closed = is_closed(found.buyer.email or "")
        out = None if found.active or closed else await blocked(connection, user_id)
    orders: list[Any] = []
    if lets(who, "GET /api/staff/orders"):
        query = OrderQuery(locale=locale, q=owner, limit=_SHOWN)
        orders, _ = await order_list(here.database, query)
        await put_money_back(here, orders)
    groups = await groups_named(here.database.pool, await groups_of(here.database, owner))
    coupons = await here.coupons.of_owner(owner, None, _SHOWN)
    shown = await coupons_now(here.coupons, here.reader, coupons, await here.coupons.now())
    return PersonAnswer.model_validate(
        {
            "person": _shown(found),
            "orders": orders,
            "coupons": [coupon_body(one, locale) for one in shown],
            "sessions": sessions,
            "tokens": tokens,
            "blocked": None if out is None else asdict(out),
            "second_factor_since": factor and factor.confirmed_at,
            "groups": [{"id": one.id, "name": one.name_in(locale)} for one in groups],
            "may": () if closed else may_change(who, user_id, found.roles),
            "closed": closed,
        }
    )


@router.get("/search", openapi_extra=IN_A_LANGUAGE)
async def search_everything(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=MAX_TEXT)],
    who: Member,
) -> FoundAnswer:
    """Orders, products, people, clients, bookings, hours and certificates by what is typed, six
    of each at most, and none of what is not among one's duties. Clients, bookings and what is
    prepaid are looked for from two letters on."""
    wanted = q.strip()
    if not wanted:
        return FoundAnswer(orders=[], products=[], people=[], clients=[], bookings=[], prepaid=[])
    kinds = frozenset(kind for kind in KINDS if lets(who, f"GET /api/staff/{kind}"))
    found = await staff_search(shop_parts(request).database, wanted, locale_of(request), kinds)
    found["people"] = [_shown(one) for one in found["people"]]
    return FoundAnswer.model_validate(found, from_attributes=True)


def _shown(one: Person) -> dict[str, Any]:
    return {
        "owner": one.buyer.owner,
        "kind": one.buyer.kind,
        "user_id": one.buyer.user_id,
        "name": one.buyer.name,
        "email": None if is_closed(one.buyer.email or "") else one.buyer.email,
        "roles": list(one.roles),
        "duties": None if one.duties is None else list(one.duties),
        "active": one.active,
        "orders": one.orders,
        "created_at": one.created_at,
        "last_seen_at": one.last_seen_at,
    }

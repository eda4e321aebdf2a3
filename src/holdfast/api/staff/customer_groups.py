"""Staff: groups of customers, and who is in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.texts import Names, one_line
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.people.standing import OwnStanding, refuse_oneself
from holdfast.flows.promotions.customer_groups import (
    GroupFull,
    GroupInUse,
    TooManyGroups,
    add_member,
    add_members,
    change_group,
    close_group,
    known_group,
    make_group,
    remove_member,
)
from holdfast.groups import (
    MAX_GROUP_NAME,
    MOST_AT_ONCE,
    BadGroup,
    Group,
    GroupNotFound,
    GroupTerms,
    groups_page,
)
from holdfast.kit import page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.people import UserUnknown, users_by_email
from holdfast.views.group_members import members_page
from holdfast.views.order_search import MAX_TEXT

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/customer-groups", tags=["staff"])

Words = Annotated[str, Query(max_length=MAX_TEXT)]


class GroupAsked(Ask):
    """What a group is called."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_GROUP_NAME), AfterValidator(one_line)]
    translations: Names = Field(default_factory=dict, description="Its name by language")

    def terms(self) -> GroupTerms:
        return GroupTerms(name=self.name, translations=self.translations)


class GroupBody(Answer):
    """A group of customers, to whom promotions may be for."""

    id: UUID
    name: str
    translations: dict[str, str] = Field(description="Its name by language")
    members: int = Field(description="How many are in it")
    created_at: Instant


class GroupsAnswer(Answer):
    """A page of groups, newest first."""

    groups: list[GroupBody]
    next_cursor: str | None


class MembersAsked(Ask):
    """Addresses of mail of customers who come into the group."""

    emails: list[Annotated[str, Field(min_length=1, max_length=320)]] = Field(
        min_length=1, max_length=MOST_AT_ONCE
    )


class MembersAdded(Answer):
    """What came of it. Who has no account yet is not remembered: add them once they have one."""

    added: int = Field(description="How many came into it")
    already: int = Field(description="How many were in it before")
    unknown: list[str] = Field(description="The addresses of which the shop knows no account")


class MemberShown(Answer):
    user_id: UUID
    name: str
    email: str
    added_at: Instant


class MembersAnswer(Answer):
    """A page of a group's members, those who came into it last first."""

    members: list[MemberShown]
    next_cursor: str | None


@router.get("", responses=problems(BadCursor))
async def list_customer_groups(
    request: Request, q: Words = "", limit: Limit = 20, cursor: Cursor = None
) -> GroupsAnswer:
    """Every group, newest first; or those whose name, in any language, has the words `q` in it."""
    before, pool = decode_id(cursor), shop_parts(request).database.pool
    found = await groups_page(pool, q.strip() or None, before, limit + 1)
    page, more = page_by_id(found, limit)
    return GroupsAnswer(groups=[_body(one) for one in page], next_cursor=more)


@router.post("", status_code=201, responses=problems(BadGroup, TooManyGroups, *TELLS_AGAIN))
async def post_customer_group(request: Request, asked: GroupAsked) -> GroupBody:
    """Make a group, which nobody is in yet."""
    by = caller(request, "customer-group")
    return _body(await make_group(shop_parts(request), by, asked.terms()))


@router.get("/{group_id}", responses=problems(GroupNotFound))
async def get_customer_group(request: Request, group_id: UUID) -> GroupBody:
    """One group."""
    return _body(await known_group(shop_parts(request), group_id))


@router.put("/{group_id}", responses=problems(BadGroup, GroupNotFound, *COMMITS))
async def put_customer_group(request: Request, group_id: UUID, asked: GroupAsked) -> GroupBody:
    """Call a group something else."""
    here = shop_parts(request)
    return _body(await change_group(here, caller(request), group_id, asked.terms()))


@router.delete(
    "/{group_id}", status_code=204, responses=problems(GroupNotFound, GroupInUse, *COMMITS)
)
async def delete_customer_group(request: Request, group_id: UUID) -> Response:
    """Close a group: nobody is in it any more. Refused while a promotion is for it."""
    await close_group(shop_parts(request), caller(request), group_id)
    return Response(status_code=204)


@router.get("/{group_id}/members", responses=problems(GroupNotFound, BadCursor))
async def list_group_members(
    request: Request, group_id: UUID, q: Words = "", limit: Limit = 50, cursor: Cursor = None
) -> MembersAnswer:
    """Who is in a group; with `q` those whose name or address has words that begin so."""
    here = shop_parts(request)
    await known_group(here, group_id)
    async with here.database.read() as connection:
        found, more = await members_page(connection, group_id, q.strip(), cursor, limit)
    return MembersAnswer.model_validate(
        {"members": found, "next_cursor": more}, from_attributes=True
    )


@router.post(
    "/{group_id}/members",
    responses=problems(GroupNotFound, GroupFull, OwnStanding, *TELLS_AGAIN),
)
async def post_group_members(request: Request, group_id: UUID, asked: MembersAsked) -> MembersAdded:
    """Add everybody who has an account with one of these addresses; the answer names the others.
    Whose work is narrowed adds anybody but themself."""
    here, by = shop_parts(request), caller(request, f"customer-group/{group_id}/members")
    if by.principal.is_narrowed:
        async with here.database.read() as connection:
            known = await users_by_email(connection, asked.emails)
        refuse_oneself(by.principal, known.values())
    done = await add_members(here, by, group_id, asked.emails)
    return MembersAdded(added=done.added, already=done.already, unknown=list(done.unknown))


@router.put(
    "/{group_id}/members/{user_id}",
    status_code=204,
    responses=problems(GroupNotFound, GroupFull, UserUnknown, OwnStanding, *COMMITS),
)
async def put_group_member(request: Request, group_id: UUID, user_id: UUID) -> Response:
    """A customer is in the group from now on. Whose work is narrowed adds anybody but themself."""
    by = caller(request)
    refuse_oneself(by.principal, [user_id])
    await add_member(shop_parts(request), by, group_id, user_id)
    return Response(status_code=204)


@router.delete(
    "/{group_id}/members/{user_id}",
    status_code=204,
    responses=problems(GroupNotFound, *COMMITS),
)
async def delete_group_member(request: Request, group_id: UUID, user_id: UUID) -> Response:
    """A customer is in the group no more: no order of theirs has its price from now on. What they
    hold already they pay at the price it has."""
    await remove_member(shop_parts(request), caller(request), group_id, user_id)
    return Response(status_code=204)


def _body(one: Group) -> GroupBody:
    return GroupBody(
        id=one.id,
        name=one.name,
        translations=dict(one.translations),
        members=one.members,
        created_at=one.created_at,
    )

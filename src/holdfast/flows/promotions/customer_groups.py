"""Staff keep groups of customers: each group, and who comes into it and leaves it, is one command
with its line of the audit log.

Whoever's groups change has an account of the ledger moved on with that: an order at a group's price
expects it as it was, so none is placed with a price that its buyer has lost meanwhile.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import groups
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, as_before, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.groups import (
    MOST_GROUPS,
    MOST_MEMBERS,
    BadGroup,
    Group,
    GroupNotFound,
    GroupTerms,
    group_faults,
    groups_key,
    load_group,
    members_among,
    name_taken,
    offers_key,
    too_many_groups,
)
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Deposit, Expect, Operation, Rider
from holdfast.people import UserUnknown, by_id, is_closed, user_owner, users_by_email

__all__ = [
    "Added", "GroupFull", "GroupInUse", "TooManyGroups", "add_member", "add_members",
    "change_group", "close_group", "known_group", "make_group", "moved_on", "remove_member",
]  # fmt: skip

_TRIES: Final = 8


class TooManyGroups(Problem):
    """Promotions are made for some of them, and each of those is looked at for every cart."""

    status = 409
    code = "too-many-customer-groups"
    title = "Too many customer groups"


class GroupFull(Problem):
    """As many are in it as may be."""

    status = 409
    code = "customer-group-full"
    title = "The customer group is full"


class GroupInUse(Problem):
    """A promotion that is not over is for it; ``promotions`` names them."""

    status = 409
    code = "customer-group-in-use"
    title = "A promotion is for this customer group"


class Added(Struct, frozen=True):
    """How many came into the group, how many were in it ``already``, and the addresses of which the
    shop knows no account (``unknown``)."""

    added: int
    already: int
    unknown: tuple[str, ...]


async def known_group(desk: CouponDesk, group_id: UUID) -> Group:
    """Raises :class:`GroupNotFound`."""
    found = await load_group(desk.database.pool, group_id)
    if found is None:
        raise GroupNotFound("There is no such customer group.")
    return found


async def make_group(desk: CouponDesk, caller: Caller, terms: GroupTerms) -> Group:
    """The new group (the first one, if the request is a repetition). Raises :class:`BadGroup` and
    :class:`TooManyGroups`."""
    _check(terms)
    new = new_id()
    try:
        if await too_many_groups(desk.database.pool):
            raise TooManyGroups(
                say("There can be {most} groups of customers. Close one first.", most=MOST_GROUPS)
            )
        await _must_be_free(desk, terms)
        said = caller.audited("customer-group.made", new, _said(terms))
        outcome = await desk.ledger.commit(
            caller.keyed((), (groups.made(new, terms), said), f"customer-group/{new}", new)
        )
        match outcome:
            case Accepted(answer=answer) | AlreadyDone(answer=answer):
                return await known_group(desk, stored(answer, UUID))
            case Conflict():
                raise _taken()
        raise refuse(outcome)
    except Problem as refusal:
        return await known_group(desk, await as_before(desk, caller.key, refusal, UUID))


async def change_group(
    desk: CouponDesk, caller: Caller, group_id: UUID, terms: GroupTerms
) -> Group:
    """Call it something else. Raises :class:`BadGroup` and :class:`GroupNotFound`."""
    _check(terms)
    found = await known_group(desk, group_id)
    await _must_be_free(desk, terms, group_id)
    about = {"before": _said(found), "after": _said(terms)}
    said = caller.audited("customer-group.changed", group_id, about)
    outcome = await desk.ledger.commit(
        caller.command((), (groups.renamed(group_id, terms), said), f"group-named/{new_id()}")
    )
    if not went_through(outcome):
        raise _taken()
    return await known_group(desk, group_id)


async def close_group(desk: CouponDesk, caller: Caller, group_id: UUID) -> None:
    """Nobody is in it any more. Raises :class:`GroupNotFound` and :class:`GroupInUse`."""
    for _ in range(_TRIES):
        offers = await desk.reader.account(offers_key(group_id))
        found = await known_group(desk, group_id)
        await _must_be_for_nothing(desk, group_id)
        said = caller.audited("customer-group.closed", group_id, {"name": found.name})
        command = caller.command(
            (Expect(offers.key, offers.version),),
            (groups.closed(group_id), said),
            f"group-closed/{new_id()}",
        )
        if went_through(await desk.ledger.commit(command)):
            return
    raise crowded_out(f"group {group_id} is not closed")


async def _must_be_for_nothing(desk: CouponDesk, group_id: UUID) -> None:
    named = [one for one in await desk.promotions.live() if group_id in (one.groups or ())]
    if named:
        raise GroupInUse(
            say("End what is for this group first: {names}.",
                names=", ".join(one.name for one in named[:5])),
            extra={"promotions": [str(one.id) for one in named]},
        )  # fmt: skip


# --- who is in it -----------------------------------------------------------------------------


async def add_members(
    desk: CouponDesk, caller: Caller, group_id: UUID, emails: Sequence[str]
) -> Added:
    """Whoever has an account with one of these addresses; the others are named. The first answer,
    if the request is a repetition. Raises :class:`GroupNotFound` and :class:`GroupFull`."""
    if caller.key is not None and (before := await answered(desk, caller.key)) is not None:
        return stored(before, Added)
    async with desk.database.read() as connection:
        known = await users_by_email(connection, emails)
    owners = sorted({user_owner(one) for one in known.values()})
    unknown = tuple(dict.fromkeys(one for one in emails if one not in known))
    for _ in range(_TRIES):
        added = await _add(desk, caller, group_id, owners, unknown)
        if added is not None:
            return added
    raise crowded_out(f"nobody comes into group {group_id}")


async def add_member(desk: CouponDesk, caller: Caller, group_id: UUID, user_id: UUID) -> None:
    """They are in it from now on, if they were not. Raises :class:`UserUnknown`,
    :class:`GroupNotFound` and :class:`GroupFull`."""
    async with desk.database.read() as connection:
        user = await by_id(connection, user_id)
    if user is None or is_closed(user.email):
        raise UserUnknown(say("There is no user {user_id}.", user_id=user_id))
    for _ in range(_TRIES):
        if await _add(desk, caller, group_id, [user_owner(user_id)], ()) is not None:
            return
    raise crowded_out(f"nobody comes into group {group_id}")


async def _add(
    desk: CouponDesk,
    caller: Caller,
    group_id: UUID,
    owners: Sequence[str],
    unknown: tuple[str, ...],
) -> Added | None:
    """One try; None if somebody's groups changed meanwhile."""
    moved = await moved_on(desk, owners)
    group = await known_group(desk, group_id)
    there = await members_among(desk.database.pool, group_id, owners)
    new = [one for one in owners if one not in there]
    if group.members + len(new) > MOST_MEMBERS:
        raise GroupFull(say("At most {most} customers are in one group.", most=MOST_MEMBERS))
    done = Added(len(new), len(there), unknown)
    about = {"name": group.name, "group": str(group_id)}
    riders: tuple[Rider, ...] = (groups.unchanged(group_id),)
    if new:
        said = (caller.audited("customer-group.joined", owner, about) for owner in new)
        riders = (*riders, groups.joined(group_id, new, caller.actor), *said)
    operations = tuple(one for owner in new for one in moved[owner])
    outcome = await desk.ledger.commit(
        caller.keyed(operations, riders, f"group-joined/{new_id()}", done)
    )
    if isinstance(outcome, AlreadyDone) and caller.key is not None:
        return stored(outcome.answer, Added)
    return done if went_through(outcome) else None


async def remove_member(desk: CouponDesk, caller: Caller, group_id: UUID, user_id: UUID) -> None:
    """They are in it no more: from now on no order of theirs has its price. Raises
    :class:`GroupNotFound`."""
    owner = user_owner(user_id)
    for _ in range(_TRIES):
        moved = await moved_on(desk, [owner])
        group = await known_group(desk, group_id)
        if not await members_among(desk.database.pool, group_id, [owner]):
            return
        about = {"name": group.name, "group": str(group_id)}
        said = caller.audited("customer-group.left", owner, about)
        riders = (groups.left(group_id, owner), said)
        command = caller.command(moved[owner], riders, f"group-left/{new_id()}")
        if went_through(await desk.ledger.commit(command)):
            return
    raise crowded_out(f"nobody leaves group {group_id}")


async def moved_on(desk: CouponDesk, owners: Sequence[str]) -> dict[str, tuple[Operation, ...]]:
    """By owner what moves their account on. To be asked for before one looks who is in a group: of
    two who change the same person's groups at once the second looks again."""
    accounts = await gather(*(desk.reader.account(groups_key(one)) for one in owners))
    return {
        owner: (Expect(account.key, account.version), Deposit(account.key, 1, unit="change"))
        for owner, account in zip(owners, accounts, strict=True)
    }


# --- what it is called ------------------------------------------------------------------------


def _said(terms: GroupTerms) -> Mapping[str, object]:
    """As the audit log tells it."""
    return {"name": terms.name, "translations": terms.translations}


def _check(terms: GroupTerms) -> None:
    faults = list(group_faults(terms))
    if faults:
        raise BadGroup.of(faults, named=True)


async def _must_be_free(desk: CouponDesk, terms: GroupTerms, but: UUID | None = None) -> None:
    if await name_taken(desk.database.pool, terms.name, but):
        raise _taken()


def _taken() -> BadGroup:
    said = say("Another group is called so.")
    return BadGroup.of([FieldError("name", "taken", said)], named=True)

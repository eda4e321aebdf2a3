"""A customer's own link, and a friend who comes by it: once, if they are new here and somebody
else."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast import groups, referrals
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.promotions.customer_groups import moved_on
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.flows.referrals.program import Offered, offered
from holdfast.groups import MOST_MEMBERS, load_group, members_among
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expect, Rider, Short, Withdraw
from holdfast.orders import has_paid
from holdfast.referrals import (
    MOST_LINKS,
    InvitationNotFound,
    InvitedAlready,
    NotNewHere,
    OwnInvitation,
    Referral,
    ReferralLink,
    ReferralsOff,
    TooManyInvitationLinks,
    first_name,
    link_by_code,
    link_of,
    links_key,
    new_invitation_code,
    referral_of,
    same_mailbox,
)

__all__ = ["Invitation", "accept", "invitation", "make_link"]

_TRIES: Final = 8
_PEOPLE: Final = """
SELECT 'user:' || u.id::text, u.email, u.name FROM users u
WHERE 'user:' || u.id::text = ANY($1::text[]) AND u.active
"""


class Invitation(Struct, frozen=True):
    """What a friend reads: the first name of who invites (empty: there is none), and what the shop
    offers."""

    code: str
    name: str
    offer: Offered


class _Person(Struct, frozen=True):
    email: str
    name: str


async def make_link(desk: ReferralDesk, caller: Caller, *, renew: bool) -> ReferralLink:
    """One's own link: the one there is, or a new one, in place of it if it is to ``renew``. Raises
    :class:`ReferralsOff`, :class:`TooManyInvitationLinks` and the problems of the ledger."""
    owner, pool = caller.actor, desk.database.pool
    try:
        for _ in range(_TRIES):
            made = await desk.reader.account(links_key(owner))
            before = await link_of(pool, owner)
            if before is not None and not renew:
                return before
            if await offered(desk) is None:
                raise _off()
            code = new_invitation_code()
            outcome = await desk.ledger.commit(
                caller.keyed(
                    (
                        Expect(made.key, made.version),
                        Withdraw(made.key, 1, capacity=MOST_LINKS),
                    ),
                    (referrals.linked(owner, code),),
                    f"referral-link/{code}",
                    code,
                )
            )
            match outcome:
                case Accepted() | AlreadyDone():
                    now = await link_of(pool, owner)
                    if now is not None:
                        return now
                case Conflict():
                    continue  # another request of theirs was quicker
                case Short():
                    raise TooManyInvitationLinks(
                        say("One can have {most} links in all. This one stays.", most=MOST_LINKS)
                    )
                case _:
                    raise refuse(outcome)
    except Problem as refusal:
        await as_before(desk, caller.key, refusal, str)
        now = await link_of(pool, owner)
        if now is None:
            raise
        return now
    raise crowded_out(f"{owner} gets no link")


async def invitation(desk: ReferralDesk, code: str) -> Invitation:
    """What a link leads to. Raises :class:`InvitationNotFound` for one that leads to nobody any
    more."""
    link, offer = await link_by_code(desk.database.pool, code), await offered(desk)
    if link is None or offer is None:
        raise InvitationNotFound("This invitation is not valid any more.")
    people = await _people(desk.database.pool, [link.owner])
    inviter = people.get(link.owner)
    if inviter is None:
        raise InvitationNotFound("This invitation is not valid any more.")
    return Invitation(link.code, first_name(inviter.name), offer)


async def accept(desk: ReferralDesk, caller: Caller, code: str) -> Referral:
    """The caller came by this link; from now on they have what friends have. Who did so before
    has. Raises :class:`InvitationNotFound`, :class:`OwnInvitation`, :class:`NotNewHere`,
    :class:`InvitedAlready`, :class:`ReferralsOff` and the problems of the ledger."""
    friend, pool = caller.actor, desk.database.pool
    for _ in range(_TRIES):
        link = await link_by_code(pool, code)
        if link is None:
            raise InvitationNotFound("This invitation is not valid any more.")
        before = await referral_of(pool, friend)
        if before is not None:
            return _known(before, link)
        if link.owner == friend:
            raise OwnInvitation("Send your link to somebody else: it is not for you.")
        moved = (await moved_on(desk, [friend]))[friend]
        found = await _judged(desk, caller, link)
        command = caller.keyed(
            () if found.refused else moved, found.riders, f"referral/{found.id}", found.id
        )
        if went_through(await desk.ledger.commit(command)):
            now = await referral_of(pool, friend)
            if now is not None:
                return _known(now, link)
    raise crowded_out(f"{friend} does not come by an invitation")


class _Found(Struct, frozen=True):
    """What is to be written of somebody who came by a link."""

    id: UUID
    riders: tuple[Rider, ...]
    refused: bool


async def _judged(desk: ReferralDesk, caller: Caller, link: ReferralLink) -> _Found:
    pool, friend = desk.database.pool, caller.actor
    offer = await offered(desk)
    if offer is None:
        raise _off()
    people = await _people(pool, [link.owner, friend])
    inviter = people.get(link.owner)
    if inviter is None or friend not in people:
        raise InvitationNotFound("This invitation is not valid any more.")
    if await has_paid(pool, friend):
        raise NotNewHere("It is for those who have bought nothing here yet.")
    new, program = new_id(), offer.program
    if same_mailbox(inviter.email, people[friend].email):
        own = referrals.not_invited(new, program, link.owner, friend, "same-person")
        return _Found(new, (own,), True)
    riders = (
        referrals.stands(program),
        *await _into_group(desk, program.group_id, caller),
        *referrals.invited(new, program, link.owner, friend),
    )
    return _Found(new, riders, False)


async def _into_group(desk: ReferralDesk, group_id: UUID, caller: Caller) -> tuple[Rider, ...]:
    """Raises :class:`ReferralsOff` if there is no room in it."""
    group = await load_group(desk.database.pool, group_id)
    if group is None or group.members >= MOST_MEMBERS:
        raise _off()
    if await members_among(desk.database.pool, group_id, [caller.actor]):
        return (groups.unchanged(group_id),)
    return groups.unchanged(group_id), groups.joined(group_id, [caller.actor], caller.actor)


def _known(one: Referral, link: ReferralLink) -> Referral:
    """The same, if they came by this person's link, and it was for them."""
    if one.reason == "same-person":
        raise OwnInvitation("Send your link to somebody else: it is not for you.")
    if one.inviter != link.owner:
        raise InvitedAlready("A friend has invited you before.")
    return one


def _off() -> ReferralsOff:
    return ReferralsOff("The shop invites nobody at the moment.")


async def _people(pool: asyncpg.Pool, owners: Sequence[str]) -> dict[str, _Person]:
    """Those of them who can come in."""
    rows = await pool.fetch(_PEOPLE, list(owners))
    return {owner: _Person(email, name) for owner, email, name in rows}

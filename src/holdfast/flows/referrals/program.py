"""Staff say on which terms friends are invited, or that nobody is: the promotion, the campaign and
the group of customers that the terms are come and go in one command with them."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import groups, promotions, referrals
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.promotions.promotions import TooManyPromotions
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.flows.referrals.terms import (
    ProgramTerms,
    advantage_of,
    campaign_terms,
    friends_group,
    promotion_terms,
    terms_faults,
)
from holdfast.groups import load_group, name_taken, offers_key
from holdfast.kit import FieldError, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Deposit, Expect, Operation, Rider
from holdfast.promotions import MAX_LIVE, Campaign, Promotion, campaign_key
from holdfast.referrals import TERMS_KEY, BadProgram, Program, last_program, open_program

__all__ = ["Offered", "as_written", "end_program", "offered", "put_program"]

_TRIES: Final = 8
_REPLACED: Final = "Other terms for inviting friends"
_SWITCHED_OFF: Final = "Friends are invited no more"


class Offered(Struct, frozen=True):
    """The terms in force, with what each side gets."""

    program: Program
    friend: Promotion
    reward: Campaign


async def offered(desk: ReferralDesk) -> Offered | None:
    """What the shop offers for friends; None: nothing, or staff ended what friends have."""
    program = await open_program(desk.database.pool)
    if program is None:
        return None
    friend = await desk.promotions.get(program.promotion_id)
    reward = await desk.coupons.campaign(program.campaign_id)
    assert friend is not None and reward is not None, "neither is ever deleted"
    return None if friend.ended_at is not None else Offered(program, friend, reward)


def as_written(of: Offered) -> ProgramTerms:
    """The terms as staff wrote them."""
    return ProgramTerms(
        friend=advantage_of(of.friend),
        reward=advantage_of(of.reward),
        valid_days=of.reward.valid_days,
        quantity=of.reward.quantity,
        wait_days=of.program.wait_days,
        most_a_year=of.program.most_a_year,
    )


async def put_program(desk: ReferralDesk, caller: Caller, terms: ProgramTerms) -> Offered:
    """These terms count from now on; what waits on others is given as was said. Raises
    :class:`BadProgram`, :class:`TooManyPromotions` and the problems of the ledger."""
    currency, now = (await desk.shop.now()).currency, await desk.coupons.now()
    if currency is None:
        said = say("Choose the shop's currency first.")
        raise BadProgram.of([FieldError("friend", "no-currency", said)], named=True)
    found = terms_faults(terms, currency, now)
    if found:
        raise BadProgram.of(found, named=True)
    for _ in range(_TRIES):
        once = await _once(desk)
        before = await offered(desk)
        if before is not None and as_written(before) == terms:
            return before
        if before is None and len(await desk.promotions.live()) >= MAX_LIVE:
            raise TooManyPromotions(
                say("At most {most} promotions can be open or to come. End one first.",
                    most=MAX_LIVE)
            )  # fmt: skip
        riders, group_id = await _group(desk)
        promotion_id, campaign_id, program_id = new_id(), new_id(), new_id()
        operations: tuple[Operation, ...] = (
            *once,
            Deposit(campaign_key(campaign_id), terms.quantity),
            Deposit(offers_key(group_id), 1, unit="promotion"),
        )
        riders = (
            *riders,
            *await _ending(desk, caller, _REPLACED),
            promotions.promoted(promotion_id, promotion_terms(terms, group_id, currency, now)),
            promotions.made(campaign_id, campaign_terms(terms, currency, now)),
            referrals.begun(
                program_id, group_id, promotion_id, campaign_id, terms.wait_days, terms.most_a_year
            ),
            caller.audited("referral.terms", program_id, terms),
        )
        command = caller.command(operations, riders, f"referral-program/{program_id}")
        if went_through(await desk.ledger.commit(command)):
            desk.promotions.forget()
            after = await offered(desk)
            if after is not None:
                return after
    raise crowded_out("the terms of invitations are not changed")


async def end_program(desk: ReferralDesk, caller: Caller) -> None:
    """Nobody is invited any more, and friends who have not bought have nothing off; what waits is
    given. Raises the problems of the ledger."""
    for _ in range(_TRIES):
        once = await _once(desk)
        program = await open_program(desk.database.pool)
        if program is None:
            return
        riders = (
            *await _ending(desk, caller, _SWITCHED_OFF),
            caller.audited("referral.ended", program.id),
        )
        command = caller.command(once, riders, f"referral-program-ended/{program.id}")
        if went_through(await desk.ledger.commit(command)):
            desk.promotions.forget()
            return
    raise crowded_out("invitations are not switched off")


async def _once(desk: ReferralDesk) -> tuple[Operation, ...]:
    """Of two who change the terms at once, the second looks again. To be asked for before one
    looks."""
    account = await desk.reader.account(TERMS_KEY)
    return Expect(account.key, account.version), Deposit(account.key, 1, unit="change")


async def _ending(desk: ReferralDesk, caller: Caller, why: str) -> tuple[Rider, ...]:
    """Of the terms in force, if there are any, with what friends have by them."""
    program = await open_program(desk.database.pool)
    if program is None:
        return ()
    ends: tuple[Rider, ...] = (referrals.ended(program),)
    friend = await desk.promotions.get(program.promotion_id)
    if friend is None or friend.ended_at is not None:
        return ends
    return (*ends, promotions.promotion_ended(friend.id, caller.actor, why))


async def _group(desk: ReferralDesk) -> tuple[tuple[Rider, ...], UUID]:
    """Into which friends come: the one from before, or a new one."""
    before = await last_program(desk.database.pool)
    if before is not None and await load_group(desk.database.pool, before.group_id) is not None:
        return (groups.unchanged(before.group_id),), before.group_id
    group_id, terms = new_id(), friends_group()
    if await name_taken(desk.database.pool, terms.name):
        said = say("Rename or close the customer group {name} first.", name=terms.name)
        raise BadProgram.of([FieldError("friend", "group-taken", said)], named=True)
    return (groups.made(group_id, terms),), group_id

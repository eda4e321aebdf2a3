"""Coupons for friends who bought: each is given once its time has come, in one command with what
the ledger counts of it, so that no kill gives it twice and no two take the last."""

from asyncio import gather
from datetime import datetime
from typing import Final

import structlog

from holdfast import promotions, referrals
from holdfast.flows.commit.caller import NOBODY
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.kit import Problem, new_id
from holdfast.ledger import Command, Conflict, Deposit, Short, Withdraw
from holdfast.orders import Order, load_items, returned_key
from holdfast.orders import unchanged as order_unchanged
from holdfast.promotions import Campaign, Coupon, campaign_key, coupon_limit_key, issued_key
from holdfast.referrals import (
    Program,
    Referral,
    RefusalReason,
    due_referrals,
    load_program,
    rewards_key,
)

__all__ = ["give_due"]

log = structlog.get_logger("holdfast.referrals")

_AT_ONCE: Final = 100
_OPEN: Final = "SELECT EXISTS (SELECT FROM users WHERE 'user:' || id::text = $1 AND active)"
_SAME_TELEPHONE: Final = """
SELECT EXISTS (
    SELECT FROM orders f WHERE f.id = $1 AND f.address ->> 'phone' <> ''
      AND (EXISTS (SELECT FROM orders o WHERE o.owner = $2
                   AND o.address ->> 'phone' = f.address ->> 'phone')
        OR EXISTS (SELECT FROM addresses a WHERE a.owner = $2
                   AND a.address ->> 'phone' = f.address ->> 'phone')))
"""
_SAME_CARD: Final = """
SELECT EXISTS (
    SELECT FROM fraud_checks theirs JOIN fraud_checks own ON own.card = theirs.card
    JOIN orders o ON o.id = own.order_id AND o.owner = $2
    WHERE theirs.order_id = $1 AND theirs.card <> '')
"""


async def give_due(desk: ReferralDesk, now: datetime) -> int:
    """The hourly look: how many were given or refused. What cannot be known now is looked at the
    next time, and holds up no other."""
    done, after = 0, None
    while True:
        found = await due_referrals(desk.database.pool, now, after, _AT_ONCE)
        for one in found:
            try:
                done += await _end(desk, one)
            except (Problem, LookupError) as trouble:
                log.warning("a referral waits", referral=str(one.id), error=str(trouble))
        if len(found) < _AT_ONCE:
            return done
        after = found[-1].id


async def _end(desk: ReferralDesk, one: Referral) -> bool:
    assert one.order_id is not None, "its order is paid"
    order = await desk.orders.known(one.order_id)
    if not order.is_sold:
        return False  # its job takes it back
    why = await _refusal(desk, one, order)
    if why is not None:
        return await _refuse(desk, one, why)
    program = await load_program(desk.database.pool, one.program_id)
    campaign = await desk.coupons.campaign(program.campaign_id)
    assert campaign is not None, "none is ever deleted"
    now = await desk.coupons.now()
    coupon = Coupon(new_id(), campaign.id, one.inviter, now, campaign.end_of(now))
    outcome = await desk.ledger.commit(_giving(one, order, program, campaign, coupon))
    if isinstance(outcome, Short):
        short = {shortage.key for shortage in outcome.shortages}
        full = rewards_key(one.inviter, now.year) in short
        return await _refuse(desk, one, "limit" if full else "gone")
    if isinstance(outcome, Conflict):
        return False  # it moved on meanwhile: the next look
    may_be_overtaken(outcome)
    return True


async def _refusal(desk: ReferralDesk, one: Referral, order: Order) -> RefusalReason | None:
    pool = desk.database.pool
    if not await pool.fetchval(_OPEN, one.inviter):
        return "closed"
    if await pool.fetchval(_SAME_TELEPHONE, order.id, one.inviter):
        return "same-person"
    if await pool.fetchval(_SAME_CARD, order.id, one.inviter):
        return "same-card"
    return "returned" if await _all_came_back(desk, order) else None


async def _all_came_back(desk: ReferralDesk, order: Order) -> bool:
    """Whether no unit of it stayed with the friend."""
    items = (await load_items(desk.database.pool, [order.id]))[order.id]
    keys = [returned_key(order.id, line) for line in range(len(items))]
    back = await gather(*map(desk.reader.account, keys))
    return bool(items) and all(
        one.balance >= item.quantity for item, one in zip(items, back, strict=True)
    )


def _giving(
    one: Referral, order: Order, program: Program, campaign: Campaign, coupon: Coupon
) -> Command:
    """Whoever is given it is who it is booked to."""
    year = rewards_key(one.inviter, coupon.issued_at.year)
    limit = coupon_limit_key(campaign.id, one.inviter)
    return NOBODY.command(
        (
            Withdraw(year, 1, capacity=program.most_a_year),
            Withdraw(campaign_key(campaign.id), 1),
            Withdraw(limit, 1, capacity=campaign.per_customer),
            Deposit(issued_key(coupon.id), 1),
        ),
        (
            order_unchanged(order),
            *promotions.issued(coupon),
            *referrals.given(one, coupon.id, coupon.expires_at),
        ),
        f"referral-given/{one.id}",
        actor=one.inviter,
    )


async def _refuse(desk: ReferralDesk, one: Referral, why: RefusalReason) -> bool:
    command = NOBODY.command((), (referrals.refused(one, why),), f"referral-refused/{one.id}")
    may_be_overtaken(await desk.ledger.commit(command))
    return True

"""The life of the terms, of links and of invitations: each move as riders.

The legal moves stand in ``tables`` and are drawn in docs/life-cycles.md.
"""

from datetime import datetime
from uuid import UUID

from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.referrals.facts import FriendInvited, ReferralGiven
from holdfast.referrals.referral import Program, Referral, RefusalReason
from holdfast.referrals.tables import (
    LINKS,
    PROGRAM_STATES,
    PROGRAMS,
    REFERRAL_STATES,
    REFERRALS,
)


def begun(
    program_id: UUID,
    group_id: UUID,
    promotion_id: UUID,
    campaign_id: UUID,
    wait_days: int,
    most_a_year: int,
) -> Insert:
    """These terms count from now on. To be guarded by ``TERMS_KEY``."""
    row = (program_id, group_id, promotion_id, campaign_id, wait_days, most_a_year)
    return Insert(PROGRAMS, (row,))


def ended(program: Program) -> Transition:
    """Nobody is invited on these terms any more; what waits is given."""
    return Transition(PROGRAM_STATES, program.id, ("open",), "ended")


def stands(program: Program) -> Transition:
    """They are in force still."""
    return Transition(PROGRAM_STATES, program.id, ("open",), "open")


def linked(owner: str, code: str) -> Insert:
    """Friends come by it, and by none that was there before. To be guarded by ``links_key``."""
    return Insert(LINKS, ((owner, code),))


def invited(referral_id: UUID, program: Program, inviter: str, friend: str) -> tuple[Rider, ...]:
    """Once for each friend: a second time is refused as a ``Conflict``."""
    row = (referral_id, program.id, inviter, friend, "invited", "", None)
    return Insert(REFERRALS, (row,)), tell(FriendInvited(inviter, friend), referral_id)


def not_invited(
    referral_id: UUID, program: Program, inviter: str, friend: str, why: RefusalReason
) -> Insert:
    """They came by the link, and it is not for them; staff see it."""
    row = (referral_id, program.id, inviter, friend, "refused", why, NOW)
    return Insert(REFERRALS, (row,))


def ordered(one: Referral, program: Program, order_id: UUID, due_at: datetime) -> Transition:
    """The friend paid for that order: a coupon is given for it then, on the terms in force."""
    also = (("program_id", program.id), ("order_id", order_id), ("due_at", due_at))
    return Transition(REFERRAL_STATES, one.id, ("invited",), "waiting", also)


def taken_back(one: Referral) -> Transition:
    """The order is off: the friend may buy for the first time once more."""
    also = (("order_id", None), ("due_at", None))
    return Transition(REFERRAL_STATES, one.id, ("waiting",), "invited", also)


def given(one: Referral, coupon_id: UUID, expires_at: datetime) -> tuple[Rider, ...]:
    """Who invited has the coupon."""
    also = (("coupon_id", coupon_id), ("ended_at", NOW))
    fact = ReferralGiven(one.inviter, coupon_id, expires_at)
    move = Transition(REFERRAL_STATES, one.id, ("waiting",), "given", also)
    return move, tell(fact, one.id)


def refused(one: Referral, why: RefusalReason) -> Transition:
    """Who invited gets nothing for it."""
    also = (("reason", why), ("ended_at", NOW))
    return Transition(REFERRAL_STATES, one.id, ("waiting",), "refused", also)

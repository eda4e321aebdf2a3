"""Invitations of friends as customers and staff see them and ask for them."""

from typing import Annotated, Any

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.flows.referrals.program import Offered
from holdfast.flows.referrals.terms import Advantage, AdvantageRule, ProgramTerms, advantage_of
from holdfast.ledger import MAX_BALANCE
from holdfast.promotions import MAX_QUANTITY, MAX_VALID_DAYS
from holdfast.referrals import MAX_WAIT_DAYS, MOST_A_YEAR, ReferralStatus, RefusalReason

__all__ = [
    "AdvantageBody", "InvitationBody", "OwnReferrals", "ProgramAsked", "ProgramBody",
    "ReferralAnswer", "ReferralLinkAsked", "ReferralLinkBody", "ReferralShown", "advantage_body",
    "program_body",
]  # fmt: skip


class AdvantageBody(Answer):
    """What somebody gets off an order. Amounts are minor units of `currency`."""

    rule: AdvantageRule
    value: int = Field(description="Whole percent, or an amount")
    minimum: int = Field(description="What the goods come to at least")
    currency: str | None = Field(description="Null: there are no amounts")


class InvitationBody(Answer):
    """What a friend reads who opens a link."""

    code: str
    inviter: str | None = Field(description="The first name; null: none that is known")
    offer: AdvantageBody = Field(description="Off the friend's first order, with an account")


class ReferralAnswer(Answer):
    """That one came by an invitation."""

    status: ReferralStatus = Field(
        description="`invited`: nothing is bought yet; `waiting`: who invited gets a coupon later;"
        " `given`; `refused`: they get none"
    )
    offer: AdvantageBody | None = Field(description="Null: the shop offers nothing now")


class ReferralLinkAsked(Ask):
    renew: Annotated[bool, Field(strict=True)] = Field(
        False, description="In place of the one there is, by which nobody comes any more then"
    )


class ReferralLinkBody(Answer):
    code: str


class ReferralShown(Answer):
    """One who came by a link, to who invited: not who it is."""

    status: ReferralStatus
    reason: RefusalReason | None = Field(
        description="Of `refused`: `same-person` it was oneself, `same-card`, `returned`, `limit`"
        " as many as one may have in a year were given, `gone` the shop's are all given, `closed`"
    )
    due_at: Instant | None = Field(description="When the coupon is given; null: not known yet")
    created_at: Instant


class OwnReferrals(Answer):
    """One's own link, what the shop offers, and what came of it."""

    on: bool = Field(description="Whether friends are invited at the moment")
    code: str | None = Field(description="Null: there is no link yet")
    friend: AdvantageBody | None
    reward: AdvantageBody | None = Field(description="A coupon that one gets for each friend")
    wait_days: int = Field(description="From a friend's payment to the coupon")
    most_a_year: int = Field(description="Coupons in a calendar year")
    came: int
    waiting: int
    given: int
    referrals: list[ReferralShown] = Field(description="The last fifty, newest first")


class AdvantageAsked(Ask):
    """Off the goods of an order that come to `minimum` at least."""

    rule: AdvantageRule
    value: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)] = Field(
        description="1 to 100 percent, or an amount in minor units of the shop's currency"
    )
    minimum: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] = 0

    def advantage(self) -> Advantage:
        return Advantage(self.rule, self.value, self.minimum)


class ProgramAsked(Ask):
    """The terms on which friends are invited."""

    friend: AdvantageAsked = Field(description="Off the friend's first order")
    reward: AdvantageAsked = Field(description="The coupon that who invited gets")
    valid_days: Annotated[int, Field(ge=1, le=MAX_VALID_DAYS, strict=True)] = Field(
        90, description="For so many days the coupon is valid"
    )
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] = Field(
        1000, description="Coupons for all who invite together"
    )
    wait_days: Annotated[int, Field(ge=0, le=MAX_WAIT_DAYS, strict=True)] = Field(
        14, description="From the friend's payment to the coupon"
    )
    most_a_year: Annotated[int, Field(ge=1, le=MOST_A_YEAR, strict=True)] = Field(
        10, description="Coupons for one who invites in a calendar year (UTC)"
    )

    def terms(self) -> ProgramTerms:
        return ProgramTerms(
            friend=self.friend.advantage(),
            reward=self.reward.advantage(),
            valid_days=self.valid_days,
            quantity=self.quantity,
            wait_days=self.wait_days,
            most_a_year=self.most_a_year,
        )


class ProgramBody(Answer):
    """The terms in force."""

    friend: AdvantageBody
    reward: AdvantageBody
    valid_days: int
    quantity: int
    remaining: int = Field(description="Of `quantity`, still to be given")
    wait_days: int
    most_a_year: int
    created_at: Instant


def advantage_body(of: Offered, *, reward: bool = False) -> dict[str, Any]:
    """What the friend gets, or who invited, as JSON has it."""
    terms = of.reward if reward else of.friend
    one = advantage_of(terms)
    return {
        "rule": one.rule,
        "value": one.value,
        "minimum": one.minimum,
        "currency": terms.currency,
    }


def program_body(of: Offered, remaining: int) -> ProgramBody:
    program = of.program
    return ProgramBody(
        friend=AdvantageBody(**advantage_body(of)),
        reward=AdvantageBody(**advantage_body(of, reward=True)),
        valid_days=of.reward.valid_days,
        quantity=of.reward.quantity,
        remaining=remaining,
        wait_days=program.wait_days,
        most_a_year=program.most_a_year,
        created_at=program.created_at,
    )

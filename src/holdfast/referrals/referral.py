"""Who invited whom, by which link and on which terms, as values; and what is refused. Pure."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import Problem

ReferralStatus: TypeAlias = Literal["invited", "waiting", "given", "refused"]
"""``invited``: the friend has not paid for anything; ``waiting``: they have, and the coupon is
given later."""
RefusalReason: TypeAlias = Literal[
    "same-person", "same-card", "returned", "limit", "gone", "closed"
]
"""Why who invites gets nothing: the friend has their mail address, or in the order's address their
telephone, or paid with their card; the friend sent everything back; they had as many in this year
as one may; the shop's coupons for that are all given; their account is closed or blocked."""

MAX_WAIT_DAYS: Final = 365
MOST_A_YEAR: Final = 1000
MOST_LINKS: Final = 20
"""That one person may ever make."""


class ReferralsOff(Problem):
    """The shop invites no friends now."""

    status = 409
    code = "referrals-off"
    title = "The shop has no invitations at the moment"


class InvitationNotFound(Problem):
    """No such invitation, or not any more."""

    status = 404
    code = "invitation-not-found"
    title = "No such invitation"


class OwnInvitation(Problem):
    """Whoever it is from is who came by it."""

    status = 409
    code = "own-invitation"
    title = "You cannot invite yourself"


class NotNewHere(Problem):
    """They have bought something here before."""

    status = 409
    code = "not-new-here"
    title = "Invitations are for new customers"


class InvitedAlready(Problem):
    """By another friend, who was first."""

    status = 409
    code = "invited-already"
    title = "You accepted another invitation"


class TooManyInvitationLinks(Problem):
    """As many as one person may have had."""

    status = 409
    code = "too-many-invitation-links"
    title = "The link was renewed too often"


class BadProgram(Problem):
    """Terms on which nobody can be invited; ``errors`` names each field at fault."""

    status = 422
    code = "referral-program-invalid"
    title = "The terms of invitations are not valid"


class Program(Struct, frozen=True):
    """The terms in force: friends come into ``group_id``, for which ``promotion_id`` is; who
    invites gets a coupon of ``campaign_id``, ``wait_days`` after the friend paid, at most
    ``most_a_year`` in a calendar year (UTC). It never changes: other terms are another one."""

    id: UUID
    group_id: UUID
    promotion_id: UUID
    campaign_id: UUID
    wait_days: int
    most_a_year: int
    created_at: datetime


class ReferralLink(Struct, frozen=True):
    """By ``code`` friends come to ``owner``."""

    owner: str
    code: str


class Referral(Struct, frozen=True):
    """``friend`` came by a link of ``inviter``; both own orders as ``user:<id>``."""

    id: UUID
    program_id: UUID
    inviter: str
    friend: str
    status: ReferralStatus
    reason: str
    order_id: UUID | None
    due_at: datetime | None
    coupon_id: UUID | None
    ended_at: datetime | None
    created_at: datetime

    @property
    def is_invited(self) -> bool:
        """The friend has not bought yet."""
        return self.status == "invited"

    @property
    def is_waiting(self) -> bool:
        """The friend has bought, and nothing is given for it yet."""
        return self.status == "waiting"

    @property
    def is_refused(self) -> bool:
        return self.status == "refused"


class OwnCount(Struct, frozen=True):
    """Of one who invites: how many came in all, and what became of them."""

    invited: int = 0
    waiting: int = 0
    given: int = 0
    refused: int = 0

    @property
    def came(self) -> int:
        return self.invited + self.waiting + self.given + self.refused

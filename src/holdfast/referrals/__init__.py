"""Friends invited: a customer's link, who came by it, and what both get for that.

What the friend has is a promotion for a group of customers, what who invites gets is a coupon: both
are ``promotions``'; how many one is given in a year is the ledger's to say.
"""

from holdfast.referrals.book import (
    due_referrals,
    last_program,
    link_by_code,
    link_of,
    load_program,
    load_referral,
    open_program,
    own_count,
    referral_of,
    referrals_page,
)
from holdfast.referrals.codes import as_kept, new_invitation_code
from holdfast.referrals.facts import FriendInvited, ReferralGiven
from holdfast.referrals.jobs import FollowReferral
from holdfast.referrals.keys import TERMS_KEY, links_key, rewards_key
from holdfast.referrals.life import (
    begun,
    ended,
    given,
    invited,
    linked,
    not_invited,
    ordered,
    refused,
    stands,
    taken_back,
)
from holdfast.referrals.people import first_name, mailbox, same_mailbox
from holdfast.referrals.referral import (
    MAX_WAIT_DAYS,
    MOST_A_YEAR,
    MOST_LINKS,
    BadProgram,
    InvitationNotFound,
    InvitedAlready,
    NotNewHere,
    OwnCount,
    OwnInvitation,
    Program,
    Referral,
    ReferralLink,
    ReferralsOff,
    ReferralStatus,
    RefusalReason,
    TooManyInvitationLinks,
)
from holdfast.referrals.tables import PROGRAM_STATES, REFERRAL_STATES

"""Customer groups: customers whom a merchant sells to on other terms (wholesale, staff, a club).

Who is in one is a row; that it is still so when an order is placed is the ledger's to say, by the
account named in ``keys.py``.
"""

from holdfast.groups.book import (
    Membership,
    forget_closed,
    groups_named,
    groups_of,
    groups_page,
    load_group,
    members_among,
    membership_of,
    name_taken,
    too_many_groups,
)
from holdfast.groups.group import (
    MAX_GROUP_NAME,
    MOST_AT_ONCE,
    MOST_GROUPS,
    MOST_MEMBERS,
    BadGroup,
    Group,
    GroupNotFound,
    GroupTerms,
    group_faults,
)
from holdfast.groups.keys import groups_key, offers_key
from holdfast.groups.life import closed, joined, left, made, renamed, unchanged
from holdfast.groups.tables import GROUP_STATES

"""Goods of which each unit is a code: licence keys, tickets, vouchers of partners."""

from holdfast.digital.code import (
    LONGEST,
    MOST_AT_ONCE,
    MOST_CODES,
    CodeNotFound,
    CodeStatus,
    CodeUnreadable,
    DigitalCode,
    code_by_id,
    codes_of_orders,
    counts_of,
    free_codes,
    known_digests,
    page_of_codes,
    sealed_code,
)
from holdfast.digital.facts import DigitalCodeSeen, DigitalCodesGiven, GivenItem
from holdfast.digital.jobs import GiveCodes
from holdfast.digital.life import (
    brought,
    code_moved,
    given,
    restored,
    seen,
    taken_back,
    told_given,
    void,
)
from holdfast.digital.seals import CodeSeals

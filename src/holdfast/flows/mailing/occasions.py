"""Of which events of a type a mail is made, and when: each looks at what would be said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from holdfast.flows.mailing.reading_series import named_sessions

__all__ = [
    "SECOND_REMINDER", "UNTIL_READ", "WHILE_IT_IS_PAID", "a_day_before", "any_was_confirmed",
    "are_booked", "before_it_runs_out", "by_customer", "goods_that_are_off", "had_stood",
    "in_an_hour", "line_by_line", "of_goods", "of_paid_goods", "ordered", "paid_for",
    "paid_not_in_cash",
    "stood", "stood_and_moved", "to_customer", "tomorrow", "was_confirmed", "was_not_given",
    "was_not_taken",
    "was_paid", "was_standing",
]  # fmt: skip

SECOND_REMINDER: Final = 20 / 24
"""Days after the first, which comes after some hours by itself."""
WHILE_IT_IS_PAID: Final = 3 / (24 * 60)
"""Days in which most who order pay, or are declined, and read that: one mail, not two."""
UNTIL_READ: Final = 2 / (24 * 60)
"""Days that a message waits for who looks at the page."""


def of_goods(said: Mapping[str, Any]) -> bool:
    return not said["order"]["visit"]


def was_paid(said: Mapping[str, Any]) -> bool:
    """Of what was noted as paid by mistake the mail about the session tells."""
    return not said["order"]["notPaid"]


def goods_that_are_off(said: Mapping[str, Any]) -> bool:
    return of_goods(said) and was_paid(said)


def are_booked(said: Mapping[str, Any]) -> bool:
    """Whoever has nothing ahead leaves nobody waiting."""
    return bool(said["away"]["sessions"])


def paid_not_in_cash(said: Mapping[str, Any]) -> bool:
    """What who photographed was given in cash has a receipt of its own."""
    return of_goods(said) and not said["order"]["cash"]


def ordered(said: Mapping[str, Any]) -> bool:
    """Whom the shop offers what they waited for is told so, and not that they ordered it; nor what
    they paid there and then. Of what was added to another order the change tells; of what was
    ordered again, the mail with its link."""
    order = said["order"]
    told = order["offered"] or order["edited"] or order["repeated"]
    return paid_not_in_cash(said) and not told


def paid_for(said: Mapping[str, Any]) -> bool:
    """Of what was added to another order for nothing more the change tells."""
    order = said["order"]
    return paid_not_in_cash(said) and not (order["edited"] and not order["total"]["amount"])


def of_paid_goods(said: Mapping[str, Any]) -> bool:
    """A paid order is off, or units of it that are theirs who are told."""
    return bool(said["off"]["lines"]) and said["fact"].get("reason", "refunded") == "refunded"


def line_by_line(said: Mapping[str, Any]) -> bool:
    """Older ones do not say."""
    return "lines" in said["fact"] and "exchanged" in said["fact"]


def was_confirmed(said: Mapping[str, Any]) -> bool:
    """Or who is booked cannot make it, which its client hears in any case. Of one that is off with
    others of its series the series tells."""
    fact = said["fact"]
    told = said["booking"]["confirmed"] or fact["reason"] == "photographer"
    return bool(told) and not fact["together"]


def any_was_confirmed(said: Mapping[str, Any]) -> bool:
    return any(one["confirmed"] for one in named_sessions(said))


def had_stood(said: Mapping[str, Any]) -> bool:
    return bool(said["session"]["confirmed"])


def was_not_given(said: Mapping[str, Any]) -> bool:
    """A request that came to nothing by another's word, or by nobody's. None is of a series: there
    each time is asked for by itself."""
    booking = said["booking"]
    asked = booking["requested"] and not booking["confirmed"]
    own = ("client", "expired", "unpaid", "photographer")
    return bool(asked and said["fact"]["reason"] not in own)


def was_not_taken(said: Mapping[str, Any]) -> bool:
    """A time that was held for who waited for it, and goes to the next in line."""
    booking = said["booking"]
    return bool(
        booking["offered"] and not booking["confirmed"] and said["fact"]["reason"] == "expired"
    )


def to_customer(said: Mapping[str, Any]) -> bool:
    return bool(said["fact"]["side"] != "customer")


def by_customer(said: Mapping[str, Any]) -> bool:
    return bool(said["fact"]["side"] == "customer")


def before_it_runs_out(asked_at: datetime, said: Mapping[str, Any]) -> datetime:
    """Once a quarter of the time to answer is left."""
    answer_by = datetime.fromisoformat(said["fact"]["answerBy"])
    return answer_by - (answer_by - asked_at) / 4


def stood(said: Mapping[str, Any]) -> bool:
    """Who takes part hears of it once it is confirmed."""
    return bool(said["visit"]["confirmed"])


def stood_and_moved(said: Mapping[str, Any]) -> bool:
    """How many come is for who booked it."""
    return stood(said) and not said["fact"].get("people")


def a_day_before(said: Mapping[str, Any]) -> bool:
    return bool(said["fact"]["minutes"] == 1440)


def tomorrow(said: Mapping[str, Any]) -> bool:
    """Who was just told of its rest knows when it is."""
    return a_day_before(said) and not said["fact"]["restTold"]


def in_an_hour(said: Mapping[str, Any]) -> bool:
    return bool(said["fact"]["minutes"] == 60)


def was_standing(said: Mapping[str, Any]) -> bool:
    """Whom its confirmation will tell is not invited as well. Older ones do not say."""
    return bool(said["fact"].get("stood", said["visit"]["confirmed"]))

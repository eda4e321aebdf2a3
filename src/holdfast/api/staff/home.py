"""Staff: what needs doing, and today's sales."""

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from msgspec.structs import asdict
from pydantic import Field

from holdfast.alerts import AlertName, going_on, open_of
from holdfast.api.contract.access import lets
from holdfast.api.contract.answers import Answer
from holdfast.api.shell.dependencies import Member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.spans import shop_day
from holdfast.api.shell.state import state_of
from holdfast.api.staff.statistics import Totals
from holdfast.api.staff.stuck import stuck_things
from holdfast.flows.messaging.post import BrokerAway
from holdfast.flows.payments.selling import ways_to_pay
from holdfast.flows.people.password_links import DEMO_ADDRESSES
from holdfast.flows.stuck.watched import OF_THE_MACHINE, WATCHED
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import in_language
from holdfast.payments import MANUAL, cards_forbidden_by, keeps_cards
from holdfast.people import staff_without_factor
from holdfast.shop import read_settings
from holdfast.views.booking.conflicts import find_conflicts
from holdfast.views.booking.money_due import rests_overdue
from holdfast.views.booking.requests import requests_waiting
from holdfast.views.staff_home import MOST, to_do
from holdfast.views.statistics import Span, by_day, totals

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/home", tags=["staff"])

_BROKER_WITHIN = 2.0  # seconds for a broker to answer


class ToDoShown(Answer):
    """How many there are of each; 100 stands for 100 or more."""

    unpaid: int = Field(description="Orders to be paid by hand")
    refunds_failed: int = Field(description="Orders whose refund the provider refuses")
    refunds_owed: int = Field(description="Orders whose money is to be handed back by hand")
    providers_away: int = Field(description="Payment providers that do not answer")
    to_capture: int = Field(
        description="Payments set aside for orders to be sent that end within two days, or that"
        " the provider refused"
    )
    receipts: int = Field(description="Receipts that the tax service did not take")
    to_send: int = Field(
        description="Paid orders of which something is still to be sent or handed over; of the"
        " newest 20,000"
    )
    suspects: int = Field(description="Orders held against fraud, for a person to decide")
    returns: int = Field(description="Returns to approve, or that came and are to be looked at")
    disputes: int = Field(description="Payments that a bank asks back, which nobody answered")
    silent_parcels: int = Field(description="Parcels of which their carrier says nothing")
    messages: int = Field(
        description="Conversations with the shop, with messages that nobody has read"
    )
    calendar_questions: int = Field(
        description="Questions to photographers and studios before a booking that nobody answered;"
        " of the newest 20,000 conversations"
    )
    reported: int = Field(description="Conversations with a message that its customer reported")
    sellers_applied: int = Field(description="Who asked to sell, and nobody decided about")
    new_reviews: int = Field(description="Reviews in words that staff have not looked at")
    new_questions: int = Field(description="Questions in words that staff have not looked at")
    questions: int = Field(description="Questions about what the shop sells, without an answer")
    sold_out: int = Field(description="Variants on sale that are low, with none left")
    low_stock: int = Field(description="Variants on sale that are low, with some left")
    conflicts: int = Field(
        description="Bookings at odds with blocks, hours, the law of their zone or the archive"
    )
    booking_requests: int = Field(description="Bookings on request that wait for an answer")
    rests_overdue: int = Field(description="Bookings that are over and not paid whole")
    stuck: int | None = Field(
        description="Jobs, letters and deliveries that were given up; null while the message broker"
        " does not answer"
    )
    first_steps: int = Field(description="Steps to a first sale that are not done")


_SEEN_AT: Final[Mapping[str, str]] = {
    "unpaid": "orders", "refunds_failed": "orders", "refunds_owed": "orders",
    "providers_away": "payment-report", "to_capture": "orders", "receipts": "orders",
    "to_send": "orders", "suspects": "fraud", "returns": "returns", "disputes": "disputes",
    "silent_parcels": "orders", "messages": "conversations", "reported": "conversations",
    "calendar_questions": "conversations",
    "sellers_applied": "sellers", "new_reviews": "reviews", "new_questions": "reviews",
    "questions": "reviews", "sold_out": "alerts",
    "low_stock": "alerts", "conflicts": "conflicts", "booking_requests": "booking-requests",
    "rests_overdue": "dues", "stuck": "stuck", "first_steps": "first-steps",
}  # fmt: skip
"""By which route of staff each is seen to: who may not ask it has nothing to do there."""


class PasswordsAlone(Answer):
    missing: bool = Field(description="One's own login is a password alone")
    staff_without: int = Field(
        description="Managers and admins of whom that is so, oneself among them; 0 where settings"
        " are not among one's duties"
    )


class AlertShown(Answer):
    name: AlertName
    of: str
    said: str = Field(description="In the reader's language, as it was when it began")


class StaffHome(Answer):
    to_do: ToDoShown
    selling: bool = Field(description="Whether there is a way to be paid")
    keys_refused: list[str] = Field(
        description="Payment providers, and channels of what people are told (`mail`, `sms`,"
        " `telegram`), that do not take the shop's key"
    )
    alerts: list[AlertShown] = Field(
        description="That nothing was backed up, a disk is nearly full, or jobs are late"
    )
    cards_forbidden: list[str] = Field(
        description="Payment providers that do not let the shop keep cards, though its settings say"
        " so: it is paid without that"
    )
    second_factor: PasswordsAlone
    today: Totals | None = Field(
        description="Since midnight by the shop's clock; null where reports are not among one's"
        " duties"
    )


@router.get("", openapi_extra=IN_A_LANGUAGE)
async def get_staff_home(request: Request, who: Member) -> StaffHome:
    """What needs doing, counted, and what was sold today; nothing of what is not among one's
    duties."""
    here, (_, today) = shop_parts(request), await shop_day(request)
    span = Span(today, today)
    async with here.database.read() as connection:
        found = await to_do(connection, set(here.providers) - {MANUAL}, here.reader.partitions)
        shop = await read_settings(connection)
        days = await by_day(connection, span)
        refused = await going_on(connection, "key-refused")
        going = await open_of(connection, OF_THE_MACHINE)
        forbidden = await cards_forbidden_by(connection)
        aside = DEMO_ADDRESSES if state_of(request).demo else ()
        open_logins = await staff_without_factor(connection, aside, MOST)
    away = await here.payments.outages.away()
    stuck = await _stuck(request)
    overdue = await rests_overdue(here.database.pool, shop_now(), MOST)
    asked = await requests_waiting(here.database.pool, MOST)
    conflicts = {one.booking_id for one in await find_conflicts(here.database.pool)}
    counts = asdict(found) | {
        "stuck": stuck,
        "booking_requests": asked,
        "rests_overdue": overdue,
        "providers_away": len(away),
        "conflicts": min(len(conflicts), MOST),
    }
    sets_up = lets(who, "GET /api/staff/settings")
    return StaffHome.model_validate(
        {
            "to_do": {
                name: count if lets(who, f"GET /api/staff/{_SEEN_AT[name]}") else 0
                for name, count in counts.items()
            },
            "selling": bool(ways_to_pay(here, shop)) or not sets_up,
            "keys_refused": refused if sets_up else [],
            "alerts": [
                {
                    "name": one.name,
                    "of": one.subject,
                    "said": in_language(
                        WATCHED[one.name].began(one.subject, one.count), locale_of(request)
                    ),
                }
                for one in (going if sets_up else ())
            ],
            "cards_forbidden": [
                name for name in forbidden if sets_up and keeps_cards(here.providers.get(name))
            ],
            "second_factor": {
                "missing": who.user_id in open_logins,
                "staff_without": len(open_logins) if sets_up else 0,
            },
            "today": totals(span, days) if lets(who, "GET /api/staff/statistics") else None,
        }
    )


async def _stuck(request: Request) -> int | None:
    try:
        async with asyncio.timeout(_BROKER_WITHIN):
            counts = [await things.count() for things in stuck_things(request).values()]
    except (BrokerAway, TimeoutError):
        return None
    return min(sum(sum(one.values()) for one in counts), MOST)

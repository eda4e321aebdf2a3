"""Bookings at random, over HTTP: whatever is done with them, in whatever order, what client and
staff read of each, its orders, invoices and receipts, what its provider has and whose of it what is
say the same, and time is free again.
"""

import random
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

import pytest

from holdfast.views.agreement import audit_shop
from tests.api.money.accounts import Sale
from tests.api.money.bookkeeping import books_of, differing
from tests.api.money.demanding import demand_of
from tests.api.money.earned import counted_in, earned_by
from tests.api.money.elsewhere import Elsewhere
from tests.api.money.owing import brought_by, owed_for
from tests.api.money.packages import packages_of
from tests.api.money.papers import papers_of
from tests.api.money.paying import guests_purse, opened_purse
from tests.api.money.picturing import Picturing
from tests.api.money.selling import Told, shares_of
from tests.api.money.sessions import Session, now
from tests.api.money.studio import CLOCK, CLOSES, OPENS, Offer, Place, opened_studio
from tests.api.money.wares import STANDARD, Shop, Visit
from tests.api.shop.wallet_buyers import member
from tests.support.length import LONG, seeds
from tests.support.mail_server import MailServer
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE
from tests.support.stripe import StripeServer

STEPS = 20 if LONG else 7
RATES = (20, STANDARD, 0)
"""Of services, in percent: another than goods have, the same, and none."""
DAYS = timedelta(days=24)

LIVES: list[Picturing] = []
"""All that were in this studio."""


@pytest.mark.parametrize("seed", seeds(2, 100))
async def test_a_bookings_money_is_what_it_ought_to_be_whatever_is_done_with_it(
    shop: Shop, stripe: StripeServer, visit: Visit, post: MailServer, seed: int
) -> None:
    chance = random.Random(seed)
    rate = RATES[seed % len(RATES)]
    shop.set(chance, included=seed % 2 == 0, taxes_delivery=False, services=rate)
    is_guest = seed % 4 == 1
    purse = guests_purse(shop, visit, stripe) if is_guest else await opened_purse(
        shop, visit, stripe)  # fmt: skip
    user = expect(await purse.buyer.get("/api/session"))["user"] or {"id": "", "email": ""}
    async with opened_studio(shop.market, chance) as studio:
        life = Picturing(shop, purse, chance, studio, user["id"], user["email"], member=False)
        life.elsewhere = Elsewhere(visit(shop.market), post) if is_guest else None
        life.packages, life.giver = packages_of(studio, chance), await member(shop.market, visit)
        if not is_guest:
            life.give_hours()
        LIVES.append(life)
        for step in range(STEPS):
            if chance.random() < 0.08:
                shop.tax_services(chance.choice(RATES))
                life.told.append(f"services are taxed at {shop.services}")
            if not life.sessions or chance.random() < 0.2:
                await life.book()
            elif chance.random() < 0.1:
                await life.prepay()
            elif chance.random() < 0.15:
                await life.come_again()
            elif chance.random() < 0.08:
                await life.settle()
            else:
                await life.go_on()
            await agrees(life, f"seed {seed}, step {step}")


async def agrees(life: Picturing, when: str) -> None:
    """Each of its accounts for itself, so that what is late is waited for alone."""
    for one in life.sessions:
        await _agrees(life, partial(_of_session, life, one), when)
    for told in (_of_studio, _of_purchases):
        await _agrees(life, partial(told, life), when)
    await _agrees(life, life.purse.differs, when)


async def _agrees(life: Picturing, differs: Callable[[], Awaitable[list[str]]], when: str) -> None:
    found: list[str] = []

    async def so() -> bool:
        found[:] = await differs()
        return not found

    await eventually(so, PATIENCE, lambda: f"{when}: {found} after {life.told}")


async def _of_session(life: Picturing, one: Session) -> list[str]:
    return [f"{one.booking_id}: {it}" for it in differing(await _told(life, one))]


async def _of_studio(life: Picturing) -> list[str]:
    return differing([
        *earned_by(life.studio, life.sessions, life.had),
        *brought_by(life),
        *counted_in(life.studio, life.sessions),
        *demand_of(life),
    ])  # fmt: skip


async def _of_purchases(life: Picturing) -> list[str]:
    return differing(_of_orders(life, [*life.purchases.values(), *life.dropped]))


async def _told(life: Picturing, session: Session) -> list[Told]:
    path = f"/api/bookings/{session.booking_id}"
    told: list[Told] = []
    told += _as_shown(session, expect(await life.buyer.get(path)))
    by_link = None if life.elsewhere is None else await life.elsewhere.of(session)
    if by_link is not None:
        told += _as_shown(session, expect(await by_link.get(path)))
    told += _as_shown(session, expect(life.shop.market.staff.get(path.replace("api", "api/staff"))))
    told += _of_orders(life, session.orders)
    session.own.completed = not session.stands
    told += shares_of(life.shop, session.own)
    if session.stands:
        told += _of_cancelling(session, expect(await life.buyer.get(f"{path}/cancellation"))
                               if session.status == "confirmed" else {})  # fmt: skip
    elif session.own.paid or session.later:
        told += _on_receipt(session, expect(life.shop.market.staff.get(f"{path}/receipt")))
    return told


def _as_shown(session: Session, shown: dict[str, object]) -> list[Told]:
    start = datetime.fromisoformat(str(shown["start"]))
    ought = {
        "status": session.status, "price": session.price, "dueNow": session.prepaid,
        "penalty": session.penalty, "moveFees": session.fees, "byHand": session.by_hand,
        "minutes": session.minutes,
    }  # fmt: skip
    return [("start", start, session.start), *((one, shown[one], ought[one]) for one in ought)]


def _of_cancelling(session: Session, shown: dict[str, object]) -> list[Told]:
    if not shown:
        return []
    penalty = session.cancelling(now(), "client")
    return [
        (
            "kept then",
            (shown["penalty"], shown["refund"]),
            (penalty, session.left + session.frozen - penalty),
        )
    ]


def _of_orders(life: Picturing, sales: Iterable[Sale]) -> list[Told]:
    found: list[Told] = []
    for sale in sales:
        order = life.page(sale.order_id)["order"]
        by_hand = any(one.kind == "manual" and one.gone for one in sale.parts)
        found += [
            ("refunded", order["refunded"], sale.gone),
            ("refundable", order["staff"]["refundable"], sale.left),
            ("tax", order["tax"], sale.tax + sale.contained),
            ("disputed", order["staff"]["disputed"], sum(one.frozen for one in sale.parts)),
            ("going back", order["refund"] in {"begun", "failed"} and not by_hand, False),
            ("returned", [one["returned"] for one in order["items"] if not sale.cancelled],
             [one.back for one in sale.lines if not sale.cancelled]),
            *papers_of(life.shop, sale),
            *life.kept_there(sale),
        ]  # fmt: skip
    return found


def _on_receipt(session: Session, shown: dict[str, object]) -> list[Told]:
    kept, funds = session.kept, session.orders
    return [
        ("paid", shown["paid"], sum(one.paid for one in funds)),
        ("went back, also by banks", shown["refunded"], sum(one.gone + one.lost for one in funds)),
        ("kept", shown["kept"], kept),
    ]


async def test_time_is_free_again_and_books_are_of_all_that_was_done(shop: Shop) -> None:
    for life in LIVES:
        for offer in life.studio.offers:
            for place in offer.places:
                offered = _offered(shop, offer, place)
                assert offered == _free(life, offer, place), life.told
    sales = [sale for life in LIVES for sale in life.sales]
    found: list[str] = []

    async def so() -> bool:
        found[:] = differing([*books_of(shop, sales), *owed_for(shop, LIVES)])
        return not found

    await eventually(so, PATIENCE, lambda: f"the books: {found}")
    report = await audit_shop(shop.market.database_url)
    assert report.clean, report.text()


def _offered(shop: Shop, offer: Offer, place: Place) -> list[datetime]:
    first = datetime.now(CLOCK).date() + timedelta(days=2)
    asked = {
        "service": offer.id, "resources": place.id, "length": str(min(offer.minutes)),
        "from": f"{first}T00:00", "to": f"{first + DAYS}T00:00", "limit": "500",
    }  # fmt: skip
    found = expect(shop.market.staff.get("/api/slots", params=asked))["times"]
    return [datetime.fromisoformat(one["start"]) for one in found]


def _free(life: Picturing, offer: Offer, place: Place) -> list[datetime]:
    """Each half an hour at which somebody alone would have it."""
    first = datetime.now(CLOCK).date() + timedelta(days=2)
    midnight = datetime(first.year, first.month, first.day, tzinfo=CLOCK)
    long = timedelta(minutes=min(offer.minutes))
    starts = [
        midnight + timedelta(days=day, hours=OPENS, minutes=30 * half)
        for day in range(DAYS.days)
        for half in range(2 * (CLOSES - OPENS))
    ]
    return [one for one in starts if life.is_free(place, (one, one + long), 1)]

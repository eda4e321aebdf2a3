"""The worker: everything that happens without a request in the shop."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from holdfast.booking.places import Geocoder
from holdfast.db.cursors import SET_WISE, Consumer, OutsideHandler
from holdfast.db.turns import Turns
from holdfast.experiments import look_after_experiments
from holdfast.flows.booking.attending import let_time_pass
from holdfast.flows.booking.galleries.ending import look_after_galleries
from holdfast.flows.booking.galleries.settling import FURTHER_TYPES, settle_further_paid
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.following import COPIED_TYPES, ask_for_copies, ask_for_due
from holdfast.flows.booking.reminding import remind
from holdfast.flows.booking.settling_dues import settle_paid_dues
from holdfast.flows.booking.waiting_in_line import look_after_line
from holdfast.flows.carting.bought import BOUGHT_TYPES, BoughtGoods
from holdfast.flows.carting.leaving import look_after_carts
from holdfast.flows.clients.keeping import BOOKER_TYPES, take_in_bookers
from holdfast.flows.digital.files import clear_files
from holdfast.flows.digital.giving import GIVE_TYPES, give_paid
from holdfast.flows.ending.call_off import CALL_OFF_TYPES, call_off_payments
from holdfast.flows.ending.complete import Completion
from holdfast.flows.ending.expire import sweep
from holdfast.flows.experimenting.counting import CONVERSION_TYPES, CONVERSIONS, count_conversions
from holdfast.flows.flash_sales.closing import close_due
from holdfast.flows.flash_sales.doors import open_doors, tell_rooms
from holdfast.flows.flash_sales.results import tell_results
from holdfast.flows.fulfilment.asking import ask_about_quiet
from holdfast.flows.fulfilment.preordered import PREORDER_TYPES, ask_to_serve
from holdfast.flows.guarding.assessing import PAID_TYPES, ask_to_assess
from holdfast.flows.insights.best_sellers import SALES_TYPES, advance, count_units
from holdfast.flows.insights.booking_demand import BOOKING_DEMAND, DEMAND_TYPES, write_demand
from holdfast.flows.insights.booking_figures import (
    BOOKING_FIGURE_TYPES,
    BOOKING_FIGURES,
    BookingFigures,
)
from holdfast.flows.insights.figures import FIGURE_TYPES, count_sales
from holdfast.flows.insights.product_sales import PRODUCT_SALES_TYPES, ProductSales
from holdfast.flows.insights.trade import TRADE, TRADE_TYPES, Trade
from holdfast.flows.inventory.areas import find_areas
from holdfast.flows.inventory.arrivals import ARRIVAL_TYPES, Arrivals
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.nudges import (
    BACK_TYPES,
    PRICE_TYPES,
    TellsWhoWaits,
    tell_of_prices,
)
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.inventory.publishing import turn_by_the_clock
from holdfast.flows.inventory.unused_pictures import clear_pictures
from holdfast.flows.invoicing.issuing import INVOICE_TYPES, issue_invoices
from holdfast.flows.mailing.kinds import MAIL_TYPES
from holdfast.flows.mailing.writing import MailWriter
from holdfast.flows.newsletters.sending import SEND_EVERY, forget_told, send_newsletters
from holdfast.flows.packages.issuing import ISSUE_TYPES, issue_paid
from holdfast.flows.packages.running_out import look_after_packages
from holdfast.flows.payments.keys import look_at_keys
from holdfast.flows.payments.purpose import Purpose, Purposes
from holdfast.flows.payments.sent import SENT_TYPES, take_for_sent
from holdfast.flows.payments.stragglers import GRACE, STRAGGLER_TYPES, settle_stragglers
from holdfast.flows.referrals.following import REFERRAL_TYPES, ask_to_follow_friends
from holdfast.flows.referrals.giving import give_due
from holdfast.flows.repeats.following import REPEAT_TYPES, ask_to_follow
from holdfast.flows.repeats.ordering import order_due
from holdfast.flows.returning.difference import EXCHANGE_TYPES, end_exchanges
from holdfast.flows.selling.leaving import look_after_leaving
from holdfast.flows.selling.noting import SHARE_TYPES, SHARES, note_sales
from holdfast.flows.selling.noting_sessions import SESSION_SHARE_TYPES, note_sessions
from holdfast.flows.selling.payouts import look_after_payouts
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.suspects import DISPUTE_TYPES, note_frauds
from holdfast.flows.stuck.alerting import ALERTS_EVERY, look_for_alerts
from holdfast.flows.stuck.watched import Here
from holdfast.flows.waiting.offering import serve_lines, stand_anew
from holdfast.flows.wallets.top_ups import ForTopUps
from holdfast.flows.wallets.treasury import Treasury
from holdfast.kit import shop_now, utc_now
from holdfast.kit.logs import logger
from holdfast.orders import OrderPaid
from holdfast.payments import Purpose as PurposeName
from holdfast.views.areas import areas_to_find
from holdfast.worker.background import HOUR, KEEP_HOUSE, Background, consumer_failed, timer_failed
from holdfast.worker.forgetting import forgotten
from holdfast.worker.handlers import handlers
from holdfast.worker.mailer import DUTY as MAIL
from holdfast.worker.mailer import Mailer
from holdfast.worker.metrics import EXPIRED
from holdfast.worker.moves import payment_moves
from holdfast.worker.orders_told import ORDER_STATES, OrdersTold
from holdfast.worker.outgoing import Outgoing
from holdfast.worker.publisher import PUBLISH_EVERY, SlotPublisher
from holdfast.worker.stock_levels import LEVELS_EVERY, STOCK_LEVELS

__all__ = ["Beside", "Worker"]

log = logger("worker")

SWEEP: Final = "expiry"
MAILS: Final = "mails"
SWEEP_EVERY: Final = 1.0
MOVE_ON_EVERY: Final = 10.0
COMPLETE_EVERY: Final = 60.0
PRICES_EVERY: Final = 1.0
CARTS_EVERY: Final = 60.0
BOOKINGS_EVERY: Final = 20.0
SOON: Final = 1.0
LINE_EVERY: Final = 5.0
GOODS_LINE_EVERY: Final = 0.5
OTHER_PARTS_EVERY: Final = 10.0
AREAS_EVERY: Final = 30.0
CALENDARS_EVERY: Final = 5.0
PACKAGES_EVERY: Final = 60.0
PAYOUTS_EVERY: Final = 300.0
CARRIERS_EVERY: Final = 10.0
EXPERIMENTS_EVERY: Final = 300.0
KEYS_EVERY: Final = 600.0
SALES_EVERY: Final = 0.5
ROOMS_EVERY: Final = 1.0
Beside: TypeAlias = Mapping[str, Callable[[Callable[[], bool]], Coroutine[Any, Any, None]]]
"""Each runs until it is cancelled, and does something only while it is this process's to do."""


class Worker(Background):
    """The shop's. ``treasury`` if wallets are in the same process; ``pictures``: where they
    are kept; ``mailer`` if mail is sent; ``beside``: what else one process does, by its duty;
    ``copies``: of the shop that are to be there."""

    def __init__(
        self,
        shop_parts: ShopParts,
        treasury: Treasury | None = None,
        *,
        partitions: int = 1,
        outgoing: Outgoing | None = None,
        relays: Sequence[Consumer] = (),
        pictures: PictureRoom | None = None,
        calendars: Calendars | None = None,
        mailer: Mailer | None = None,
        geocoder: Geocoder | None = None,
        beside: Beside | None = None,
        watched: Here | None = None,
    ) -> None:
        self._geocoder = geocoder
        self._watched = watched or Here(shop_parts.database)
        self._beside = beside or {}
        self._shop_parts = shop_parts
        self._mailer = mailer
        self._partitions = partitions
        self._pictures = pictures
        self._turns = turns = Turns()
        self._completion = Completion(shop_parts)
        purposes: dict[PurposeName, Purpose] = {
            "order": ForOrders(shop_parts),
            "part": ForOrders(shop_parts, "part"),
        }
        if treasury is not None:
            purposes["top-up"] = ForTopUps(treasury)
        jobs = handlers(purposes, shop_parts, calendars)
        consumers = (*self._make_consumers(purposes), *self._mail_consumers(), *relays)
        duties = (SWEEP, *(() if mailer is None else (MAIL,)), *self._beside)
        super().__init__(shop_parts.database, consumers, jobs, duties, outgoing, turns)

    async def start(self) -> None:
        """As all do; what happens from now on is mailed, though nobody has read it yet."""
        for consumer in self.consumers:
            if consumer.name == MAILS:
                await consumer.position(self._database)
        await super().start()

    def _mail_consumers(self) -> Sequence[Consumer]:
        """What happened before mail was first set up is told nobody."""
        mailer = self._mailer
        if mailer is None:
            return ()
        return (
            Consumer(
                MAILS,
                MAIL_TYPES,
                MailWriter(mailer.mailing),
                begin="now",
                collect_for=0.2,
                on_failure=consumer_failed,
                on_handled=mailer.wake,
                turns=self._turns,
            ),
        )

    def _make_consumers(self, purposes: Purposes) -> Sequence[Consumer]:
        parts = self._shop_parts
        bought, told, arrivals = BoughtGoods(parts), OrdersTold(), Arrivals(parts.tell)
        in_turn = partial(Consumer, span=SET_WISE, on_failure=consumer_failed, turns=self._turns)

        def beside(name: str, types: tuple[str, ...], handle: OutsideHandler) -> Consumer:
            """What may ask a provider, so that nothing else waits for it."""
            turns = self._turns.beside()
            return in_turn(name, types, handle, effect="outside", collect_for=0.1, turns=turns)

        return (
            in_turn("daily-sales", FIGURE_TYPES, count_sales),
            in_turn("best-sellers", SALES_TYPES, partial(count_units, partitions=self._partitions)),
            in_turn("product-sales", PRODUCT_SALES_TYPES, ProductSales(self._partitions)),
            in_turn(TRADE, TRADE_TYPES, Trade(self._partitions)),
            in_turn(BOOKING_FIGURES, BOOKING_FIGURE_TYPES, BookingFigures(self._partitions)),
            in_turn(CONVERSIONS, CONVERSION_TYPES, count_conversions),
            in_turn(BOOKING_DEMAND, DEMAND_TYPES, write_demand),
            in_turn("clients", BOOKER_TYPES, take_in_bookers),
            in_turn("low-stock", STOCK_TYPES, LowStock(self._partitions)),
            in_turn("arrivals", ARRIVAL_TYPES, arrivals, on_handled=arrivals.tell),
            payment_moves(self._shop_parts.providers, self._turns),
            in_turn("back-in-stock", BACK_TYPES, TellsWhoWaits(self._partitions), begin="now"),
            in_turn("wish-prices", PRICE_TYPES, tell_of_prices, begin="now"),
            in_turn("captures", SENT_TYPES, take_for_sent),
            in_turn("call-off-payments", CALL_OFF_TYPES, call_off_payments),
            in_turn("exchanges", EXCHANGE_TYPES, end_exchanges, begin="now"),
            in_turn("repeat-orders", REPEAT_TYPES, ask_to_follow, begin="now"),
            in_turn("referrals", REFERRAL_TYPES, ask_to_follow_friends, begin="now"),
            in_turn("order-metrics", tuple(ORDER_STATES), told, on_handled=told.count, begin="now"),
            in_turn("calendar-copies", COPIED_TYPES, ask_for_copies, collect_for=0.2),
            in_turn("issue-packages", ISSUE_TYPES, issue_paid),
            in_turn("give-codes", GIVE_TYPES, give_paid, begin="now"),
            in_turn("preorders", PREORDER_TYPES, ask_to_serve, begin="now"),
            in_turn("fraud", PAID_TYPES, ask_to_assess, begin="now"),
            in_turn("fraud-outcomes", DISPUTE_TYPES, note_frauds),
            in_turn("invoices", INVOICE_TYPES, issue_invoices, begin="now"),
            in_turn(SHARES, SHARE_TYPES, note_sales),
            in_turn("session-shares", SESSION_SHARE_TYPES, note_sessions),
            in_turn("bought-carts", BOUGHT_TYPES, bought, on_handled=bought.tell, collect_for=0.2),
            beside("booking-dues", (OrderPaid.TYPE,), partial(settle_paid_dues, parts)),
            beside("further-pictures", FURTHER_TYPES, partial(settle_further_paid, parts)),
            Consumer(
                "settle-stragglers",
                STRAGGLER_TYPES,
                partial(settle_stragglers, parts.database, purposes),
                effect="outside",
                age=GRACE,
                span=SET_WISE,
                on_failure=consumer_failed,
                turns=self._turns.beside(),
            ),
        )

    def _begin(self) -> None:
        self._run("expiry", self._sweeping())
        self._every("best-sellers", MOVE_ON_EVERY, self._move_on, SOON)
        self._every("completed orders", COMPLETE_EVERY, lambda: self._completion.run(shop_now()))
        self._every("prices", PRICES_EVERY, lambda: turn_by_the_clock(self._database))
        parts = self._shop_parts
        for duty, run in self._beside.items():
            self._run(duty, run(partial(self._duties.holds, duty)))
        if self._mailer is not None:
            self._run("mail", self._mailer.run(lambda: self._duties.holds(MAIL)))
            self._every("what was told", HOUR, partial(forget_told, self._mailer.mailing))
            send = partial(send_newsletters, self._mailer.mailing)
            self._every("newsletters", SEND_EVERY, send)
        self._every("carts", CARTS_EVERY, lambda: look_after_carts(parts, shop_now()))
        self._every("bookings", BOOKINGS_EVERY, lambda: let_time_pass(parts, shop_now()))
        self._every("calendars", CALENDARS_EVERY, lambda: ask_for_due(self._database))
        self._every("flash sales", SALES_EVERY, lambda: close_due(parts))
        self._every("waiting rooms", SALES_EVERY, lambda: open_doors(self._database, parts.tell))
        self._every("sale rooms", ROOMS_EVERY, lambda: tell_rooms(self._database, parts.tell))
        self._every("sale results", SALES_EVERY, lambda: tell_results(self._database))
        kept = parts.database
        self._every("experiments", EXPERIMENTS_EVERY, lambda: look_after_experiments(kept.pool))
        for name, forget in forgotten(kept).items():
            self._every(name, HOUR, forget)
        self._every("repeat orders", HOUR, lambda: order_due(parts, shop_now()), SOON)
        self._every("referrals", HOUR, lambda: give_due(parts, shop_now()), SOON)
        self._every("packages", PACKAGES_EVERY, lambda: look_after_packages(parts, shop_now()))
        self._every("payouts", PAYOUTS_EVERY, lambda: look_after_payouts(parts, shop_now()))
        self._every("leaving", PAYOUTS_EVERY, lambda: look_after_leaving(parts, shop_now()))
        self._every("carriers", CARRIERS_EVERY, lambda: ask_about_quiet(parts, shop_now()))
        self._every("line", LINE_EVERY, lambda: look_after_line(parts, shop_now()))
        self._every("goods line", GOODS_LINE_EVERY, lambda: serve_lines(parts))
        self._every("other parts", OTHER_PARTS_EVERY, lambda: stand_anew(parts))
        self._every("reminders", BOOKINGS_EVERY, lambda: remind(parts, shop_now()), SOON)
        if self._geocoder is not None:
            self._every("areas", AREAS_EVERY, partial(self._find_areas, self._geocoder))
        if self._pictures is not None:
            self._every("pictures", HOUR, partial(self._clear_pictures, self._pictures))
            self._every("galleries", HOUR, partial(self._end_galleries, self._pictures))
            self._every("goods-files", HOUR, partial(clear_files, self._pictures))
        look = partial(STOCK_LEVELS.look, self._database, self._partitions)
        self._every("stock levels", LEVELS_EVERY, look)
        self._every("keys", KEYS_EVERY, self._look_at_keys, SOON)
        self._every("alerts", ALERTS_EVERY, self._look_for_alerts)
        publisher = SlotPublisher(self._database, lambda: self._duties.lease(KEEP_HOUSE))
        self._every("published slots", PUBLISH_EVERY, publisher.run)

    async def _look_at_keys(self) -> None:
        """Whether those by whom one pays and is told things take the shop's keys; staff's home
        says so at once."""
        await look_at_keys(self._shop_parts)
        if self._mailer is not None:
            await self._mailer.look_at_keys()
        await self._look_for_alerts()

    async def _look_for_alerts(self) -> None:
        keys = () if self._mailer is None else self._mailer.keys_refused
        off = (await self._shop_parts.shop.now()).alerts_off
        await look_for_alerts(self._watched, off, keys)

    async def _find_areas(self, geocoder: Geocoder) -> None:
        """If orders may come from several places of which it is known where they are."""
        parts = self._shop_parts
        known = [one for one in await parts.stocks.locations.now() if one.position is not None]
        if len(known) > 1:
            await find_areas(parts, geocoder, await areas_to_find(parts.database.pool))

    # --- timers -----------------------------------------------------------------------------

    async def _sweeping(self) -> None:
        """Sweep as holds fall due, and look once a second whatever happens. The consumers wait
        meanwhile: what a buyer wants back on sale comes before the figures."""
        while True:
            pause = SWEEP_EVERY
            if self._duties.holds(SWEEP):
                try:
                    with self._turns.urgent():
                        swept = await sweep(self._shop_parts, self._partitions)
                except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                    timer_failed(SWEEP, error)
                else:
                    EXPIRED.inc(swept.expired)
                    if swept.next_due is not None:
                        pause = min(max(swept.next_due, 0.05), SWEEP_EVERY)
            await asyncio.sleep(pause)

    async def _clear_pictures(self, room: PictureRoom) -> None:
        gone = await clear_pictures(room, utc_now())
        if gone:
            log.info("pictures that no product has are deleted", pictures=gone)

    async def _end_galleries(self, room: PictureRoom) -> None:
        gone = await look_after_galleries(room, shop_now())
        if gone:
            log.info("pictures of galleries that are over are deleted", pictures=gone)

    async def _move_on(self) -> None:
        """Best sellers: let in what is new and out what is too old, a step a transaction."""
        behind = True
        while behind:
            async with self._database.transaction() as connection:
                behind = await advance(connection)

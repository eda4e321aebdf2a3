"""An order whose money PayPal sets aside, as tests of its captures have it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from holdfast.db.jobs import reader_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.fulfilment.capturing import take_for_parcels
from holdfast.flows.fulfilment.packing import make_parcel, ship
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff import orders as staff_orders
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.fulfilment import parcels_of
from holdfast.orders import Order
from holdfast.payments import RefundPayment
from holdfast.payments.providers.paypal import PayPalProvider
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, confirm, new_goods, order_now, reserve
from tests.db.flows.stage import Stage, select
from tests.support.paypal import PayPalServer
from tests.support.paypal.server import CLIENT, SECRET

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


@dataclass(frozen=True)
class SetAside:
    """An order of one line of units at 5.00 each, whose money PayPal has set aside."""

    stage: Stage
    paypal: PayPalServer
    order: Order
    payment_id: UUID
    name: str

    async def sends(self, units: int) -> None:
        """A parcel of so many units leaves."""
        stage, order = self.stage, self.order
        await make_parcel(stage, STAFF, order.id, {0: units}, packed=True)
        parcel = (await parcels_of(stage.database.pool, [order.id]))[order.id][-1]
        await ship(stage, STAFF, order.id, parcel.id, "Post", "R1")

    async def takes(self) -> None:
        """The job that a parcel left behind."""
        await take_for_parcels(self.stage, self.payment_id, "r")

    async def gives_back(self, amount: int) -> None:
        """Staff refund so much, and the jobs do."""
        await staff_orders.refund(self.stage, STAFF, self.order.id, amount, "asked for")
        await self.runs_refunds()

    async def runs_refunds(self) -> None:
        for job in await self.refund_jobs():
            await self.runs(job)

    async def runs(self, job: RefundPayment) -> None:
        if job.refund_id is None:
            await refund(self.stage, job.payment_id, amount=job.amount, attempt=job.attempt)
        else:
            assert job.amount is not None
            await refund_of_part(self.stage, job.payment_id, job.refund_id, job.amount)

    async def refund_jobs(self) -> list[RefundPayment]:
        rows = await select(
            self.stage,
            "SELECT payload FROM jobs WHERE queue = 'refund' AND position("
            " convert_to($1, 'utf8') IN payload) > 0 ORDER BY id",
            str(self.payment_id),
        )
        return [reader_of(RefundPayment)(row[0]).payload for row in rows]

    @property
    def there(self) -> dict[str, Any]:
        found: dict[str, Any] = self.paypal.book.order(self.name)["purchase_units"][0]["payments"]
        return found

    @property
    def captured(self) -> list[int]:
        return [_minor(one) for one in self.there.get("captures", ())]

    @property
    def given_back(self) -> int:
        return int(self.paypal.book.given_back(self.name) * 100)

    @property
    def held(self) -> str:
        return str(self.there["authorizations"][0]["status"])

    async def state(self) -> str:
        asked = "SELECT state FROM payment_captures WHERE payment_id = $1"
        ((state,),) = await select(self.stage, asked, self.payment_id)
        return str(state)

    async def moved(self) -> dict[str, int]:
        """Of the report: by kind."""
        rows = await select(
            self.stage,
            "SELECT kind, sum(amount)::int FROM payment_moves WHERE payment_id = $1 GROUP BY 1",
            self.payment_id,
        )
        return dict(rows)


def _minor(one: dict[str, Any]) -> int:
    return int(Decimal(one["amount"]["value"]) * 100)


async def set_aside(
    stage: Stage,
    paypal: PayPalServer,
    units: int = 3,
    parcels: str = "each",
    on: str = "shipment",
) -> SetAside:
    """``parcels`` and ``on``: its settings' ``capture_parcels`` and ``capture_on``."""
    if "paypal" not in stage.providers:
        provider = PayPalProvider(CLIENT, SECRET, sandbox=True, url=paypal.url)
        stage.providers["paypal"] = provider  # type: ignore[index]  # a dict, in tests
    said = {"capture_on": on, "capture_parcels": parcels}
    await update_settings(stage.database, said, STAFF, None, partitions=stage.reader.partitions)
    stage.shop.forget()
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, units), quantity=units)
    begun = await begin_payment(
        stage, Caller(buyer, "test"), reserved.reservation_id, "paypal", origin="https://shop.test"
    )
    assert begun.next_action is not None
    name = str(begun.next_action.redirect_url).rpartition("/")[2]
    paypal.visit(name, "pay")
    assert (await confirm(stage, buyer, reserved, begun)).status == "paid"
    return SetAside(stage, paypal, await order_now(stage, reserved), begun.payment_id, name)

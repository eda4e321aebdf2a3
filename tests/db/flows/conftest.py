"""A shop's flows on a real ledger, with a payment provider that the test runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from holdfast import promotions
from holdfast.catalog import ProductDraft, Selection, VariantDraft, stock_key
from holdfast.flows.checkout.basket import Amount, CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.expire import sweep
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.promotions.campaigns import make_campaign
from holdfast.flows.promotions.coupons import give_out
from holdfast.flows.settlement.confirm import Confirmed, confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import open_wallet, top_up
from holdfast.kit import new_id
from holdfast.orders import Order
from holdfast.payments import Payment, PaymentBook, refundable_key
from holdfast.people import Principal, guest_owner, user_owner
from holdfast.promotions import issued_key
from holdfast.views.agreement import audit_shop
from holdfast.wallets import ChargeBook, Wallet, WalletBook
from tests.support.length import PARTITIONS
from tests.support.payer import platform_on
from tests.support.provider import ProviderServer


@dataclass(frozen=True)
class Goods:
    """A product with one variant."""

    product_id: UUID
    variant_id: UUID


def cart_of(*goods: Goods, quantity: int = 1) -> list[CartLine]:
    """So many of each."""
    return [CartLine(one.product_id, Selection(one.variant_id), quantity) for one in goods]


async def buy(
    platform: ShopParts, buyer: Principal, wanted: Sequence[CartLine] | Amount, **asked: Any
) -> UUID:
    """From the buyer's wallet; the order's id."""
    caller = Caller(buyer, asked.pop("request", ""), asked.pop("key", None))
    return (await place(platform, caller, wanted, wallet=True, **asked)).order_id


@dataclass
class World:
    """The platform and what one does and asks of it."""

    platform: ShopParts
    provider: ProviderServer
    partitions: int
    spare: Callable[[], Awaitable[ShopParts]]
    altered: set[str] = field(default_factory=set)
    """Codes of the findings that the test itself made true, by SQL."""

    async def goods(self, stock: int, price: int = 500, currency: str = "EUR") -> Goods:
        handle = f"goods-{new_id()}"
        draft = ProductDraft(handle, "Goods", (VariantDraft({}, price, stock=stock),))
        await put_drafts(
            self.platform.database, self.platform.ledger, [draft], DraftTerms(currency)
        )
        (row,) = await self.rows(
            "SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id"
            " WHERE p.handle = $1",
            handle,
        )
        product_id, variant_id = row
        assert isinstance(product_id, UUID)
        assert isinstance(variant_id, UUID)
        return Goods(product_id, variant_id)

    def buyer(self) -> Principal:
        return Principal(guest_owner(new_id()), "guest", address="192.0.2.1")

    def customer(self) -> Principal:
        return Principal(user_owner(new_id()), "user", frozenset({"customer"}), "192.0.2.1")

    async def coupon(self, owner: Principal, **terms: Any) -> UUID:
        """A coupon of a campaign of its own: ten percent off, unless said otherwise."""
        usual: dict[str, Any] = {
            "name": "Ten off", "rule": "percent", "value": 10, "quantity": 1,
            "opens_at": datetime(2020, 1, 1, tzinfo=UTC),
        }  # fmt: skip
        asked = promotions.Terms(**(usual | terms))
        campaign = await make_campaign(self.platform, process("user:staff"), asked)
        return (await give_out(self.platform, Caller(owner), campaign.id)).coupon.id

    async def end_coupon(self, coupon: UUID) -> None:
        """As if its days had passed."""
        await self.platform.database.pool.execute(
            "UPDATE coupons SET issued_at = clock_timestamp() - interval '30 days',"
            " expires_at = clock_timestamp() - interval '1 millisecond' WHERE id = $1",
            coupon,
        )

    async def coupon_account(self, coupon: UUID) -> tuple[int, int]:
        """Free and held."""
        account = await self.platform.reader.account(issued_key(coupon))
        return account.balance, account.held

    @property
    def treasury(self) -> Treasury:
        """The wallets of the same shop, where everybody tops up without paying."""
        here = self.platform
        return Treasury(
            here.ledger,
            here.reader,
            WalletBook(here.database),
            ChargeBook(here.database),
            PaymentBook(here.database),
            {},
            gives_freely=True,
        )

    async def wallet(self, owner: Principal, amount: int = 0, currency: str = "EUR") -> Wallet:
        """A wallet with so much in it."""
        wallet = (await open_wallet(self.treasury, Caller(owner), currency)).standing.wallet
        if amount:
            await top_up(self.treasury, Caller(owner), wallet.id, amount)
        return wallet

    async def balance(self, wallet: Wallet) -> int:
        return (await self.platform.reader.account(wallet.key)).balance

    async def refundable(self, payment_id: UUID) -> int:
        return (await self.platform.reader.account(refundable_key(payment_id))).balance

    async def reserve(
        self, buyer: Principal, *goods: Goods, quantity: int = 1, coupon: UUID | None = None
    ) -> Placed:
        return await place(
            self.platform, Caller(buyer), cart_of(*goods, quantity=quantity), coupon_id=coupon
        )

    async def pay(self, buyer: Principal, reserved: Placed) -> PaymentBegun:
        return await begin_payment(
            self.platform, Caller(buyer, "test-pay"), reserved.reservation_id, "scripted"
        )

    async def confirm(self, buyer: Principal, reserved: Placed, payment: PaymentBegun) -> Confirmed:
        return await confirm_order(
            self.platform, Caller(buyer), reserved.reservation_id, payment.payment_id
        )

    async def end_hold(self, reserved: Placed) -> None:
        """As if its time had passed; nobody has swept yet."""
        self.altered.add("sealed")
        await self.platform.database.pool.execute(
            "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
            " WHERE id = $1",
            reserved.reservation_id,
        )

    async def sweep(self) -> int:
        return (await sweep(self.platform, self.partitions)).expired

    # --- what became of it ---------------------------------------------------------------------

    async def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in await self.platform.database.pool.fetch(statement, *values)]

    async def stock(self, goods: Goods) -> tuple[int, int]:
        """Free and held."""
        account = await self.platform.reader.account(stock_key(goods.variant_id))
        return account.balance, account.held

    async def order(self, reserved: Placed) -> Order:
        order = await self.platform.orders.get(reserved.order_id)
        assert order is not None
        return order

    async def state(self, reserved: Placed) -> tuple[str, str | None, str]:
        """Status, reason and refund of the order."""
        order = await self.order(reserved)
        return order.status, order.reason, order.refund

    async def payment(self, begun: PaymentBegun) -> Payment:
        payment = await self.platform.payments.get(begun.payment_id)
        assert payment is not None
        return payment

    async def payment_status(self, payment_id: UUID) -> str:
        payment = await self.platform.payments.get(payment_id)
        assert payment is not None
        return payment.status

    async def events(self, subject: object) -> list[str]:
        rows = await self.rows(
            "SELECT type FROM events WHERE subject = $1 ORDER BY xid, id", str(subject)
        )
        return [str(row[0]) for row in rows]

    async def jobs(self) -> list[str]:
        """What is to be done now. (Each payment also has a job that looks at it later.)"""
        rows = await self.rows("SELECT queue FROM jobs WHERE next_attempt_at <= now() ORDER BY id")
        return [str(row[0]) for row in rows]


@asynccontextmanager
async def opened_world(
    database_url: str, partitions: int, *, by_message: bool = False
) -> AsyncIterator[World]:
    """Its ledger must be clean at the end, and all else agree with it."""
    provider = await ProviderServer().start()
    started: list[ShopParts] = []

    async def start() -> ShopParts:
        platform = platform_on(database_url, provider.url, partitions, by_message=by_message)
        await platform.database.start()
        await platform.ledger.start()
        started.append(platform)
        return platform

    world = World(await start(), provider, partitions, start)
    yield world
    report = await audit_shop(database_url)
    await asyncio.gather(*(platform.ledger.close() for platform in started))
    await asyncio.gather(*(platform.database.close() for platform in started))
    await provider.stop()
    assert {str(one.fault) for one in report.violations} <= world.altered, report.text()


@pytest.fixture(params=PARTITIONS)
async def world(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """Its ledger must be clean after every test."""
    async with opened_world(database_url, request.param) as opened:
        yield opened

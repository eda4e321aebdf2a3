"""Sellers are told of what is theirs of an order: that it is sold, or not to be sent."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from holdfast.flows.mailing.reading_work import sale_stands
from holdfast.flows.mailing.wanting import wanted_kinds
from holdfast.fraud import OrderReleased
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from holdfast.orders import OrderCancelled, OrderPaid, OrderUnitsCancelled
from holdfast.payments import DisputeOpened
from holdfast.people import Principal
from holdfast.sellers import PayoutAccountChanged
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_work import STARTS, said_to, told_of


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def of_sellers(office: PostOffice, order: UUID, *names: str) -> dict[str, UUID]:
    """Two of each seller's goods are in the order; the variants by whose they are."""
    pool, found = office.parts.database.pool, {}
    for line, name in enumerate(names, 1):
        seller, product = new_id(), new_id()
        person = await office.a_person(f"{name}@x.example")
        await pool.execute("INSERT INTO sellers (id, name, slug) VALUES ($1, $2, $2)", seller, name)
        await pool.execute("INSERT INTO seller_people VALUES ($1, $2)", seller, person)
        await pool.execute(
            "INSERT INTO products (id, handle, name, currency, status, seller_id)"
            " VALUES ($1, $2, $2, 'EUR', 'active', $3)",
            product, f"cloth-{name}", seller,
        )  # fmt: skip
        await pool.execute(
            "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name,"
            " options, quantity, price) VALUES ($1, $2, $3, $3, $4, $5, 2, 100)",
            order, line, product, f"Cloth of {name}", '{"colour": "blue"}',
        )  # fmt: skip
        found[name] = product
    return found


async def test_each_seller_hears_of_their_own_lines_and_staff_of_a_dispute(
    office: PostOffice,
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    (order,) = await office.orders_of(client)
    boss = await office.a_person("boss@x.example")
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    await of_sellers(office, order, "mill", "loom")
    dispute = DisputeOpened(new_id(), order, "stripe", 1350, "EUR", "fraudulent", 1350, STARTS)
    log = await told_of(office, (OrderPaid(new_id(), 1350, "EUR"), order), (dispute, new_id()))
    assert said_to(log) == [
        ("dispute-opened", "boss@x.example"),
        ("order-paid", "client@x.example"),
        ("order-to-send", "boss@x.example"),  # a line of it is the shop's own
        ("seller-dispute", "loom@x.example"),
        ("seller-dispute", "mill@x.example"),
        ("seller-order", "loom@x.example"),
        ("seller-order", "mill@x.example"),
    ]
    for one in log:
        if one["kind"].startswith("seller-"):
            name = one["address"].partition("@")[0]
            assert f"Cloth of {name}" in str(one["said"])
            assert str(one["said"]).count("Cloth of") == 1
            assert "blue" in str(one["said"])
    wanted = await wanted_kinds(
        office.parts.database,
        office.mailing,
        Principal(f"user:{client}", "user", roles=frozenset({"customer"})),
    )
    assert not {"seller-order", "session-booked"} & {one.kind for one in wanted}


async def test_who_is_to_send_what_is_cancelled_is_told_not_to(office: PostOffice) -> None:
    client = await office.a_person("client@x.example")
    whole, part, unpaid = await office.orders_of(client, 3)
    await of_sellers(office, whole, "mill", "loom")
    of_part = await of_sellers(office, part, "dye", "spin")
    await of_sellers(office, unpaid, "knit")
    log = await told_of(
        office,
        (OrderCancelled("refunded", "buyer"), whole),
        (OrderUnitsCancelled({str(of_part["dye"]): 1}, "buyer"), part),
        (OrderCancelled("unpaid", "unpaid"), unpaid),
    )
    off = {
        one["address"]: json.loads(one["said"])["off"]
        for one in log
        if one["kind"] == "seller-order-off"
    }
    assert sorted(off) == ["dye@x.example", "loom@x.example", "mill@x.example"]
    assert [one["name"] for one in off["mill@x.example"]["lines"]] == ["Cloth of mill"]
    assert [one["quantity"] for one in off["mill@x.example"]["lines"]] == [2]
    assert [one["quantity"] for one in off["dye@x.example"]["lines"]] == [1]
    assert [off[f"{name}@x.example"]["part"] for name in ("mill", "dye")] == [False, True]


async def test_an_order_that_is_looked_at_first_is_told_to_its_seller_once_it_may_be_sent(
    office: PostOffice,
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    (order,) = await office.orders_of(client)
    await of_sellers(office, order, "mill")
    await pool.execute("UPDATE orders SET status = 'paid', paid_at = now() WHERE id = $1", order)
    await pool.execute(
        "INSERT INTO fraud_checks (order_id, status, verdict, score, reasons, card)"
        " VALUES ($1, 'held', 'hold', 80, '[]', '')",
        order,
    )

    async def to_be_told() -> list[bool]:
        log = [one for one in await office.log() if one["kind"] == "seller-order"]
        mails = await mails_by_id(pool, [one["id"] for one in log])
        async with office.parts.database.read() as connection:
            return [await sale_stands(connection, one) for one in mails.values()]

    await told_of(office, (OrderPaid(new_id(), 1350, "EUR"), order))
    assert await to_be_told() == [False]
    await pool.execute("UPDATE fraud_checks SET status = 'released', decided_at = now()")
    await told_of(office, (OrderReleased(), order))
    assert await to_be_told() == [True, True]  # of which the first was dropped by then


async def test_whoever_sells_there_hears_that_payouts_go_elsewhere(office: PostOffice) -> None:
    client = await office.a_person("client@x.example")
    (order,) = await office.orders_of(client)
    await of_sellers(office, order, "mill", "loom")
    pool = office.parts.database.pool
    seller = await pool.fetchval("SELECT id FROM sellers WHERE name = 'mill'")
    fact = PayoutAccountChanged("bank", "…3000", "user:somebody")
    (mail,) = await told_of(office, (fact, seller))
    assert (mail["kind"], mail["address"]) == ("payout-account", "mill@x.example")
    assert "…3000" in json.loads(mail["said"])["fact"]["account"]
    assert f"/selling/money?seller={seller}" in str(mail["said"])

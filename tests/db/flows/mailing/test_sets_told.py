"""Mails of orders say what is in a set."""

import json
from collections.abc import AsyncIterator

import pytest

from holdfast.kit import new_id
from tests.db.flows.mailing.post_office import PostOffice, opened_office


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def test_a_mail_says_what_is_in_a_set_and_nothing_of_plain_goods(office: PostOffice) -> None:
    ann, bob = await office.a_person("ann@x.example"), await office.a_person("bob@x.example")
    (order,), (plain,) = await office.orders_of(ann, locale="ru"), await office.orders_of(bob)
    pool = office.parts.database.pool
    inside: dict[str, int] = {}
    for name, russian, units in (("Bulb", "Лампочка", 4), ("Lamp", None, 2)):
        product, variant = new_id(), new_id()
        await pool.execute(
            "INSERT INTO products (id, handle, name, currency, status, translations)"
            " VALUES ($1, $2, $3, 'EUR', 'active', $4)",
            product, name.lower(), name,
            json.dumps({"ru": {"name": russian}} if russian else {}),
        )  # fmt: skip
        await pool.execute(
            "INSERT INTO variants (id, product_id, sku, options, price, position)"
            " VALUES ($1, $2, $3, '{}', 100, 0)",
            variant, product, name,
        )  # fmt: skip
        inside[f"stock/{variant}"] = units
    await pool.execute(
        "UPDATE order_items SET quantity = 2, taken = $2 WHERE order_id = $1",
        order, json.dumps(inside),
    )  # fmt: skip
    await pool.execute(
        "UPDATE order_items SET taken = $2 WHERE order_id = $1",
        plain, json.dumps({f"stock/{plain}": 1}),
    )  # fmt: skip
    async with office.open():
        await office.happens([order, plain])
        await office.until(
            lambda log: sum(one["status"] == "sent" for one in log) >= 2, "both are sent"
        )
    (mail,) = office.server.to("ann@x.example")
    assert "2 × Mug <b> (2 × Лампочка, 1 × Lamp)" in mail.text("plain").replace("\xa0", " ")
    (mail,) = office.server.to("bob@x.example")
    assert "1 × Mug <b>:" in mail.text("plain").replace("\xa0", " ")

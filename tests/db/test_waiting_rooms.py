"""Places in a waiting room, looked at by many at once while the door lets people in."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.flash_sales import (
    count_outcomes,
    let_in_next,
    load_let_in_so_far,
    load_rooms,
    rooms_open,
    take_places,
)
from holdfast.kit import new_id

PEOPLE = [f"user:{number:03}" for number in range(300)]
SALE = """
INSERT INTO flash_sales (id, product_id, variant_id, quantity, price, currency, per_customer,
                         per_second, starts_at, ends_at)
VALUES ($1, $1, $1, 10, 100, 'EUR', 1, $2, clock_timestamp() + make_interval(secs => $3),
        clock_timestamp() + interval '2 hours')
"""

CROWD = """
INSERT INTO flash_sale_places (sale_id, owner, turn, seen_at, let_in_at)
SELECT $1, 'user:' || n, n, clock_timestamp() - make_interval(secs => CASE WHEN n <= 400
    THEN 90 ELSE 0 END), CASE WHEN n > 1900 THEN clock_timestamp() END
FROM generate_series(1, 2000) n
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await opened.start()
    yield opened
    await opened.close()


async def new_sale(database: Database, per_second: int, in_seconds: float = 0.0) -> UUID:
    sale = new_id()
    await database.pool.execute(SALE, sale, per_second, in_seconds)
    return sale


async def test_who_comes_together_stands_in_the_order_of_asking(database: Database) -> None:
    sale, other = await new_sale(database, 1), await new_sale(database, 1)
    asked = [(sale, one) for one in reversed(PEOPLE)]
    found = await take_places(database.pool, [*asked, (other, PEOPLE[0])])
    assert [found[one].before for one in asked] == list(range(300))
    assert found[other, PEOPLE[0]].before == 0
    again = await take_places(database.pool, [asked[7], asked[200]])
    assert [one.before for one in again.values()] == [7, 200]


async def test_before_the_start_turns_are_drawn_and_not_told(database: Database) -> None:
    sale = await new_sale(database, 1, in_seconds=3600)
    asked = [(sale, one) for one in PEOPLE]
    found = await take_places(database.pool, asked)
    assert {(one.before, one.until) for one in found.values()} == {(None, None)}
    await database.pool.execute(
        "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = $1", sale
    )
    places = [one.before for one in (await take_places(database.pool, asked)).values()]
    assert sorted(one for one in places if one is not None) == list(range(300))
    assert places != list(range(300))


async def test_many_looks_and_the_door_never_wait_for_one_another_in_a_ring(
    database: Database,
) -> None:
    sale = await new_sale(database, 10_000)
    asked = [(sale, one) for one in PEOPLE]
    await take_places(database.pool, asked)

    async def look(order: int) -> None:
        for _ in range(20):
            await take_places(database.pool, asked[::order])

    async def door() -> int:
        return sum([sum((await let_in_next(database.pool)).values()) for _ in range(20)])

    looked = asyncio.gather(look(1), look(-1), look(-1))
    let_in = await asyncio.gather(door(), door())
    await looked
    assert sum(let_in) == 300
    assert all(one.until for one in (await take_places(database.pool, asked)).values())


async def test_a_place_counts_on_from_how_many_were_let_in(database: Database) -> None:
    sale = await new_sale(database, 100)
    asked = [(sale, one) for one in PEOPLE]
    early = await new_sale(database, 1, in_seconds=3600)
    found = await take_places(database.pool, [*asked, *((early, one) for one in PEOPLE[:7])])
    assert {found[one].let_in for one in asked} == {0}
    assert {found[early, one].early for one in PEOPLE[:7]} == {7}
    assert await let_in_next(database.pool) == {sale: 100}
    last = (await take_places(database.pool, [asked[-1]]))[asked[-1]]
    assert (last.before, last.let_in) == (199, 100)
    assert await load_let_in_so_far(database.pool, [sale, early]) == {sale: 100, early: 0}


async def test_what_goes_on_is_counted_by_index_however_many_wait(database: Database) -> None:
    sale = await new_sale(database, 1)
    await database.pool.execute(CROWD, sale)
    await database.pool.execute("ANALYZE flash_sale_places")
    await count_outcomes(database.pool, {(sale, "bought"): 3, (sale, "flash-sale-limit"): 2})
    await count_outcomes(database.pool, {(sale, "flash-sale-limit"): 5})
    room = (await load_rooms(database.pool, [sale]))[sale]
    assert (room.waiting, room.away, room.let_in) == (1500, 400, 100)
    assert (room.lately, room.refused) == (3, {"flash-sale-limit": 7})
    assert sale in await rooms_open(database.pool, 10)

"""Numbers that are kept, and proven by a digest: never older than the question."""

from uuid import UUID

from holdfast.catalog import stock_key
from holdfast.kit.ids import new_id
from holdfast.ledger import Accepted, Command, Deposit, Hold, Line, Wait, Withdraw
from holdfast.views.kept_stock import KeptStock
from holdfast.views.stock import ProductStock, read_stock
from tests.db.catalogue.conftest import Shop, Write

PARTITIONS = 4  # more may be asked for than there are
CHANGES = (
    "UPDATE variants SET low_stock_threshold = 3",
    "UPDATE variants SET delivered = 40",
    "UPDATE variants SET arrives_on = '2031-05-01'",
    "UPDATE variants SET active = false",
    "UPDATE products SET revision = revision + 1",
    "UPDATE products SET status = 'draft'",
    "UPDATE product_counts SET sales = 7",
    "UPDATE product_counts SET stars = '{0,0,0,0,1}', reviews_version = 1",
    "UPDATE directory_stamp SET revision = revision + 1",
)


def said(one: ProductStock) -> tuple[object, ...]:
    return (
        one.revision, one.active, one.directory, one.sales, one.rating, one.still, one.digest,
        one.variants,
    )  # fmt: skip


async def two(shop: Shop, write: Write) -> tuple[UUID, UUID]:
    await shop.load(
        write("tee,Tee,,,,,,Size,S,,,,4,10.00,,,,,,", "cap,Cap,,,,,,Size,M,,,,5,12.00,,,,,,")
    )
    found = dict(await shop.rows("SELECT handle, id FROM products"))
    return UUID(str(found["tee"])), UUID(str(found["cap"]))


async def variant_of(shop: Shop, product_id: UUID) -> UUID:
    ((found,),) = await shop.rows("SELECT id FROM variants WHERE product_id = $1", product_id)
    return UUID(str(found))


async def test_only_what_changed_is_read_again(shop: Shop, write: Write) -> None:
    tee, cap = await two(shop, write)
    kept = KeptStock(shop.database, PARTITIONS)
    first = await kept.of([tee, cap])
    again = await kept.of([cap, tee])
    assert again[tee] is first[tee]
    assert again[cap] is first[cap]
    key = stock_key(await variant_of(shop, tee))
    assert isinstance(await shop.ledger.commit(Command((Deposit(key, 2),))), Accepted)
    then = await kept.of([tee, cap])
    assert (then[tee].stock, first[tee].stock) == (6, 4)
    assert then[cap] is first[cap]
    assert await kept.of([new_id()]) == {}


async def test_whatever_is_said_of_a_product_is_as_it_is_now(shop: Shop, write: Write) -> None:
    tee, cap = await two(shop, write)
    kept = KeptStock(shop.database, PARTITIONS)
    for change in CHANGES:
        before = await kept.of([tee, cap])
        await shop.database.pool.execute(change)
        now = await kept.of([tee, cap])
        fresh = await read_stock(shop.database.pool, [tee, cap], PARTITIONS)
        for one in (tee, cap):
            assert said(now[one]) == said(fresh[one]), change
            assert said(now[one]) != said(before[one]), change


async def test_every_move_of_its_stock_is_seen(shop: Shop, write: Write) -> None:
    tee, _ = await two(shop, write)
    key = stock_key(await variant_of(shop, tee))
    kept = KeptStock(shop.database, PARTITIONS)
    moves = (
        (Hold(new_id(), (Line(key, 3),), 60.0), (1, 3, False)),
        (Withdraw(key, 1), (0, 3, False)),
        (Wait(key, 1), (0, 3, False)),
        (Deposit(key, 5), (0, 3, False)),  # for who waits
        (Wait(key, -1), (5, 3, False)),
        (Deposit(f"{key}/{new_id()}", 9), (5, 3, False)),  # at a place that there is not
    )
    for move, numbers in moves:
        assert isinstance(await shop.ledger.commit(Command((move,))), Accepted), move
        one = (await kept.of([tee]))[tee]
        assert (one.stock, one.held, one.still) == numbers, move

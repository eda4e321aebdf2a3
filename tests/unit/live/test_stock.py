"""What is watched of stock: lost, doubled and reordered news, then a reading, end at the truth."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger import AccountState
from holdfast.live import Reads
from holdfast.live.holds import Holds
from holdfast.live.watched import Watched
from holdfast.views.live.stock import LIVE_STOCK, StockUpdate, VariantState

NOON = datetime(2031, 3, 30, 12, tzinfo=UTC)
PRODUCTS = [UUID(int=number) for number in range(1, 4)]
KEYS = {product: [f"stock/{product.int}-{n}" for n in range(product.int)] for product in PRODUCTS}
ALL_KEYS = [key for keys in KEYS.values() for key in keys]
Numbers = tuple[int, int, int]  # free, held, version


class Shop:
    """What the database would say: what is on sale, and how much of it is left."""

    def __init__(self, on_sale: Mapping[UUID, Sequence[str]] = KEYS) -> None:
        self.on_sale = dict(on_sale)
        self.numbers: dict[str, Numbers] = {}
        self.full: dict[str, int] = {}
        self.holds = Holds()
        self.watched = Watched(
            LIVE_STOCK, Reads(self.read), next_release_at=self.holds.next_release_at
        )

    async def read(
        self, ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, VariantState]]:
        return {
            product: {
                key: VariantState(
                    product,
                    uuid5(NAMESPACE_OID, key),
                    key,
                    *self.numbers.get(key, (0, 0, 0)),
                    self.full.get(key, 0),
                )
                for key in self.on_sale[product]
            }
            for product in ids
            if product in self.on_sale
        }

    def says(self, key: str, free: int, held: int, version: int) -> None:
        """The ledger tells of an account."""
        self.watched.take(AccountState(key, free, held, version))

    def drain(self) -> dict[UUID, list[StockUpdate]]:
        return {product: updates_of(some) for product, some in self.watched.drain().items()}

    def snapshot(self, *products: UUID) -> list[StockUpdate]:
        return updates_of(self.watched.snapshot(products or PRODUCTS))


def updates_of(told: Sequence[object]) -> list[StockUpdate]:
    assert all(isinstance(one, StockUpdate) for one in told)
    return [one for one in told if isinstance(one, StockUpdate)]


async def watching() -> Shop:
    shop = Shop()
    await shop.watched.watch(PRODUCTS)
    assert shop.drain() == {}
    return shop


steps = st.lists(st.tuples(st.sampled_from(ALL_KEYS), st.integers(0, 50), st.integers(0, 9)))


@given(steps, st.randoms(use_true_random=False), st.data())
async def test_whatever_happens_to_the_news_a_reading_heals(steps, chance, data) -> None:  # type: ignore[no-untyped-def]
    """A client that folds what it is told, by version, ends like a fresh snapshot."""
    shop = await watching()
    truth = shop.numbers
    news: list[tuple[str, Numbers]] = []
    for key, free, held in steps:
        truth[key] = (free, held, truth.get(key, (0, 0, 0))[2] + 1)
        news.append((key, truth[key]))
    kept = [one for one in news if chance.random() < 0.7]
    kept += [one for one in news if chance.random() < 0.3]
    chance.shuffle(kept)
    told = {one.variant_id: one for one in shop.snapshot()}
    product_stock: dict[str, int] = {}

    def fold() -> None:
        for updates in shop.drain().values():
            for one in updates:
                # Nothing old is told; the same once more where news came late, for the next hold.
                assert one.version >= told[one.variant_id].version
                told[one.variant_id] = one
                product_stock[one.product_id] = one.stock

    for key, numbers in kept:
        shop.says(key, *numbers)
        if data.draw(st.booleans()):
            fold()
    await shop.watched.refresh(PRODUCTS)
    fold()
    fresh = shop.snapshot()
    assert {
        (one.variant_id, one.variant_stock, one.held, one.version) for one in told.values()
    } == {(one.variant_id, one.variant_stock, one.held, one.version) for one in fresh}
    for one in fresh:
        product = UUID(one.product_id)
        total = sum(truth.get(key, (0, 0, 0))[0] for key in KEYS[product])
        assert (one.stock, one.available) == (total, total > 0)
        assert product_stock.get(one.product_id, 0) == total


async def test_only_the_latest_of_a_burst_is_told() -> None:
    shop = await watching()
    key = KEYS[PRODUCTS[0]][0]
    for version in range(1, 100):
        shop.says(key, 100 - version, version, version)
    (updates,) = shop.drain().values()
    assert [(one.variant_stock, one.held, one.version) for one in updates] == [(1, 99, 99)]
    assert shop.drain() == {}


async def test_what_nobody_watches_is_forgotten() -> None:
    shop = await watching()
    await shop.watched.watch([PRODUCTS[0]])
    shop.watched.unwatch(PRODUCTS)
    assert set(shop.watched.keys) == {PRODUCTS[0]}
    shop.says(KEYS[PRODUCTS[1]][0], 1, 0, 1)
    shop.says(KEYS[PRODUCTS[0]][0], 1, 0, 1)
    assert set(shop.drain()) == {PRODUCTS[0]}


async def test_a_variant_off_sale_is_told_once_with_the_new_sum() -> None:
    shop = await watching()
    product = PRODUCTS[2]
    first, second, third = KEYS[product]
    shop.numbers = {first: (5, 0, 1), second: (7, 0, 1), third: (1, 0, 1)}
    await shop.watched.refresh([product])
    shop.drain()
    shop.on_sale[product] = [second, third]
    await shop.watched.refresh([product])
    (told,) = shop.drain()[product]
    assert told.variant_id == str(uuid5(NAMESPACE_OID, first))
    assert (told.variant_stock, told.stock, told.available) == (0, 8, True)
    shop.says(first, 9, 0, 2)
    assert shop.drain() == {}
    del shop.on_sale[product]
    await shop.watched.refresh([product])
    gone = shop.drain()[product]
    assert {(one.variant_stock, one.available) for one in gone} == {(0, False)}
    assert gone[-1].stock == 0
    assert shop.snapshot(product) == []
    shop.on_sale[product] = KEYS[product]  # and is back, with the versions it had
    await shop.watched.refresh([product])
    assert {one.stock for one in shop.drain()[product]} == {13}


async def test_what_is_read_first_is_no_news_and_what_comes_after_is() -> None:
    shop, product = Shop(), PRODUCTS[1]
    (first, second) = KEYS[product]
    shop.numbers = {first: (5, 0, 3), second: (5, 0, 3)}
    shop.watched.count(PRODUCTS)
    await shop.watched.refresh([product])
    assert shop.drain() == {}
    shop.numbers[second] = (4, 1, 4)
    await shop.watched.refresh([product])
    (told,) = shop.drain()[product]
    assert (told.variant_stock, told.stock) == (4, 9)
    shop.watched.tell([product])  # somebody watches it by now who has no snapshot of it
    assert len(shop.drain()[product]) == 2
    later = PRODUCTS[2]
    shop.watched.tell([later])
    await shop.watched.refresh([later])
    assert len(shop.drain()[later]) == 3
    (latest,) = updates_of(shop.watched.latest([first, second], [product]))
    assert latest.product_id == str(product)
    assert shop.watched.latest([first], [later]) == []


async def test_no_release_is_told_of_what_is_not_held() -> None:
    shop, key = await watching(), KEYS[PRODUCTS[0]][0]
    shop.holds.opened(uuid4(), NOON, [key])
    shop.says(key, 1, 2, 1)
    (told,) = shop.drain()[PRODUCTS[0]]
    assert told.next_release_at == "2031-03-30T12:00:00.000Z"
    shop.says(key, 3, 0, 2)
    (told,) = shop.drain()[PRODUCTS[0]]
    assert told.next_release_at is None


async def test_watchers_are_told_of_a_delivery_though_the_count_is_as_they_know_it() -> None:
    product = PRODUCTS[0]
    (key,) = KEYS[product]
    shop = Shop()
    shop.numbers[key], shop.full[key] = (4, 1, 7), 10
    await shop.watched.watch([product])
    assert [one.full for one in shop.snapshot(product)] == [10]

    async def told(full: int) -> list[int]:
        shop.full[key] = full
        await shop.watched.refresh([product])
        return [one.full for one in shop.drain().get(product, ())]

    assert await told(10) == []
    assert await told(24) == [24]
    assert await told(3) == [5]

"""The tracker: lost, doubled and reordered news, then a reading, end at the truth."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from hypothesis import given
from hypothesis import strategies as st

from holdfast.live.tracker import Holds, ProductReading, Stock, Tracker, VariantReading

NOON = datetime(2031, 3, 30, 12, tzinfo=UTC)
PRODUCTS = [UUID(int=number) for number in range(1, 4)]
KEYS = {product: [f"stock/{product.int}-{n}" for n in range(product.int)] for product in PRODUCTS}
ALL_KEYS = [key for keys in KEYS.values() for key in keys]


def reading(product: UUID, states: dict[str, Stock]) -> ProductReading:
    return ProductReading(
        product,
        tuple(
            VariantReading(uuid5(NAMESPACE_OID, key), key, states.get(key, Stock(0, 0, 0)))
            for key in KEYS[product]
        ),
    )


def watching() -> Tracker:
    tracker = Tracker()
    tracker.watch(PRODUCTS)
    for product in PRODUCTS:
        tracker.apply_reading(reading(product, {}))
    tracker.drain(Holds())
    return tracker


steps = st.lists(st.tuples(st.sampled_from(ALL_KEYS), st.integers(0, 50), st.integers(0, 9)))


@given(steps, st.randoms(use_true_random=False), st.data())
def test_whatever_happens_to_the_news_a_reading_heals(steps, chance, data) -> None:  # type: ignore[no-untyped-def]
    """A client that folds what it is told, by version, ends like a fresh snapshot."""
    truth: dict[str, Stock] = {}
    news: list[tuple[str, Stock]] = []
    for key, stock, held in steps:
        truth[key] = Stock(stock, held, truth.get(key, Stock(0, 0, 0)).version + 1)
        news.append((key, truth[key]))
    kept = [one for one in news if chance.random() < 0.7]
    kept += [one for one in news if chance.random() < 0.3]
    chance.shuffle(kept)
    tracker, holds = watching(), Holds()
    told = {one.variant_id: one for one in tracker.snapshot(PRODUCTS, holds)}
    product_stock: dict[str, int] = {}

    def fold() -> None:
        for updates in tracker.drain(holds).values():
            for one in updates:
                assert one.version > told[one.variant_id].version  # nothing old is told
                told[one.variant_id] = one
                product_stock[one.product_id] = one.stock

    for key, stock in kept:
        tracker.apply(key, stock)
        if data.draw(st.booleans()):
            fold()
    for product in PRODUCTS:
        tracker.apply_reading(reading(product, truth))
    fold()
    fresh = tracker.snapshot(PRODUCTS, holds)
    assert {
        (one.variant_id, one.variant_stock, one.held, one.version) for one in told.values()
    } == {(one.variant_id, one.variant_stock, one.held, one.version) for one in fresh}
    for one in fresh:
        product = UUID(one.product_id)
        total = sum(truth.get(key, Stock(0, 0, 0)).stock for key in KEYS[product])
        assert (one.stock, one.available) == (total, total > 0)
        assert product_stock.get(one.product_id, 0) == total


def test_only_the_latest_of_a_burst_is_told() -> None:
    tracker = watching()
    key = KEYS[PRODUCTS[0]][0]
    for version in range(1, 100):
        tracker.apply(key, Stock(100 - version, version, version))
    (updates,) = tracker.drain(Holds()).values()
    assert [(one.variant_stock, one.held, one.version) for one in updates] == [(1, 99, 99)]
    assert tracker.drain(Holds()) == {}


def test_what_nobody_watches_is_forgotten() -> None:
    tracker = watching()
    tracker.watch([PRODUCTS[0]])
    tracker.unwatch(PRODUCTS)
    assert set(tracker.watched_set) == {PRODUCTS[0]}
    assert tracker.apply(KEYS[PRODUCTS[1]][0], Stock(1, 0, 1)) is None
    assert tracker.apply(KEYS[PRODUCTS[0]][0], Stock(1, 0, 1)) == PRODUCTS[0]


def test_a_variant_off_sale_is_told_once_with_the_new_sum() -> None:
    tracker, holds = watching(), Holds()
    product = PRODUCTS[2]
    first, second, third = KEYS[product]
    states = {first: Stock(5, 0, 1), second: Stock(7, 0, 1), third: Stock(1, 0, 1)}
    tracker.apply_reading(reading(product, states))
    tracker.drain(holds)
    full = reading(product, states)
    tracker.apply_reading(ProductReading(product, full.variants[1:]))
    updates = tracker.drain(holds)[product]
    (told,) = updates
    assert told.variant_id == str(uuid5(NAMESPACE_OID, first))
    assert (told.variant_stock, told.stock, told.available) == (0, 8, True)
    assert tracker.apply(first, Stock(9, 0, 2)) is None
    assert tracker.drain(holds) == {}
    tracker.apply_reading(ProductReading(product, ()))
    gone = tracker.drain(holds)[product]
    assert {(one.variant_stock, one.available) for one in gone} == {(0, False)}
    assert gone[-1].stock == 0
    assert tracker.snapshot([product], holds) == []
    tracker.apply_reading(full)  # and is back, with the versions it had
    assert {one.stock for one in tracker.drain(holds)[product]} == {13}


def test_what_is_read_first_is_no_news_and_what_comes_after_is() -> None:
    tracker, holds = Tracker(), Holds()
    tracker.watch(PRODUCTS)
    product = PRODUCTS[1]
    (first, second), now = KEYS[product], {key: Stock(5, 0, 3) for key in KEYS[product]}
    tracker.apply_reading(reading(product, now))
    assert tracker.drain(holds) == {}
    tracker.apply_reading(reading(product, now | {second: Stock(4, 1, 4)}))
    (told,) = tracker.drain(holds)[product]
    assert (told.variant_stock, told.stock) == (4, 9)
    tracker.tell([product])  # somebody watches it by now who has no snapshot of it
    assert len(tracker.drain(holds)[product]) == 2
    later = PRODUCTS[2]
    tracker.tell([later])
    tracker.apply_reading(reading(later, {}))
    assert len(tracker.drain(holds)[later]) == 3
    assert [one.product_id for one in tracker.latest([first, second], [product], holds)] == [
        str(product)
    ]
    assert tracker.latest([first], [later], holds) == []


def test_the_next_release_is_the_earliest_open_hold() -> None:
    holds = Holds()
    early, late = uuid4(), uuid4()
    holds.opened(late, NOON + timedelta(minutes=9), ["a"])
    holds.opened(early, NOON, ["a", "b"])
    assert holds.next_release_at("a") == NOON
    holds.closed(early)
    assert holds.next_release_at("a") == NOON + timedelta(minutes=9)
    assert holds.next_release_at("b") is None
    holds.opened(late, NOON + timedelta(minutes=20), ["a"])  # extended
    assert holds.next_release_at("a") == NOON + timedelta(minutes=20)
    holds.closed(late)
    assert holds.next_release_at("a") is None


def test_an_end_heard_again_is_kept_once() -> None:
    """Every reading says of every open hold when it ends."""
    holds, hold = Holds(), uuid4()
    for _ in range(100):
        holds.opened(hold, NOON, ["a"])
    assert holds.next_release_at("a") == NOON
    assert len(holds._heaps["a"]) == 1


def test_a_hold_whose_end_is_heard_before_its_beginning_stays_ended() -> None:
    holds = Holds()
    hold = uuid4()
    holds.closed(hold)
    holds.opened(hold, NOON, ["a"])
    assert holds.next_release_at("a") is None


def test_a_lost_ending_is_forgotten_in_time() -> None:
    holds = Holds()
    holds.opened(uuid4(), NOON, ["a"])
    holds.forget_before(NOON + timedelta(seconds=1))
    assert holds.next_release_at("a") is None
    assert len(holds) == 0


def test_no_release_is_told_of_what_is_not_held() -> None:
    tracker, holds = watching(), Holds()
    key = KEYS[PRODUCTS[0]][0]
    holds.opened(uuid4(), NOON, [key])
    tracker.apply(key, Stock(1, 2, 1))
    (told,) = tracker.drain(holds)[PRODUCTS[0]]
    assert told.next_release_at == "2031-03-30T12:00:00.000Z"
    tracker.apply(key, Stock(3, 0, 2))
    (told,) = tracker.drain(holds)[PRODUCTS[0]]
    assert told.next_release_at is None

"""Of which products the search looks at the stock again, whatever moved it."""

from uuid import UUID

from holdfast.db.reading import START, read
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.returning.asking import ask_for, call_off
from holdfast.flows.staff.orders import complete
from holdfast.views.search.documents import SEARCH_TYPES, DocumentReads
from tests.db.event_log import readable
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.inventory.making import made_of
from tests.db.flows.returning.test_exchanges import in_sizes
from tests.db.flows.returning.test_returns import STAFF, bought, units
from tests.db.flows.stage import Stage


class Following:
    """Reads on from where it was, as the index does."""

    def __init__(self, stage: Stage) -> None:
        self._database = stage.database
        self._documents = DocumentReads(stage.database, stage.reader.partitions)
        self._position = START

    async def looks_at(self) -> set[UUID]:
        await readable(self._database)
        span = await read(self._database, self._position, SEARCH_TYPES, 1000)
        assert not span.more
        self._position = span.end
        return set((await self._documents.touched(span.events)).stock)


async def test_units_cancelled_of_what_is_made_of_others_bring_parts_back(stage: Stage) -> None:
    bulb = await new_goods(stage, 2)
    pair = await made_of(stage, bulbs=(bulb, 1))
    search, both = Following(stage), {bulb.product_id, pair.product_id}
    await search.looks_at()
    buyer = a_customer()
    reserved = await reserve(stage, buyer, pair, quantity=2)
    assert await search.looks_at() == both
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await search.looks_at() == both
    await cancel_units(stage, Caller(buyer), reserved.order_id, {0: 1})
    assert await search.looks_at() == both


async def test_the_last_bulb_is_also_the_last_of_what_is_made_of_it(stage: Stage) -> None:
    bulb = await new_goods(stage, 1)
    pair = await made_of(stage, bulbs=(bulb, 1))
    search = Following(stage)
    await search.looks_at()
    await reserve(stage, a_customer(), bulb)
    assert await search.looks_at() == {bulb.product_id, pair.product_id}


async def test_what_is_held_to_be_sent_in_exchange_and_let_go(stage: Stage) -> None:
    small, large = await in_sizes(stage, 500, 500, stock=1)
    buyer, order = await bought(stage, small, quantity=1)
    await complete(stage, STAFF, order.id)
    search = Following(stage)
    await search.looks_at()
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: large.variant_id})
    assert await search.looks_at() == {large.product_id}
    await call_off(stage, buyer, asked)
    assert await search.looks_at() == {large.product_id}
    await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    assert await search.looks_at() == set(), "nothing is held for it"


async def test_lines_that_staff_take_off_an_order(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 1), await new_goods(stage, 1)
    reserved = await reserve(stage, a_customer(), lamp, bulb)
    search = Following(stage)
    await search.looks_at()
    left = (LineEdited(lamp.product_id, lamp.variant_id, 1),)
    await edit_lines(stage, STAFF, reserved.order_id, LinesWanted(reserved.reservation_id, left))
    assert await search.looks_at() == {lamp.product_id, bulb.product_id}

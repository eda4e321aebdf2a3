"""What a seller has of orders that were changed after they were paid: of each piece the fixed part
of the commission is charged once, with the order that its money stands in."""

from uuid import UUID

from holdfast.flows.editing.making import edit_paid
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.views.suborders import suborder_lines
from tests.db.flows.editing.test_edits import Edited, wanted
from tests.db.flows.returning.test_returns import STAFF, bought
from tests.db.flows.selling.selling import a_rule, a_seller, complete, goods_of, work
from tests.db.flows.stage import Stage, select


async def changed(stage: Stage, off: int, more: int, price: int) -> Edited:
    """Of a seller's two at 500 some are taken off for some at another price; all is paid."""
    await a_rule(stage, 10_000, 5)
    seller = await a_seller(stage)
    had, other = [await goods_of(stage, seller, each) for each in (500, price)]
    buyer, order = await bought(stage, had, quantity=2)
    await work(stage)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, more, {0: off} if off else {}))
    found = Edited(buyer, order, had, other, made)
    if (await stage.orders.known(made.added_id)).is_pending:
        await found.pay(stage)
    await found.settled(stage)
    return found


async def leaving(stage: Stage, order_id: UUID) -> list[int]:
    """How many units of each line a change that waits takes off, as the seller sees it."""
    rows = await select(stage, "SELECT id FROM suborders WHERE order_id = $1", order_id)
    found = await suborder_lines(stage.database.pool, [rows[0][0]], stage.reader.partitions)
    return [one["leaving"] for one in found[rows[0][0]]]


async def earned(stage: Stage, one: Edited) -> list[tuple[int, int]]:
    """What of each of both orders is the seller's, and what of that the shop's."""
    await work(stage)
    rows = await select(
        stage,
        "SELECT order_id, gross, commission FROM suborders WHERE order_id = ANY($1::uuid[])",
        [one.order.id, one.made.added_id],
    )
    found: dict[UUID, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in rows}
    return [found[one.order.id], found[one.made.added_id]]


async def completed(stage: Stage, one: Edited) -> None:
    await work(stage)
    for order_id in (one.order.id, one.made.added_id):
        await complete(stage, order_id)


async def test_what_is_added_beside_what_was_bought_is_charged_by_the_piece(stage: Stage) -> None:
    one = await changed(stage, 0, 3, 300)
    await completed(stage, one)
    assert await earned(stage, one) == [(1000, 100 + 2 * 5), (900, 90 + 3 * 5)]


async def test_what_was_added_in_place_of_a_piece_is_charged_where_its_money_stays(
    stage: Stage,
) -> None:
    one = await changed(stage, 1, 1, 300)
    await completed(stage, one)
    assert await earned(stage, one) == [(800, 80 + 2 * 5), (0, 0)]


async def test_what_was_added_beyond_what_was_taken_off_is_charged_with_itself(
    stage: Stage,
) -> None:
    one = await changed(stage, 1, 3, 300)
    await completed(stage, one)
    assert await earned(stage, one) == [(1000, 100 + 2 * 5), (400, 40 + 2 * 5)]


async def test_fewer_in_place_of_more_are_charged_as_they_are(stage: Stage) -> None:
    one = await changed(stage, 2, 1, 700)
    await completed(stage, one)
    assert await earned(stage, one) == [(700, 70 + 5), (0, 0)]


async def test_what_is_called_off_of_it_is_charged_no_more(stage: Stage) -> None:
    one = await changed(stage, 2, 2, 300)
    await cancel_units(stage, one.buyer, one.made.added_id, {0: 1}, "torn")
    await one.settled(stage)
    await completed(stage, one)
    assert await earned(stage, one) == [(300, 30 + 5), (0, 0)]


async def test_a_seller_sees_what_the_change_that_waits_takes_off_once_another_was_declined(
    stage: Stage,
) -> None:
    seller = await a_seller(stage)
    had, other = [await goods_of(stage, seller, each) for each in (500, 700)]
    buyer, order = await bought(stage, had, quantity=2)
    await work(stage)
    declined = await edit_paid(stage, STAFF, order.id, wanted(other, 2, {0: 2}))
    assert await leaving(stage, order.id) == [2]
    await cancel(stage, buyer, order_id=declined.added_id)  # and nobody has looked at it yet
    assert await leaving(stage, order.id) == [0]
    await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    assert await leaving(stage, order.id) == [1]

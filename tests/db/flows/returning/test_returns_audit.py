"""The audit notices returns that do not come out: units, goods and money, each broken alone."""

from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.staff.orders import complete
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.buying import new_goods
from tests.db.flows.returning.test_returns import STAFF, bought, units
from tests.db.flows.stage import Stage

FIRST = "(SELECT id FROM returns WHERE number = 1)"
BROKEN = {
    "a return whose order is gone": ("return-order", "DELETE FROM orders"),
    "a return of an order that is not paid": (
        "return-order", "UPDATE orders SET status = 'pending'"),
    "a return with nothing in it": (
        "return-units", f"DELETE FROM return_lines WHERE return_id = {FIRST}"),
    "a return that put more units back than were sent": (
        "return-units", "UPDATE return_lines SET quantity = 5, restocked = 4 WHERE restocked > 0"),
    "a return asks for more than is left": (
        "return-units", "UPDATE return_lines SET quantity = 3 WHERE restocked + written_off = 0"),
    "a return looked at, though nobody has": (
        "return-units", ("UPDATE returns SET status = 'received', refunded = NULL"
        f" WHERE id = {FIRST}")),
    "units on sale again that no return brought": (
        "return-goods", ("UPDATE return_lines SET restocked = 0, written_off = written_off + 1"
        " WHERE restocked > 0")),
    "units on sale again, and no entry of it": (
        "return-goods", ("UPDATE ledger_entries SET note = 'order/x returned'"
        " WHERE note LIKE '% returned'")),
    "units written off, and no entry of it": (
        "return-goods", ("UPDATE ledger_entries SET note = 'order/x written off'"
        " WHERE note LIKE '% written off'")),
    "a refund of a return above its lines": (
        "return-refund", "UPDATE returns SET refunded = refunded + 1 WHERE refunded > 0"),
    "a deduction that was not made": (
        "return-refund", "UPDATE returns SET deducted = 0 WHERE deducted > 0"),
    "a return that paid more for its units than they had cost": (
        "return-refund", ("WITH more AS (UPDATE return_lines SET paid = 9999 WHERE paid > 0"
        " RETURNING 1) UPDATE returns SET refunded = 9999 - deducted WHERE refunded > 0")),
    "a refund of a return that never left its payment": (
        "return-refund", ("UPDATE ledger_entries SET change = 1 WHERE key LIKE 'refundable/%'"
        " AND change < 0")),
}  # fmt: skip


async def test_what_does_not_come_out_is_named(stage: Stage, database_url: str) -> None:
    buyer, order = await bought(stage, await new_goods(stage, 5, 500))
    await complete(stage, STAFF, order.id)
    (one,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "")
    await approve(stage, STAFF, one, "")
    await receive(stage, STAFF, one)
    came = {0: Came(1, 1, "torn")}
    await inspect(stage, STAFF, one, came, deduct=100, deduction="no box")
    await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    report = await audit_shop(database_url)
    assert report.clean, report.text()
    assert report.checked["returns"] == 2
    for what, (code, statement) in BROKEN.items():
        found = await broken(database_url, statement)
        named = [each for each in found.violations if str(each.fault) == code]
        assert named, (what, found.text())

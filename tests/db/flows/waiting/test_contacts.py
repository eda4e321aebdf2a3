"""Where guests are told is kept for as long as they wait, and a while after."""

from holdfast.flows.commit.caller import Caller
from holdfast.flows.waiting.joining import leave_units_line
from holdfast.waiting import contacts_of, forget_contacts, keep_contact
from tests.db.flows.buying import a_customer, new_goods
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import wait


async def test_who_waits_no_more_is_forgotten_after_a_week(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    waits, left, late, never, lately = (a_customer() for _ in range(5))
    await wait(stage, waits, goods)
    for who in (left, late):
        await leave_units_line(stage, Caller(who), await wait(stage, who, goods))
    pool = stage.database.pool
    everybody = [who.id for who in (waits, left, late, never, lately)]
    async with stage.database.transaction() as connection:
        for one in everybody:
            await keep_contact(connection, one, "somebody@example.com")
    week = "- interval '8 days'"
    await pool.execute(
        f"UPDATE waiting_contacts SET said_at = said_at {week} WHERE owner = ANY($1::text[])",
        [who.id for who in (waits, left, late, never)],
    )
    await pool.execute(
        f"UPDATE waiting_line SET ended_at = ended_at {week} WHERE owner = $1", left.id
    )
    assert await forget_contacts(pool) >= 2
    async with stage.database.read() as connection:
        kept = await contacts_of(connection, everybody)
    assert set(kept) == {waits.id, late.id, lately.id}

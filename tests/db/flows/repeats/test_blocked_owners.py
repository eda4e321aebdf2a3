"""Whoever may not come in any more cannot end a repeat order: nothing is ordered, nor charged."""

from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.standing import disable, enable
from holdfast.flows.repeats.keeping import resume_repeat
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.packages.having import a_manager
from tests.db.flows.repeats.repeating import look, now_of, ordered, repeated_goods, repeating
from tests.db.flows.stage import Stage, events_of


async def test_one_whose_owner_is_blocked_is_paused_until_they_come_in_again(
    stage: Stage,
) -> None:
    user = new_id()
    await stage.database.pool.execute(
        "INSERT INTO users (id, email, name, password_hash, roles)"
        " VALUES ($1, 'buyer@mail.example', 'Ann', 'x', '{customer}')",
        user,
    )
    by, buyer = Caller(a_manager()), Principal(user_owner(user), "user", frozenset({"customer"}))
    one = await repeating(stage, buyer, await repeated_goods(stage, 9))
    await disable(stage.database, user, by)
    for _ in range(2):
        await look(stage, one.due_on)
    still = await now_of(stage, one)
    assert (still.status, still.reason, await ordered(stage, one)) == ("paused", "blocked", [])
    assert await events_of(stage, one.id) == [], "who is blocked gets no mail"
    await enable(stage.database, user, by)
    again = await resume_repeat(stage, Caller(buyer), one.id)
    await look(stage, again.due_on)
    assert len(await ordered(stage, one)) == 1

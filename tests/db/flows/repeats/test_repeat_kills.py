"""Two processes order what is due and are killed in the middle: each day has one order, and each
order one mail, or one charge of a kept card."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from datetime import time as clock
from typing import Any

from holdfast.people import Principal, user_owner
from holdfast.repeats import Repeat
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.repeats.charging import by_card, charging
from tests.db.flows.repeats.repeating import now_of, ordered, repeated_goods, repeating
from tests.support.banks import Bank
from tests.support.length import LONG
from tests.support.patience import PATIENCE
from tests.support.repeating_process import start_repeating

ORDERS = 200 if LONG else 30
KILLS = 10 if LONG else 3
CHARGES = 60 if LONG else 8
_ORDERED = "SELECT count(*) FROM repeat_steps WHERE what = 'ordered'"
_PAID = """
SELECT count(*) FROM repeat_steps s JOIN orders o ON o.id = s.order_id
WHERE s.what = 'ordered' AND o.status = 'paid'
"""


async def _some(office: PostOffice, count: int) -> list[Repeat]:
    goods = await repeated_goods(office.parts, count * 2)
    found = []
    for at in range(count):
        user = await office.a_person(f"buyer-{at}@mail.example")
        buyer = Principal(user_owner(user), "user", frozenset({"customer"}))
        found.append(await repeating(office.parts, buyer, goods))
    return found


async def _some_by_card(office: PostOffice, bank: Bank, count: int) -> list[Repeat]:
    async with charging(office.parts, bank) as parts:
        goods = await repeated_goods(parts, count * 2)
        found = []
        for at in range(count):
            user = await office.a_person(f"buyer-{at}@mail.example")
            buyer = Principal(user_owner(user), "user", frozenset({"customer"}))
            found.append(await by_card(parts, bank, buyer, goods))
        return found


async def test_kills_and_answers_that_are_lost_leave_one_charge_for_each_day(
    database_url: str, bank: Bank
) -> None:
    async with opened_office(database_url) as office:
        some = await _some_by_card(office, bank, CHARGES)
        moment = datetime.combine(max(one.due_on for one in some), clock(12), UTC)
        bank.server.slow, bank.server.silent = 0.1, 0.2
        processes = [await start_repeating(database_url, moment, bank) for _ in range(2)]
        deadline, killed = time.monotonic() + PATIENCE, 0
        while (done := await _paid(office)) < CHARGES:
            assert time.monotonic() < deadline, done
            if killed < KILLS and len(bank.charges()) > killed * (CHARGES // (KILLS + 1)):
                victim = processes.pop(0)
                victim.kill()
                await victim.wait()
                killed += 1
                processes.append(await start_repeating(database_url, moment, bank))
            await asyncio.sleep(0.02)
        for process in processes:
            process.kill()
            await process.wait()
        assert killed > 0, "somebody was killed in between"
        made = Counter(one.subject for one in bank.charges())
        assert len(made) == CHARGES
        assert set(made.values()) == {1}, "a day is charged once"
        for one in some:
            (placed,) = await ordered(office.parts, one)
            assert (await office.parts.orders.known(placed)).is_paid


async def _paid(office: PostOffice) -> int:
    return int(await office.parts.database.pool.fetchval(_PAID))


async def _count(office: PostOffice) -> int:
    return int(await office.parts.database.pool.fetchval(_ORDERED))


def _mails(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in log if one["kind"] == "repeat-ordered"]


async def test_kills_and_two_at_once_leave_one_order_and_one_mail_for_each_day(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        some = await _some(office, ORDERS)
        day = max(one.due_on for one in some)
        moment = datetime.combine(day, clock(12), UTC)
        async with office.open():
            processes = [await start_repeating(database_url, moment) for _ in range(2)]
            deadline, killed = time.monotonic() + PATIENCE, 0
            while (done := await _count(office)) < ORDERS:
                assert time.monotonic() < deadline, done
                if killed < KILLS and done > killed * (ORDERS // (KILLS + 1)):
                    victim = processes.pop(0)
                    victim.kill()
                    await victim.wait()
                    killed += 1
                    processes.append(await start_repeating(database_url, moment))
                await asyncio.sleep(0.005)
            await office.until(lambda log: len(_mails(log)) >= ORDERS, "a mail for each")
            for process in processes:
                process.kill()
                await process.wait()
            await office.until(
                lambda log: all(mail["status"] == "sent" for mail in log), "they are sent"
            )
        assert killed > 0, "somebody was killed in between"
        for one in some:
            (placed,) = await ordered(office.parts, one)
            order = await office.parts.orders.known(placed)
            assert (order.owner, order.is_pending) == (one.owner, True)
            assert (await now_of(office.parts, one)).due_on > one.due_on
        took = Counter(one.to for one in office.server.took)
        assert len(took) == ORDERS
        assert set(took.values()) == {1}, "and none that says it was received"
        assert len(_mails(await office.log())) == ORDERS
        first = office.server.took[0].text("plain")
        assert "https://shop.example/pay/" in first
        assert "https://shop.example/repeat-orders" in first

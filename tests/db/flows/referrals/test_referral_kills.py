"""Two processes give what is due and are killed in the middle: each friend brings one coupon, one
mail, and nobody more than one may have."""

import asyncio
import time
from collections import Counter
from datetime import timedelta

from holdfast.kit import shop_now
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import new_goods
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.referrals.referring import bought, came_by, inviting
from tests.db.flows.stage import select
from tests.support.length import LONG
from tests.support.patience import PATIENCE
from tests.support.referring_process import start_giving

FRIENDS = 120 if LONG else 24
KILLS = 6 if LONG else 2
MOST = 2
INVITERS = FRIENDS // 3


async def _ended(office: PostOffice) -> int:
    count = "SELECT count(*) FROM referrals WHERE status IN ('given', 'refused')"
    return int(await office.parts.database.pool.fetchval(count))


async def test_kills_and_two_at_once_leave_one_coupon_for_each_friend(database_url: str) -> None:
    async with opened_office(database_url) as office:
        parts = office.parts
        await inviting(parts, most_a_year=MOST, quantity=FRIENDS)
        goods = await new_goods(parts, FRIENDS * 2, price=1000)
        for at in range(INVITERS):
            user = await office.a_person(f"inviter-{at}@mail.example")
            inviter = Principal(user_owner(user), "user", frozenset({"customer"}))
            for _ in range(3):
                await bought(parts, await came_by(parts, inviter), goods)
        moment = shop_now() + timedelta(days=15)
        async with office.open():
            processes = [await start_giving(database_url, moment) for _ in range(2)]
            deadline, killed = time.monotonic() + PATIENCE, 0
            while (done := await _ended(office)) < FRIENDS:
                assert time.monotonic() < deadline, done
                if killed < KILLS and done > killed * (FRIENDS // (KILLS + 1)):
                    victim = processes.pop(0)
                    victim.kill()
                    await victim.wait()
                    killed += 1
                    processes.append(await start_giving(database_url, moment))
                await asyncio.sleep(0.005)
            given = INVITERS * MOST
            await office.until(
                lambda log: sum(one["kind"] == "referral-given" for one in log) >= given,
                "a mail for each",
            )
            for process in processes:
                process.kill()
                await process.wait()
            await office.until(
                lambda log: all(mail["status"] == "sent" for mail in log), "they are sent"
            )
        assert killed > 0, "somebody was killed in between"
        owners = await select(parts, "SELECT owner, count(*) FROM coupons GROUP BY owner")
        assert {many for _, many in owners} == {MOST}
        assert len(owners) == INVITERS
        ends = Counter(row for row in await select(parts, "SELECT status, reason FROM referrals"))
        assert ends == {("given", ""): given, ("refused", "limit"): INVITERS}
        mails = [one for one in await office.log() if one["kind"] == "referral-given"]
        assert len(mails) == given
        text = next(
            each.text("plain") for each in office.server.took if "coupon" in each.text("plain")
        )
        assert "€3" in text
        assert "https://shop.example/coupons" in text

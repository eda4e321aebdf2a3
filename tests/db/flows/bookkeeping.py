"""The books of a stage, whose consumers nobody runs."""

from collections import Counter
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.insights.payment_moves import MOVE_TYPES, PaymentMoves
from holdfast.kit import shop_now
from holdfast.views.books import Document, count_documents, documents_of_day
from holdfast.views.shop_days import ShopDays
from tests.db.event_log import drain
from tests.db.flows.stage import Stage

__all__ = ["documents", "sums"]


async def documents(stage: Stage) -> list[Document]:
    """All that moved today, also around midnight."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    moves = PaymentMoves(stage.providers)
    await drain(Consumer("payment-moves", MOVE_TYPES, moves), stage.database)
    today = shop_now().astimezone(UTC).date()
    days = ShopDays(today - timedelta(days=1), today, ZoneInfo("UTC"))
    settings = await stage.shop.now()
    found = [
        one for day in days.days() for one in await documents_of_day(stage.database, settings, day)
    ]
    assert await count_documents(stage.database, days) >= len({one.number for one in found})
    return found


def sums(found: list[Document]) -> dict[str, int]:
    """What is left on each account that has anything left."""
    counted: Counter[str] = Counter()
    for one in found:
        for leg in one.legs:
            counted[leg.account] += leg.amount
    return {account: amount for account, amount in counted.items() if amount}

"""Whoever presses the button that pays agrees to the texts of the shop's that stand beside it. The
order keeps which they were; each is the one that the shop has now for readers of that language,
which is the one that the page leads to."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.settlement.pay_links import open_pay_link
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import AgreedText, Agreement, agreement_of, keep_agreement
from holdfast.shop import AgreedName, policy_in, read_policies

__all__ = ["agree", "agree_by_link"]


async def agree(
    settler: Settler, caller: Caller, order_id: UUID, names: Sequence[AgreedName], locale: str
) -> Agreement | None:
    """Keep it with an order of one's own; what is kept then. Texts that the shop has not are no
    part of it. Raises :class:`OrderNotFound`."""
    order = await own_order(settler.orders, caller.actor, order_id)
    return await _kept(settler, order.id, names, locale)


async def agree_by_link(
    settler: Settler, token: str, names: Sequence[AgreedName], locale: str
) -> Agreement | None:
    """The same by whoever pays by the order's secret address."""
    opened = await open_pay_link(settler, token)
    return await _kept(settler, opened.order.id, names, locale)


async def _kept(
    settler: Settler, order_id: UUID, names: Sequence[AgreedName], locale: str
) -> Agreement | None:
    languages = (await settler.shop.now()).languages
    async with settler.database.transaction() as connection:
        every = await read_policies(connection)
        found = [
            policy_in([text for text in every if text.name == name], locale, languages)
            for name in dict.fromkeys(names)
        ]
        texts = [AgreedText(one.name, one.locale, one.changed_at) for one in found if one]
        if texts:
            await keep_agreement(connection, order_id, texts)
        return await agreement_of(connection, order_id)

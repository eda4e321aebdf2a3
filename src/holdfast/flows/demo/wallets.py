"""The wallets of the demo's own customer over the month before today: points and roubles, paid in,
spent, corrected."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from holdfast.flows.checkout.basket import Basket, BasketLine, order_of, priced_lines
from holdfast.flows.checkout.prices import Prices
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.demo.history import Goods, Step
from holdfast.flows.settlement.together import paid_at_once
from holdfast.kit import id_made_at, new_id
from holdfast.kit.money import POINTS
from holdfast.ledger import Command, Deposit, Insert, Rider
from holdfast.people import audited
from holdfast.wallets import WALLETS, wallet_key

__all__ = ["SPENT", "wallet_steps"]

_PAID_IN: Final = (
    # days ago, currency, amount, from where, why
    (29.2, POINTS, 500, "world/demo", None),
    (24.6, "RUB", 3_000_000, "world/demo", None),
    (17.3, POINTS, 300, "world/demo", None),
    (9.1, POINTS, 50, "world/correction", "Sorry for the wait at the counter"),
    (5.4, "RUB", 1_500_000, "world/demo", None),
)
SPENT: Final = (
    # days ago, SKU, how many
    (21.5, "HOLMUG-WHI", 1),
    (14.2, "DUA-BLA", 1),
    (11.7, "HOLTOT-BEI", 1),
    (4.3, "ANK737-BLA", 1),
)


def wallet_steps(
    owner: str, staff: str, goods: Mapping[str, Goods], now: datetime
) -> Iterator[Step]:
    """Opening, topping up, spending; ``staff`` corrected."""
    opened = now - timedelta(days=29.5)
    wallets = {currency: new_id() for currency in (POINTS, "RUB")}
    for currency, wallet in wallets.items():
        row = Insert(WALLETS, ((wallet, owner, currency),))
        command = Command((), (row,), key=f"open-wallet/{wallet}", actor=owner)
        yield opened, wallet, command
    for days, currency, amount, source, note in _PAID_IN:
        operation = Deposit(
            wallet_key(owner, currency), amount, unit=currency, counterparty=source, note=note
        )
        riders: tuple[Rider, ...] = ()
        if note:
            said = {"owner": owner, "currency": currency, "amount": amount, "reason": note}
            riders = (audited(staff, "wallet.corrected", wallets[currency], said),)
        by = staff if note else owner
        yield now - timedelta(days=days), new_id(), Command((operation,), riders, actor=by)
    for days, sku, quantity in SPENT:
        moment = now - timedelta(days=days)
        order = _order(owner, goods[sku], quantity, moment)
        taken = paid_at_once(order)
        yield moment, order.id, Command(taken.operations, taken.riders, actor=owner)


def _order(owner: str, goods: Goods, quantity: int, moment: datetime) -> NewOrder:
    lines = (BasketLine(0, goods.product, goods.variant, quantity, goods.variant.price),)
    currency = goods.product.currency
    basket = Basket(lines, currency, Prices(tuple(priced_lines(lines)), currency).plain())
    return order_of(basket, owner, locale="en", made=lambda: id_made_at(moment))

"""Wallets know nothing of orders, goods or coupons, so that they can be a service of their own."""

import subprocess
import sys

MONEY = (
    "flows.wallets.wallets", "flows.wallets.top_ups", "flows.messaging.wallet_charges",
    "flows.wallets.treasury",
    "views.statements", "wallets",
)  # fmt: skip
FOREIGN = ("holdfast.orders", "holdfast.catalog", "holdfast.promotions", "holdfast.insights")


def test_what_moves_money_in_wallets_loads_nothing_of_the_shop() -> None:
    imports = ", ".join(f"holdfast.{name}" for name in MONEY)
    asked = f"import sys, {imports}; print([m for m in {FOREIGN} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

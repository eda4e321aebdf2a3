"""The accounts of the books: what each is called in QuickBooks, and its number in 1C.

They are fixed. QuickBooks makes an account by its name once, and a file maps onto it ever after;
1C's numbers are those of Russia's chart of accounts, which is the same for every firm.
"""

from typing import Final, Literal, TypeAlias

from msgspec import Struct

__all__ = ["CHART", "Account", "AccountName"]

Account: TypeAlias = Literal[
    "clearing", "customers", "sales", "services", "packages", "delivery", "discounts", "refunds",
    "tax", "fees", "chargebacks", "wallets", "credit", "prepaid", "prepaid-used", "points",
    "sellers", "sellers-share", "commission", "payouts", "written-off",
]  # fmt: skip


class AccountName(Struct, frozen=True):
    """``quickbooks``: a name; ``one_c``: a number of Russia's chart of accounts."""

    quickbooks: str
    one_c: str


CHART: Final[dict[Account, AccountName]] = {
    "clearing": AccountName("Payment clearing", "57"),
    "customers": AccountName("Customer orders", "62.01"),
    "sales": AccountName("Sales of goods", "90.01"),
    "services": AccountName("Sales of services", "90.01"),
    "packages": AccountName("Packages and certificates sold", "90.01"),
    "delivery": AccountName("Delivery income", "90.01"),
    "discounts": AccountName("Discounts given", "90.01"),
    "refunds": AccountName("Refunds", "90.01"),
    "tax": AccountName("Sales tax payable", "68.02"),
    "fees": AccountName("Payment processing fees", "91.02"),
    "chargebacks": AccountName("Chargebacks", "91.02"),
    "wallets": AccountName("Customer wallets", "62.02"),
    "credit": AccountName("Credit given to customers", "91.02"),
    "prepaid": AccountName("Prepaid packages and certificates", "62.02"),
    "prepaid-used": AccountName("Packages used", "90.01"),
    "points": AccountName("Points redeemed", "90.01"),
    "sellers": AccountName("Owed to sellers", "76.09"),
    "sellers-share": AccountName("Sellers' share of sales", "90.01"),
    "commission": AccountName("Commission income", "90.01"),
    "payouts": AccountName("Payouts on their way", "57"),
    "written-off": AccountName("Debts written off", "91.02"),
}
"""Of ``clearing`` each payment provider has a sub-account."""

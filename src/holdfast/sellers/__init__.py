"""Sellers: who sells on a marketplace beside the shop itself, the people of each, and their
money, which is kept for photographers and studios in the same way."""

from holdfast.sellers.accounts import (
    BANK,
    PayoutAccount,
    account_of,
    accounts_of,
    keep_account,
)
from holdfast.sellers.book import (
    MAX_PEOPLE,
    MAX_SELLERS,
    Seller,
    SellerChangedMeanwhile,
    SellerLeaves,
    SellerNotFound,
    SellerState,
    SellerSuspended,
    applications_of,
    load_sellers,
    people_of,
    remembered_as,
    seller_moved,
    seller_of,
    sellers_among,
    sellers_of,
    sellers_selling,
    still_sells,
    works_for,
)
from holdfast.sellers.commission import (
    NO_COMMISSION,
    RATE_WHOLE,
    Commission,
    CommissionRule,
    KeptLine,
    agreed,
    commission_of,
    kept_of,
    rule_for,
    rules_at,
    rules_of,
)
from holdfast.sellers.facts import (
    PayoutAccountChanged,
    PayoutFailed,
    PayoutPaid,
    PayoutProposed,
    SaleShared,
    SellerApplied,
    SellerStood,
)
from holdfast.sellers.jobs import SendPayout, ShareOrder
from holdfast.sellers.money import (
    CASH,
    DISPUTE,
    EARNED,
    FEE,
    HANDED,
    OWED,
    PAYOUT,
    SALE,
    SESSION,
    WRITE_OFF,
    Holder,
    HolderKind,
    HolderMoney,
    earned_key,
    owed_key,
)
from holdfast.sellers.payouts import (
    Payout,
    PayoutNotFound,
    PayoutStatus,
    list_payouts,
    not_sent,
    paid_out_since,
    payout_moved,
    payout_of,
    proposed,
    refused,
    sending,
    sent,
)
from holdfast.sellers.ruling import (
    MAX_RULES,
    add_rule,
    load_rules,
    lock_rules,
    rule_under,
    rules_within,
)
from holdfast.sellers.statement_paper import PaperRow, StatementPaper, statement_pdf
from holdfast.sellers.suborders import (
    NewLine,
    SubOrder,
    SubOrderStatus,
    add_suborders,
    commissions_of,
    currencies_of,
    fresh_of,
    lines_of_seller,
    sale_shared,
    sellers_of_lines,
    share_moved,
    shared,
    suborders_of,
)
from holdfast.sellers.writing import (
    add_seller,
    change_seller,
    let_join,
    let_leave,
    locked_sellers,
    seller_under,
)

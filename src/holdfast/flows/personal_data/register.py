"""What is kept of people, table by table: the one place that says whose it is, what their file has
of it and what becomes of it. A test wants every table of the database here, or among those that
keep nothing of anybody; but for the ledger's, whose journal names people by an id alone and is
never changed."""

from typing import Final

from holdfast.flows.personal_data.held import Held
from holdfast.flows.personal_data.held_accounts import OF_ACCOUNTS
from holdfast.flows.personal_data.held_messages import OF_MESSAGES
from holdfast.flows.personal_data.held_orders import OF_ORDERS
from holdfast.flows.personal_data.held_sessions import OF_SESSIONS

__all__ = ["NOBODYS", "REGISTER"]

REGISTER: Final[tuple[Held, ...]] = (*OF_MESSAGES, *OF_ORDERS, *OF_SESSIONS, *OF_ACCOUNTS)
"""In the order in which it is taken away: what is found through another table before that one."""

NOBODYS: Final = frozenset(
    {
        # The shop's own: goods, places, rules, words, figures, stock
        "alert_tellings", "areas", "attribute_types", "best_sellers", "best_sellers_as_of",
        "blocks", "booking_demand", "booking_dues", "booking_due_cells", "booking_due_takings",
        "bought_pictures", "further_pictures", "session_cash", "cash_handed",
        "booking_figures", "booking_hours", "booking_looks", "booking_resources", "booking_series",
        "booking_shares", "bought_together", "categories", "category_slugs", "commission_rules",
        "coupon_campaign_ends", "coupon_campaigns", "customer_groups",
        "daily_product_sales", "daily_sales",
        "digital_files", "directory_stamp", "experiment_slots", "experiments", "flash_sale_minutes",
        "flash_sale_proofs", "flash_sales", "imports", "invoice_series", "locations", "low_stock",
        "mail_templates", "newsletters",
        "packages", "parcel_lines", "picture_home", "pictures", "portfolios",
        "preorder_units", "preorders", "referral_programs", "repeat_products",
        "product_counts", "product_slugs", "products", "products_put_off", "promotion_ends",
        "promotions", "purchase_lines", "purchase_receipts", "purchases", "resource_ratings",
        "sales_minutes", "schedule_slots", "schedules", "search_misses", "search_shop",
        "search_synonyms", "series_sessions", "services", "shop_alerts", "shop_home",
        "shop_pages", "shop_policies", "shop_redirects", "shop_settings", "shop_stamp", "sms_days",
        "sold_lines", "studio_rules",
        "trade_hours", "trade_product_months", "trade_products", "transfers", "travel_times",
        "variant_parts", "variant_past_costs", "variants", "visit_hours", "visit_products",
        "cohort_months",
        # Of who works here: nobody closes an account while they do
        "outside_blocks", "outside_calendars",
        "outside_copies", "outside_events", "outside_questions", "payout_accounts", "payouts",
        "resources", "sellers", "suborder_lines", "suborders",
        # Of machines
        "cart_orders", "cart_requests", "dead_jobs", "dead_letters", "event_cursors", "event_eras",
        "inbox", "jobs", "leases", "delivery_troubles", "past_events", "secret_mark",
        # Payments by id, whose money the journal has
        "capture_parts", "payment_captures", "payment_moves", "payment_outages", "pay_links",
        "cards_forbidden",
        "provider_refunds", "refund_taxes", "refunds_by_hand", "refunds_there",
        "return_lines", "parcel_steps", "wallet_charges",
    }
)  # fmt: skip
"""Tables that keep nothing of anybody, but by an id of what is listed."""

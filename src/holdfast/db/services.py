"""Whose tables are whose, where the shop runs as several services: each service's database holds
its own and those that every one has, and no others.

Here and not beside each table, since whoever migrates loads no noun (``tests/arch`` sees to it that
every table is named here).
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

__all__ = ["EVERYWHERE", "FILLED", "FORMER", "OWN", "Service", "foreign_to"]

Service: TypeAlias = Literal["shop", "orders", "payments"]
"""``shop``: all of it in one process."""

OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "orders": (
        "products", "variants", "variant_parts", "categories", "attribute_types",
        "directory_stamp", "product_slugs", "variant_past_costs",
        "category_slugs", "product_counts", "bought_together",
        "sold_lines", "trade_hours", "trade_products", "trade_product_months",
        "visit_hours", "visit_products", "buyer_months", "cohort_months",
        "sellers", "seller_people", "commission_rules", "suborders", "suborder_lines", "payouts",
        "payout_accounts",
        "products_put_off", "locations", "areas",
        "imports", "pictures", "picture_home", "shop_settings",
        "shop_home", "search_shop", "search_synonyms", "search_misses", "waiting", "waiting_line",
        "waiting_contacts",
        "conversations", "conversation_messages", "message_photos",
        "wishes", "purchases", "purchase_lines", "purchase_receipts", "transfers",
        "preorders", "preorder_units",
        "reviews", "review_votes", "questions", "resource_ratings", "resources", "portfolios",
        "schedules",
        "travel_times", "blocks", "services", "studio_rules",
        "mails", "mail_templates", "mail_refusals", "push_subscriptions",
        "newsletters", "newsletter_subscribers", "newsletter_consents",
        "repeat_products", "repeat_orders", "repeat_steps",
        "referral_programs", "referral_links", "referrals",
        "app_devices",
        "telegram_chats", "telegram_codes",
        "sms_numbers", "sms_codes", "sms_sent_to", "sms_days",
        "schedule_slots",
        "bookings", "booking_resources", "calendar_links",
        "booking_dues", "booking_due_cells", "booking_due_takings", "booking_shares", "pay_links",
        "booking_series", "series_sessions",
        "clients_not_taken", "booking_participants", "intake_answers",
        "galleries", "gallery_pictures", "further_pictures", "bought_pictures", "gallery_links",
        "session_cash", "cash_handed",
        "outside_calendars", "outside_events", "outside_blocks", "outside_copies",
        "outside_questions",
        "addresses", "packages", "package_purchases", "package_grants", "orders", "order_items",
        "order_tags", "order_agreements", "order_edits",
        "invoices", "invoice_series", "refund_taxes",
        "digital_codes", "digital_files", "file_grants", "file_downloads",
        "parcels", "parcel_lines", "parcel_steps", "returns", "return_lines", "return_photos",
        "order_origins", "fraud_checks", "fraud_list",
        "clients", "client_accounts", "client_notes", "client_tasks", "client_requests",
        "own_client_notes",
        "carts", "cart_items", "cart_requests", "cart_orders",
        "coupon_campaigns", "coupon_campaign_ends", "coupons", "promotions", "promotion_ends",
        "customer_groups", "customer_group_members",
        "flash_sales", "flash_sale_places", "flash_sale_minutes", "flash_sale_proofs",
        "shop_policies", "shop_pages", "shop_redirects", "shop_stamp", "saved_views", "drafts",
        "users", "sessions", "api_tokens", "one_time_links", "contact_codes",
        "provider_identities", "waiting_identities",
        "second_factors", "recovery_codes", "login_steps",
        "experiments", "experiment_slots", "experiment_visitors",
        "low_stock", "shop_alerts", "alert_tellings",
        "daily_sales", "daily_product_sales", "sales_minutes", "best_sellers", "best_sellers_as_of",
        "booking_figures", "booking_hours", "booking_demand", "booking_looks",
        "analytics_choices",
    ),
    "payments": ("wallets", "wallet_charges"),
}  # fmt: skip
EVERYWHERE: Final = (
    "ledger_layout", "ledger_accounts", "ledger_holds", "ledger_entries", "ledger_idempotency",
    "ledger_chains", "ledger_heads",
    "events", "past_events", "event_eras", "event_cursors", "leases", "inbox", "jobs", "dead_jobs",
    "dead_letters", "secret_mark",
    "deliveries", "delivery_troubles", "audit_log", "payments", "disputes",
    "payment_outages", "payment_moves", "payment_captures", "capture_parts", "payment_customers",
    "refunds_by_hand", "provider_refunds", "refunds_there", "payment_cards", "receipts",
    "kept_cards", "cards_forbidden",
)  # fmt: skip
FILLED: Final = frozenset(
    {
        "best_sellers_as_of",
        "directory_stamp",
        "ledger_chains",
        "locations",
        "search_shop",
        "shop_stamp",
    }
)
"""What a migration writes a row into by itself, which is nobody's data."""


FORMER: Final = ("wallet_payments",)
"""Of tables that are no more, those that were one service's: steps speak of them."""


def foreign_to(service: str) -> tuple[str, ...]:
    """Tables that have no business in the service's database."""
    if service == "shop":
        return ()
    return tuple(table for owner, tables in OWN.items() if owner != service for table in tables)

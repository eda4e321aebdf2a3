"""What is kept of somebody as who buys: orders, what was paid, sent and returned of them."""

from typing import Final

from holdfast.flows.personal_data.held import GIFT_WAITS, GONE, Emptied, Held, Stays

__all__ = ["OF_ORDERS"]

_ORDER: Final = "order_id = ANY(:orders)"
_OF_RETURNS: Final = "return_id IN (SELECT id FROM returns WHERE order_id = ANY(:orders))"
_OF_REPEATS: Final = "repeat_id IN (SELECT id FROM repeat_orders WHERE owner = ANY(:owners))"
_PAYMENTS: Final = "payment_id IN (SELECT id FROM payments WHERE subject_id = ANY(:subjects))"
_NO_GIFT: Final = "gift || jsonb_build_object('to_name', '', 'to_email', '', 'message', '')"
# Who is to get it gets it on its day: it is paid, and promised to somebody else.
_GIFT: Final = f"""CASE WHEN {GIFT_WAITS} AND lower(gift ->> 'to_email') <> ALL(:emails)
    THEN gift ELSE {_NO_GIFT} END"""
_GIVEN: Final = "owner = ANY(:owners) OR lower(gift ->> 'to_email') = ANY(:emails)"
# What taxes were reckoned by stays.
_PLACE: Final = """CASE WHEN address IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
    'country', address -> 'country', 'region', address -> 'region')) END"""

OF_ORDERS: Final = (
    Held(table="repeat_steps", whose=_OF_REPEATS, end=GONE),
    Held(table="repeat_orders", part="repeatOrders", whose="owner = ANY(:owners)", end=GONE,
         told=("id", "status", "every", "lines", "address", "pay_by", "card", "next_on", "reason",
               "note", "created_at", "ended_at")),
    Held(table="return_photos", part="returnPhotos", whose=_OF_RETURNS, told=("name",), end=GONE),
    Held(table="returns", part="returns", whose=_ORDER,
         told=("order_id", "number", "status", "note", "answer", "refunded", "made_at",
               "ended_at"),
         end=Emptied("accounts", struck=("note", "answer", "deduction"))),
    Held(table="order_origins", part="orderOrigins", whose=_ORDER,
         told=("order_id", "address", "at"), end=GONE),
    Held(table="fraud_checks", whose=_ORDER, key="order_id",
         end=Emptied("accounts", {"card": "NULL", "other_cards": "'[]'"}, ("note",), ("reasons",))),
    Held(table="fraud_list", end=Stays("fraud"),
         whose="kind = 'account' AND value = ANY(:owners)"),
    Held(table="parcels", part="parcels", whose=_ORDER,
         told=("order_id", "number", "status", "carrier", "tracking", "shipped_at",
               "delivered_at"),
         end=Emptied("accounts", struck=("note", "label_note"))),
    Held(table="digital_codes", part="codes", whose=_ORDER,
         told=("order_id", "line", "unit", "status", "given_at", "seen_at"), end=Stays("accounts")),
    Held(table="file_downloads", part="downloads",
         whose="grant_id IN (SELECT id FROM file_grants WHERE order_id = ANY(:orders))",
         told=("grant_id", "at"), end=Stays("accounts")),
    Held(table="file_grants", part="files", whose=_ORDER,
         told=("id", "order_id", "line", "status", "given_at", "fetched_at"),
         end=Stays("accounts")),
    Held(table="order_edits", part="orderEdits", whose=_ORDER,
         told=("order_id", "added_id", "status", "due", "refunded", "made_at", "ended_at"),
         end=Emptied("accounts", struck=("reason",))),
    Held(table="order_tags", whose=_ORDER, end=GONE),
    Held(table="order_agreements", part="orderAgreements", whose=_ORDER,
         told=("order_id", "agreed_at", "texts"), end=Stays("law")),
    Held(table="order_items", part="orderItems", whose=_ORDER,
         told=("order_id", "line", "product_name", "options", "quantity", "price", "discount",
               "tax"),
         end=Stays("accounts")),
    Held(table="invoices", part="invoices", whose=_ORDER,
         told=("series", "number", "order_id", "bill"), end=Stays("law")),
    Held(table="receipts", part="receipts", whose=_PAYMENTS,
         told=("payment_id", "kind", "amounts", "said", "registration"), end=Stays("law")),
    Held(table="disputes", part="disputes", whose=_PAYMENTS,
         told=("payment_id", "amount", "currency", "status", "reason", "opened_at"),
         end=Stays("law")),
    Held(table="payment_cards", whose="owner = ANY(:owners)", end=GONE),
    Held(table="kept_cards", part="savedCards", whose="owner = ANY(:owners)",
         told_of="owner = ANY(:owners) AND kept_at IS NOT NULL",
         told=("provider", "brand", "last_digits", "expires_month", "expires_year", "unattended",
               "kept_at"),
         end=GONE),
    Held(table="payment_customers", part="savedCardsAt", whose="owner = ANY(:owners)",
         told=("provider", "created_at"), end=GONE),
    Held(table="payments", part="payments", whose="subject_id = ANY(:subjects)",
         told=("id", "purpose", "subject_id", "provider", "amount", "currency", "status",
               "method", "created_at"),
         end=Stays("law")),
    Held(table="package_purchases", part="packagesBought", whose=_GIVEN,
         told_of="owner = ANY(:owners)", told=("order_id", "gift"),
         end=Emptied("accounts", {"gift": _NO_GIFT})),
    Held(table="package_grants", part="hoursAndCertificates", whose=_GIVEN,
         told_of="owner = ANY(:owners)",
         told=("id", "kind", "name", "units", "currency", "status", "valid_until", "gift",
               "issued_at"),
         end=Emptied("accounts", {"gift": _GIFT})),
    Held(table="orders", part="orders", whose="id = ANY(:orders)",
         told=("id", "number", "status", "total", "discount", "tax", "shipping", "currency",
               "address", "contact_email", "contact_name", "contact_phone", "collector",
               "buyer_note", "description", "refund", "fulfilment", "created_at", "paid_at",
               "completed_at", "cancelled_at"),
         end=Emptied("accounts", {"address": _PLACE, "contact_email": "NULL",
                                  "contact_name": "NULL", "contact_phone": "NULL",
                                  "collector": "NULL"},
                     struck=("description", "cancel_note", "buyer_note"))),
)  # fmt: skip

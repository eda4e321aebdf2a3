"""What is kept of somebody as who has an account: how they come in, what they chose."""

from typing import Final

from holdfast.flows.personal_data.held import GONE, Emptied, Held, Stays

__all__ = ["OF_ACCOUNTS"]

_OWNER: Final = "owner = ANY(:owners)"
_USER: Final = "user_id = :user"
# Addresses that they had before stand there as well, and what a client's card said then.
_LOGGED: Final = "CASE WHEN subject = ANY(:client_ids) THEN '{}' ELSE data - 'email' END"

OF_ACCOUNTS: Final = (
    Held(table="addresses", part="addresses", whose=_OWNER, told=("address", "is_default"),
         end=GONE),
    Held(table="cart_items", part="cart", end=GONE,
         whose="cart_id IN (SELECT id FROM carts WHERE owner = ANY(:owners))",
         told=("product_id", "variant_id", "quantity", "added_at")),
    Held(table="carts", whose=_OWNER, end=GONE),
    Held(table="wishes", part="wishes", whose=_OWNER, told=("product_id", "status", "at"),
         end=GONE),
    Held(table="waiting", part="waitingFor", whose=_OWNER, told=("variant_id", "told_at"),
         end=GONE),
    Held(table="waiting_contacts", part="waitingContacts", told=("email",), end=GONE,
         whose="owner = ANY(:owners) OR email = ANY(:emails)"),
    Held(table="waiting_line", part="placesInLine", whose=_OWNER, end=GONE,
         told=("service_name", "starts_at", "ends_at", "people", "quantity", "status",
               "joined_at")),
    Held(table="flash_sale_places", part="placesInFlashSales", whose=_OWNER, end=GONE,
         told=("sale_id", "came_at", "let_in_at")),
    Held(table="analytics_choices", part="analyticsChoice", whose=_OWNER, told=("agreed", "at"),
         end=GONE),
    Held(table="experiment_visitors", part="experiments", whose=_OWNER, told=("seen_at",),
         end=Emptied("accounts", {"owner": "NULL"})),
    Held(table="saved_views", part="savedViews", whose=_OWNER, told=("list", "name", "search"),
         end=GONE),
    Held(table="drafts", part="drafts", whose=_OWNER, told=("subject", "title", "form"), end=GONE),
    Held(table="calendar_links", part="calendarLinks", whose=_OWNER, told=("name", "created_at"),
         end=GONE),
    Held(table="coupons", part="coupons", whose=_OWNER, end=Stays("accounts"),
         told=("campaign_id", "issued_at", "expires_at")),
    Held(table="customer_group_members", part="customerGroups", whose=_OWNER, end=GONE,
         told=("group_id", "added_at")),
    Held(table="referral_links", part="invitationLinks", whose=_OWNER, end=GONE,
         told=("code", "created_at")),
    Held(table="referrals", part="invitations", end=Stays("accounts"),
         whose="inviter = ANY(:owners) OR friend = ANY(:owners)",
         told=("status", "reason", "due_at", "created_at", "ended_at")),
    Held(table="wallets", part="wallets", whose=_OWNER, told=("currency", "created_at"),
         end=Stays("accounts")),
    Held(table="buyer_months", whose=_OWNER, end=Stays("accounts")),
    Held(table="seller_people", whose=_USER, end=GONE),
    Held(table="contact_codes", part="confirmedContacts", end=GONE,
         whose="owner = ANY(:owners) OR email = ANY(:emails)",
         told=("email", "asked_at", "confirmed_at")),
    Held(table="second_factors", part="secondFactor", whose=_USER, told=("confirmed_at",),
         end=GONE),
    Held(table="recovery_codes", whose=_USER, end=GONE),
    Held(table="login_steps", whose=_USER, end=GONE),
    Held(table="provider_identities", part="loginProviders", whose=_USER, end=GONE,
         told=("provider", "subject", "email", "created_at")),
    Held(table="waiting_identities", end=GONE,
         whose="user_id = :user OR owner = ANY(:owners) OR email = ANY(:emails)"),
    Held(table="one_time_links", part="links", whose=_USER, end=GONE,
         told=("purpose", "created_at", "expires_at", "used_at", "email")),
    Held(table="api_tokens", part="tokens", whose=_USER, end=GONE,
         told=("name", "roles", "created_at", "expires_at", "revoked_at")),
    # With them go subscriptions, devices and codes that were made in them.
    Held(table="sessions", part="sessions", whose=_USER, end=GONE,
         told=("created_at", "last_seen", "expires_at")),
    Held(table="audit_log", part="accountLog", told=("at", "action", "data"),
         whose="subject = ANY(:owners) OR actor = ANY(:owners) OR subject = ANY(:subject_ids)",
         told_of="subject = ANY(:owners) AND actor = ANY(:owners)",
         end=Emptied("account-log", {"data": _LOGGED}, struck_json=("data",))),
    Held(table="users", part="account", whose="id = :user", end=Stays("accounts"),
         told=("id", "email", "name", "roles", "created_at", "email_verified_at", "locale")),
)  # fmt: skip
"""The account's own row is emptied by ``people``."""

"""What is kept of somebody as who is written to, and who writes."""

from typing import Final

from holdfast.flows.personal_data.held import GONE, Emptied, Held, Stays

__all__ = ["OF_MESSAGES"]

_OWNER: Final = "owner = ANY(:owners)"
_CODES: Final = """
    SELECT code_id::text FROM contact_codes WHERE owner = ANY(:owners) OR email = ANY(:emails)
    UNION ALL SELECT code_id::text FROM sms_codes WHERE owner = ANY(:owners)"""
# Of facts about people themselves; those of orders are in the ledger's chain, and name nobody.
_TOLD_OF_THEM: Final = f"""(type LIKE 'user.%' AND (subject = :user_id OR subject = ANY(:handles))
    OR subject IN ({_CODES}))"""
_THEIR_TALKS: Final = "conversation_id IN (SELECT id FROM conversations WHERE customer = :user)"

_SUBSCRIBED: Final = """
    subscriber_id IN (SELECT id FROM newsletter_subscribers WHERE email = ANY(:emails))"""

_TOLD: Final = "owner = ANY(:owners) OR address = ANY(:emails)"
# A present to somebody else, and what tells that nothing is kept any more.
_UNDER_WAY: Final = """
    status IN ('waiting', 'sending', 'handing')
    AND (kind = 'certificate-given' AND address <> ALL(:emails)
         OR kind IN ('account-closed', 'data-removed') AND late_at > now())
    OR kind = 'data-removed' AND owner <> ALL(:handles)"""

OF_MESSAGES: Final = (
    Held(table="events", whose=f"{_TOLD_OF_THEM} AND data ?| ARRAY['email', 'number']",
         end=Emptied("soon", {"data": """data
             || CASE WHEN data ? 'email' THEN jsonb_build_object('email', '') ELSE '{}' END
             || CASE WHEN data ? 'number' THEN jsonb_build_object('number', '') ELSE '{}' END"""})),
    Held(table="message_photos", part="messagePhotos", whose="author = :user", end=GONE,
         told=("name", "conversation_id", "number", "sent_at")),
    Held(table="conversation_messages", part="messages",
         whose=f"author = :user OR {_THEIR_TALKS}", told_of="author = :user",
         told=("conversation_id", "number", "text", "at"),
         end=Emptied("others", struck=("text", "hidden_reason", "reported_reason"))),
    Held(table="conversations", part="conversations", whose="customer = :user",
         told=("id", "subject", "subject_id", "status", "opened_at"), end=Stays("others")),
    Held(table="reviews", part="reviews", whose="author = :user",
         told=("subject", "subject_id", "stars", "text", "images", "created_at", "changed_at",
               "reply"),
         end=Emptied("others", {"images": "'[]'"}, struck=("text", "reply", "hidden_reason"))),
    Held(table="questions", part="questions", whose="author = :user",
         told=("product_id", "text", "created_at", "changed_at", "reply"),
         end=Emptied("others", struck=("text", "reply", "hidden_reason"))),
    Held(table="review_votes", part="helpfulReviews", whose="voter = :user",
         told=("review_id", "at"), end=GONE),
    Held(table="mails", part="told", whose=f"({_TOLD}) AND NOT ({_UNDER_WAY})",
         told_of=_TOLD,
         told=("channel", "kind", "address", "name", "title", "status", "created_at"), end=GONE),
    Held(table="mail_refusals", part="mailRefusals", whose=_OWNER,
         told=("kind", "channel", "created_at"), end=GONE),
    Held(table="newsletter_consents", part="newsletterConsents", end=GONE, whose=_SUBSCRIBED,
         told=("what", "place", "locale", "at")),
    Held(table="newsletter_subscribers", part="newsletter", whose="email = ANY(:emails)",
         told=("email", "locale", "status", "asked_at", "subscribed_at", "unsubscribed_at"),
         end=GONE),
    Held(table="push_subscriptions", part="pushSubscriptions", whose=_OWNER,
         told=("created_at",), end=GONE),
    Held(table="app_devices", part="devices", whose=_OWNER, told=("name", "created_at"), end=GONE),
    Held(table="telegram_chats", part="telegramChat", whose=_OWNER,
         told=("chat", "name", "created_at"), end=GONE),
    Held(table="telegram_codes", whose=_OWNER, end=GONE),
    Held(table="sms_numbers", part="phone", whose=_OWNER, told=("number", "confirmed_at"),
         end=GONE),
    Held(table="sms_codes", whose=_OWNER, end=GONE),
    Held(table="sms_sent_to", whose="number = ANY(:phones) AND stopped = ''", end=GONE),
    Held(table="deliveries", whose="false", end=Stays("soon")),
)  # fmt: skip
"""What waits to be told to platforms is not looked through: it is over within days."""

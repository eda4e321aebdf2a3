"""What is kept of somebody as who is photographed: bookings, and what staff know of a client."""

from typing import Final

from holdfast.flows.personal_data.held import GONE, Emptied, Held, Stays

__all__ = ["OF_SESSIONS"]

_CLIENT: Final = "client_id = ANY(:clients)"

OF_SESSIONS: Final = (
    Held(table="booking_participants", part="participants",
         whose="booking_id = ANY(:bookings) OR owner = ANY(:owners) OR email = ANY(:emails)",
         told_of="booking_id = ANY(:bookings)",
         told=("booking_id", "name", "email", "added_at"),
         end=Emptied("others", {"name": "'Deleted account'", "email": "''", "owner": "NULL",
                                "removed_at": "coalesce(removed_at, clock_timestamp())"})),
    Held(table="intake_answers", part="answers", whose="booking_id = ANY(:bookings)",
         told=("booking_id", "asked", "said", "language", "answered_at"), end=GONE),
    Held(table="gallery_pictures", part="pictures", whose="booking_id = ANY(:bookings)",
         told=("booking_id", "title", "width", "height", "favourite", "shown_at"),
         end=Emptied("soon", {"state": "'going'", "title": "''", "stand_in": "''"})),
    Held(table="gallery_links", whose="booking_id = ANY(:bookings)", end=GONE),
    Held(table="galleries", part="galleries", whose="booking_id = ANY(:bookings)",
         told=("booking_id", "status", "choose", "delivered_at", "until_at"),
         end=Emptied("soon", {"status": "'ended'"}), key="booking_id"),
    Held(table="bookings", part="bookings", whose="id = ANY(:bookings)",
         told=("id", "number", "service_name", "starts_at", "ends_at", "zone", "status", "reason",
               "price", "prepaid", "currency", "people", "note", "answer_note", "latitude",
               "longitude", "created_at"),
         end=Emptied("accounts",
                     {"note": "''", "answer_note": "''", "latitude": "NULL", "longitude": "NULL"},
                     struck=("note_of_end",))),
    Held(table="clients_not_taken", whose="owner = ANY(:owners)", end=GONE),
    Held(table="client_notes", whose=_CLIENT, end=GONE),
    Held(table="own_client_notes", whose=_CLIENT, end=GONE),
    Held(table="client_tasks", whose=_CLIENT, end=GONE),
    Held(table="client_requests", part="askedOfTheStudio", whose=_CLIENT,
         told=("title", "wanted_on", "stage", "made_at"), end=GONE),
    Held(table="clients", part="clientCard", whose="id = ANY(:clients)",
         told=("name", "email", "phone", "consent", "consent_at", "source", "created_at"),
         end=Emptied("accounts",
                     {"name": "'Deleted account'", "email": "''", "phone": "''", "tags": "'{}'",
                      "consent": "false", "revision": "revision + 1"})),
    # Which account is which client's: by ids alone.
    Held(table="client_accounts", whose="false", end=Stays("accounts")),
)  # fmt: skip

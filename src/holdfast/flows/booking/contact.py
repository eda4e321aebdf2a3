"""What asking for a booking takes of its client, as the studio decided."""

from msgspec.structs import replace

from holdfast.booking.bookings import Asking, NewBooking
from holdfast.booking.services import load_rules
from holdfast.flows.booking.booker import Booker
from holdfast.flows.commit.caller import Caller
from holdfast.flows.mailing.confirming import confirmed_contact
from holdfast.kit import Problem

__all__ = ["ContactUnconfirmed", "asked_by"]


class ContactUnconfirmed(Problem):
    """Only who has shown that mail reaches them may ask for a booking here."""

    status = 409
    code = "contact-unconfirmed"
    title = "Confirm your address first"


async def asked_by(booker: Booker, caller: Caller, new: NewBooking) -> NewBooking:
    """With what it takes a seat of, if it is on request. Raises :class:`ContactUnconfirmed`."""
    if not new.answer_minutes:
        return new
    rules = (await load_rules(booker.database.pool)).requests
    contact = await confirmed_contact(booker.database, caller.principal)
    if rules.confirmed and not contact:
        raise ContactUnconfirmed("Confirm your address by the code that is mailed to it, then ask.")
    return replace(new, asking=Asking(contact, rules.client, rules.calendar))

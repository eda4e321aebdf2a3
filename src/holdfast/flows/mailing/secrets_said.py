"""What a mail carries that only who reads it there may have: links that open something, and codes.
Each is made of the shop's secret whenever the mail is written out, and stands nowhere else."""

from typing import Any
from uuid import UUID

from holdfast.flows.mailing.kinds import LINKS, Kind
from holdfast.flows.mailing.kinds_of_repeats import REPEAT_ORDERED
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.reaching import participant_in
from holdfast.flows.settlement.pay_links import pay_link_token
from holdfast.fulfilment import pickup_code
from holdfast.mail import Mail
from holdfast.people import is_guest

__all__ = ["secrets_of"]


def secrets_of(mailing: Mailing, mail: Mail, kind: Kind) -> dict[str, Any]:
    """By the names under which templates ask for them; empty: it carries none."""
    url, code = _url(mailing, mail, kind), _code(mailing, mail)
    found = {"url": f"{mailing.url}{url}"} if url else {}
    return found | ({"code": code} if code else {})


def _url(mailing: Mailing, mail: Mail, kind: Kind) -> str:
    fact = mail.said["fact"]
    taking_part = participant_in(mail.owner)
    if taking_part is not None:
        return f"/shared#{mailing.shared_link(taking_part)}"
    if mail.kind in LINKS:
        return f"{LINKS[mail.kind].path}#{mailing.token(mail.id)}"
    if mail.kind in ("pay-link", REPEAT_ORDERED):
        return f"/pay/{pay_link_token(mailing.settler, UUID(fact['linkId']))}"
    if mail.kind == "newsletter-confirm":
        return f"/newsletter#{mailing.newsletter_link(UUID(fact['linkId']))}"
    order = kind.about.order_of(mail.subject_id, mail.said.get(kind.about.name, {}), fact)
    if is_guest(mail.owner) and order and kind.about.opened:
        page = kind.about.by_link.format(id=mail.subject_id)
        return f"{page}#{mailing.order_link(UUID(order), mail.owner)}"
    return ""


def _code(mailing: Mailing, mail: Mail) -> str:
    fact = mail.said["fact"]
    if mail.kind == "parcel-shipped" and fact["pickup"]:
        return pickup_code(mailing.settler.link_secret, UUID(fact["parcelId"]))
    if mail.kind == "contact-code":
        return mailing.contact_code(UUID(mail.subject_id))
    if mail.kind == "closing-code":
        return mailing.closing_code(UUID(mail.subject_id))
    return ""

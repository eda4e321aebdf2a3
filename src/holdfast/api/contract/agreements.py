"""What the buyer of an order agreed to, as it is asked and shown."""

from typing import Annotated, Any

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.kit.clock import iso
from holdfast.orders import Agreement
from holdfast.shop import AGREED, AgreedName

__all__ = ["AgreedAnswer", "AgreedAsked", "AgreementShown", "agreement_body"]


class AgreedAsked(Ask):
    """Which texts of the shop's stood beside the button that was pressed."""

    texts: Annotated[list[AgreedName], Field(min_length=1, max_length=len(AGREED))]


class AgreedTextShown(Answer):
    """The text as it was changed last then: earlier ones stand in the audit log."""

    name: AgreedName
    locale: str
    changed_at: Instant


class AgreementShown(Answer):
    agreed_at: Instant
    texts: list[AgreedTextShown]


class AgreedAnswer(Answer):
    """Null where the shop has none of these texts."""

    agreement: AgreementShown | None


def agreement_body(found: Agreement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "agreedAt": iso(found.agreed_at),
        "texts": [
            {"name": one.name, "locale": one.locale, "changedAt": iso(one.changed_at)}
            for one in found.texts
        ],
    }

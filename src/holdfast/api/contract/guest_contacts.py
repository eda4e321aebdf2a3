"""What a guest says of who they are and where they are reached, as it is asked for."""

from typing import Annotated

from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.flows.mailing.guest_contact import MAX_NAME, Contact
from holdfast.kit.phones import MOST_PHONE

__all__ = ["OrderContactAsked"]


class OrderContactAsked(Ask):
    """Null: nowhere any more. `name` and `phone` are of a booking: who comes, and where the studio
    calls them; left out, they stay."""

    email: Annotated[str, Field(min_length=3, max_length=254)] | None
    name: Annotated[str, Field(max_length=MAX_NAME)] | None = None
    phone: (
        Annotated[
            str,
            Field(
                max_length=MOST_PHONE, description="With the country's code, or as it is dialled"
            ),
        ]
        | None
    ) = None

    def contact(self) -> Contact:
        """What is said, and what stays."""
        said = {one: getattr(self, one) or "" for one in ("name", "phone")}
        return Contact(
            self.email, **{one: said[one] for one in said if one in self.model_fields_set}
        )

"""For whom staff book, or take an order, as it is asked for."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.texts import one_line, written
from holdfast.clients import MAX_LINE, ClientTerms
from holdfast.flows.booking.for_client import ForWhom
from holdfast.kit.sentences import say

__all__ = ["BookedFor", "ForSomebody", "NewClientAsked"]

_Line = Annotated[str, Field(max_length=MAX_LINE), AfterValidator(one_line)]


class NewClientAsked(Ask):
    """Somebody the studio does not know yet, and how they are reached: by `phone`, `email` or
    both."""

    name: Annotated[
        str,
        Field(min_length=1, max_length=MAX_LINE),
        written(say("This field is required.")),
        AfterValidator(one_line),
    ]
    phone: _Line = ""
    email: _Line = ""


class ForSomebody(Ask):
    """Staff: for whom, told in one of three ways."""

    client: UUID | Literal["guest"] | None = Field(
        default=None, description="An account, or `guest`: somebody who is not named"
    )
    client_id: UUID | None = Field(default=None, description="One of the studio's clients")
    new_client: NewClientAsked | None = Field(
        default=None, description="Somebody new, who becomes a client with it"
    )

    @property
    def for_whom(self) -> ForWhom | None:
        """None: it is not said. Raises :class:`InvalidRequest`, if it is said twice."""
        said = [one for one in (self.client, self.client_id, self.new_client) if one is not None]
        if len(said) > 1:
            raise InvalidRequest("Say once for whom it is.", field="client")
        if not said:
            return None
        account = None if self.client == "guest" else self.client
        one = self.new_client
        if one is None:
            return ForWhom(account, self.client_id)
        return ForWhom(new_client=ClientTerms(name=one.name, email=one.email, phone=one.phone))


class BookedFor(ForSomebody):
    """Staff: for whom, told in one of three ways; left out, for oneself."""

    later: bool = Field(default=False, description="Staff: nothing is paid to book")

    @property
    def by_staff(self) -> bool:
        """Whether only staff may ask so."""
        return self.later or self.for_whom is not None

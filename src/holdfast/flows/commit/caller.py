"""Who asks, in which request, under which key: one value, of which every command is made."""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.flows.commit.idempotency import Key
from holdfast.ledger import Command, Insert, Operation, RequestKey, Rider
from holdfast.people import Principal

__all__ = ["NOBODY", "Caller", "process"]


class Caller(Struct, frozen=True, gc=False):
    """``key`` is the client's, if one was sent; ``agent`` what its browser says it is. ``before``:
    the same key of the guest who logged in just now, who may have tried already."""

    principal: Principal
    request: str = ""
    key: Key | None = None
    agent: bytes = b""
    before: Key | None = None

    @property
    def actor(self) -> str:
        """Who did it, as it is written."""
        return self.principal.id

    def of_subject(self, subject: object) -> "Caller":
        """Under a key of this subject alone: the request has no body that would tell two apart."""
        if self.key is None:
            return self
        return replace(self, key=Key(f"{self.key.text}/{subject}", self.key.digest))

    def command(
        self,
        operations: tuple[Operation, ...],
        riders: tuple[Rider, ...],
        key: str | None = None,
        *,
        digest: bytes = b"",
        actor: str | None = None,
        request_key: RequestKey | None = None,
    ) -> Command:
        """Under a key of its own; ``actor``: who did it, if not who asks."""
        return Command(
            operations,
            riders,
            key=key,
            digest=digest,
            actor=self.actor if actor is None else actor,
            request=self.request,
            request_key=request_key,
        )

    def keyed(
        self,
        operations: tuple[Operation, ...],
        riders: tuple[Rider, ...],
        other: str | None = None,
        answer: object = None,
    ) -> Command:
        """Under the client's key, or if there is none the ``other``: its record settles a doubt at
        COMMIT. ``answer`` is what a repetition is told."""
        key = self.key
        return Command(
            operations,
            riders,
            key=other if key is None else key.text,
            digest=b"" if key is None else key.digest,
            answer="" if answer is None else msgspec.json.encode(answer).decode(),
            actor=self.actor,
            request=self.request,
        )

    def request_key(self, answer: Struct) -> RequestKey | None:
        """The client's key as it goes with a command that has one of its own."""
        if self.key is None:
            return None
        return RequestKey(self.key.text, self.key.digest, msgspec.json.encode(answer).decode())

    def audited(self, action: str, subject: object, about: object = None) -> Insert:
        """A line of the audit log, as a rider."""
        return people.audited(self.actor, action, subject, about)

    async def note(
        self,
        connection: AsyncConnection,
        action: str,
        subject: str,
        data: Mapping[str, object] | None = None,
    ) -> None:
        """A line of the audit log, in the caller's transaction."""
        await people.note(connection, self.actor, action, subject, data, self.request)


def process(name: str, request: str = "") -> Caller:
    """What asks by itself: a job, a consumer, a timer, the command line."""
    return Caller(Principal(name, "process"), request)


NOBODY: Final = process("")
"""What is done because of no request that is known."""

"""A payment provider outside of us: an HTTP server run by the test, which decides, goes away,
hangs and counts; and the adapter through which we reach it, as we would a real one."""

import asyncio
import json
import ssl
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Literal, Self, TypeAlias
from uuid import UUID

import httpx
import msgspec
from msgspec.structs import replace

from holdfast.payments import (
    AnswerLost,
    Charge,
    ChargeRequest,
    ChargeStatus,
    EventRefusal,
    MoveStatus,
    NextAction,
    ProviderDispute,
    ProviderRefused,
    RefundThere,
)

__all__ = ["Gate", "HttpProvider", "ProviderServer"]

Call: TypeAlias = Literal[
    "create", "confirm", "capture", "fail", "refund", "refund_failed", "refunds_there",
    "payment_of", "dispute",
]  # fmt: skip
Point: TypeAlias = Literal["before", "after"]

_charge_of = msgspec.json.Decoder(Charge).decode
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Of no use to plain HTTP; a client that loads the world's certificates takes 35 ms to make."""


class HttpProvider:
    """The adapter: what the port promises, over HTTP to ``url``."""

    methods = frozenset({"card"})
    stateless = False
    names_otherwise = True
    disputes_refund = False
    holds_money = True

    def __init__(self, url: str) -> None:
        self._url = url

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        asked = {
            "key": key,
            "subject_id": str(request.subject_id),
            "amount": request.amount,
            "currency": request.currency,
            "method": request.method,
            "return_url": request.return_url,
            "later": request.later,
        }
        return _charge_of(await self._ask("create", asked))

    async def confirm(self, reference: str) -> Charge | None:
        return self._found(await self._ask("confirm", {"reference": reference}))

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        asked = {"reference": reference, "amount": amount, "key": key}
        return self._found(await self._ask("capture", asked))

    async def read_event(self, _: Mapping[str, str], __: bytes, /) -> EventRefusal:
        return "none"

    async def fail(self, reference: str) -> Charge | None:
        return self._found(await self._ask("fail", {"reference": reference}))

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        asked = {"reference": reference, "amount": amount, "key": key}
        said: MoveStatus = msgspec.json.decode(await self._ask("refund", asked))
        return said

    async def refund_failed(self, reference: str, key: str, /) -> str | None:
        asked = {"reference": reference, "key": key}
        why: str | None = msgspec.json.decode(await self._ask("refund_failed", asked))
        return why

    async def payment_of(self, reference: str, /) -> UUID | None:
        """By the key that it was begun with."""
        key = msgspec.json.decode(await self._ask("payment_of", {"reference": reference}))
        return None if key is None else UUID(key)

    async def refunds_there(self, reference: str, /) -> Sequence[RefundThere]:
        body = await self._ask("refunds_there", {"reference": reference})
        return msgspec.json.decode(body, type=list[RefundThere])

    async def dispute(self, reference: str, /) -> ProviderDispute | None:
        body = await self._ask("dispute", {"reference": reference})
        return None if body == b"null" else msgspec.json.decode(body, type=ProviderDispute)

    @staticmethod
    def _found(body: bytes) -> Charge | None:
        return None if body == b"null" else _charge_of(body)

    async def _ask(self, call: Call, asked: dict[str, Any]) -> bytes:
        try:
            async with httpx.AsyncClient(timeout=30, verify=_NO_TLS) as client:
                answer = await client.post(f"{self._url}/{call}", json=asked)
        except httpx.HTTPError as error:
            raise AnswerLost(repr(error)) from error
        if answer.status_code == 402:
            raise ProviderRefused(answer.text)
        return answer.content


class Gate:
    """A point in a call at which the provider hangs: ``reached`` by a request, until ``opened``."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()


class ProviderServer:
    """Payments begin as ``begins`` (set aside only, where that is asked for) and become what
    ``decide`` says. ``refunded`` has each refund that was granted, ``captured`` each capture, by
    its key; a repeated key is granted once, and ``came_back`` says why of those that it gave up
    since. ``there`` are those that somebody made on its own pages, by the payment's reference: of
    such a payment it grants no more than is left. While it ``looks_at_refunds`` it has decided
    none. It captures ``short`` too little. ``disputes`` is what it says of each. ``asked_with`` is
    what each payment was begun with; ``action`` what a new one wants of its buyer. ``hang`` stops a
    call before or after it takes effect; what is not ``stoppable`` cannot be called off. ``url`` is
    where it listens, once ``start`` is done."""

    def __init__(self, begins: ChargeStatus = "succeeded") -> None:
        self.begins = begins
        self.away = False
        self.refuses_payments = False
        self.refuses_refunds = False
        self.refuses_captures = False
        self.looks_at_refunds = False
        self.short = 0
        self.action: NextAction | None = None
        self.stoppable = True
        self.asked = 0
        self.calls: defaultdict[str, int] = defaultdict(int)
        self.charges: dict[str, Charge] = {}
        self.refunded: dict[str, int] = {}
        self.came_back: dict[str, str] = {}
        self.there: dict[str, list[RefundThere]] = {}
        self.captured: dict[str, int] = {}
        self.disputes: dict[str, ProviderDispute] = {}
        self.asked_with: list[dict[str, Any]] = []
        self.url = ""
        self._by_key: dict[str, str] = {}
        self._refunds_of: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers = count(1)
        self._gates: dict[tuple[str, str], Gate] = {}
        self._server: asyncio.Server | None = None

    async def start(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def stop(self) -> None:
        for gate in self._gates.values():
            gate.opened.set()
        if self._server is not None:
            self._server.close()

    # --- for the test -------------------------------------------------------------------------

    def decide(self, reservation_id: UUID, status: ChargeStatus) -> None:
        """From now on every payment for the reservation is ``status``."""
        for reference, charge in list(self.charges.items()):
            if charge.subject_id == reservation_id:
                self.decide_one(reference, status)

    def decide_one(self, reference: str, status: ChargeStatus) -> None:
        """From now on this payment is ``status``."""
        self.charges[reference] = replace(self.charges[reference], status=status)

    def gives(self, reference: str, amount: int, currency: str = "EUR") -> RefundThere:
        """Somebody gives so much of a payment back on its own pages."""
        made = RefundThere(f"there-{next(self._numbers)}", amount, currency)
        self.there.setdefault(reference, []).append(made)
        return made

    def gives_up(self, reference: str, made: RefundThere) -> None:
        """Nothing came of that."""
        told = self.there[reference]
        told[told.index(made)] = replace(made, failed="the card is closed")

    def left(self, reference: str) -> int:
        """What it would give back of a payment; of one of which nothing was given there, whatever
        it is asked for."""
        told, charge = self.there.get(reference), self.charges[reference]
        if told is None:
            return 1 << 60
        own = [key for key in self._refunds_of[reference] if key not in self.came_back]
        given = sum(self.refunded[key] for key in own)
        return charge.amount - given - sum(one.amount for one in told if one.failed is None)

    def hang(self, call: Call, at: Point) -> Gate:
        """From now on such calls hang there, until the gate is opened."""
        gate = self._gates[call, at] = Gate()
        return gate

    # --- for the shop -------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            body = json.loads(await reader.readexactly(length))
            call = head.split(" ", 2)[1].removeprefix("/")
            self.asked += 1
            self.calls[call] += 1
            if self.away:
                return  # hung up without an answer
            await self._pass(call, "before")
            status, answer = self._do(call, body)
            await self._pass(call, "after")
            writer.write(
                f"HTTP/1.1 {status} -\r\ncontent-length: {len(answer)}\r\n"
                "connection: close\r\n\r\n".encode()
                + answer
            )
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone
        finally:
            writer.close()

    async def _pass(self, call: str, at: Point) -> None:
        gate = self._gates.get((call, at))
        if gate is not None:
            gate.reached.set()
            await gate.opened.wait()

    def _do(self, call: str, asked: dict[str, Any]) -> tuple[int, bytes]:
        if call == "create":
            return self._create(asked)
        reference = asked["reference"]
        if call == "dispute":
            return 200, msgspec.json.encode(self.disputes.get(reference))
        if call == "refunds_there":
            return 200, msgspec.json.encode(self.there.get(reference, []))
        if call == "payment_of":
            keys = (key for key, name in self._by_key.items() if name == reference)
            return 200, msgspec.json.encode(next(keys, None))
        if call == "refund_failed":
            return 200, msgspec.json.encode(self.came_back.get(asked["key"]))
        charge = self.charges.get(reference)
        if call == "refund":
            if self.refuses_refunds or charge is None:
                return 402, b"the card is closed"
            if asked["key"] not in self.refunded and asked["amount"] > self.left(reference):
                return 402, b"so much is not left"
            self.refunded.setdefault(asked["key"], asked["amount"])
            self._refunds_of[reference].add(asked["key"])
            return 200, msgspec.json.encode("pending" if self.looks_at_refunds else "succeeded")
        if call == "capture" and charge is not None:
            if self.refuses_captures or charge.status == "failed":
                return 402, b"the authorization has run out"
            amount = self.captured.setdefault(asked["key"], asked["amount"] - self.short)
            self.charges[reference] = replace(charge, status="succeeded", amount=amount)
        undecided = charge is not None and charge.status in ("pending", "authorized")
        if call == "fail" and undecided and self.stoppable:
            self.decide_one(reference, "failed")
        return 200, msgspec.json.encode(self.charges.get(reference))

    def _create(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        if self.refuses_payments:
            return 402, b"no such currency"
        self.asked_with.append(asked)
        reference = self._by_key.get(asked["key"])
        if reference is None:
            reference = self._by_key[asked["key"]] = f"scripted-{next(self._numbers)}"
            aside = asked["later"] and self.begins == "succeeded"
            self.charges[reference] = Charge(
                reference,
                "authorized" if aside else self.begins,
                UUID(asked["subject_id"]),
                asked["amount"],
                asked["currency"],
                next_action=self.action,
            )
        return 200, msgspec.json.encode(self.charges[reference])

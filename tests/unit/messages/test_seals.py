"""What a letter must be to be read."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.flows.messaging.messages import (
    MAX_BODY,
    ORDERS_TO_PAY,
    PAYMENT_RESULTS,
    QUEUES,
    Forget,
    Message,
    Paid,
    Pay,
    Refund,
    Refunded,
    Refused,
    Seal,
)
from holdfast.flows.messaging.post import Letter, Unreadable

SECRET = b"a secret of the tests"
ID, OTHER = UUID(int=1), UUID(int=2)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY: tuple[tuple[str, Message], ...] = (
    (ORDERS_TO_PAY, Pay(message_id="a", order_id=ID, payment_id=OTHER, at=AT, request="r",
                        owner="user:1", amount=7, currency="PTS", description="A lesson")),
    (ORDERS_TO_PAY, Refund(message_id="b", order_id=ID, payment_id=OTHER, at=AT, refund_id=OTHER,
                           owner="user:1", amount=7, currency="EUR")),
    (ORDERS_TO_PAY, Forget(message_id="f", at=AT, owner=str(ID), given_up=True)),
    (PAYMENT_RESULTS, Paid(message_id="c", order_id=ID, payment_id=OTHER, at=AT, amount=7,
                           currency="PTS")),
    (PAYMENT_RESULTS, Refused(message_id="d", order_id=ID, payment_id=OTHER, at=AT,
                              reason="insufficient-funds", missing=3)),
    (PAYMENT_RESULTS, Refunded(message_id="e", order_id=ID, payment_id=OTHER, at=AT,
                               refund_id=ID, amount=7, currency="PTS")),
)  # fmt: skip


def seal(queue: str, secret: bytes = SECRET) -> Seal[Any]:
    return Seal(secret, queue)


def sealed(queue: str, body: object) -> Letter:
    """Anything at all, with a good seal."""
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    made = seal(queue)
    return Letter(queue, "x", raw, made._sealed(raw))


def plain(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(message)
    return found


@pytest.mark.parametrize(("queue", "message"), EVERY, ids=lambda one: str(one)[:8])
def test_what_is_sealed_is_read_as_it_was(queue: str, message: Message) -> None:
    letter = seal(queue).letter(message)
    assert (letter.queue, letter.id, letter.about) == (queue, message.message_id, str(ID))
    assert seal(queue).opened(letter) == message


def test_a_refusal_in_the_words_of_before_is_read() -> None:
    message = Refused(message_id="d", order_id=ID, payment_id=OTHER, at=AT,
                      reason="insufficient-funds", missing=3, wallet_id=ID)  # fmt: skip
    former = plain(message) | {"reason": "short-of-points", "accountId": str(ID)}
    del former["walletId"]
    assert seal(PAYMENT_RESULTS).opened(sealed(PAYMENT_RESULTS, former)) == message


def test_every_message_is_tried_here() -> None:
    assert {(queue, type(message)) for queue, message in EVERY} == {
        (queue, kind) for queue, kinds in QUEUES.items() for kind in kinds
    }


@given(st.data())
def test_no_letter_that_was_changed_is_read(data: st.DataObject) -> None:
    queue, message = data.draw(st.sampled_from(EVERY))
    letter = seal(queue).letter(message)
    at = data.draw(st.integers(0, len(letter.body) - 1))
    put = data.draw(st.binary(max_size=3).filter(lambda put: put != letter.body[at : at + 1]))
    body = letter.body[:at] + put + letter.body[at + 1 :]
    with pytest.raises(Unreadable, match="the seal is broken"):
        seal(queue).opened(Letter(queue, letter.id, body, letter.seal))


def test_a_seal_of_another_queue_or_secret_or_none_is_no_seal() -> None:
    pay = EVERY[0][1]
    letter = seal(ORDERS_TO_PAY).letter(pay)
    for opener in (seal(PAYMENT_RESULTS), seal(ORDERS_TO_PAY, b"another secret")):
        with pytest.raises(Unreadable, match="the seal is broken"):
            opener.opened(letter)
    bare = Letter(letter.queue, letter.id, letter.body, "")
    with pytest.raises(Unreadable, match="it has no seal"):
        seal(ORDERS_TO_PAY).opened(bare)
    strange = Letter(letter.queue, letter.id, letter.body, "пломба")
    with pytest.raises(Unreadable, match="the seal is broken"):
        seal(ORDERS_TO_PAY).opened(strange)


PAY = plain(EVERY[0][1])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        [],
        {},
        PAY | {"type": "gift"},
        PAY | {"type": "paid"},
        PAY | {"version": 2},
        PAY | {"amount": 0},
        PAY | {"amount": -7},
        PAY | {"amount": 2**53},
        PAY | {"amount": "7"},
        PAY | {"amount": 7.5},
        PAY | {"currency": "POINTS"},
        PAY | {"owner": ""},
        PAY | {"orderId": "an order"},
        PAY | {"at": "yesterday"},
        {name: value for name, value in PAY.items() if name != "paymentId"},
    ],
    ids=lambda body: repr(body)[:40],
)
def test_what_is_not_a_message_of_this_release_says_so(body: object) -> None:
    with pytest.raises(Unreadable, match="not a message of this release"):
        seal(ORDERS_TO_PAY).opened(sealed(ORDERS_TO_PAY, body))


def test_fields_that_a_newer_release_adds_are_passed_over() -> None:
    body = PAY | {"colour": "red"}
    assert seal(ORDERS_TO_PAY).opened(sealed(ORDERS_TO_PAY, body)) == EVERY[0][1]


def test_what_is_too_long_is_not_even_looked_at() -> None:
    with pytest.raises(Unreadable, match="bytes long"):
        seal(ORDERS_TO_PAY).opened(sealed(ORDERS_TO_PAY, b" " * (MAX_BODY + 1)))

"""Photographers hear of new requests, clients of answers; what could not be delivered is sent
again."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.specs.studio.people import Photographer, photographer_of
from tests.support.mail_server import MailServer, Took
from tests.support.market import Market, expect
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.server import until
from tests.support.studio import day_ahead

LOG, STUCK = "/api/staff/mails", "/api/staff/stuck"


@pytest.fixture(scope="module")
def studio(joined: Market) -> PhotoStudio:
    """Whose photographer agrees to each time first."""
    return set_up(joined, requestHours=48)


@pytest.fixture(scope="module")
def anna(studio: PhotoStudio) -> Iterator[Photographer]:
    with photographer_of(studio) as person:
        yield person


@pytest.fixture
def client(joined: Market) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=joined.url, timeout=PATIENCE) as opened:
        opened.headers["X-Address"] = f"{uuid4().hex}@test.example"
        about = {"name": "Cleo", "email": opened.headers["X-Address"], "password": PASSWORD}
        expect(opened.post("/api/signup", json=about), 201)
        yield opened


def titled(post: MailServer, email: str, words: str) -> list[Took]:
    return [one for one in post.to(email) if words in str(one.mail["Subject"])]


@sentence("E", "Для фотографов и студий", "Автоматические уведомления о новых заявках",
          at="mail: request-asked, session-booked")  # fmt: skip
@sentence("E", "Автоматические уведомления", "Уведомления фотографам о новых заявках",
          at="mail: request-asked, session-booked")  # fmt: skip
@sentence("E", "Автоматизация процессов", "Оповещения клиентов и фотографов",
          at="mail: request-asked, request-agreed")  # fmt: skip
@sentence("E", "4.2. Схема последовательности",
          "Kafka->>Notify: Отправить уведомление; Notify->>Client: Push/SMS/Email",
          at="mail: request-agreed")  # fmt: skip
@sentence("E", "6. Потенциальные проблемы и их решение",
          "Сбой уведомлений: Dead Letter Queue (DLQ) в Kafka для повторной отправки.",
          at="GET /api/staff/mails?status=dead, POST /api/staff/stuck")  # fmt: skip
def test_a_photographer_hears_of_a_request_though_the_mail_came_back_at_first(
    studio: PhotoStudio, anna: Photographer, client: httpx.Client, post: MailServer
) -> None:
    post.trouble = lambda address: "refuse" if address == anna.email else "none"
    try:
        asked = {"serviceId": studio.service, "start": f"{day_ahead(15)}T10:00"}
        booking = expect(client.post("/api/bookings/hold", json=asked))["bookingId"]

        def given_up() -> list[dict[str, Any]]:
            dead = {"q": anna.email, "status": "dead"}
            rows: list[dict[str, Any]] = expect(studio.staff.get(LOG, params=dead))["mails"]
            return rows

        until(lambda: bool(given_up()), PATIENCE, "the mail is put aside")
    finally:
        post.trouble = lambda _: "none"
    (row,) = given_up()
    assert (row["kind"], row["error"][:3]) == ("request-asked", "550")
    again = {"action": "retry", "kind": "mail", "ids": [row["id"]]}
    expect(studio.staff.post(STUCK, json=again))
    until(lambda: len(titled(post, anna.email, "A request")) == 1, PATIENCE, "it is sent again")
    assert f"Portrait in {studio.name}" in titled(post, anna.email, "A request")[0].text("plain")
    expect(anna.http.post(f"/api/staff/booking-requests/{booking}/agree", json={}))
    email = client.headers["X-Address"]
    until(lambda: len(titled(post, email, "accepted")) == 1, PATIENCE, "the client is told")

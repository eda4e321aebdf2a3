"""The bot of Telegram: a client books in a chat, and a photographer keeps their time in theirs."""

import asyncio
import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.bot.wanted import linked
from tests.specs.sentences import sentence
from tests.specs.studio.people import photographer_of
from tests.support.market import Market, expect
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.studio import day_ahead
from tests.support.telegram import Chat, TelegramServer


@pytest.fixture(scope="module")
def studio(joined: Market) -> PhotoStudio:
    return set_up(joined)


@pytest.fixture(scope="module")
def anna(studio: PhotoStudio, telegram: TelegramServer) -> Iterator[Chat]:
    """The photographer's chat."""
    with photographer_of(studio) as person:
        chat = telegram.chat("Anna")
        linked(person.http, chat)
        yield chat


@pytest.fixture
def client(joined: Market) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=joined.url, timeout=PATIENCE) as opened:
        about = {"name": "Cleo", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
        expect(opened.post("/api/signup", json=about), 201)
        yield opened


@sentence("E", "Для клиентов", "Запись через Telegram-бота", at="the bot: /book, /my")
@sentence("E", "1. Компоненты системы",
          "Telegram Bot: Альтернативный интерфейс для записи и управления",
          at="the bot: /book, /my, /block; POST /api/telegram/codes")  # fmt: skip
@sentence("E", "3.2. Уведомления", 'bot.send_message(chat_id, "Новая запись!")',
          at="Telegram: session-booked, booking-confirmed")  # fmt: skip
def test_a_client_books_in_a_chat_and_the_photographer_hears_of_it_in_theirs(
    studio: PhotoStudio, anna: Chat, client: httpx.Client, telegram: TelegramServer
) -> None:
    chat, heard = telegram.chat("Cleo", "ru"), len(anna.messages)
    linked(client, chat)
    chat.writes("/book")
    chat.presses(f"Portrait in {studio.name}")
    for _ in range(3):  # the second length, the second day, its second time
        held = chat.presses(list(chat.messages[-1].buttons)[1])
    assert re.search(r"https://shop\.example/checkout/[0-9a-f-]{36}", held.text), held.text
    (booking,) = expect(client.get("/api/bookings"))["bookings"]
    assert booking["status"] == "held"
    before = len(chat.messages)
    begun = {"reservationId": booking["reservationId"], "provider": "demo"}
    expect(client.post("/api/payments", json=begun))
    assert studio.name in chat.hears(before).text
    told = anna.hears(heard).text
    assert told.startswith("Booked with you")
    assert f"Portrait in {studio.name}" in told
    day = anna.writes(f"/day {booking['local'][:10]}").text
    assert f"Portrait in {studio.name}" in day and booking["number"] in day
    assert booking["number"] in chat.writes("/my").text
    chat.presses("Отменить")
    assert "отменено" in chat.presses("Да").text
    assert expect(client.get("/api/bookings"))["bookings"][0]["status"] == "cancelled"
    assert anna.hears(heard + 2).text.startswith("Cancelled")


@sentence("E", "Для фотографов и студий", "Управление расписанием через Telegram",
          at="the bot: /day, /block")  # fmt: skip
def test_a_photographer_takes_time_off_in_a_chat_and_gives_it_back(
    studio: PhotoStudio, anna: Chat
) -> None:
    day = day_ahead(34)
    assert "10:00" in studio.starts(34)
    anna.writes(f"/block {day} 10:00-12:00")
    asyncio.run(studio.offers(34, "09:00", "12:00", taken="10:00"))
    assert anna.writes(f"/day {day}").text
    anna.writes(f"/block {day} 14:00-15:00")
    anna.presses("Take it back")
    asyncio.run(studio.offers(34, "14:00", taken="11:00"))

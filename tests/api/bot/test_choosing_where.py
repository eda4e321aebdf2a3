"""Where a service is in several studios, or with people who live by several clocks, a client says
where first: no list has times of two cities. What is held says where it is, and by whose clock."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.bot.test_choosing_whom import the_chat
from tests.api.bot.wanted import linked, own_bookings
from tests.support.market import expect
from tests.support.studio import EVERY_DAY
from tests.support.telegram import Message, TelegramServer

BERLIN, SEOUL = "Europe/Berlin", "Asia/Seoul"


def resource(manager: httpx.Client, kind: str, name: str, zone: str, **more: Any) -> str:
    asked = {"kind": kind, "name": name, "zone": zone} | more
    made = expect(manager.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    path = f"/api/staff/resources/{made}/schedule"
    rules = [{"weekdays": list(EVERY_DAY), "start": "09:00", "end": "12:00"}]
    headers = {"If-Match": f'"{expect(manager.get(path))["version"]}"'}
    expect(manager.put(path, json={"rules": rules}, headers=headers))
    return str(made)


class Chain:
    """A studio in Berlin and one in Seoul, of whom each has a room and people: Berlin's are two."""

    def __init__(self, manager: httpx.Client) -> None:
        self.mark = uuid4().hex[:6]
        self.manager = manager
        self.berlin = self._studio("Loft", "Torstr. 1, Berlin", BERLIN, 52.5, 13.4)
        self.seoul = self._studio("Han", "Mapo-daero 1, Seoul", SEOUL, 37.5, 127.0)
        self.rooms = [
            self._of(self.berlin, "room", "White", BERLIN),
            self._of(self.seoul, "room", "Day", SEOUL),
        ]
        self.people = [
            self._of(self.berlin, "photographer", "Anna", BERLIN, 52.5, 13.4),
            self._of(self.berlin, "photographer", "Max", BERLIN, 52.5, 13.4),
            self._of(self.seoul, "photographer", "Jun", SEOUL, 37.5, 127.0),
        ]

    def named(self, name: str) -> str:
        return f"{name} {self.mark}"

    def _studio(self, name: str, address: str, zone: str, *at: float) -> str:
        more = {"address": address, "latitude": at[0], "longitude": at[1]}
        return resource(self.manager, "studio", self.named(name), zone, **more)

    def _of(self, studio: str, kind: str, name: str, zone: str, *at: float) -> str:
        home = {"latitude": at[0], "longitude": at[1], "travelRadiusKm": 30} if at else {}
        return resource(self.manager, kind, self.named(name), zone, studioId=studio, **home)

    def service(self, *needs: dict[str, Any], **more: Any) -> dict[str, Any]:
        asked = {
            "name": f"Portrait {uuid4().hex[:8]}", "currency": "EUR", "lengths": {"minutes": [60]},
            "grid": {"step": 60}, "price": {"rule": "flat", "amount": 9_000}, "needs": needs,
        }  # fmt: skip
        return expect(self.manager.post("/api/staff/services", json=asked | more), 201)

    def need(self, kind: str, some: list[str]) -> dict[str, Any]:
        return {"role": kind, "kind": kind, "resources": some}


@pytest.fixture(scope="module")
def chain(manager: httpx.Client) -> Chain:
    return Chain(manager)


def first(said: Message) -> str:
    return next(iter(said.buttons))


def test_which_studio_is_asked_first_and_said_ever_after(
    ann: httpx.Client, telegram: TelegramServer, chain: Chain
) -> None:
    service = chain.service(
        chain.need("photographer", chain.people), chain.need("room", chain.rooms)
    )
    chat = the_chat(ann, telegram, service)
    asked = chat.messages[-1]
    loft = f"{chain.named('Loft')}, Torstr. 1, Berlin ({BERLIN})"
    han = f"{chain.named('Han')}, Mapo-daero 1, Seoul ({SEOUL})"
    assert asked.text == f"{service['name']}: where?"
    assert list(asked.buttons) == [han[:60], loft[:60]]
    people = chat.presses(loft[:60])
    assert "with whom?" in people.text
    assert list(people.buttons) == ["Anyone", chain.named("Anna"), chain.named("Max")]
    days = chat.presses("Anyone")
    times = chat.presses(first(days))
    assert f"by the clock of {BERLIN}" in times.text
    assert times.text.splitlines()[1:] == [f"{chain.named('Loft')}, Torstr. 1, Berlin", "€90"]
    assert set(times.buttons) <= {"09:00", "10:00", "11:00"}, "none of Seoul's"
    held = chat.presses(first(times))
    assert f"({BERLIN}). Pay €90 here" in held.text
    assert held.text.splitlines()[-1].startswith(f"{chain.named('Loft')}, Torstr. 1, Berlin · ")
    (booking,) = own_bookings(ann)
    assert booking["zone"] == BERLIN
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))


def test_one_of_a_studio_is_had_there_and_elsewhere_is_a_press_away(
    ann: httpx.Client, telegram: TelegramServer, chain: Chain
) -> None:
    """Where only one person is, nobody is asked with whom."""
    uplifts = [{"start": 0, "end": 600, "percent": 50}]
    price = {"rule": "flat", "amount": 9_000, "uplifts": uplifts}
    needs = chain.need("photographer", chain.people), chain.need("room", chain.rooms)
    service = chain.service(*needs, price=price)
    chat = the_chat(ann, telegram, service)
    chat.presses(next(one for one in chat.messages[-1].buttons if "Loft" in one))
    days = chat.presses(chain.named("Max"))
    times = chat.presses(list(days.buttons)[1])
    assert list(times.buttons)[:3] == ["09:00 · €135", "10:00 · €90", "11:00 · €90"]
    held = chat.presses("10:00 · €90")
    assert held.text.endswith(f"{chain.named('Max')}, {chain.named('White')}")
    (booking,) = own_bookings(ann)
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))
    han = the_chat(ann, telegram, service)
    said = han.presses(next(one for one in han.messages[-1].buttons if "Han" in one))
    assert "on which day?" in said.text
    assert "Mapo-daero 1, Seoul" in said.text


def test_where_it_is_in_no_studio_clocks_are_chosen_among(
    ann: httpx.Client, telegram: TelegramServer, chain: Chain
) -> None:
    chat = the_chat(ann, telegram, chain.service(chain.need("photographer", chain.people)))
    assert "where?" in chat.messages[-1].text
    seoul = f"{SEOUL}: {chain.named('Jun')}"
    times = chat.presses(first(chat.presses(seoul)))
    assert f"by the clock of {SEOUL}" in times.text
    held = chat.presses(first(times))
    assert f"({SEOUL})" in held.text
    (booking,) = own_bookings(ann)
    assert booking["zone"] == SEOUL
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))


def test_a_button_from_before_that_says_no_place_asks_for_it(
    ann: httpx.Client, telegram: TelegramServer, chain: Chain
) -> None:
    needs = chain.need("photographer", chain.people), chain.need("room", chain.rooms)
    chat = the_chat(ann, telegram, chain.service(*needs))
    anywhere = next(iter(chat.messages[-1].buttons.values())).split(":")
    before = len(chat.messages)
    telegram.tell(chat.press(f"h:{anywhere[1]}:{anywhere[2]}:30000000"))
    assert "where?" in chat.hears(before).text
    assert own_bookings(ann) == []


def test_what_is_held_is_called_as_its_client_reads_it(
    ann: httpx.Client, telegram: TelegramServer, chain: Chain
) -> None:
    name = f"Прогулка {uuid4().hex[:8]}"
    person = chain.need("photographer", chain.people[:1])
    service = chain.service(person, texts={"ru": {"name": name}})
    chat = telegram.chat("Аня", language="ru")
    linked(ann, chat, quiet=True)
    chat.writes("/book")
    while name not in chat.messages[-1].buttons:
        chat.presses("Ещё")
    times = chat.presses(first(chat.presses(name)))
    assert chat.presses(first(times)).text.startswith(f"{name}, ")
    assert name in chat.writes("/my").text
    (booking,) = own_bookings(ann)
    assert booking["serviceId"] == service["id"]
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))

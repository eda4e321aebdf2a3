"""Staff add questions to a service; a client answers one while booking and another later from the
booking's card, in their language; whoever photographs them reads both."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from holdfast.api.contract.services import ServiceAsked
from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import choose_time
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, shot, toast
from tests.e2e.studios import BERLIN, Studio
from tests.e2e.till import enter_as_staff
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

EMAIL = "anna@questions.example"
DAY = day_ahead(4)


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[tuple[Studio, str]]:
    """Anna's, with a portrait that asks nothing yet."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        with ThreadPoolExecutor() as aside:  # here the browser's loop runs
            aside.submit(add_person, running.database_url, EMAIL, ["photographer"]).result()
        with httpx.Client(base_url=running.url, timeout=PATIENCE) as hers:
            log_in(hers, EMAIL)
            user = hers.get("/api/session").json()["user"]["id"]
        anna = Someone(kind="photographer", name="Anna", zone=BERLIN, more={"user_id": UUID(user)})
        made.move_in(anna)
        yield made, made.service("Portrait", "photographer", grid={"step": 60})


def ask_two_questions(staff: Page, service: str) -> None:
    staff.goto(f"/staff/services/{service}")
    panel = staff.get_by_role("heading", name="Questions").locator("xpath=ancestor::section")
    panel.get_by_role("button", name="Add a question").click()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(panel.get_by_label("Text of question 1")).to_be_focused()
    panel.get_by_label("Text of question 1").fill("Whose name goes on the gallery?")
    panel.get_by_label("Has to be answered").check()
    choose(panel.get_by_role("radio", name="Русский"))
    panel.get_by_label("Text of question 1").fill("На чьё имя галерея?")
    choose(panel.get_by_role("radio", name="For every language"))
    panel.get_by_role("button", name="Add a question").click()
    panel.get_by_label("Text of question 2").fill("Where do we meet?")
    panel.get_by_label("Answer to question 2", exact=True).select_option("choice")
    panel.get_by_label("When question 2 is asked").select_option("session")
    panel.get_by_label("Answer 1 to question 2").fill("In the park")
    panel.get_by_label("Answer 2 to question 2").fill("In the studio")
    assert_clean_everywhere(staff, "a service's questions")
    in_all_looks(staff, "questions-of-service")
    staff.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(toast(staff, "Saved")).to_be_visible()


def book(client: Page, service: str) -> Locator:
    """The booking's card; what has to be answered is said before anything is held."""
    client.goto(f"/book?service={service}&day={DAY}")
    choose_time(client, "10:00")
    asked = client.get_by_label("На чьё имя галерея?")
    expect(asked).to_be_visible()
    expect(client.get_by_label("Where do we meet?")).to_have_count(0)
    client.get_by_role("button", name=re.compile("оплатить")).click()
    expect(asked).to_be_focused()
    expect(client.get_by_text("Ответьте на этот вопрос")).to_be_visible()
    assert_clean_everywhere(client, "booking with a question")
    in_all_looks(client, "questions-booking")
    asked.fill("Миа")
    client.get_by_role("button", name=re.compile("оплатить")).click()
    client.wait_for_url("**/checkout/*")
    client.goto("/bookings")
    return client.locator("[data-booking]").first


def test_two_questions_are_asked_answered_and_read(
    studio: tuple[Studio, str], visitor: Visitor
) -> None:
    made, service = studio
    url = made.server.url
    staff = visitor(url, timezone_id=BERLIN)
    enter_as_staff(staff)
    ask_two_questions(staff, service)

    client = visitor(url, locale="ru-RU", timezone_id=BERLIN)
    card = book(client, service)
    card.get_by_role("button", name="Ответить на 1 вопрос").press("Enter")
    dialog = client.get_by_role("dialog")
    expect(dialog.get_by_label("На чьё имя галерея?")).to_have_value("Миа")
    dialog.get_by_label("Where do we meet?").select_option(label="In the park")
    assert_clean_everywhere(client, "answering later")
    in_all_looks(client, "questions-later")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).to_have_count(0)
    expect(card.get_by_role("button", name="Вопросы")).to_be_visible()
    shot(client, "questions-answered")

    number = card.get_attribute("data-booking")
    staff.goto(f"/staff/bookings?from={DAY}")
    row = staff.locator(f"[data-booking='{number}']")
    row.get_by_role("button", name="Questions").click()
    dialog = staff.get_by_role("dialog")
    expect(dialog.get_by_label("Whose name goes on the gallery?")).to_have_value("Миа")
    dialog.get_by_label("Whose name goes on the gallery?").fill("Mia Weber")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)

    anna = visitor(url, timezone_id=BERLIN)
    anna.goto("/login?next=/my/calendar")
    anna.locator("main [name=email]").fill(EMAIL)
    anna.locator("main [name=password]").fill(PASSWORD)
    anna.locator("main form button[type=submit]").click()
    anna.wait_for_url(lambda at: "/login" not in at)
    anna.goto(f"/my/calendar?day={DAY}")
    anna.get_by_role("button", name=re.compile("10:00–11:00, Portrait")).press("Enter")
    answers = anna.get_by_role("dialog").get_by_role("region", name="Questions")
    expect(answers).to_contain_text("Whose name goes on the gallery?")
    expect(answers).to_contain_text("Mia Weber")
    expect(answers).to_contain_text("In the park")
    assert_clean_everywhere(anna, "a session's answers")
    in_all_looks(anna, "questions-on-card")


def test_in_korean_the_page_asks_in_what_words_there_are(
    studio: tuple[Studio, str], visitor: Visitor
) -> None:
    made, _ = studio
    asks = made.service(
        "Family",
        "photographer",
        questions=[
            {
                "id": "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c80",
                "kind": "yes-no",
                "text": "Is there a dog?",
                "texts": {"ko": "강아지가 있나요?"},
            }
        ],
    )
    client = visitor(made.server.url, locale="ko-KR", timezone_id=BERLIN)
    client.goto(f"/book?service={asks}&day={day_ahead(6)}")
    choose_time(client, "12:00")
    dog = client.get_by_role("group", name="스튜디오의 질문")
    dog.get_by_label("강아지가 있나요?").select_option(label="예")
    expect(dog.get_by_text("선택 사항")).to_be_visible()
    in_all_looks(client, "questions-korean")


def test_a_question_that_came_meanwhile_is_shown_where_it_is_answered(
    studio: tuple[Studio, str], visitor: Visitor
) -> None:
    made, _ = studio
    asks = made.service("Wedding", "photographer")
    client = visitor(made.server.url, timezone_id=BERLIN)
    client.goto(f"/book?service={asks}&day={day_ahead(7)}")
    choose_time(client, "12:00")
    path = f"/api/staff/services/{asks}"
    read = made.staff.get(path).raise_for_status()
    question = {
        "id": "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c81",
        "kind": "short",
        "text": "Whose wedding is it?",
        "required": True,
    }
    written = {field.alias or name for name, field in ServiceAsked.model_fields.items()}
    body = {name: value for name, value in read.json().items() if name in written}
    match = {"If-Match": read.headers["etag"]}
    saved = made.staff.put(path, json=body | {"questions": [question]}, headers=match)
    saved.raise_for_status()
    client.get_by_role("button", name=re.compile("^Hold and pay")).click()
    asked = client.get_by_label("Whose wedding is it?")
    expect(asked).to_be_focused()
    asked.fill("Mia and Jo")
    client.get_by_role("button", name=re.compile("^Hold and pay")).click()
    client.wait_for_url("**/checkout/*")

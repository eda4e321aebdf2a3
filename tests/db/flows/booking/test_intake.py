"""Answers come with the booking or not at all, are kept as they were asked, and are open until
somebody gives them, which ends when the session begins."""

import asyncio
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.booking.intake import (
    Given,
    GivenAnswer,
    Question,
    QuestionCounts,
    question_counts,
)
from holdfast.booking.services import Lengths, Need, Service, terms_of
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.intake import (
    AnswersClosed,
    AnswersInvalid,
    answer_questions,
    intake_of,
)
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.services import make_service, save_service
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal
from tests.db.flows.booking.rooms import at_hour
from tests.db.flows.booking.series import SERVICE, STAFF, a_room
from tests.db.flows.buying import a_customer
from tests.db.flows.stage import Stage, events_of, select


async def asking(stage: Stage) -> tuple[Service, tuple[UUID, ...]]:
    """A service that asks a name with the booking and a place before the session, and its room."""
    room = await a_room(stage, f"Room {uuid4().hex[:8]}")
    name = Question(id=uuid4(), kind="short", text="Whose name?", required=True)
    place = Question(id=uuid4(), kind="long", text="Where?", when="session")
    asked = replace(
        SERVICE,
        lengths=Lengths(minutes=(60,)),
        needs=(Need(role="studio", kind="studio", resources=(room,)),),
        questions=(name, place),
    )
    return await make_service(stage.database, STAFF, terms_of(asked)), (room,)


def given(*answers: tuple[Question, str], demanded: bool = False) -> Given:
    return Given(tuple(GivenAnswer(one.id, value) for one, value in answers), "en", demanded)


async def hold(
    stage: Stage, asked: tuple[Service, tuple[UUID, ...]], client: Principal, answers: Given
) -> UUID:
    service, who = asked
    wanted = Wanted(at_hour(10), 60, (who,), given=answers)
    placed = await hold_booking(stage, Caller(client), service, wanted)
    assert placed.booking_id is not None
    return placed.booking_id


async def counted(stage: Stage, booking: UUID) -> QuestionCounts:
    return (await question_counts(stage.database.pool, [booking]))[booking]


async def test_answers_come_with_the_booking_and_stand_in_no_event(stage: Stage) -> None:
    asked, client = await asking(stage), a_customer()
    name, _ = asked[0].questions
    with pytest.raises(AnswersInvalid):
        await hold(stage, asked, client, given(demanded=True))
    mia = f"Mia {uuid4().hex}"
    booking = await hold(stage, asked, client, given((name, mia), demanded=True))
    (kept,) = (await intake_of(stage, client, booking)).answers
    assert (kept.asked, kept.said, kept.answered_by) == ("Whose name?", mia, client.id)
    assert await counted(stage, booking) == QuestionCounts(open=1, answered=1)
    assert await events_of(stage, booking) == ["booking.held"]
    told = "SELECT 1 FROM events WHERE strpos(data::text, $1) > 0"
    assert await select(stage, told, mia) == []


async def test_who_loses_the_time_leaves_no_answers(stage: Stage) -> None:
    asked = await asking(stage)
    name, _ = asked[0].questions
    before = await select(stage, "SELECT count(*) FROM intake_answers")
    done = await asyncio.gather(
        *(hold(stage, asked, a_customer(), given((name, one))) for one in ("Mia", "Ben")),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, TimeTaken) for one in done) == [False, True]
    assert await select(stage, "SELECT count(*) FROM intake_answers") == [(before[0][0] + 1,)]


async def test_what_nobody_demanded_is_open_and_a_changed_question_changes_no_answer(
    stage: Stage,
) -> None:
    (service, who), client = await asking(stage), a_customer()
    name, place = service.questions
    booking = await hold(stage, (service, who), client, given())
    assert await counted(stage, booking) == QuestionCounts(open=2)
    await answer_questions(stage, STAFF, booking, given((name, "Mia"), (place, "Here")))
    other = replace(name, text="What are you called?")
    terms = replace(terms_of(service), questions=(other,))
    await save_service(stage.database, STAFF, service.id, terms, service.revision)
    await answer_questions(stage, Caller(client), booking, given((name, "Mia")))
    found = await intake_of(stage, client, booking)
    kept = {one.question: (one.asked, one.said) for one in found.answers}
    assert kept == {name.id: ("Whose name?", "Mia"), place.id: ("Where?", "Here")}
    assert [one.text for one in found.questions] == ["What are you called?"]
    await answer_questions(stage, Caller(client), booking, given((name, "Ben")))
    latest = (await intake_of(stage, client, booking)).answers[-1]
    assert (latest.asked, latest.said) == ("What are you called?", "Ben")


async def test_the_log_says_who_of_staff_answered_what_and_not_how(stage: Stage) -> None:
    asked, client = await asking(stage), a_customer()
    name, _ = asked[0].questions
    booking = await hold(stage, asked, client, given())
    await answer_questions(stage, STAFF, booking, given((name, "Mia")))
    await answer_questions(stage, Caller(client), booking, given((name, "Ben")))
    rows = await select(
        stage,
        "SELECT actor, data::text FROM audit_log WHERE action = 'booking.answered'"
        " AND subject = $1",
        str(booking),
    )
    assert rows == [(STAFF.actor, f'{{"questions": ["{name.id}"]}}')]


async def test_a_client_answers_until_it_begins_and_staff_until_it_is_over(stage: Stage) -> None:
    asked, client = await asking(stage), a_customer()
    name, place = asked[0].questions
    booking = await hold(stage, asked, client, given((name, "Mia")))
    begun = "UPDATE bookings SET starts_at = now() - interval '1 minute' WHERE id = $1"
    await stage.database.pool.execute(begun, booking)
    with pytest.raises(AnswersClosed):
        await answer_questions(stage, Caller(client), booking, given((place, "Here")))
    assert not (await intake_of(stage, client, booking)).may_answer
    await answer_questions(stage, STAFF, booking, given((place, "Here")))
    assert len((await intake_of(stage, client, booking)).answers) == 2

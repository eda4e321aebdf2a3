"""What a service asks: which questions are sound, which answers fit, and how they are kept."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from holdfast.api.contract.intake import OptionForm, QuestionForm
from holdfast.booking.intake import (
    Given,
    GivenAnswer,
    Option,
    Question,
    fitted,
    question_faults,
    together,
)

WHERE = Question(
    id=uuid4(),
    kind="choice",
    text="Where do we meet?",
    texts={"ru": "Где встретимся?"},
    required=True,
    options=(
        Option(id="park", name="In the park", texts={"ru": "В парке"}),
        Option(id="studio", name="In the studio"),
    ),
)


def question(kind: Any = "short", **more: Any) -> Question:
    return Question(**{"id": uuid4(), "kind": kind, "text": "Why?"} | more)


def given(
    *answers: tuple[Question | UUID, str], language: str = "", demanded: bool = True
) -> Given:
    found = tuple(
        GivenAnswer(one.id if isinstance(one, Question) else one, value) for one, value in answers
    )
    return Given(found, language, demanded)


def faults_of(one: Question, value: str) -> list[str]:
    return [fault.code for fault in fitted((one,), given((one, value))).faults]


def test_the_form_says_what_a_question_is_field_by_field() -> None:
    assert set(QuestionForm.model_fields) == set(Question.__struct_fields__)
    assert set(OptionForm.model_fields) == set(Option.__struct_fields__)


def test_sound_questions_have_no_faults() -> None:
    assert not list(question_faults((WHERE, question("long"), question("number"))))


@pytest.mark.parametrize(
    ("questions", "field", "code"),
    [
        ([question(text=" ")], "questions[0].text", "missing"),
        ([question(text="x" * 501)], "questions[0].text", "too-long"),
        ([question(texts={"ru": "x" * 501})], "questions[0].text", "too-long"),
        ([question(texts={"xx": "Why?"})], "questions[0].texts", "unknown"),
        ([WHERE, WHERE], "questions[0].id", "twice"),
        ([question("choice", options=WHERE.options[:1])], "questions[0].options", "count"),
        ([question("short", options=WHERE.options)], "questions[0].options", "needless"),
        (
            [question("choice", options=(WHERE.options[0], WHERE.options[0]))],
            "questions[0].options[0].id",
            "invalid",
        ),
        ([question() for _ in range(21)], "questions", "too-many"),
    ],
)
def test_what_is_wrong_with_questions_is_told_by_field(
    questions: list[Question], field: str, code: str
) -> None:
    first = next(question_faults(questions))
    assert (first.field, first.code) == (field, code)


@pytest.mark.parametrize(
    ("one", "sound", "unfit", "code"),
    [
        (question("short"), "x" * 200, "x" * 201, "too-long"),
        (question("short"), "one line", "two\nlines", "invalid"),
        (question("long"), "two\nlines", "x" * 2001, "too-long"),
        (WHERE, "park", "In the park", "not-offered"),
        (question("yes-no"), "no", "maybe", "invalid"),
        (question("number"), "-12.5", "12,5", "invalid"),
        (question("number"), "999999999", "1e9", "invalid"),
    ],
)
def test_an_answer_fits_its_question(one: Question, sound: str, unfit: str, code: str) -> None:
    assert faults_of(one, sound) == []
    assert faults_of(one, unfit) == [code]


def test_what_is_required_with_the_booking_is_demanded_of_who_books_and_of_nobody_else() -> None:
    later, free = question(required=True, when="session"), question()
    asked = (WHERE, later, free)
    (missing,) = fitted(asked, given(), booking=True).faults
    assert (missing.field, missing.code) == (f"answers.{WHERE.id}", "missing")
    (blank,) = fitted(asked, given((WHERE, " "), (free, "")), booking=True).faults
    assert blank.code == "missing"
    assert fitted(asked, given(demanded=False), booking=True).faults == ()
    assert fitted(asked, given((WHERE, "park")), booking=True).faults == ()


def test_of_nothing_asked_and_twice_answered_one_is_told() -> None:
    codes = [one.code for one in fitted((WHERE,), given((uuid4(), "x"))).faults]
    assert codes == ["unknown"]
    twice = fitted((WHERE,), given((WHERE, "park"), (WHERE, "studio")))
    assert [one.code for one in twice.faults] == ["twice"]


def test_an_answer_is_taken_back_unless_it_is_required() -> None:
    free = question()
    assert fitted((free,), given((free, ""))).cleared == (free.id,)
    assert [one.code for one in fitted((WHERE,), given((WHERE, ""))).faults] == ["missing"]


def test_an_answer_keeps_the_wording_and_the_language_it_was_asked_in() -> None:
    agreed = question("yes-no", texts={"ko": "왜?"})
    kept = fitted((WHERE, agreed), given((WHERE, "park"), (agreed, "yes"), language="ru")).answers
    assert [(one.asked, one.language, one.value, one.said) for one in kept] == [
        ("Где встретимся?", "ru", "park", "В парке"),
        ("Why?", "", "yes", "Да"),
    ]


def test_a_visit_asks_each_question_once() -> None:
    other = question()
    assert together([(WHERE, other), (WHERE,)]) == (WHERE, other)

"""What a service asks its client, and what they answer: with the booking, or before the session."""

from holdfast.booking.intake.answering import (
    MAX_GIVEN,
    Answer,
    Given,
    GivenAnswer,
    field_of,
    fitted,
)
from holdfast.booking.intake.book import (
    OPEN_SQL,
    KeptAnswer,
    QuestionCounts,
    answers_given,
    intake_answers_of,
    keep_answers,
    question_counts,
)
from holdfast.booking.intake.faults import question_faults
from holdfast.booking.intake.question import (
    MAX_LONG,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_QUESTION,
    MAX_QUESTIONS,
    Asked,
    Option,
    Question,
    QuestionKind,
    together,
)

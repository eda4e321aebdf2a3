"""Reviews: what clients say of what they bought and of who served them, and how many stars they
give. Questions: what shoppers ask about a product for all to read."""

from holdfast.reviews.counting import count_resource_stars, resource_ratings_of
from holdfast.reviews.facts import (
    QuestionAnswered,
    QuestionAsked,
    QuestionChanged,
    QuestionHidden,
    QuestionRemoved,
    QuestionShown,
    ReviewAnswered,
    ReviewChanged,
    ReviewHidden,
    ReviewRemoved,
    ReviewShown,
    ReviewWritten,
)
from holdfast.reviews.questions import (
    QUESTION_COLUMNS,
    add_question,
    ask_anew,
    asked_today,
    lock_own_question,
    lock_question,
    lock_questions,
    own_question,
    question_of,
)
from holdfast.reviews.rules import (
    MAX_PICTURES,
    MAX_QUESTION,
    MAX_REPLY,
    MAX_TEXT,
    MOST_QUESTIONS,
    MOST_STARS,
    Question,
    Review,
    StarChange,
    Subject,
    SubjectKind,
    Words,
    star_change,
)
from holdfast.reviews.voting import drop_votes, vote, voted_for
from holdfast.reviews.words import WordsTable, hide, let_show, reply_to, take_back
from holdfast.reviews.writing import (
    REVIEW_COLUMNS,
    add_review,
    lock_own,
    lock_review,
    lock_reviews,
    own_review,
    review_of,
    say_anew,
)

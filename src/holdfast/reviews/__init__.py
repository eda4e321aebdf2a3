"""Reviews: what clients say of what they bought and of who served them, and how many stars they
give."""

from holdfast.reviews.counting import count_resource_stars, resource_ratings_of
from holdfast.reviews.facts import (
    ReviewAnswered,
    ReviewChanged,
    ReviewHidden,
    ReviewRemoved,
    ReviewShown,
    ReviewWritten,
)
from holdfast.reviews.rules import (
    MAX_REPLY,
    MAX_TEXT,
    MOST_STARS,
    Review,
    StarChange,
    Subject,
    SubjectKind,
    star_change,
)
from holdfast.reviews.voting import drop_votes, vote, voted_for
from holdfast.reviews.writing import (
    REVIEW_COLUMNS,
    add_review,
    answer_review,
    hide,
    let_show,
    lock_own,
    lock_review,
    lock_reviews,
    own_review,
    review_of,
    say_anew,
    take_back,
)

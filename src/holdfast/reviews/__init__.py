"""Reviews: what buyers say of what they bought, and how many stars they give it."""

from holdfast.reviews.facts import (
    ReviewChanged,
    ReviewHidden,
    ReviewRemoved,
    ReviewShown,
    ReviewWritten,
)
from holdfast.reviews.rules import (
    MAX_TEXT,
    MOST_STARS,
    Review,
    StarChange,
    clean_text,
    star_change,
)
from holdfast.reviews.writing import (
    REVIEW_COLUMNS,
    add_review,
    hide,
    let_show,
    lock_own,
    lock_reviews,
    own_review,
    say_anew,
    take_back,
)

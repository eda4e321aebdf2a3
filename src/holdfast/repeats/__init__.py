"""Repeat orders: the same goods, ordered again every so many weeks or months by who wants that."""

from holdfast.repeats.book import (
    coming_repeats,
    count_repeats,
    due_repeats,
    forget_unpaid,
    load_repeat,
    repeat_steps_of,
    repeatable,
    repeats_page,
)
from holdfast.repeats.every import next_after, on_turn
from holdfast.repeats.facts import RepeatComing, RepeatOrdered, RepeatSkipped, RepeatStopped
from holdfast.repeats.jobs import FollowRepeat
from holdfast.repeats.life import (
    asked_for,
    begun,
    changed,
    coming_told,
    ended,
    ordered,
    paused,
    resumed,
    skipped,
)
from holdfast.repeats.marks import mark_repeatable
from holdfast.repeats.repeat import (
    MAX_REASON,
    MOST_QUANTITY,
    MOST_REPEATS,
    UNPAID_DAYS,
    BadRepeat,
    PayBy,
    Repeat,
    RepeatLine,
    RepeatMoved,
    RepeatNeedsAccount,
    RepeatNotFound,
    RepeatOff,
    RepeatStatus,
    RepeatStep,
    SkipReason,
    StepKind,
    TooManyRepeats,
    days_unpaid,
)
from holdfast.repeats.tables import REPEAT_STATES

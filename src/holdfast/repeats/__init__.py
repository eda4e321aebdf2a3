"""Repeat orders: the same goods, ordered again every so many weeks or months by who wants that."""

from holdfast.repeats.book import (
    coming_repeats,
    count_repeats,
    due_repeats,
    forget_unpaid,
    load_repeat,
    repeat_steps_of,
    repeatable,
    repeated_units,
    repeats_by_card,
    repeats_page,
    skips_of,
)
from holdfast.repeats.every import next_after, on_turn, per_month
from holdfast.repeats.facts import RepeatComing, RepeatOrdered, RepeatSkipped, RepeatStopped
from holdfast.repeats.jobs import ChargeRepeat, FollowRepeat
from holdfast.repeats.life import (
    asked_for,
    begun,
    changed,
    charged,
    coming_told,
    declined,
    ended,
    not_begun,
    ordered,
    paid_by,
    paused,
    restored,
    resumed,
    skipped,
    taken_back,
)
from holdfast.repeats.marks import mark_repeatable
from holdfast.repeats.repeat import (
    CARD_OFF,
    MAX_REASON,
    MOST_QUANTITY,
    MOST_REPEATS,
    UNPAID_DAYS,
    WITH_ORDER,
    BadRepeat,
    DeclineReason,
    PayBy,
    Repeat,
    RepeatCard,
    RepeatedUnits,
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
    ends_with,
    is_off,
    may_come_back,
    uncharged,
)
from holdfast.repeats.tables import REPEAT_STATES

"""Waiting: who wants to hear as soon as one of a variant is free; who stands in line for a time."""

from holdfast.waiting.book import MOST_AWAITED, await_variant, forget_variant
from holdfast.waiting.line import (
    LINE_STATES,
    MOST_IN_LINE,
    InLine,
    NotInLine,
    Place,
    TimeOffered,
    TooManyInLine,
    all_in_line,
    first_in_line,
    join_line,
    left_line,
    offered,
    places_of,
    planned_anew,
)
from holdfast.waiting.tables import waiting

"""Waiting: who wants to hear as soon as one of a variant is free; who stands in line for a time, or
for units of a variant."""

from holdfast.waiting.adopting import AdoptPlaces, adopt_line, adopt_places, waited_twice
from holdfast.waiting.along import Along, along_text
from holdfast.waiting.book import MOST_AWAITED, await_variant, forget_variant
from holdfast.waiting.contacts import contacts_of, forget_contacts, keep_contact
from holdfast.waiting.facts import BackInStock
from holdfast.waiting.line import (
    LINE_STATES,
    MOST_IN_LINE,
    InLine,
    NotInLine,
    Place,
    TimeOffered,
    TimeWaitEnded,
    TooManyInLine,
    all_in_line,
    first_in_line,
    join_line,
    left_line,
    offered,
    place_for_time,
    places_of,
    planned_anew,
    taken_off_time,
)
from holdfast.waiting.tables import waiting, waiting_contacts
from holdfast.waiting.units import (
    AwaitedUnits,
    UnitsOffered,
    WaitEnded,
    awaited_units,
    first_for_units,
    joined_for_units,
    moved_to_line,
    place_for_units,
    places_for_units,
    taken_off,
    turns_key,
    units_offered,
)

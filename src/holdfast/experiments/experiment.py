"""An experiment: variants of the pages, of which each visitor sees one, and by what they are
compared."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.experiments.changes import Change, change_faults
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say

__all__ = [
    "MOST_KEPT", "MOST_RUNNING", "MOST_VARIANTS", "MOST_VISITORS", "MOST_WEIGHT", "BadExperiment",
    "Experiment", "ExperimentNotFound", "ExperimentStatus", "Goal", "Terms", "Variant", "free_slot",
    "in_the_way", "terms_faults",
]  # fmt: skip

Goal: TypeAlias = Literal["order-paid", "booking-confirmed"]
ExperimentStatus: TypeAlias = Literal["draft", "running", "ended", "discarded"]

MOST_VARIANTS: Final = 4
MOST_WEIGHT: Final = 100
MOST_RUNNING: Final = 5
MOST_KEPT: Final = 20
"""Ended experiments of which everybody sees a variant."""
MOST_VISITORS: Final = 1_000_000
"""Of one experiment, and those of a few minutes more."""
_WHOLE: Final = 10_000
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BadExperiment(Problem):
    """Terms that make no experiment; ``errors`` names each field at fault."""

    status = 422
    code = "experiment-invalid"
    title = "The experiment's terms are not valid"


class ExperimentNotFound(Problem):
    """No such experiment; for visitors: none that runs."""

    status = 404
    code = "experiment-not-found"
    title = "No such experiment"


class Variant(Struct, frozen=True):
    """``weight``: its part of the visitors, of the sum of all weights."""

    name: str
    weight: int
    change: Change = Change()


class Terms(Struct, frozen=True):
    """``base_rate`` (how many of 10,000 visitors reach the goal now) and ``least_difference`` (how
    many more or fewer it takes to matter) say how many visitors are needed. They are said before
    anything is seen, so that nobody picks the moment at which the figures please."""

    key: str
    name: str
    goal: Goal
    base_rate: int
    least_difference: int
    variants: tuple[Variant, ...]

    @property
    def touches(self) -> frozenset[str]:
        return frozenset().union(*(one.change.touches for one in self.variants))


class Experiment(Struct, frozen=True):
    """``slot``: its place among those that run; ``full``: no more visitors are counted; ``kept``:
    the variant that everybody sees since it ended."""

    terms: Terms
    id: UUID
    status: ExperimentStatus
    slot: int | None
    full: bool
    kept: int | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def is_running(self) -> bool:
        return self.status == "running"

    @property
    def is_over(self) -> bool:
        return self.status == "ended"


def terms_faults(terms: Terms) -> Iterator[FieldError]:
    """What is wrong with them; the first variant is what is shown now."""
    if len(terms.key) > 40 or not _KEY.fullmatch(terms.key):
        said = say("Use up to 40 small letters, digits and hyphens between them.")
        yield FieldError("key", "form", said)
    if not 0 < terms.base_rate < _WHOLE:
        yield FieldError("baseRate", "range", say("Say more than none and fewer than all."))
    elif not 0 < terms.least_difference < _WHOLE - terms.base_rate:
        said = say("Say a difference that can be added to the rate of now.")
        yield FieldError("leastDifference", "range", said)
    if not 2 <= len(terms.variants) <= MOST_VARIANTS:
        said = say("Compare 2 to {most} variants.", most=MOST_VARIANTS)
        yield FieldError("variants", "number", said)
    for at, one in enumerate(terms.variants):
        field = f"variants[{at}]"
        if at == 0 and one.change.is_something:
            said = say("The first variant is what is shown now: it changes nothing.")
            yield FieldError(field, "control", said)
        elif at > 0 and not one.change.is_something:
            said = say("Change a sentence or an arrangement.")
            yield FieldError(field, "nothing-changed", said)
        yield from change_faults(one.change, field)


def in_the_way(asked: Terms, running: Iterable[Experiment]) -> Experiment | None:
    """One that runs and changes what this would: nobody could say which of them made the
    difference."""
    return next((one for one in running if one.terms.touches & asked.touches), None)


def free_slot(running: Iterable[Experiment]) -> int | None:
    """None: as many run as may."""
    taken = {one.slot for one in running}
    return next((slot for slot in range(1, MOST_RUNNING + 1) if slot not in taken), None)

"""The life of an experiment: each move as a rider.

The legal ones stand in ``EXPERIMENT_STATES`` and are drawn in docs/life-cycles.md. What a running
one shows never changes: its figures would be of several.
"""

from uuid import UUID

from msgspec import json

from holdfast.experiments.experiment import Experiment, Terms
from holdfast.experiments.tables import EXPERIMENT_STATES, EXPERIMENTS, SLOTS, SLOTS_LEFT
from holdfast.ledger import NOW, Insert, Rider, Transition


def drafted(experiment_id: UUID, terms: Terms) -> Insert:
    """A key that another one has is refused as a ``Conflict``."""
    row = (
        experiment_id, terms.key, terms.name, terms.goal, terms.base_rate, terms.least_difference,
        json.encode(terms.variants).decode(),
    )  # fmt: skip
    return Insert(EXPERIMENTS, (row,))


def redrafted(experiment_id: UUID, terms: Terms) -> Transition:
    """All but its key."""
    also = (
        ("name", terms.name),
        ("goal", terms.goal),
        ("base_rate", terms.base_rate),
        ("least_difference", terms.least_difference),
        ("variants", json.encode(terms.variants).decode()),
    )
    return Transition(EXPERIMENT_STATES, experiment_id, ("draft",), "draft", also)


def discarded(experiment_id: UUID) -> Transition:
    return Transition(EXPERIMENT_STATES, experiment_id, ("draft",), "discarded")


def started(experiment_id: UUID, slot: int) -> tuple[Rider, ...]:
    """A slot that another one took meanwhile is refused as a ``Conflict``."""
    also = (("started_at", NOW),)
    move = Transition(EXPERIMENT_STATES, experiment_id, ("draft",), "running", also)
    return move, Insert(SLOTS, ((slot, experiment_id),))


def ended(experiment: Experiment) -> tuple[Rider, ...]:
    """From now on everybody sees what the first variant is, and nobody more is counted."""
    also = (("ended_at", NOW),)
    move = Transition(EXPERIMENT_STATES, experiment.id, ("running",), "ended", also)
    return move, Insert(SLOTS_LEFT, ((experiment.slot,),))


def kept(experiment_id: UUID, variant: int | None) -> Transition:
    """Everybody sees this variant; None: no longer."""
    also = (("kept", variant),)
    return Transition(EXPERIMENT_STATES, experiment_id, ("ended",), "ended", also)

"""Staff draft experiments, start and end them, and keep what proved better."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from holdfast import experiments
from holdfast.experiments import (
    MOST_KEPT,
    MOST_RUNNING,
    BadExperiment,
    Experiment,
    ExperimentNotFound,
    Terms,
    free_slot,
    in_the_way,
    key_taken,
    load_experiment,
    shown_experiments,
    terms_faults,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.experimenting.desk import ExperimentDesk
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.shop import read_settings

__all__ = [
    "ExperimentClash", "ExperimentMoved", "TooManyExperiments", "WordsMissing", "change_draft",
    "discard_draft", "draft_experiment", "end_experiment", "keep_variant", "known_experiment",
    "start_experiment",
]  # fmt: skip

TRIES: Final = MOST_RUNNING


class ExperimentMoved(Problem):
    """It is no draft, does not run or is not over: whichever this needs."""

    status = 409
    code = "experiment-moved"
    title = "The experiment's state does not allow this"


class ExperimentClash(Problem):
    """Another one that runs changes the same; ``experimentId`` is which."""

    status = 409
    code = "experiment-clash"
    title = "Another experiment changes the same"


class TooManyExperiments(Problem):
    """As many run, or are kept, as may."""

    status = 409
    code = "too-many-experiments"
    title = "Too many experiments"


class WordsMissing(Problem):
    """A variant does not say a sentence in a language of the shop; ``errors`` names each."""

    status = 422
    code = "words-missing"
    title = "A sentence is missing in a language"


async def known_experiment(desk: ExperimentDesk, experiment_id: UUID) -> Experiment:
    """Raises :class:`ExperimentNotFound`."""
    found = await load_experiment(desk.database.pool, experiment_id)
    if found is None:
        raise ExperimentNotFound("There is no such experiment.")
    return found


async def draft_experiment(desk: ExperimentDesk, caller: Caller, terms: Terms) -> Experiment:
    """The new draft (the first one, if the request is a repetition). Raises
    :class:`BadExperiment`."""
    _check(terms)
    if caller.key is not None and (before := await answered(desk, caller.key)) is not None:
        return await known_experiment(desk, stored(before, UUID))
    if await key_taken(desk.database.pool, terms.key):
        raise _taken()
    new = new_id()
    outcome = await desk.ledger.commit(
        caller.keyed(
            (),
            (
                experiments.drafted(new, terms),
                caller.audited("experiment.drafted", new, {"key": terms.key}),
            ),
            f"experiment/{new}",
            new,
        )
    )
    match outcome:
        case AlreadyDone(answer=answer):
            return await known_experiment(desk, stored(answer, UUID))
        case Accepted():
            return await known_experiment(desk, new)
        case Conflict():
            raise _taken()
    raise refuse(outcome)


async def change_draft(
    desk: ExperimentDesk, caller: Caller, experiment_id: UUID, terms: Terms
) -> Experiment:
    """All but its key. Raises :class:`BadExperiment`, :class:`ExperimentNotFound` and
    :class:`ExperimentMoved`."""
    _check(terms)
    found = await known_experiment(desk, experiment_id)
    if found.terms.key != terms.key:
        stays = say("The key stays what it is. Draft another experiment.")
        raise BadExperiment.of([FieldError("key", "fixed", stays)])
    return await _move(
        desk,
        caller,
        found,
        "changed",
        lambda one: (experiments.redrafted(one.id, terms),) if one.is_draft else None,
    )


async def discard_draft(desk: ExperimentDesk, caller: Caller, experiment_id: UUID) -> None:
    """Its key is free again. Raises :class:`ExperimentNotFound` and :class:`ExperimentMoved`."""
    found = await load_experiment(desk.database.pool, experiment_id)
    if found is None:
        raise ExperimentNotFound("There is no such experiment.")
    if not found.is_draft:
        raise _moved()
    outcome = await desk.ledger.commit(
        caller.command(
            (),
            (
                experiments.discarded(found.id),
                caller.audited("experiment.discarded", found.id, {"key": found.terms.key}),
            ),
            f"experiment-discarded/{found.id}",
        )
    )
    if not went_through(outcome):
        raise _moved()


async def start_experiment(desk: ExperimentDesk, caller: Caller, experiment_id: UUID) -> Experiment:
    """From now on visitors are shown one of its variants each. Raises :class:`ExperimentNotFound`,
    :class:`ExperimentMoved`, :class:`WordsMissing`, :class:`ExperimentClash` and
    :class:`TooManyExperiments`."""
    for _ in range(TRIES):
        found = await known_experiment(desk, experiment_id)
        if found.is_running and caller.key is not None and await answered(desk, caller.key):
            return found
        if not found.is_draft:
            raise _moved()
        slot = await _place(desk, found)
        riders = (
            *experiments.started(found.id, slot),
            caller.audited("experiment.started", found.id, {"key": found.terms.key}),
        )
        command = caller.keyed((), riders, f"experiment-started/{new_id()}", found.id)
        outcome = await desk.ledger.commit(command)
        if isinstance(outcome, Accepted | AlreadyDone):
            return await known_experiment(desk, experiment_id)
        if not isinstance(outcome, Conflict):  # who took the slot, or moved it, was quicker
            break
    raise refuse(outcome)


async def end_experiment(desk: ExperimentDesk, caller: Caller, experiment_id: UUID) -> Experiment:
    """Nobody more is counted, and everybody sees the first variant. Raises
    :class:`ExperimentNotFound` and :class:`ExperimentMoved`."""
    found = await known_experiment(desk, experiment_id)
    if found.is_over and caller.key is not None and await answered(desk, caller.key):
        return found
    return await _move(
        desk,
        caller,
        found,
        "ended",
        lambda one: experiments.ended(one) if one.is_running else None,
    )


async def keep_variant(
    desk: ExperimentDesk, caller: Caller, experiment_id: UUID, variant: int | None
) -> Experiment:
    """Everybody sees the variant of an ended experiment from now on; None: no longer. Raises
    :class:`ExperimentNotFound`, :class:`ExperimentMoved`, :class:`BadExperiment` and
    :class:`TooManyExperiments`."""
    found = await known_experiment(desk, experiment_id)
    if variant is not None and not 1 <= variant < len(found.terms.variants):
        none = say("There is no such variant that changes anything.")
        raise BadExperiment.of([FieldError("variant", "unknown", none)])
    if found.is_over and found.kept == variant:
        return found
    shown = await shown_experiments(desk.database.pool)
    if variant is not None and sum(one.kept is not None for one in shown) >= MOST_KEPT:
        raise TooManyExperiments(
            say("Variants of {most} experiments are kept. Take one of them back.", most=MOST_KEPT)
        )
    return await _move(
        desk,
        caller,
        found,
        "kept",
        lambda one: (experiments.kept(one.id, variant),) if one.is_over else None,
        {"variant": variant},
    )


async def _place(desk: ExperimentDesk, found: Experiment) -> int:
    """Among those that run, if nothing is in the way."""
    async with desk.database.read() as connection:
        languages = (await read_settings(connection)).languages
    missing = [
        FieldError(f"variants[{at}].words.{key}.{language}", "missing", say("Write it here, too."))
        for at, one in enumerate(found.terms.variants)
        for key, language in one.change.missing(languages)
    ]
    if missing:
        raise WordsMissing.of(missing, named=True)
    running = [one for one in await shown_experiments(desk.database.pool) if one.is_running]
    other = in_the_way(found.terms, running)
    if other is not None:
        said = say("“{name}” runs and changes the same. End it first.", name=other.terms.name)
        raise ExperimentClash(said, extra={"experimentId": str(other.id)})
    slot = free_slot(running)
    if slot is None:
        most = say("{most} experiments run already. End one first.", most=MOST_RUNNING)
        raise TooManyExperiments(most)
    return slot


async def _move(
    desk: ExperimentDesk,
    caller: Caller,
    found: Experiment,
    done: str,
    riders: Callable[[Experiment], tuple[Rider, ...] | None],
    about: Mapping[str, object] | None = None,
) -> Experiment:
    """One move with its line of the audit log; ``riders`` are None where its state refuses it."""
    moved = riders(found)
    if moved is None:
        raise _moved()
    said = {"key": found.terms.key, **(about or {})}
    audit = caller.audited(f"experiment.{done}", found.id, said)
    outcome = await desk.ledger.commit(
        caller.keyed((), (*moved, audit), f"experiment-{done}/{new_id()}", found.id)
    )
    if not went_through(outcome):
        raise _moved()
    return await known_experiment(desk, found.id)


def _check(terms: Terms) -> None:
    faults = list(terms_faults(terms))
    if faults:
        raise BadExperiment.of(faults, named=True)


def _taken() -> BadExperiment:
    said = say("Another experiment has this key.")
    return BadExperiment.of([FieldError("key", "taken", said)], named=True)


def _moved() -> ExperimentMoved:
    return ExperimentMoved("Drafts are changed and started, running ones ended, ended ones kept.")

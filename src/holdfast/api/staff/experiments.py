"""Staff: experiments, and what they came to."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.experiments import ExperimentAsked, VariantShown
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.experiments import (
    MOST_VARIANTS,
    BadExperiment,
    Comparison,
    Experiment,
    ExperimentNotFound,
    ExperimentStatus,
    Goal,
    Interval,
    Outcome,
    Variant,
    Verdict,
    compared,
    counts_of,
    list_experiments,
)
from holdfast.flows.experimenting.keeping import (
    ExperimentClash,
    ExperimentMoved,
    TooManyExperiments,
    WordsMissing,
    change_draft,
    discard_draft,
    draft_experiment,
    end_experiment,
    keep_variant,
    known_experiment,
    start_experiment,
)
from holdfast.kit import iso, page_by_id
from holdfast.kit.paging import BadCursor, decode_id

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/experiments", tags=["staff"])

_DIGITS: Final = 6


class KeepAsked(Ask):
    """Which variant everybody is to see."""

    variant: Annotated[int, Field(ge=1, lt=MOST_VARIANTS, strict=True)] | None = Field(
        description="By its place, from 0; null: what was shown before"
    )


class MeasuredBody(Answer):
    """A share, or a difference of two, and between what it is by all that is known."""

    value: float
    low: float
    high: float


class OutcomeBody(Answer):
    """What a variant came to. Each visitor counts once."""

    visitors: int
    orders: int = Field(description="Visitors who paid for an order since they saw it")
    bookings: int = Field(description="Visitors whose booking was confirmed since")
    rate: MeasuredBody = Field(description="Of the goal; between `low` and `high` with 95%")
    difference: MeasuredBody | None = Field(
        description="To the first variant; of all variants together with 95%. Null: the first one"
    )
    verdict: Verdict = Field(
        description="`too-early` until every variant has the visitors that are needed: nothing can"
        " be said before"
    )


class ExperimentVariantBody(VariantShown):
    name: str
    outcome: OutcomeBody


class ExperimentBody(Answer):
    """An experiment and what it came to so far."""

    id: UUID
    key: str
    name: str
    goal: Goal
    base_rate: int
    least_difference: int
    status: ExperimentStatus
    kept: int | None = Field(description="The variant that everybody sees since it ended")
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    needed: int = Field(description="Visitors of each variant until something can be said")
    uneven: bool = Field(
        description="Visitors do not fall apart as the weights say, by more than chance: some are"
        " not counted, and nothing here can be trusted"
    )
    variants: list[ExperimentVariantBody]


class ExperimentsBody(Answer):
    experiments: list[ExperimentBody] = Field(description="Newest first")
    next_cursor: str | None


_MOVED: Final = (ExperimentNotFound, ExperimentMoved)


@router.get("", response_model=ExperimentsBody, responses=problems(BadCursor))
async def get_experiments(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Every experiment but those that were discarded, newest first."""
    before = decode_id(cursor)
    pool = shop_parts(request).database.pool
    found = await list_experiments(pool, before, limit + 1)
    page, more = page_by_id(found, limit)
    counted = await counts_of(pool, [one.id for one in page])
    return json_answer(
        {
            "experiments": [_body(one, compared(one, counted[one.id])) for one in page],
            "nextCursor": more,
        }
    )


@router.get(
    "/{experiment_id}", response_model=ExperimentBody, responses=problems(ExperimentNotFound)
)
async def get_experiment(request: Request, experiment_id: UUID) -> Response:
    """One experiment, its variants beside each other."""
    return await _answer(request, await known_experiment(shop_parts(request), experiment_id))


@router.post(
    "",
    status_code=201,
    response_model=ExperimentBody,
    responses=problems(BadExperiment, *TELLS_AGAIN),
)
async def post_experiment(request: Request, asked: ExperimentAsked) -> Response:
    """Draft an experiment. Nobody sees anything of it before it is started."""
    by = caller(request, "experiment")
    made = await draft_experiment(shop_parts(request), by, asked.terms())
    return await _answer(request, made, 201)


@router.put(
    "/{experiment_id}",
    response_model=ExperimentBody,
    responses=problems(BadExperiment, *_MOVED, *COMMITS),
)
async def put_experiment(request: Request, experiment_id: UUID, asked: ExperimentAsked) -> Response:
    """Change a draft; its key stays."""
    by = caller(request)
    changed = await change_draft(shop_parts(request), by, experiment_id, asked.terms())
    return await _answer(request, changed)


@router.delete("/{experiment_id}", status_code=204, responses=problems(*_MOVED, *COMMITS))
async def delete_experiment(request: Request, experiment_id: UUID) -> Response:
    """Discard a draft."""
    await discard_draft(shop_parts(request), caller(request), experiment_id)
    return Response(status_code=204)


@router.post(
    "/{experiment_id}/start",
    operation_id="startExperiment",
    response_model=ExperimentBody,
    responses=problems(*_MOVED, WordsMissing, ExperimentClash, TooManyExperiments, *COMMITS),
)
async def post_start(request: Request, experiment_id: UUID) -> Response:
    """Start it: visitors see one of its variants each, from their next page on."""
    by = caller(request, f"start-experiment/{experiment_id}")
    return await _answer(request, await start_experiment(shop_parts(request), by, experiment_id))


@router.post(
    "/{experiment_id}/end",
    operation_id="endExperiment",
    response_model=ExperimentBody,
    responses=problems(*_MOVED, *COMMITS),
)
async def post_end(request: Request, experiment_id: UUID) -> Response:
    """End it: everybody sees the first variant, and nobody more is counted."""
    by = caller(request, f"end-experiment/{experiment_id}")
    return await _answer(request, await end_experiment(shop_parts(request), by, experiment_id))


@router.post(
    "/{experiment_id}/keep",
    response_model=ExperimentBody,
    responses=problems(BadExperiment, *_MOVED, TooManyExperiments, *COMMITS),
)
async def post_keep(request: Request, experiment_id: UUID, asked: KeepAsked) -> Response:
    """Show everybody a variant of an ended experiment, or what was shown before."""
    here, by = shop_parts(request), caller(request, f"keep-variant/{experiment_id}")
    return await _answer(request, await keep_variant(here, by, experiment_id, asked.variant))


async def _answer(request: Request, found: Experiment, status: int = 200) -> Response:
    counted = await counts_of(shop_parts(request).database.pool, [found.id])
    return json_answer(_body(found, compared(found, counted[found.id])), status)


def _body(one: Experiment, came_to: Comparison) -> dict[str, Any]:
    terms = one.terms
    return {
        "id": one.id,
        "key": terms.key,
        "name": terms.name,
        "goal": terms.goal,
        "baseRate": terms.base_rate,
        "leastDifference": terms.least_difference,
        "status": one.status,
        "kept": one.kept,
        "createdAt": iso(one.created_at),
        "startedAt": iso(one.started_at),
        "endedAt": iso(one.ended_at),
        "needed": came_to.needed,
        "uneven": came_to.uneven,
        "variants": [
            _variant(variant, outcome)
            for variant, outcome in zip(terms.variants, came_to.outcomes, strict=True)
        ],
    }


def _variant(variant: Variant, outcome: Outcome) -> dict[str, Any]:
    counted, apart = outcome.counted, outcome.apart
    return {
        "name": variant.name,
        "weight": variant.weight,
        "words": variant.change.words,
        "arranged": variant.change.arranged,
        "outcome": {
            "visitors": counted.visitors,
            "orders": counted.orders,
            "bookings": counted.bookings,
            "rate": _interval(outcome.rate),
            "difference": None if apart is None else _interval(apart),
            "verdict": outcome.verdict,
        },
    }


def _interval(one: Interval) -> dict[str, float]:
    return {
        "value": round(one.value, _DIGITS),
        "low": round(one.low, _DIGITS),
        "high": round(one.high, _DIGITS),
    }

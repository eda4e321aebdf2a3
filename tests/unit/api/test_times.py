"""Every time in an answer is UTC to the millisecond, however precisely it was written down."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, PlainSerializer, TypeAdapter, ValidationError

from holdfast.api.contract.answers import Instant
from holdfast.api.contract.moments import Moment

INSTANT = TypeAdapter(Instant)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC),
        datetime(2026, 1, 2, 3, 4, 5, 678_999, UTC),
        datetime(2026, 1, 2, 5, 4, 5, 678_123, timezone(timedelta(hours=2))),
    ],
)
def test_a_time_is_written_to_the_millisecond(moment: datetime) -> None:
    assert INSTANT.dump_json(moment) == b'"2026-01-02T03:04:05.678Z"'


def test_a_whole_second_has_its_three_noughts() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert INSTANT.dump_json(moment) == b'"2026-01-02T03:04:05.000Z"'


def _models(kind: Any, seen: set[type[BaseModel]]) -> None:
    """All models in an annotation, and in theirs."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            _models(field.annotation, seen)
    for one in get_args(kind):
        _models(one, seen)


def _answered(routes: Sequence[APIRoute]) -> set[type[BaseModel]]:
    seen: set[type[BaseModel]] = set()
    for route in routes:
        _models(route.response_model, seen)
        for told in route.responses.values():
            _models(told.get("model"), seen)
    return seen


def _imprecise(kind: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """Whether there is a time in the annotation that is not an :data:`Instant`."""
    if kind is datetime:
        return not any(isinstance(one, PlainSerializer) for one in metadata)
    if hasattr(kind, "__metadata__"):
        return _imprecise(kind.__origin__, kind.__metadata__)
    return any(
        _imprecise(one, metadata if len(get_args(kind)) == 1 else ()) for one in get_args(kind)
    )


def test_every_time_in_an_answer_is_an_instant(routes: Sequence[APIRoute]) -> None:
    answered = _answered(routes)
    assert len(answered) > 100
    wrong = [
        f"{model.__name__}.{name}"
        for model in answered
        for name, field in model.model_fields.items()
        if _imprecise(field.annotation, tuple(field.metadata))
    ]
    assert not wrong, f"make them an Instant (api/contract/answers.py): {sorted(wrong)}"


OF_STOCK = ("lowAt", "lowStockAt")  # how many are few, not when


def _untimed(schemas: dict[str, Any]) -> Iterator[str]:
    for name, schema in schemas.items():
        for member, told in schema.get("properties", {}).items():
            timed = member.endswith(("At", "Time")) and member not in OF_STOCK
            if timed and "date-time" not in str(told):
                yield f"{name}.{member}"


def test_the_document_calls_a_time_a_time(openapi: dict[str, Any]) -> None:
    assert list(_untimed(openapi["components"]["schemas"])) == []


@pytest.mark.parametrize("far", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_a_page_could_not_be_shown_with_is_refused(far: str) -> None:
    """The list of whom the shop never serves could be read no more once one ended in the year 1."""
    moment = TypeAdapter[datetime](Moment)
    with pytest.raises(ValidationError, match="Use a year from 1970 on"):
        moment.validate_python(far)
    assert moment.validate_python("2030-01-01T00:00:00Z").year == 2030

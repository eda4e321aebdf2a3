"""Staff: jobs that were given up, and trying them again."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, exchange, platform
from holdfast.flows.stuck.dead_jobs import DeadJobNotFound, retry_dead_job
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.views.dead_jobs import count_dead_jobs, dead_job_page

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/dead-jobs", tags=["staff"])


class DeadJob(Answer):
    id: int
    job: str = Field(description="Its name, as in the event reference")
    payload: dict[str, Any]
    request: str = Field(description="The request that led to it")
    tries: int
    reason: str = Field(description="Why it was given up")
    error: str = Field(description="What the last try ended with")
    created_at: Instant
    failed_at: Instant


class DeadJobs(Answer):
    jobs: list[DeadJob]
    count: int = Field(description="Of all pages; 10,000 at most")
    next_cursor: str | None


class Retried(Answer):
    success: Literal[True]
    job: str


@router.get("", responses=problems(BadCursor))
async def list_dead_jobs(
    request: Request,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> DeadJobs:
    """Jobs that were tried for a day in vain, those given up last first."""
    async with platform(request).database.read() as connection:
        found, next_cursor = await dead_job_page(connection, cursor or None, limit)
        count = await count_dead_jobs(connection)
    return DeadJobs.model_validate({"jobs": found, "count": count, "next_cursor": next_cursor})


@router.post("/{job_id}/retry", responses=problems(DeadJobNotFound))
async def post_retry(
    request: Request,
    job_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    who: Member,
) -> Retried:
    """Try a job again, with all its tries. Jobs are safe to repeat."""
    name = await retry_dead_job(platform(request).database, job_id, who.id, exchange(request).id)
    return Retried(success=True, job=name)

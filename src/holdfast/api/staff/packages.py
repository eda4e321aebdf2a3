"""Staff: packages that are offered."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.packages import (
    PackageAsked,
    StaffPackage,
    asked_package,
    staff_package,
)
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.packages.offering import (
    BadPackage,
    PackageChangedMeanwhile,
    make_package,
    save_package,
)
from holdfast.flows.packages.pricing import priced_now
from holdfast.packages import Package, PackageNotFound, load_packages

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/packages", tags=["staff"])


class StaffPackages(Answer):
    packages: list[StaffPackage] = Field(description="The oldest first")


@router.get("")
async def list_staff_packages(request: Request) -> StaffPackages:
    """All packages, those that cannot be bought too."""
    known = await load_packages(database(request).pool)
    now = await priced_now(database(request).pool, known)
    shown = [staff_package(one, today) for one, today in zip(known, now, strict=True)]
    return StaffPackages(packages=shown)


@router.post("", status_code=201, responses=problems(BadPackage, IdempotencyKeyReused))
async def post_package(request: Request, response: Response, asked: PackageAsked) -> StaffPackage:
    """Make a package."""
    made = await make_package(database(request), caller(request, "package"), asked_package(asked))
    return await _shown(request, response, made)


@router.get("/{package_id}", responses=problems(PackageNotFound))
async def get_staff_package(request: Request, response: Response, package_id: UUID) -> StaffPackage:
    """A package, and as `ETag` which revision it is."""
    for one in await load_packages(database(request).pool):
        if one.id == package_id:
            return await _shown(request, response, one)
    raise PackageNotFound("There is no such package.")


@router.put(
    "/{package_id}",
    responses=problems(BadPackage, PackageNotFound, PackageChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_package(
    request: Request, response: Response, package_id: UUID, asked: PackageAsked
) -> StaffPackage:
    """Change a package as it was read: `If-Match` names its revision. What was bought stays as it
    was bought."""
    revision = version_of(request)
    saved = await save_package(
        database(request), caller(request), package_id, asked_package(asked), revision
    )
    return await _shown(request, response, saved)


async def _shown(request: Request, response: Response, one: Package) -> StaffPackage:
    response.headers["etag"] = etag(one.revision)
    (today,) = await priced_now(database(request).pool, [one])
    return staff_package(one, today)

"""Staff make packages and change them: one transaction each, audited with what it was before."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import to_builtins

from holdfast.booking.services import Service, load_services
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.packages.pricing import service_faults_of
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import KeyReused
from holdfast.packages import (
    MAX_PACKAGES,
    Package,
    PackageNotFound,
    PackageTerms,
    add_package,
    change_package,
    locked_packages,
    package_faults,
    package_terms,
    package_under,
)

__all__ = ["BadPackage", "PackageChangedMeanwhile", "make_package", "save_package"]


class BadPackage(Problem):
    """A package that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "package-invalid"
    title = "The package cannot be saved like this"


class PackageChangedMeanwhile(Problem):
    """Somebody else saved it since it was read."""

    status = 412
    code = "package-changed"
    title = "The package was changed meanwhile"


async def make_package(database: Database, caller: Caller, terms: PackageTerms) -> Package:
    """The new package; the first one, if the request is a repetition. Raises
    :class:`BadPackage`."""
    _must_be_sound(terms, await load_services(database.pool))
    key = None if caller.key is None else caller.key.text
    async with database.transaction() as connection:
        known = await locked_packages(connection)
        if key is not None and (before := await package_under(connection, key)):
            if known[before].revision == 1 and package_terms(known[before]) != terms:
                raise refuse(KeyReused(key))
            return known[before]
        if len(known) >= MAX_PACKAGES:
            most = say("There are {most} packages, as many as may be.", most=MAX_PACKAGES)
            raise BadPackage(most, field="name")
        made = new_id()
        await add_package(connection, made, terms, key)
        await caller.note(connection, "package.made", str(made), {"after": to_builtins(terms)})
        return (await locked_packages(connection))[made]


async def save_package(
    database: Database, caller: Caller, package_id: UUID, terms: PackageTerms, revision: int
) -> Package:
    """Keep it as staff want it, over the ``revision`` they read. Raises
    :class:`PackageNotFound`, :class:`PackageChangedMeanwhile` and :class:`BadPackage`."""
    services = await load_services(database.pool)
    async with database.transaction() as connection:
        before = (await locked_packages(connection)).get(package_id)
        if before is None:
            raise PackageNotFound("There is no such package.")
        if before.revision != revision:
            raise PackageChangedMeanwhile("Somebody saved it since you read it. Look at it again.")
        if package_terms(before) == terms:
            return before
        _must_be_sound(terms, services)
        await change_package(connection, package_id, terms)
        about = {"before": to_builtins(package_terms(before)), "after": to_builtins(terms)}
        await caller.note(connection, "package.changed", str(package_id), about)
        return (await locked_packages(connection))[package_id]


def _must_be_sound(terms: PackageTerms, services: Sequence[Service]) -> None:
    if faults := [*package_faults(terms), *service_faults_of(terms, services)]:
        raise BadPackage.of(faults, named=True)

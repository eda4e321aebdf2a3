"""Clients from a file: who shares a phone and has another address is somebody else."""

from holdfast.flows.clients.importing import ClientImport, import_clients
from holdfast.kit import new_id
from tests.db.flows.returning.test_returns import STAFF
from tests.db.flows.stage import Stage, select


async def test_a_family_with_one_phone_stays_as_many_as_it_is(stage: Stage) -> None:
    mark = new_id().hex[-8:]
    phone = f"+7 9{int(mark, 16) % 10**9:09}"

    async def sent(*rows: str) -> ClientImport:
        file = "\n".join(("Name,Email,Phone", *rows)).encode()
        return await import_clients(stage.database, STAFF, file, dry_run=False)

    async def known() -> list[tuple[object, ...]]:
        return await select(
            stage, "SELECT name, email FROM clients WHERE phone = $1 ORDER BY id", phone
        )

    # Of whom the phone alone was known, the first address that comes is theirs.
    await sent(f"Ann,,{phone}")
    family = (f"Ann,ann-{mark}@example.com,{phone}", f"Bo,bo-{mark}@example.com,{phone}")
    done = await sent(*family)
    assert (done.created, done.updated) == (1, 1)
    everybody = [("Ann", f"ann-{mark}@example.com"), ("Bo", f"bo-{mark}@example.com")]
    assert await known() == everybody
    again = await sent(*family)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert await known() == everybody

"""Second factors: whatever is good once is good once, whoever is quick."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pyotp
import pytest

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.logins import add_user, come_in, finish_login, log_in
from holdfast.flows.people.password_links import choose_password
from holdfast.flows.people.second_codes import SecondFactorOff, use_code
from holdfast.flows.people.second_factors import (
    SecondFactorOn,
    begin_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
    turn_off_second_factor,
)
from holdfast.flows.people.standing import disable, reset_second_factor
from holdfast.people import (
    Credentials,
    Principal,
    SecondCodeWrong,
    SecondStep,
    SecondStepOver,
    SecuredGroup,
    SecuredRoles,
    TooManySecondCodes,
    user_owner,
)
from tests.db.login_desks import login_desk
from tests.support.people import PASSWORD, CheapPasswords
from tests.support.postgres import fetch

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EMAIL = "ann@test.example"


class Account(NamedTuple):
    """Ann's, with the second factor on; ``made`` makes its codes."""

    desk: LoginDesk
    id: UUID
    made: pyotp.TOTP
    recovery: list[str]
    session: str

    @property
    def database(self) -> Database:
        return self.desk.database

    @property
    def by(self) -> Caller:
        return Caller(Principal(user_owner(self.id), "user", frozenset({"customer"})))

    def code(self, later: int = 0) -> str:
        """Of so many steps after noon; the one at noon is used."""
        return self.made.at(NOON + timedelta(seconds=30 * later))

    async def begin(self) -> str:
        """A login that waits for a code."""
        _, step = await log_in(self.desk, EMAIL, PASSWORD, "::1", NOON)
        assert isinstance(step, SecondStep)
        return step.token

    async def finish(self, step: str, code: str, seconds: int = 0) -> str:
        """The session's token."""
        now = NOON + timedelta(seconds=seconds)
        return (await finish_login(self.desk, step, code, now, "test"))[1]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    await database.start()
    yield database
    await database.close()


@pytest.fixture
async def ann(database: Database) -> AsyncIterator[Account]:
    passwords = CheapPasswords()
    user = await add_user(database, passwords, process("cli"), EMAIL, "Ann", PASSWORD)
    desk = login_desk(database, passwords)
    by = Caller(Principal(user_owner(user.id), "user", frozenset({"customer"})))
    async with database.transaction() as connection:
        session = await come_in(connection, user.id, None, NOON)
        await people.open_session(connection, user.id)  # in another browser
    assert isinstance(session, str)
    secret, _ = await begin_second_factor(desk, by, PASSWORD, "Shop")
    made = pyotp.TOTP(secret)
    codes = await confirm_second_factor(desk, by, made.at(NOON), NOON, session=session)
    yield Account(desk, user.id, made, codes, session)
    passwords.close()


async def rows(database_url: str, table: str) -> int:
    return int((await fetch(database_url, f"SELECT count(*) FROM {table}"))[0][0])


async def test_a_login_waits_for_a_code_and_opens_no_session_without(
    ann: Account, database_url: str
) -> None:
    assert await rows(database_url, "sessions") == 1  # the other browser's ended as it was set up
    step = await ann.begin()
    assert await rows(database_url, "sessions") == 1
    assert await ann.finish(step, ann.code(1))
    assert await rows(database_url, "sessions") == 2
    with pytest.raises(SecondStepOver):
        await ann.finish(step, ann.recovery[0])
    assert await rows(database_url, "login_steps") == 0


async def test_the_secret_and_the_codes_stand_nowhere_as_they_are(
    ann: Account, database_url: str
) -> None:
    ((sealed,),) = await fetch(database_url, "SELECT sealed FROM second_factors")
    assert ann.made.secret.encode() not in sealed
    kept = await fetch(database_url, "SELECT code_hash FROM recovery_codes")
    assert len(kept) == 10
    assert all(len(row[0]) == 32 for row in kept)


async def test_the_code_that_confirmed_it_logs_nobody_in(ann: Account) -> None:
    with pytest.raises(SecondCodeWrong):
        await ann.finish(await ann.begin(), ann.code(0))


async def test_the_same_code_twice_at_once_lets_one_in(ann: Account) -> None:
    for later in (1, 2):
        steps = await asyncio.gather(*(ann.begin() for _ in range(4)))
        ends = await asyncio.gather(
            *(ann.finish(step, ann.code(later), 30 * later) for step in steps),
            return_exceptions=True,
        )
        assert sorted(isinstance(one, str) for one in ends) == [False] * 3 + [True], ends
        assert sum(isinstance(one, SecondCodeWrong) for one in ends) == 3


async def test_the_same_recovery_code_twice_at_once_lets_one_in(
    ann: Account, database_url: str
) -> None:
    for code in ann.recovery[:2]:
        steps = await asyncio.gather(*(ann.begin() for _ in range(4)))
        ends = await asyncio.gather(
            *(ann.finish(step, code) for step in steps), return_exceptions=True
        )
        assert sorted(isinstance(one, str) for one in ends) == [False] * 3 + [True], ends
        assert sum(isinstance(one, SecondCodeWrong) for one in ends) == 3
    noted = "SELECT count(*) FROM audit_log WHERE action = 'user.recovery-code-used'"
    assert (await fetch(database_url, noted))[0][0] == 2


@pytest.mark.parametrize("how", ["app", "recovery"])
async def test_without_the_users_lock_too_one_wins(ann: Account, how: str) -> None:
    """The rows themselves see to it, whoever forgets to lock the user."""
    code = ann.code(1) if how == "app" else ann.recovery[0]

    async def use() -> str:
        async with ann.database.transaction() as connection:
            return await use_code(connection, ann.desk.factors, ann.id, code, NOON)

    ends = await asyncio.gather(use(), use(), use(), return_exceptions=True)
    assert sorted(one == how for one in ends) == [False, False, True], ends


async def test_one_login_finished_twice_at_once_is_one_session(
    ann: Account, database_url: str
) -> None:
    step = await ann.begin()
    ends = await asyncio.gather(
        ann.finish(step, ann.recovery[0]), ann.finish(step, ann.recovery[1]),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(isinstance(one, SecondStepOver) for one in ends) == [False, True], ends
    assert await rows(database_url, "sessions") == 2
    left = "SELECT count(*) FROM recovery_codes WHERE used_at IS NULL"
    assert (await fetch(database_url, left))[0][0] == 9  # the loser's code is not used up


async def test_a_login_takes_five_tries_and_ten_minutes(ann: Account) -> None:
    step = await ann.begin()
    for _ in range(5):
        with pytest.raises(SecondCodeWrong):
            await ann.finish(step, "AAAA-AAAA-AAAA-AAAA")
    with pytest.raises(SecondStepOver):
        await ann.finish(step, ann.recovery[0])
    late = await ann.begin()
    with pytest.raises(SecondStepOver):
        await ann.finish(late, ann.recovery[0], 600)
    assert await ann.finish(late, ann.recovery[0], 599)


async def test_codes_are_tried_ten_times_in_a_quarter_and_recovery_codes_beside(
    ann: Account,
) -> None:
    for _ in range(9):  # one confirmed it
        with pytest.raises(SecondCodeWrong):
            await ann.finish(await ann.begin(), ann.code(9))
    with pytest.raises(TooManySecondCodes):
        await ann.finish(await ann.begin(), ann.code(1))
    assert await ann.finish(await ann.begin(), ann.recovery[0])


async def test_who_is_blocked_or_reset_meanwhile_logs_in_by_no_code(ann: Account) -> None:
    step = await ann.begin()
    assert await reset_second_factor(ann.database, ann.id, process("cli"))
    assert not await reset_second_factor(ann.database, ann.id, process("cli"))
    with pytest.raises(SecondStepOver):
        await ann.finish(step, ann.code(1))
    async with ann.database.transaction() as connection:
        assert isinstance(await come_in(connection, ann.id, None, NOON), str)
        with pytest.raises(SecondFactorOff):
            await use_code(connection, ann.desk.factors, ann.id, ann.recovery[0], NOON)


async def test_blocking_ends_logins_that_wait(ann: Account) -> None:
    step = await ann.begin()
    await disable(ann.database, ann.id, process("cli"))
    with pytest.raises(SecondStepOver):
        await ann.finish(step, ann.code(1))


async def test_another_secret_of_the_shop_leaves_the_recovery_codes(ann: Account) -> None:
    secret = b"another secret, long enough"
    other = ann._replace(desk=login_desk(ann.database, ann.desk.passwords, secret))
    with pytest.raises(SecondCodeWrong):
        await other.finish(await ann.begin(), ann.code(1))
    assert await other.finish(await ann.begin(), ann.recovery[0])


async def test_it_is_renewed_and_turned_off_by_password_and_code(
    ann: Account, database_url: str
) -> None:
    renewed = await renew_recovery_codes(ann.desk, ann.by, PASSWORD, ann.recovery[0], NOON)
    assert not set(renewed) & set(ann.recovery)
    with pytest.raises(SecondCodeWrong):
        await ann.finish(await ann.begin(), ann.recovery[1])
    with pytest.raises(SecondFactorOn):
        await begin_second_factor(ann.desk, ann.by, PASSWORD, "Shop")
    await turn_off_second_factor(ann.desk, ann.by, PASSWORD, ann.code(1), NOON)
    assert await rows(database_url, "second_factors") == 0
    assert await rows(database_url, "recovery_codes") == 0


async def test_a_session_carries_no_role_that_waits_and_a_token_does(ann: Account) -> None:
    async with ann.database.transaction() as connection:
        await people.set_roles(connection, ann.id, ["customer", "photographer", "manager"])
        token = await people.new_token(connection, ann.id, "test", ["manager"], None)
    groups: list[SecuredGroup] = []
    credentials = Credentials(ann.database)

    exempt: set[str] = set()

    async def secured() -> SecuredRoles:
        return SecuredRoles(tuple(groups), frozenset(exempt))

    credentials.secured = secured
    await reset_second_factor(ann.database, ann.id, process("cli"))
    cases: list[tuple[list[SecuredGroup], set[str], set[str]]] = [
        ([], {"customer", "photographer", "manager"}, set()),
        (["staff"], {"customer", "photographer"}, {"manager"}),
        (["staff", "photographer"], {"customer"}, {"photographer", "manager"}),
    ]
    for asked, roles, withheld in cases:
        groups[:] = asked
        found = await credentials.session(ann.session)
        assert found is not None
        assert (set(found.roles), set(found.withheld)) == (roles, withheld)
        by_token = await credentials.token(token)
        assert by_token is not None
        assert (set(by_token.roles), set(by_token.withheld)) == ({"manager"}, set[str]())
    exempt.add(EMAIL)
    found = await credentials.session(ann.session)
    assert found is not None
    assert not found.withheld


@pytest.mark.parametrize(
    ("confirmed", "roles", "asked"),
    [
        (False, ["customer"], False),
        (True, ["customer"], True),
        (False, ["customer", "photographer"], True),
    ],
)
async def test_a_password_by_link_ends_what_whoever_made_the_account_may_have_turned_on(
    ann: Account, database_url: str, *, confirmed: bool, roles: list[str], asked: bool
) -> None:
    """The address was never confirmed: its owner would be kept out by another's second factor. Of
    who has a role the shop knows who they are."""
    async with ann.database.transaction() as connection:
        await people.set_roles(connection, ann.id, roles)
        if confirmed:
            await people.verify_email(connection, ann.id, EMAIL)
        link, _ = await people.new_link(connection, "password", ann.id)
    await choose_password(ann.database, ann.desk.passwords, link, PASSWORD, "a request")
    assert (await rows(database_url, "second_factors") == 1) is asked
    assert (await rows(database_url, "recovery_codes") == 0) is not asked
    _, came = await log_in(ann.desk, EMAIL, PASSWORD, "::1", NOON)
    assert isinstance(came, SecondStep) is asked

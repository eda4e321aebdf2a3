"""The demo has customers invite their friends, and one of them has a link. Done as they do it,
so nothing of it is in the past."""

from typing import Final

from holdfast.flows.demo.acting import MANAGER, acting_as
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.flows.referrals.inviting import make_link
from holdfast.flows.referrals.program import put_program
from holdfast.flows.referrals.terms import Advantage, ProgramTerms

__all__ = ["invite_demo"]

_TERMS: Final = ProgramTerms(
    friend=Advantage("percent", 10, minimum=3_000_00),
    reward=Advantage("fixed", 500_00, minimum=2_000_00),
    valid_days=90,
    quantity=500,
    wait_days=14,
    most_a_year=10,
)


async def invite_demo(desk: ReferralDesk) -> None:
    """From now on; raises what the flows raise."""
    await put_program(desk, await acting_as(desk.database.pool, MANAGER, "manager"), _TERMS)
    await make_link(desk, await acting_as(desk.database.pool, REGULAR), renew=False)

"""Second factors: what a process checks codes by, and of whom the shop asks for one."""

from collections.abc import Iterable

from holdfast.api.shell.state import ServerState
from holdfast.flows.people.logins import DEMO_USERS
from holdfast.flows.people.second_codes import SecondFactors
from holdfast.kit.sealing import Sealer
from holdfast.people import Credentials, SecondCodeThrottle, SecuredGroup
from holdfast.roles.parts import Foundation
from holdfast.shop import CurrentSettings

__all__ = ["second_factors"]


def second_factors(
    state: ServerState, here: Foundation, credentials: Credentials, shop: CurrentSettings
) -> None:
    """Give both to a process that knows who somebody is. The demo's accounts are everybody's:
    nobody can set one up for them, so none is asked."""

    async def secured() -> Iterable[SecuredGroup]:
        return (await shop.now()).second_factor_of

    credentials.secured = secured
    if here.settings.demo:
        credentials.exempt = frozenset(email for email, *_ in DEMO_USERS)
    sealer = Sealer(here.secret, b"second factors")
    state.second_factors = SecondFactors(sealer, SecondCodeThrottle(here.rates))

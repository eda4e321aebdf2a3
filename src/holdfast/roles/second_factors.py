"""Second factors: what a process checks codes by, and of whom the shop asks for one."""

from collections.abc import Awaitable, Callable

from holdfast.api.shell.state import ServerState
from holdfast.flows.people.logins import DEMO_USERS
from holdfast.flows.people.second_codes import SecondFactors
from holdfast.kit.sealing import Sealer
from holdfast.people import Credentials, SecondCodeThrottle, SecuredRoles
from holdfast.roles.parts import Foundation
from holdfast.settings import Settings
from holdfast.shop import CurrentSettings

__all__ = ["second_factors", "secured_of"]


def second_factors(
    state: ServerState, here: Foundation, credentials: Credentials, shop: CurrentSettings
) -> None:
    """Give both to a process that knows who somebody is."""
    credentials.secured = secured_of(here.settings, shop)
    sealer = Sealer(here.secret, b"second factors")
    state.second_factors = SecondFactors(sealer, SecondCodeThrottle(here.rates))


def secured_of(settings: Settings, shop: CurrentSettings) -> Callable[[], Awaitable[SecuredRoles]]:
    """As the shop says now. The demo's accounts are everybody's: nobody can set one up for them, so
    none is asked."""
    exempt = frozenset(email for email, *_ in DEMO_USERS) if settings.demo else frozenset[str]()

    async def secured() -> SecuredRoles:
        return SecuredRoles(tuple((await shop.now()).second_factor_of), exempt)

    return secured

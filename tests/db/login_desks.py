"""Where people of tests show who they are: each desk counts their tries anew."""

from holdfast.db.engine import Database
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.second_codes import SecondFactors
from holdfast.kit.rates import Rates
from holdfast.kit.sealing import Sealer
from holdfast.people import LoginThrottle, Passwords, SecondCodeThrottle

__all__ = ["login_desk"]


def login_desk(
    database: Database, passwords: Passwords, secret: bytes = b"a shop's secret, long enough"
) -> LoginDesk:
    factors = SecondFactors(Sealer(secret, b"second factors"), SecondCodeThrottle(Rates()))
    return LoginDesk(database, passwords, LoginThrottle(Rates()), factors, demo=False)

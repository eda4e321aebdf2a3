"""What a process that is one of several has of the others: where they are, how they are asked."""

from starlette.types import Receive, Scope, Send

from holdfast.api.contract.problems import NotFound
from holdfast.api.shell.state import Check
from holdfast.db.engine import Database
from holdfast.flows.messaging.post import Post
from holdfast.flows.stuck.letters import teller
from holdfast.gateway.services import Service
from holdfast.kit.sentences import say
from holdfast.payments import PaymentProvider
from holdfast.people import CallSigner
from holdfast.roles.card_providers import card_providers
from holdfast.roles.lifespan import Part, closing
from holdfast.roles.remote_provider import RemoteProvider
from holdfast.settings import BadSettings, Settings, secret_of, words
from holdfast.worker.broker import RabbitPost

__all__ = [
    "broker_check", "broker_of", "nothing_else", "providers_of", "redis_of", "service_at",
    "shared_secret",
]  # fmt: skip


async def nothing_else(scope: Scope, _: Receive, __: Send) -> None:
    """For whatever no route answers, where there is no web app."""
    raise NotFound(say("There is no {path}.", path=scope["path"][:200]))


def shared_secret(settings: Settings) -> None:
    """All processes of a shop sign with one secret, so it is given to each."""
    if settings.secret is None:
        raise BadSettings("HOLDFAST_SECRET: all processes of a shop share one; set it.")


def redis_of(settings: Settings) -> str:
    """Redis, through which processes tell one another what sockets are to hear."""
    if settings.redis_url is None:
        raise BadSettings("REDIS_URL: several processes talk through Redis; set it.")
    return settings.redis_url


def service_at(name: str, urls: str, calls: CallSigner) -> Service:
    """Another service. ``urls``: of its instances, separated by commas."""
    listed = words(urls)
    if not listed:
        raise BadSettings(f"HOLDFAST_{name.upper()}_URL: where {name} is; set it.")
    return Service(name, listed, calls)


def providers_of(
    settings: Settings, calls: CallSigner
) -> tuple[dict[str, PaymentProvider], list[Part]]:
    """The payment providers, each a process elsewhere; and the parts to be stopped."""
    providers, stops = card_providers(settings)
    if not settings.demo:
        return providers, stops
    if not settings.demo_provider_url:
        raise BadSettings("HOLDFAST_DEMO_PROVIDER_URL: where the demo's provider is; set it.")
    provider = RemoteProvider(settings.demo_provider_url, calls, secret_of(settings))
    return {**providers, "demo": provider}, [*stops, closing(provider.close)]


def broker_of(settings: Settings, database: Database | None = None) -> Post:
    """RabbitMQ, which carries messages between orders and payments. ``database``: of who reads
    them, where it is told what could not be."""
    if not settings.broker_url:
        raise BadSettings("HOLDFAST_BROKER_URL: services talk through RabbitMQ; set it.")
    on_dead = None if database is None else teller(database)
    return RabbitPost(settings.broker_url, on_dead=on_dead)


def broker_check(post: Post) -> Check:
    """Messages can be sent."""

    async def check() -> str:
        return post.trouble or "ok"

    return check

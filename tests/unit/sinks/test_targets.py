"""Sinks as they are written in the settings."""

from pathlib import Path

import pytest

from holdfast.sinks import (
    BadSecret,
    BadTarget,
    JsonLines,
    SinkTerms,
    Target,
    Webhook,
    open_sinks,
    read_targets,
)
from holdfast.sinks.rabbit_exchange import RabbitExchangeSink

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_sink_is_called_by_its_kind_or_by_the_name_it_is_given() -> None:
    written = [
        "jsonl:/var/orders.jsonl",
        "webhook:https://a.example/in?key=1=2",
        "crm=webhook:https://b.example:8443/",
        "rabbitmq:shop.orders",
    ]
    assert read_targets(written) == [
        Target("jsonl", "jsonl", "/var/orders.jsonl"),
        Target("webhook", "webhook", "https://a.example/in?key=1=2"),
        Target("crm", "webhook", "https://b.example:8443/"),
        Target("rabbitmq", "rabbitmq", "shop.orders"),
    ]
    assert read_targets([]) == []


def test_a_sink_is_told_of_orders_unless_it_asks_for_something_else() -> None:
    orders, trouble = read_targets(
        ["webhook:https://a.example/a=b", "ops/stock+letters+jobs=webhook:https://b.example/x/y=z"]
    )
    assert orders.topics == {"order"}
    assert (trouble.name, trouble.place) == ("ops", "https://b.example/x/y=z")
    assert trouble.topics == {"stock", "letters", "jobs"}


def test_a_topic_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadTarget, match="ops may be told of order, stock, letters, jobs"):
        read_targets(["ops/stocks=jsonl:/x"])


@pytest.mark.parametrize(
    "written",
    [
        "ops/=jsonl:/x", "/stock=jsonl:/x", "ops/stock+=jsonl:/x",
        "jsonl", "jsonl:", "kafka:orders", "/var/orders", "CRM=jsonl:/x",
        "webhook:ftp://a.example", "webhook:https://", "webhook:https://a.example/ö",
        "webhook:https://a.example/a b", "webhook:https://user:word@a.example",
        "webhook:https://a.example/#top", "webhook:https://a.example:port", "rabbitmq:a b",
    ],
)  # fmt: skip
def test_what_is_no_sink_is_refused(written: str) -> None:
    with pytest.raises(BadTarget):
        read_targets([written])


def test_two_of_a_kind_need_names() -> None:
    with pytest.raises(BadTarget, match="two sinks are called jsonl"):
        read_targets(["jsonl:/a", "jsonl:/b"])
    assert len(read_targets(["jsonl:/a", "b=jsonl:/b"])) == 2


def opened(*written: str, terms: SinkTerms) -> list[type]:
    return [type(one) for one in open_sinks(read_targets(written), terms)]


def test_each_kind_becomes_its_sink(tmp_path: Path) -> None:
    terms = SinkTerms(webhook_secrets=(SECRET,), broker_url="amqp://127.0.0.1:1/")
    written = (f"jsonl:{tmp_path}/orders.jsonl", "webhook:https://a.example", "rabbitmq:orders")
    assert opened(*written, terms=terms) == [JsonLines, Webhook, RabbitExchangeSink]
    assert not list(tmp_path.iterdir())  # nothing is opened before there is something to write


def test_orders_are_not_posted_in_the_clear_unless_it_stays_in_the_house() -> None:
    with pytest.raises(BadTarget, match="https only"):
        opened("webhook:http://a.example", terms=SinkTerms(webhook_secrets=(SECRET,)))
    private = SinkTerms(webhook_secrets=(SECRET,), webhook_private=True)
    assert opened("webhook:http://10.0.0.1/in", terms=private) == [Webhook]


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(BadSecret):
        opened("webhook:https://a.example", terms=SinkTerms())


def test_an_exchange_without_a_broker_is_refused() -> None:
    with pytest.raises(BadTarget, match="HOLDFAST_BROKER_URL"):
        opened("rabbitmq:orders", terms=SinkTerms())

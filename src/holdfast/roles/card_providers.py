"""The payment providers that a shop has a contract with: one without a key does not exist."""

from holdfast.kit.left_out import put_back
from holdfast.payments import PaymentProvider
from holdfast.roles.lifespan import Part, closing
from holdfast.settings import Settings, words

__all__ = ["card_providers"]


def card_providers(settings: Settings) -> tuple[dict[str, PaymentProvider], list[Part]]:
    """By name; and the parts to be stopped."""
    providers: dict[str, PaymentProvider] = {}
    stops: list[Part] = []
    if settings.stripe_secret_key is not None:
        put_back("aiohttp")
        from holdfast.payments.providers.stripe import StripeProvider

        given = settings.stripe_webhook_secret
        stripe = StripeProvider(
            settings.stripe_secret_key.get_secret_value(),
            words(given.get_secret_value()) if given else (),
            settings.stripe_url or None,
        )
        providers["stripe"] = stripe
        stops.append(closing(stripe.close))
    if settings.yookassa_shop_id and settings.yookassa_secret_key is not None:
        from holdfast.payments.providers.yookassa import YooKassaProvider

        yookassa = YooKassaProvider(
            settings.yookassa_shop_id,
            settings.yookassa_secret_key.get_secret_value(),
            two_stage=settings.yookassa_two_stage,
            saves_cards=settings.yookassa_save_cards,
            url=settings.yookassa_url or None,
        )
        providers["yookassa"] = yookassa
        stops.append(closing(yookassa.close))
    if settings.paypal_client_id and settings.paypal_client_secret is not None:
        put_back("requests")
        from holdfast.payments.providers.paypal import PayPalProvider

        paypal = PayPalProvider(
            settings.paypal_client_id,
            settings.paypal_client_secret.get_secret_value(),
            settings.paypal_webhook_id,
            sandbox=settings.paypal_sandbox,
            url=settings.paypal_url or None,
        )
        providers["paypal"] = paypal
        stops.append(closing(paypal.close))
    return providers, stops

"""What the providers that a shop has a contract with are reached by: a part of the settings."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field, SecretStr, StringConstraints

__all__ = ["ProviderKeys"]

ServerUrl: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s/?#]+)?$")]


class ProviderKeys(BaseModel):
    """One without a key does not exist."""

    stripe_secret_key: SecretStr | None = Field(
        None, description="Payments by card on Stripe's page: the secret key, `sk_...` or `rk_...`"
    )
    stripe_webhook_secret: SecretStr | None = Field(
        None,
        description="Signs Stripe's events, `whsec_...`; several with commas between while one is"
        " replaced. Without it payments are asked for only",
    )
    stripe_url: ServerUrl = Field("", description="Stripe elsewhere, as a test server")

    yookassa_shop_id: str = Field(
        "", pattern=r"^[0-9]*$", description="Payments on YooKassa's page: the shop's id there"
    )
    yookassa_secret_key: SecretStr | None = Field(
        None, description="The shop's secret key at YooKassa, `live_...` or `test_...`"
    )
    yookassa_two_stage: bool = Field(
        False,
        description="`on`: money is set aside first and taken when the order can be had, so that"
        " what came too late is let go and not given back. The account must allow it",
    )
    yookassa_save_cards: bool = Field(
        False,
        description="`on`: buyers may have their card kept at YooKassa, pay with it again, and let"
        " repeat orders charge it. YooKassa has to allow the shop recurring payments",
    )
    yookassa_url: ServerUrl = Field("", description="YooKassa elsewhere, as a test server")

    paypal_client_id: str = Field("", description="Payments by PayPal: the app's client id there")
    paypal_client_secret: SecretStr | None = Field(None, description="The app's secret at PayPal")
    paypal_webhook_id: str = Field(
        "",
        pattern=r"^[a-zA-Z0-9]*$",
        description="PayPal's id of the webhook that was entered there. Without it payments are"
        " asked for only",
    )
    paypal_sandbox: bool = Field(
        False, description="`on`: the keys are of PayPal's sandbox, where nothing is charged"
    )
    paypal_url: ServerUrl = Field("", description="PayPal elsewhere, as a test server")

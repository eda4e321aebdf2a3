"""Examples of bodies about mails: a part of ``examples``."""

from typing import Any, Final

__all__ = ["A_BROWSER", "A_DEVICE", "MAIL_BODIES"]

_LINK: Final = "Y2FydC1sZWZ0IHVzZXI6MDE5OQ.q8vZ3Jm1n0c2WQ5TtX7b4K9dLs6PyR1e"

A_BROWSER: Final = {
    "endpoint": "https://push.example.com/send/cO8yF1mWvQ0",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
    "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
A_DEVICE: Final = {
    "token": "dQw4w9WgXcQ-3nXk2Zt7aB:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ",
    "name": "Pixel 9",
}
_TEMPLATE: Final = {
    "subject": "Order {{ order.number }} is paid",
    "text": "# Thank you\n\nWe pack {{ order.number }} today.\n\n[Your order]({{ url }})\n",
}

_NEWSLETTER: Final[dict[str, Any]] = {
    "texts": {"en": {"title": "New this week", "text": "# New\n\n[See it](/)\n"}},
    "products": [],
}

MAIL_BODIES: Final[dict[str, dict[str, Any]]] = {
    "CodeAsked": {"by mail": {"email": "anna@example.com"}},
    "CodeGiven": {"what the mail says": {"code": "481516"}},
    "AnalyticsChoiceAsked": {"yes": {"agreed": True}, "no, or no longer": {"agreed": False}},
    "MailWantedAsked": {
        "no more": {"wanted": False},
        "no push": {"wanted": False, "channel": "push"},
    },
    "PushSubscriptionAsked": {"of a browser": A_BROWSER},
    "DeviceAsked": {"of an app": A_DEVICE},
    "ChatCodeAsked": {"nothing": {}},
    "NumberCodeAsked": {"a mobile": {"number": "+44 7400 123456"}},
    "NumberCodeGiven": {"what the SMS says": {"code": "481516"}},
    "MailLinkAsked": {"of a mail": {"link": _LINK}},
    "NewsletterAsked": {"from every page": {"email": "anna@example.com", "locale": "en"}},
    "NewsletterLinkAsked": {
        "of the mail": {
            "link": "0199a1f0-7c3e-7d64-8a51-2f9f6f0d6c11.Jm1n0c2WQ5TtX7b4K9dLs6PyR1eq8vZ3"
        }
    },
    "OwnNewsletterAsked": {
        "from now on": {"subscribed": True},
        "no more": {"subscribed": False},
    },
    "NewsletterWritten": {"a draft": _NEWSLETTER},
    "NewsletterPreviewAsked": {"in English": _NEWSLETTER | {"locale": "en"}},
    "NewsletterScheduled": {"now": {}, "later": {"at": "2030-01-31T09:00:00Z"}},
    "NewsletterTried": {"in English": {"locale": "en"}},
    "EmailLinkAsked": {"of a mail": {"link": _LINK}},
    "OrderLinkAsked": {
        "of a guest's mail": {
            "link": "0199a1f0-7c3e-7d64-8a51-2f9f6f0d6c11.Jm1n0c2WQ5TtX7b4K9dLs6PyR1eq8vZ3"
        }
    },
    "SharedLinkAsked": {
        "of who takes part": {
            "link": "0199a1f0-7c3e-7d64-8a51-2f9f6f0d6c11.Jm1n0c2WQ5TtX7b4K9dLs6PyR1eq8vZ3"
        }
    },
    "MailTemplateAsked": {"of a paid order": _TEMPLATE},
    "MailPreviewAsked": {"with an example": _TEMPLATE | {"of": "example"}},
    "MailLinkWantedAsked": {"no more": {"link": _LINK, "wanted": False}},
}

"""The shop itself: what a merchant decides about it."""

from holdfast.shop.accent import Accent, Shades, accent_of, is_colour
from holdfast.shop.announcement import MAX_ANNOUNCED, Announcement, announcement_faults
from holdfast.shop.charges import (
    MAX_RATES,
    TaxRate,
    charge_faults,
    marketplace,
    rate_for,
    service_rate,
)
from holdfast.shop.delivery import (
    MAX_DAYS,
    MAX_METHODS,
    MAX_PLACES,
    MAX_ROWS,
    MAX_ZONES,
    Dispatch,
    Load,
    ShippingMethod,
    ShippingRate,
    ShippingZone,
    delivery_faults,
    price_of,
)
from holdfast.shop.fraud import (
    CAUTIOUS,
    COUNTED,
    MAX_FRAUD_RULES,
    FraudKind,
    FraudRule,
    FraudRules,
    fraud_faults,
)
from holdfast.shop.home import (
    MAX_BLOCKS,
    MAX_SHOWN,
    Banner,
    Block,
    Collection,
    Home,
    HomeWords,
    Source,
    Text,
    home_faults,
    put_home,
    read_home,
    words_in,
)
from holdfast.shop.pictures import ShopPicture
from holdfast.shop.policies import (
    AGREED,
    POLICIES,
    AgreedName,
    Policy,
    PolicyName,
    PolicyNotFound,
    policy_in,
    policy_names,
    put_policy,
    read_policies,
)
from holdfast.shop.receipts import (
    MAX_VAT_RULES,
    TAX_SYSTEMS,
    VAT_CODES,
    CategoryVat,
    ProductVat,
    ReceiptRules,
    ReceiptsBy,
    SoldAs,
    receipt_faults,
    vat_in,
    vat_of_advance,
    vat_of_handover,
)
from holdfast.shop.redirects import (
    MAX_ADDRESS,
    MAX_REDIRECTS,
    Redirect,
    path_of,
    put_redirects,
    read_redirects,
    redirect_faults,
    redirect_target,
    remove_redirects,
    target_of,
)
from holdfast.shop.repeating import EVERY, MAX_REPEAT_PERCENT, Every, RepeatRules
from holdfast.shop.returning import (
    MAX_RETURN_RULES,
    CategoryReturns,
    ReturnRules,
    WayBack,
    return_faults,
    returns_in,
)
from holdfast.shop.settings import (
    CaptureOn,
    CaptureParcels,
    CardRefund,
    CurrentSettings,
    Refunds,
    SecondFactorOf,
    ShopSettings,
    change_settings,
    raise_shop,
    read_settings,
    shop_revision,
)
from holdfast.shop.starters import SessionRules, starter_text
from holdfast.shop.written_pages import (
    MAX_PAGES,
    PageText,
    WrittenPage,
    WrittenPageNotFound,
    put_page,
    read_pages,
    remove_page,
)

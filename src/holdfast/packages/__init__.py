"""Packages: prepaid hours and gift certificates; what is offered, and what clients have of it."""

from holdfast.packages.book import (
    PackageNotFound,
    add_package,
    adopt_certificates,
    change_package,
    follow_order,
    load_packages,
    locked_packages,
    package_terms,
    package_under,
    packages_by_id,
)
from holdfast.packages.codes import (
    CodeThrottle,
    CodeUnknown,
    TooManyCodes,
    code_from,
    code_hash,
    new_code,
)
from holdfast.packages.facts import (
    CertificateGiven,
    PackageExpired,
    PackageExpiring,
    PackageIssued,
    PackageReturned,
    PackageTransferred,
)
from holdfast.packages.grant import (
    CERTIFICATE_PREFIX,
    HOURS_PREFIX,
    MINUTE,
    Gift,
    Grant,
    GrantNotFound,
    NewPurchase,
    Purchase,
    Usable,
    end_key,
    grant_by_code,
    grant_key,
    grant_of,
    grants_by_id,
    grants_of,
    purchase_of,
    was_issued,
)
from holdfast.packages.jobs import IssuePackage
from holdfast.packages.life import (
    coded,
    expired,
    frozen,
    given,
    in_use,
    issued,
    prolonged,
    purchased,
    thawed,
    warned,
)
from holdfast.packages.naming import package_called
from holdfast.packages.paper import Paper, certificate_pdf, hours_in_words, sessions_in_words
from holdfast.packages.session import PaidFor, Rate, Session, SessionPart, Spent, parts_now
from holdfast.packages.sums import least_returned, price_back, units_back, units_for, worth
from holdfast.packages.terms import (
    MAX_AMOUNT,
    MAX_COUNT,
    MAX_DAYS,
    MAX_ITEMS,
    MAX_NAMED,
    MAX_PACKAGES,
    Item,
    ItemKind,
    Package,
    PackageTerms,
    PackageText,
    lines_of_package,
    package_faults,
    priced,
)

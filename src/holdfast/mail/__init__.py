"""Mail: what is said to people by mail, push, Telegram, SMS and the shop's app, the log of it, the
words it is said in, and what takes it."""

from holdfast.mail.apps import AppCarrier, Notice
from holdfast.mail.book import (
    claim_mail,
    end_dead_mails,
    forget_mails,
    handing_over,
    let_go_mail,
    mail_again,
    mail_dead,
    mail_dropped,
    mail_sent,
    mailed_lately,
    mails_by_id,
    newest_mail,
    take_along,
    taken_along,
    told_alike,
    told_lately,
    write_mails,
)
from holdfast.mail.carrier import (
    Away,
    Carrier,
    Gone,
    InDoubt,
    KeyRefused,
    NotNow,
    Ready,
    Refused,
    TakesKey,
    Way,
)
from holdfast.mail.chats import (
    CODE_MINUTES,
    Chat,
    Code,
    chat_at,
    chat_gone,
    chat_numbered,
    chats_of,
    link_chat,
    new_code,
    unlink_chat,
    use_code,
)
from holdfast.mail.devices import (
    MOST_DEVICES,
    Device,
    devices_of,
    drop_device,
    keep_device,
)
from holdfast.mail.facts import NumberCodeWanted, SmsLimitReached
from holdfast.mail.fcm import DeviceGone, Fcm, ServiceAccount
from holdfast.mail.fcm_keys import FcmKeys
from holdfast.mail.kinds import (
    changed_at,
    examples,
    filled,
    forget_template,
    keep_template,
    own_template,
    read_templates,
    tried,
)
from holdfast.mail.language import MAX_TEMPLATE, BadTemplate, Written, fill, parts_of
from holdfast.mail.looks import Card, Frame, chat_text, gist, html, plain
from holdfast.mail.mail import (
    BEHIND_ALL,
    Channel,
    Mail,
    MailStatus,
    NewMail,
    in_a_header,
    names_a_site,
    reachable,
)
from holdfast.mail.message import Enclosed, Sender, message_id, message_of
from holdfast.mail.names import names_of
from holdfast.mail.numbers import (
    MOST_CODES,
    NUMBER_CODE_MINUTES,
    OwnNumber,
    forget_counts,
    give_sms_back,
    is_number_of,
    keep_number,
    leave_number,
    limit_reached,
    new_number_code,
    number_code_stands,
    number_to_try,
    numbers_of,
    start_number,
    stop_number,
    take_sms,
)
from holdfast.mail.push import (
    MOST_ENDPOINT,
    PushCarrier,
    PushKey,
    bad_subscription,
    may_be_written_to,
    retry_after,
)
from holdfast.mail.refusals import read_refusals, want_mails
from holdfast.mail.sms import SmsLine, SmsLines, SmsRu, Stopped, Twilio
from holdfast.mail.sms_keys import SmsKeys
from holdfast.mail.sms_text import as_sms
from holdfast.mail.smtp import SmtpConnection, SmtpServer
from holdfast.mail.subscriptions import (
    MOST_BROWSERS,
    Browser,
    any_browser,
    anybody_beside,
    browsers_of,
    drop_browser,
    keep_browser,
)
from holdfast.mail.telegram_keys import TelegramKeys

"""Mail: what is said to people, the log of it, the words it is said in, and the server that takes
it."""

from holdfast.mail.book import (
    claim_mail,
    end_dead_mails,
    forget_mails,
    handing_over,
    mail_again,
    mail_dead,
    mail_dropped,
    mail_sent,
    mailed_lately,
    mails_by_id,
    newest_mail,
    told_lately,
    write_mails,
)
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
from holdfast.mail.looks import Frame, html, plain
from holdfast.mail.mail import Mail, MailStatus, NewMail, in_a_header, reachable
from holdfast.mail.message import Enclosed, Sender, message_id, message_of
from holdfast.mail.names import names_of
from holdfast.mail.refusals import read_refusals, want_mails
from holdfast.mail.smtp import (
    Away,
    InDoubt,
    NotNow,
    Refused,
    SmtpConnection,
    SmtpServer,
)

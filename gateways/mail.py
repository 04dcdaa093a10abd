"""Mail over SMTP: one connection for a run, every letter with a Message-ID of its parcel."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from enum import Enum

from gateways.failures import Down, Never, TryAgain
from rules.contacts import check_email
from rules.parcels import Outgoing, Receipt

TIMEOUT = 20  # seconds for each step
LETTERS_OF_A_CONNECTION = 50  # many servers allow no more
SENDER_NAME = "Электронный журнал"


class Security(Enum):
    PLAIN, TLS, STARTTLS = range(3)


class MailGateway:
    """An SMTP server. A letter that may have gone is sent again: the Message-ID is the same (ADR 27)."""

    name = "smtp"

    def __init__(self, host: str, port: int, security: Security, user: str, password: str, sender: str) -> None:
        self.host, self.port, self.security = host, port, security
        self.user, self.password, self.sender = user, password, _ascii(sender)
        self._server: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, item: Outgoing) -> Receipt:
        letter = letter_of(item, self.sender)
        try:
            self._connected().send_message(letter, self.sender, [_ascii(item.address)])
        except smtplib.SMTPRecipientsRefused as error:
            code, _ = next(iter(error.recipients.values()))
            raise _answered(code, "почтовый сервер не принял адрес") from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise Down(f"почтовый сервер не принял адрес отправителя ({error.smtp_code})") from error
        except smtplib.SMTPDataError as error:
            raise _answered(error.smtp_code, "почтовый сервер не принял письмо") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Never("почтовый сервер не принимает такие адреса") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Down(f"связь с почтовым сервером прервалась ({type(error).__name__})") from error
        return Receipt(letter["Message-ID"].strip("<>"))

    def seek(self, item: Outgoing) -> Receipt | None:
        """SMTP cannot tell; a repetition is recognised by its Message-ID."""
        return None

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._sent >= LETTERS_OF_A_CONNECTION:
            self.close()
        if self._server is None:
            self._server, self._sent = self._connect(), 0
        self._sent += 1
        return self._server

    def _connect(self) -> smtplib.SMTP:
        try:
            if self.security is Security.TLS:
                server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT,
                                                        context=ssl.create_default_context())
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        except (smtplib.SMTPException, OSError) as error:
            raise Down(f"почтовый сервер не отвечает ({type(error).__name__})") from error
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError) as error:
            server.close()
            refused = isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError))
            raise Down("почтовый сервер не принял логин и пароль" if refused else
                       f"соединение с почтовым сервером не установлено ({type(error).__name__})") from error
        return server


def letter_of(item: Outgoing, sender: str) -> EmailMessage:
    """The message; an address or a subject that would break the headers is refused."""
    if check_email(item.address) or not item.address.strip():
        raise Never("адрес почты записан неверно")
    if not item.subject.isprintable():
        raise Never("в теме письма есть перевод строки")
    letter = EmailMessage(policy=POLICY)
    letter["From"] = Address(SENDER_NAME, addr_spec=sender)
    letter["To"] = Address(addr_spec=_ascii(item.address))
    letter["Subject"] = item.subject
    letter["Date"] = format_datetime(item.at)
    letter["Message-ID"] = f"<{item.parcel}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(item.body)
    if item.file:
        name, kind, content = item.file
        main, _, sub = kind.partition("/")
        letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return letter


def _answered(code: int, words: str) -> TryAgain | Never:
    return TryAgain(f"{words} сейчас ({code})") if 400 <= code < 500 else Never(f"{words} ({code})")


def _ascii(address: str) -> str:
    """«анна@почта.рф» keeps its name and gets a domain that every server understands."""
    name, _, domain = address.strip().rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address.strip()

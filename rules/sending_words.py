"""What letters and SMS say: nobody's surname, nothing personal in a subject (п. 4.1, 5.2, 5.3, 9.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.sending import MOST_PARTS, sms_parts
from rules.words import plural

LETTER, CODE = (f"Электронный журнал: {what}" for what in ("письмо родителям", "код"))


@dataclass(frozen=True)
class Line:
    """A notice in words; about: the child's first name, empty for one's own; url: a path of the journal."""

    text: str
    about: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.text[:1].lower()}{self.text[1:]}" if self.about else self.text


def notices_subject(count: int) -> str:
    """«Электронный журнал: 3 новых уведомления»: how many, never of whom or what."""
    words = plural(count, "новое уведомление", "новых уведомления", "новых уведомлений")
    return f"Электронный журнал: {count} {words}"


def notices_mail(lines: Sequence[Line], base_url: str, college: str) -> str:
    """A letter of one notice or of a digest, each with its page."""
    base = base_url.rstrip("/")
    told = [f"— {line}" + (f"\n  {base}{line.url}" if line.url else "") for line in lines]
    return "\n".join(["Здравствуйте.", "", *told, "", "На это письмо отвечать не нужно. О чём и как сообщать, выберите "
                      "в журнале:", f"{base}/notifications/settings/", "", college]).rstrip()


def notices_sms(lines: Sequence[Line]) -> str:
    """The same in a few SMS; what does not fit is counted."""
    for shown in range(len(lines), 0, -1):
        rest = f" И ещё: {len(lines) - shown}." if shown < len(lines) else ""
        text = f"Журнал. {'. '.join(map(str, lines[:shown]))}.{rest}"
        if sms_parts(text) <= MOST_PARTS:
            return text
    return f"Журнал. Новых уведомлений: {len(lines)}."


def letter_mail(text: str, author: str, college: str, base_url: str) -> str:
    """A curator's letter with a signature."""
    return "\n".join([text, "", author, college, "", "Письмо отправлено из электронного журнала, отвечать на него "
                      "не нужно. Ответить можно в журнале:", f"{base_url.rstrip('/')}/messages/"])


def code_sms(code: str) -> str:
    """The code in one SMS, and whom not to tell it."""
    return f"Код для входа в журнал: {code}. Никому его не сообщайте"

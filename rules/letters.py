"""Letters of a curator to parents: what stands in them by kind, on paper, in a message, in an SMS (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.averages import NOTE, show
from rules.names import gender_of
from rules.norms import Norms
from rules.terms import Gender, LetterKind
from rules.violation import Violation
from rules.words import plural

# what lists and the mail show: nobody's name (152-ФЗ)
TITLES = {LetterKind.REPORT: "Информационное письмо куратора", LetterKind.BEHAVIOUR: "Письмо куратора о поведении",
          LetterKind.ABSENCES: "Письмо куратора о пропусках"}
VALUES = (5, 4, 3, 2)
LONGEST_WORDS = 1500
MOST_SMS = 3  # to one parent in a day
DEAR = {Gender.FEMALE: "Уважаемая", Gender.MALE: "Уважаемый", None: "Уважаемый(ая)"}


@dataclass(frozen=True)
class SubjectLine:
    """A subject in the informing letter: numbers of 5, 4, 3, 2, hours missed and those without a good reason."""

    title: str
    counts: tuple[int, ...]
    average: Decimal | None
    finals: tuple[str, ...]
    hours: int
    unexcused: int


@dataclass(frozen=True)
class About:
    """Of whom and of when; ``days``: hours missed without a good reason by day since ``since``."""

    name: str
    short: str
    group: str
    period: str
    on: dt.date
    lines: tuple[SubjectLine, ...]
    days: tuple[tuple[dt.date, int], ...]
    since: dt.date

    @property
    def hours(self) -> int:
        return sum(line.hours for line in self.lines)

    @property
    def unexcused(self) -> int:
        return sum(line.unexcused for line in self.lines)


@dataclass(frozen=True)
class Written:
    """A letter ready to be shown: ``lines`` are printed as a table, in a message line by line."""

    kind: LetterKind
    title: str
    greeting: str
    paragraphs: tuple[str, ...]
    lines: tuple[SubjectLine, ...]
    closing: tuple[str, ...]
    signature: str
    on: dt.date
    sms: str

    @property
    def text(self) -> str:
        """The same words for a message and the mail."""
        rows = [subject_words(line) for line in self.lines]
        parts = (self.greeting, *self.paragraphs, "\n".join(rows), *self.closing, self.signature)
        return "\n\n".join(part for part in parts if part)


def is_silent(last: dt.date | None, today: dt.date, norms: Norms) -> bool:
    """The parent has had no word for longer than the norm's days, or at all."""
    return last is None or last < today - dt.timedelta(days=norms.parent_word_days)


def check_words(kind: LetterKind, words: str) -> Violation | None:
    """Of behaviour a curator writes in own words; elsewhere they may be added."""
    if kind is LetterKind.BEHAVIOUR and not words.strip():
        return Violation("5.3", "Напишите о поведении своими словами", "words")
    if len(words) > LONGEST_WORDS:
        return Violation("5.3", f"Не длиннее {LONGEST_WORDS} знаков, сейчас {len(words)}", "words")
    return None


def write(kind: LetterKind, about: About, parent: tuple[str, str | None], curator: str, words: str = "") -> Written:
    """The letter to a parent, named by the first name and the patronymic."""
    said = words.strip()
    who = f"Студент: {about.name}, группа {about.group}."
    closing = ["Отметки, пропуски и задания видны в дневнике журнала."]
    match kind:
        case LetterKind.REPORT:
            paragraphs = [who, f"Успеваемость и посещаемость: {about.period}, на {about.on:%d.%m.%Y}.", _missed(about)]
            closing = [f"{NOTE}.", *closing]
            lines = about.lines
        case LetterKind.ABSENCES:
            paragraphs = [who, f"Пропуски: {about.period}, на {about.on:%d.%m.%Y}.", _missed(about), _days(about)]
            closing = ["Если у пропусков была уважительная причина, передайте куратору документ.", *closing]
            lines = ()
        case _:
            paragraphs, lines = [who, "Сообщаю о поведении."], ()
            closing = ["Прошу связаться со мной."]
    return Written(kind, TITLES[kind], greeting(*parent), (*paragraphs, *([said] if said else [])), lines,
                   tuple(closing), f"Куратор группы {about.group} {curator}", about.on,
                   _sms(kind, about, curator, said))


def greeting(first_name: str, patronymic: str | None) -> str:
    """«Уважаемая Наталья Викторовна,»"""
    return f"{DEAR[gender_of(patronymic)]} {' '.join(filter(None, (first_name, patronymic)))},"


def check_sms(sent_today: int, name: str) -> Violation | None:
    """A parent gets so many SMS of a day and no more: the college's limit is for all (п. 5.3)."""
    if sent_today < MOST_SMS:
        return None
    return Violation("5.3", f"{name}: сегодня уже отправлено SMS: {sent_today}. Напишите по почте или в журнале", "to")


def subject_words(line: SubjectLine) -> str:
    """«Физика: 5 — 3, 4 — 2; средний 4,60; итоговая 5; пропущено 6 ч»."""
    counts = ", ".join(f"«{value}» — {count}" for value, count in zip(VALUES, line.counts, strict=True) if count)
    parts = [counts or "отметок нет", f"средний {show(line.average)}" if line.average is not None else "",
             f"итоговая {', '.join(line.finals)}" if line.finals else "",
             f"пропущено {line.hours} ч" if line.hours else ""]
    return f"{line.title}: {'; '.join(part for part in parts if part)}"


def _missed(about: About) -> str:
    if not about.hours:
        return "Пропусков нет."
    return f"Пропущено часов: {about.hours}, из них без уважительной причины: {about.unexcused}."


def _days(about: About) -> str:
    if not about.days:
        return f"С {about.since:%d.%m.%Y} пропусков без уважительной причины нет."
    days = ", ".join(f"{day:%d.%m} ({hours} ч)" for day, hours in about.days)
    return f"Без уважительной причины с {about.since:%d.%m.%Y}: {days}."


def _sms(kind: LetterKind, about: About, curator: str, words: str) -> str:
    match kind:
        case LetterKind.REPORT:
            said = f"{_marks(about.lines)}, пропущено {about.hours} ч, без уважительной {about.unexcused} ч"
        case LetterKind.ABSENCES:
            hours = sum(hours for _, hours in about.days)
            said = f"с {about.since:%d.%m} пропущено без уважительной причины {hours} ч"
        case _:
            said = words.rstrip(".")
    return f"{about.short}: {said}. Куратор {curator}"


def _marks(lines: Sequence[SubjectLine]) -> str:
    twos = sum(line.counts[-1] for line in lines)
    number = sum(sum(line.counts) for line in lines)
    return f"{number} {plural(number, 'отметка', 'отметки', 'отметок')}, двоек {twos}"


def waits_too_long(oldest: dt.date | None, today: dt.date, norms: Norms) -> bool:
    """Whether an absence waits for the curator longer than the norm's days (п. 5.3)."""
    return oldest is not None and (today - oldest).days > norms.absences_resolved_days

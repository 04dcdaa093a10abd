"""Messages: to somebody, about something, in words (п. 4.1, 8.3)."""

from __future__ import annotations

from collections.abc import Sequence

from rules.terms import Audience
from rules.violation import Violation

SUBJECT_LENGTH, BODY_LENGTH, MOST_RECIPIENTS = 200, 8000, 60
COURSES = range(1, 7)


def check_body(body: str) -> Violation | None:
    """A message has words."""
    if not body.strip():
        return Violation("8.3", "Напишите сообщение", "body")
    if len(body) > BODY_LENGTH:
        return Violation("8.3", f"Не длиннее {BODY_LENGTH} знаков, сейчас {len(body)}", "body")
    return None


def check_subject(subject: str) -> Violation | None:
    if not subject.strip():
        return Violation("8.3", "Напишите, о чём сообщение", "subject")
    if len(subject) > SUBJECT_LENGTH:
        return Violation("8.3", f"Тема не длиннее {SUBJECT_LENGTH} знаков", "subject")
    return None


def check_recipients(recipients: Sequence[int]) -> Violation | None:
    """A message goes to people one by one; many are reached by an announcement."""
    if not recipients:
        return Violation("4.1", "Выберите, кому написать", "to")
    if len(recipients) > MOST_RECIPIENTS:
        return Violation("4.1", f"Не больше {MOST_RECIPIENTS} человек. Группе, курсу или лицею дайте объявление", "to")
    return None


def check_audience(audience: Audience | None, group_id: int | None, course: int | None) -> Violation | None:
    """An announcement is for a group, a course or everybody."""
    if audience is None or audience is Audience.PEOPLE:
        return Violation("4.1", "Выберите, кому объявление", "audience")
    if audience is Audience.GROUP and group_id is None:
        return Violation("4.1", "Выберите группу", "group")
    if audience is Audience.COURSE and course not in COURSES:
        return Violation("4.1", "Выберите курс", "course")
    return None

"""One day of a practice: filled for everybody at once, then where a student differs; works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from access.check import allows
from access.grants import Action
from actions import practice_days
from models import DayLog, Journal, PracticeProgramme, db
from queries.college import absence_kinds
from queries.practice_day import DayPage, StudentLine, day_page
from rules.words import WEEKDAYS, date_words
from views.asked import read_day
from views.guards import identity
from views.policy import Policy, guard
from views.practice import READ_ONE, blueprint, one_practice

WRITE = Policy("update day_log or cell of a practice",
               allows=lambda user: allows(user, Action.CREATE, DayLog),
               loads=(("journal_id", Journal, Action.READ),))
MARKS = ("5", "4", "3", "2")
LONGEST_WORK = 1000


@dataclass
class Typed:
    """What came from the page, by the name of its field; ``problems`` by student, None for the whole day."""

    values: dict[str, str]
    problems: dict[int | None, list[str]]

    def get(self, name: str, stored: object = "") -> str:
        return self.values.get(name, "" if stored is None else str(stored))


@blueprint.get("/<int:journal_id>/days/<date>")
@guard(READ_ONE)
def day(journal_id: int, date: str) -> Any:
    journal, programme = _entered()
    page = day_page(identity(), journal, programme, read_day(date) or abort(404), _pair())
    return _render(journal, programme, page, Typed({}, {}))


@blueprint.post("/<int:journal_id>/days/<date>")
@guard(WRITE)
def fill(journal_id: int, date: str) -> Any:
    journal, programme = _entered()
    page = day_page(identity(), journal, programme, read_day(date) or abort(404), _pair())
    if not (page.may_mark or page.may_log):
        abort(403)
    typed = Typed(request.form.to_dict(), {})
    entry = _entry(page, typed)
    if typed.problems:
        return _render(journal, programme, page, typed), 422
    try:
        practice_days.record_day(identity(), journal, programme, entry, page.lesson)
        db.session.commit()
    except practice_days.Refused as refused:
        db.session.rollback()
        for problem in refused.problems:
            typed.problems.setdefault(problem.student_id, []).append(str(problem.violation))
        journal, programme = _entered()
        return _render(journal, programme, day_page(identity(), journal, programme, page.date, _pair()), typed), 422
    flash(f"День {page.date:%d.%m} записан.", "success")
    return redirect(url_for("practice.show", journal_id=journal_id))


def _entered() -> tuple[Journal, PracticeProgramme]:
    """A practice with its programme: before it is entered there are no days."""
    journal, programme = one_practice()
    return (journal, programme) if programme is not None else abort(404)


def _pair() -> int | None:
    text = request.args.get("pair")
    if text is None:
        return None
    return int(text) if text.isdecimal() and len(text) == 1 else abort(400)


def _entry(page: DayPage, typed: Typed) -> practice_days.DayEntry:
    """The page as an entry; what is not a number is said at its place."""
    shown = page.lesson.hours if page.lesson is not None else page.common.hours
    return practice_days.DayEntry(
        page.date, _number(typed, "pair", page.pair) or 0, _number(typed, "hours", shown) or 0,
        _number(typed, "section"), typed.get("work")[:LONGEST_WORK],
        tuple(_student(page, line, typed) for line in page.lines if line.closed is None),
        typed.get("reason")[:250].strip() or None)


def _student(page: DayPage, line: StudentLine, typed: Typed) -> practice_days.StudentDay:
    key = line.student_id
    return practice_days.StudentDay(
        key, _cell(page, line, typed), _number(typed, f"version_{key}", line.version, key) or 0,
        _number(typed, f"section_{key}", None, key), typed.get(f"work_{key}")[:LONGEST_WORK].strip(),
        _number(typed, f"hours_{key}", None, key), _number(typed, f"log_{key}", 0, key) or 0)


def _cell(page: DayPage, line: StudentLine, typed: Typed) -> str | None:
    """The letter and the mark as the grid writes them; None when the page had no such fields."""
    letter, mark = f"letter_{line.student_id}", f"mark_{line.student_id}"
    if not page.may_mark or letter not in typed.values:
        return None
    return "/".join(part for part in (typed.get(letter)[:3], typed.get(mark)[:16]) if part)


def _number(typed: Typed, name: str, stored: int | None = None, student: int | None = None) -> int | None:
    text = typed.get(name, stored).strip()
    if not text:
        return None
    if text.isdecimal() and len(text) <= 9:
        return int(text)
    typed.problems.setdefault(student, []).append(f"«{text[:20]}» — не число: укажите часы числом")
    return None


def _render(journal: Journal, programme: PracticeProgramme, page: DayPage, typed: Typed) -> Any:
    return render_template(
        "practice/day.html", journal=journal, programme=programme, page=page, typed=typed, marks=MARKS,
        kinds=absence_kinds(), title=f"{date_words(page.date)}, {WEEKDAYS[page.date.weekday()]}",
        late=page.date < identity().today)

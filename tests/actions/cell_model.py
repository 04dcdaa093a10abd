"""The journal's cells in plain Python: no database, no rules of the product, only what the regulation says.

It is written apart from the product on purpose: where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction

DAY = dt.timedelta(days=1)
TEXTS: dict[str, tuple[list[int], str] | str] = {  # as typed → marks and letter, or the point that refuses
    "": ([], ""), "5": ([5], ""), "4": ([4], ""), "2": ([2], ""), "5/4": ([5, 4], ""), "3/3/2": ([3, 3, 2], ""),
    "н": ([], "н"), "Y": ([], "н"), "б": ([], "б"), "у": ([], "у"), "о": ([], "о"), "о/4": ([4], "о"),
    "о/5/3": ([5, 3], "о"), "н/5": ([5], "н"), "б/5": ([5], "б"), "н/а": "6.5", "Осв.": "6.8", "7": "", "зачёт": "",
    "5/5/5/5/5": ""}
EXCUSED, UNCOUNTED = {"б", "у"}, {"о"}
WORDS = {None: False, "по болезни": True, "отработано на консультации": True, "12.11": False}  # is it a reason
Outcome = tuple[str, ...]


@dataclass(frozen=True)
class MarkOfModel:
    value: int
    kind: str
    weight: int = 1


@dataclass(frozen=True)
class CellOfModel:
    version: int = 0
    marks: tuple[MarkOfModel, ...] = ()
    letter: str = ""
    hours: int = 0
    changed: dt.date | None = None

    @property
    def text(self) -> str:
        return "/".join([*([self.letter] if self.letter else []), *(str(mark.value) for mark in self.marks)])


@dataclass(frozen=True)
class LessonOfModel:
    journal: str
    date: dt.date
    hours: int
    given_by: str
    declared: bool


@dataclass
class JournalOfModel:
    teacher: str
    group: str
    sport: bool = False


@dataclass
class Model:
    now: dt.datetime
    journals: dict[str, JournalOfModel]
    curator: str
    curated: str
    exempt: str
    holidays: set[dt.date]
    stays: dict[str, list[tuple[str, dt.date, dt.date | None]]]
    lessons: list[LessonOfModel] = field(default_factory=list)
    closed: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    grants: list[tuple[str, str, dt.date, dt.date, dt.datetime]] = field(default_factory=list)
    cells: dict[tuple[int, str], CellOfModel] = field(default_factory=dict)
    saves: int = 0

    def save(self, who: str, number: int, student: str, text: str, version: int, reason: str | None,
             kind: str | None, weight: int | None) -> Outcome:
        """What the product must answer; a taken entry changes the model."""
        lesson, cell = self.lessons[number], self.cell(number, student)
        if not self._sees(who, lesson) or not self._was_ever_in(student, self.journals[lesson.journal].group):
            return ("not found",)
        if version != cell.version:
            return "stale", cell.text, str(cell.version)
        typed = (([mark.value for mark in cell.marks], cell.letter) if text == cell.text else TEXTS[text])
        if isinstance(typed, str):
            return "refused", typed, ""
        values, letter = typed
        refusal = self._beside(lesson, cell, values, letter, reason) if text != cell.text else None
        if refusal is not None:
            return refusal
        after = self._after(lesson, student, cell, values, letter, kind, weight)
        if after == cell:
            return "saved", cell.text, str(cell.version)
        refusal = self._forbidden(who, lesson, student, cell, after, reason, kind)
        if refusal is not None:
            return refusal
        self.saves += 1
        self.cells[number, student] = replace(after, version=cell.version + 1, changed=self.now.date())
        return "saved", after.text, str(cell.version + 1)

    def cell(self, number: int, student: str) -> CellOfModel:
        return self.cells.get((number, student), CellOfModel())

    def sums(self, journal: str, student: str) -> tuple[int, Fraction | None, int, int]:
        """Marks, the exact weighted average, hours missed, hours missed without excuse."""
        mine = [cell for (number, whose), cell in self.cells.items()
                if whose == student and self.lessons[number].journal == journal]
        marks = [mark for cell in mine for mark in cell.marks]
        weights = sum(mark.weight for mark in marks)
        average = Fraction(sum(mark.value * mark.weight for mark in marks), weights) if marks else None
        missed = [(cell.hours, cell.letter) for cell in mine if cell.letter and cell.letter not in UNCOUNTED]
        return (len(marks), average, sum(hours for hours, _ in missed),
                sum(hours for hours, letter in missed if letter not in EXCUSED))

    # who

    def _sees(self, who: str, lesson: LessonOfModel) -> bool:
        return (who == "administrator" or who == self.journals[lesson.journal].teacher
                or self._substitutes(who, lesson)
                or (who == self.curator and self.journals[lesson.journal].group == self.curated))

    def _substitutes(self, who: str, lesson: LessonOfModel) -> bool:
        """Until the end of the seventh day (п. 6.3)."""
        return (who == lesson.given_by != self.journals[lesson.journal].teacher
                and self.now.date() <= lesson.date + 7 * DAY)

    def _was_ever_in(self, student: str, group: str) -> bool:
        return any(stay[0] == group for stay in self.stays[student])

    # what

    def _beside(self, lesson: LessonOfModel, cell: CellOfModel, values: list[int], letter: str,
                reason: str | None) -> Outcome | None:
        """A mark beside an absence only for a lesson worked off later."""
        if not values or not letter or letter in UNCOUNTED:
            return None
        later = self.now.date() > lesson.date
        stood = bool(cell.marks) and cell.letter not in ("", *UNCOUNTED)
        if (later and WORDS[reason]) or stood:
            return None
        return "refused", "", "reason" if later else ""

    def _after(self, lesson: LessonOfModel, student: str, cell: CellOfModel, values: list[int], letter: str,
               kind: str | None, weight: int | None) -> CellOfModel:
        marks = [replace(mark, value=value) for mark, value in zip(cell.marks, values, strict=False)]
        usual = "theory" if self._theory(lesson, student) else "control" if lesson.declared else "answer"
        marks += [MarkOfModel(value, kind or usual) for value in values[len(cell.marks):]]
        if marks:
            last = marks[-1]
            marks[-1] = MarkOfModel(last.value, kind or last.kind, weight or last.weight)
        hours = cell.hours if letter == cell.letter else 0 if letter in ("", *UNCOUNTED) else lesson.hours
        return replace(cell, marks=tuple(marks), letter=letter, hours=hours)

    def _theory(self, lesson: LessonOfModel, student: str) -> bool:
        return self.journals[lesson.journal].sport and student == self.exempt

    # whether

    def _forbidden(self, who: str, lesson: LessonOfModel, student: str, cell: CellOfModel, after: CellOfModel,
                   reason: str | None, kind: str | None) -> Outcome | None:
        teaches = who == self.journals[lesson.journal].teacher or self._substitutes(who, lesson)
        if after.marks != cell.marks and not teaches:
            return "refused", "9.4", ""
        if after.letter != cell.letter and not teaches and who != self.curator:
            return ("not found",)
        if not any(group == self.journals[lesson.journal].group and starts <= lesson.date
                   and (ends is None or lesson.date <= ends) for group, starts, ends in self.stays[student]):
            return "refused", "5.4", ""
        opened = self._reopened(who, lesson)
        if any(starts <= lesson.date <= ends for starts, ends in self.closed) and not opened:
            return "refused", "7.2", "reopening"
        return self._late(who, lesson, cell, after, reason, kind, opened) or self._exempt(lesson, student, cell, after)

    def _reopened(self, who: str, lesson: LessonOfModel) -> bool:
        return any(journal in ("", lesson.journal) and user in ("", who) and starts <= lesson.date <= ends
                   and self.now <= until for journal, user, starts, ends, until in self.grants)

    def _late(self, who: str, lesson: LessonOfModel, cell: CellOfModel, after: CellOfModel, reason: str | None,
              kind: str | None, opened: bool) -> Outcome | None:
        today = self.now.date()
        if cell.marks == after.marks and who not in (lesson.given_by, self.journals[lesson.journal].teacher):
            return None  # a curator specifies absences when they are known
        has_week = lesson.declared and kind in (None, "control") and cell.letter == after.letter
        point, due = ("6.3", lesson.date + 7 * DAY) if has_week else ("6.1", lesson.date)
        if today > self._working_days_after(due, 3):
            if not opened:
                return "refused", point, "reopening"
        elif today > due and not WORDS[reason]:
            return "refused", point, "reason"
        if cell.text and cell.changed is not None and today > cell.changed and not WORDS[reason]:
            return "refused", "2.1", "reason"
        return None

    def _working_days_after(self, day: dt.date, count: int) -> dt.date:
        while count:
            day += DAY
            count -= day.weekday() < 6 and day not in self.holidays
        return day

    def _exempt(self, lesson: LessonOfModel, student: str, cell: CellOfModel, after: CellOfModel) -> Outcome | None:
        if not self._theory(lesson, student):
            return None
        for place, mark in enumerate(after.marks):
            was = cell.marks[place] if place < len(cell.marks) else None
            written = was is None or (was.value, was.kind) != (mark.value, mark.kind)
            if written and mark.kind != "theory":
                return "refused", "6.8", ""
        return None

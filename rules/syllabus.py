"""A thematic plan as people write it: its lines, the sum of hours, the way to approval (п. 5.6, 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from rules.deadlines import is_reason
from rules.terms import LessonKind, SyllabusState, TaskKind, Term, WorkKind
from rules.texts import LESSON_WORKS, WORK_NUMBERS, check_homework, check_topic, clean
from rules.violation import Violation

MOST_TOPICS = 300
HOURS = range(1, 100)
SECTION_LENGTH, HOMEWORK_LENGTH = 250, 1000
# fields of a line by the headings of its file, in the order of the file
COLUMNS = {
    "раздел": "section", "тема": "title", "часы": "hours", "вид_занятия": "kind", "вид_работы": "work_kind",
    "номер_работы": "work_number", "домашнее_задание": "homework", "вид_задания": "homework_kind",
}
NUMBER = "номер"
COLUMN_OF = {field: column for column, field in COLUMNS.items()}


@dataclass(frozen=True)
class TopicLine:
    """A topic of a plan with all that it brings into the lesson."""

    title: str
    hours: int
    kind: LessonKind = LessonKind.COMBINED
    section: str = ""
    work_kind: WorkKind | None = None
    work_number: int | None = None
    homework: str = ""
    homework_kind: TaskKind | None = None

    def shown(self, field: str) -> str:
        """A value in words; nothing is «—»."""
        value = getattr(self, field)
        return value.title if isinstance(value, Term) else str(value) if value not in (None, "") else "—"

    def __str__(self) -> str:
        return f"{self.title}, {self.hours}\u00a0ч"


FIELDS = tuple(field.name for field in fields(TopicLine))


def check_line(line: TopicLine) -> list[Violation]:
    """A topic is in Russian, has hours, names its work by number, its homework by kind (п. 5.6)."""
    found = [check_topic(line.title, "title"), _check_section(line.section), _check_hours(line.hours),
             *_check_work(line), _check_homework(line)]
    return [violation for violation in found if violation is not None]


def check_hours(total: int, expected: int) -> Violation | None:
    """The plan's hours are those of the curriculum in this semester (п. 7.3)."""
    if total == expected or not expected:
        return None
    said = f"добавьте {expected - total}\u00a0ч" if total < expected else f"уберите {total - expected}\u00a0ч"
    return Violation("7.3", f"В тематическом плане {total}\u00a0ч, по учебному плану на семестр {expected}\u00a0ч: "
                            f"{said}")


def check_ready(lines: Sequence[TopicLine], expected: int) -> Violation | None:
    """What is sent to be approved has topics, and their hours are the curriculum's (п. 5.6, 7.3)."""
    if not lines:
        return Violation("5.6", "В плане нет ни одной темы: внесите темы с часами")
    return check_hours(sum(line.hours for line in lines), expected)


def check_step(state: SyllabusState, wanted: SyllabusState) -> Violation | None:
    """A plan goes from its author to the methodist and back; an approved one is not changed any more (п. 5.6)."""
    if (state, wanted) in _STEPS:
        return None
    if state in IN_FORCE:
        return Violation("5.6", f"План уже {state.title}: изменения вносят в новую версию", "state")
    if wanted is SyllabusState.SUBMITTED:
        return Violation("5.6", "План уже на утверждении у методиста", "state")
    return Violation("5.6", "План ещё не отправлен на утверждение: это делает преподаватель", "state")


def check_remark(words: str | None) -> Violation | None:
    """A plan comes back with words that say what to mend."""
    if not is_reason(words):
        return Violation("5.6", "Напишите, что исправить в плане", "remark")
    if len(words or "") > 500:
        return Violation("5.6", "Замечание длиннее 500 знаков", "remark")
    return None


IN_FORCE = frozenset({SyllabusState.APPROVED, SyllabusState.SUPERSEDED})
OPEN = frozenset({SyllabusState.DRAFT, SyllabusState.SUBMITTED})
_STEPS = {(SyllabusState.DRAFT, SyllabusState.SUBMITTED), (SyllabusState.SUBMITTED, SyllabusState.DRAFT),
          (SyllabusState.SUBMITTED, SyllabusState.APPROVED), (SyllabusState.APPROVED, SyllabusState.SUPERSEDED)}


def takes_over(current: SyllabusState | None, new: SyllabusState) -> bool:
    """Whether a journal goes over to the plan: approval never blocks lessons (п. 5.6)."""
    return current not in IN_FORCE or new is SyllabusState.APPROVED


def _check_section(section: str) -> Violation | None:
    if len(section) > SECTION_LENGTH:
        return Violation("", f"Раздел длиннее {SECTION_LENGTH} знаков", "section")
    return None


def _check_hours(hours: int) -> Violation | None:
    if hours in HOURS:
        return None
    return Violation("5.6", f"Часы темы — целое число от {HOURS[0]} до {HOURS[-1]}; пара — 2\u00a0часа", "hours")


def _check_work(line: TopicLine) -> list[Violation | None]:
    wanted = LESSON_WORKS.get(line.kind)
    if wanted is not None and line.work_kind is not wanted:
        return [Violation("5.6", f"Вид занятия «{line.kind.title}»: укажите вид и номер работы — {wanted.title} № …",
                          "work_kind")]
    if line.work_kind is None:
        return [Violation("5.6", "Указан номер работы, но не её вид", "work_kind")] if line.work_number else []
    if line.work_number not in WORK_NUMBERS:
        name = line.work_kind.title.capitalize()
        return [Violation("5.6", f"{name}: укажите номер от 1 до {WORK_NUMBERS[-1]}", "work_number")]
    return []


def _check_homework(line: TopicLine) -> Violation | None:
    if len(clean(line.homework)) > HOMEWORK_LENGTH:
        return Violation("5.6", f"Домашнее задание длиннее {HOMEWORK_LENGTH} знаков", "homework")
    refusal = check_homework(line.homework, line.homework_kind, "homework")
    if refusal is not None and line.homework and line.homework_kind is None:
        return Violation(refusal.point, refusal.message, "homework_kind")
    return refusal

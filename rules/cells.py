"""What may stand in a cell of the journal: marks 2–5, an absence letter, a few pairs of them (п. 5.6, 6.5, 6.8)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.deadlines import is_reason
from rules.norms import Norms
from rules.violation import Violation


@dataclass(frozen=True)
class AbsenceLetter:
    """A letter of the college's dictionary of absences."""

    letter: str
    title: str = ""
    excused: bool = False
    counts_hours: bool = True
    is_late: bool = False


LETTERS = (
    AbsenceLetter("н", "неявка"),
    AbsenceLetter("б", "болезнь", excused=True),
    AbsenceLetter("у", "уважительная причина", excused=True),
    AbsenceLetter("о", "опоздание", counts_hours=False, is_late=True),
)


@dataclass(frozen=True)
class CellValue:
    """Marks in the order they were given and at most one absence letter; ``str`` writes it as in the grid."""

    marks: tuple[int, ...] = ()
    absence: str | None = None

    def __str__(self) -> str:
        return "/".join([*([self.absence] if self.absence else []), *map(str, self.marks)])


def parse(text: str, letters: Sequence[AbsenceLetter] = LETTERS, norms: Norms | None = None,
          worked_off: bool = False, same_day: bool = False) -> CellValue:
    """Read a cell as typed, in either keyboard layout and any case; what may not stand there raises a Violation.

    ``worked_off`` says that the mark beside an absence is for a missed lesson made up later; on the lesson's own day
    (``same_day``) nothing is made up yet, so no reason helps.
    """
    norms, typed = norms or Norms(), _tidy(text)
    if not typed:
        return CellValue()
    _refuse_final_words(typed)
    parts = [part.strip() for part in typed.split("/")]
    absence = _letter(parts[0], letters)
    marks = tuple(_mark(part, letters, norms) for part in (parts[1:] if absence else parts))
    if len(marks) > norms.marks_per_cell:
        raise Violation("", f"За одно занятие отметок не больше {norms.marks_per_cell}, остальные — за другое")
    if absence and marks and not absence.is_late and not worked_off:
        raise _beside_absence(absence, same_day)
    return CellValue(marks, absence.letter if absence else None)


def is_worked_off(today: dt.date, lesson_date: dt.date, reason: str | None) -> bool:
    """A missed lesson is made up on a later day, and the entry says how."""
    return today > lesson_date and is_reason(reason)


def check_comment(comment: str | None) -> Violation | None:
    """«Осв.» and «н/а» are no notes to a mark either (п. 6.5, 6.8)."""
    try:
        if _ALONE.fullmatch(_tidy(comment or "")):
            _refuse_final_words(_tidy(comment or "").split()[0])
    except Violation as violation:
        return Violation(violation.point, violation.message, "comment")
    return None


def check_letter(letter: str) -> Violation | None:
    """Whether the college may add such a letter to its dictionary of absences."""
    folded = _tidy(letter)
    if not re.fullmatch("[а-яё]{1,3}", folded):
        return Violation("5.6", "Обозначение пропуска — от одной до трёх русских букв", "letter")
    try:
        _refuse_final_words(folded)
    except Violation as violation:
        return Violation(violation.point, violation.message, "letter")
    return None


# The Russian letter on the key of each Latin one; «/» stays: it divides the marks of a cell.
_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~", "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё")
_NOT_ATTESTED = re.compile(r"н[\s./\\]*а|не\s*аттестован\w*|н\s*[./\\]?\s*атт\w*")
_EXEMPT = re.compile(r"осв(\W.*|об.*|ю)?")
_ALONE = re.compile(r"осв\.?|освобожд[её]н(а|ие)?( от .*)?|н\s*[./\\]\s*а\.?|не аттестован(а)?")
_FINAL_ONLY = re.compile(r"н[\s./\\]*я|неявка|(не)?зач([её]т)?|(не)?зачтено|перезач\w*")


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _refuse_final_words(typed: str) -> None:
    """«н/а» lives in the results only (п. 6.5), «Осв.» nowhere (п. 6.8)."""
    for word in {typed, typed.translate(_KEYS), *typed.split("/")}:
        bare = word.strip(" .")
        if _NOT_ATTESTED.fullmatch(bare) or bare == "n/a":
            raise Violation("6.5", "«н/а» не ставят за текущую, контрольную, лабораторную и практическую работу. "
                                   "Оставьте клетку пустой; «н/а» бывает только в итогах")
        if _EXEMPT.fullmatch(bare):
            raise Violation("6.8", "Запись «Осв.» в журнале не допускается. Оцените теоретические знания: "
                                   "отметка от 2 до 5, вид работы «теоретические знания»")
        if _FINAL_ONLY.fullmatch(bare):
            raise Violation("", "Зачёт, незачёт и неявку ставят в итогах. За занятие — отметка от 2 до 5 "
                                "или буква пропуска")


def _beside_absence(absence: AbsenceLetter, same_day: bool) -> Violation:
    absent = f"Студент отсутствовал («{absence.letter}»)"
    if same_day:
        return Violation("", f"{absent}: отметки за это занятие у него быть не может. Опоздавшему ставят «о» и отметку")
    return Violation("", f"{absent}: отметка рядом бывает только за отработку этого занятия. "
                         "Укажите, когда и как оно отработано", "late_reason", "reason")


def _letter(part: str, letters: Iterable[AbsenceLetter]) -> AbsenceLetter | None:
    known = {letter.letter.casefold(): letter for letter in letters}
    return known.get(part) or known.get(part.translate(_KEYS))


def _mark(part: str, letters: Sequence[AbsenceLetter], norms: Norms) -> int:
    scale = {str(mark): mark for mark in norms.mark_scale}
    if part in scale:
        return scale[part]
    span = f"от {min(scale)} до {max(scale)}"
    if not part:
        raise Violation("", "Через дробь пишут две отметки: 5/4")
    if _letter(part, letters):
        raise Violation("", "Буква пропуска в клетке одна и стоит первой: о/4")
    if len(part) > 1 and set(part) <= set(scale):
        raise Violation("", f"Отметка — одно число {span}. Две отметки пишут через дробь: {'/'.join(part)}")
    if any(sign.isdigit() for sign in part):
        raise Violation("", f"Отметка — целое число {span}, без плюсов, минусов и дробей")
    allowed = ", ".join(letter.letter for letter in letters)
    raise Violation("", f"В клетке бывают отметки {span} и буквы {allowed}")

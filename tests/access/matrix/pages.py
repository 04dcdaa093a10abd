"""A journal of the matrix's college with one row of everything that hangs on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.base import Base
from rules import terms as t
from tests import factories as f
from tests.access.matrix.people import Rows, Stem

NEXT_MONDAY = f.TODAY + dt.timedelta(days=7)


def lesson_page(journal: Any, student: Base, title: str, **lesson: Any) -> Rows:
    """A lesson of today with a task, a work, homework, a mark; the absence stands at the pair after it."""
    day = f.LessonFactory(**{"journal": journal, "date": f.TODAY, "pair": 1, "topic": f"{title} тема", **lesson})
    after = f.LessonFactory(**{"journal": journal, "date": f.TODAY, "topic": f"{title} тема", **lesson,
                               "pair": day.pair + 1})
    free = f.LessonFactory(**{"journal": journal, "date": f.TODAY, "topic": f"{title} тема", **lesson,
                              "pair": day.pair + 2})
    cell, empty = f.CellFactory(lesson=day, student=student), f.CellFactory(lesson=after, student=student)
    return {"lesson": day, "next_lesson": after, "free_lesson": free, "cell": cell,
            "mark": f.MarkFactory(cell=cell, comment=f"{title} похвала"), "absence": f.AbsenceFactory(cell=empty),
            "lesson_task": f.LessonTaskFactory(lesson=day, text=f"{title} задача"),
            "work": f.WorkFactory(lesson=day, title=f"{title} работа"),
            "homework": f.HomeworkFactory(lesson=day, text=f"{title} глава")}


def results(journal: Any, student: Base, published: bool, kind: t.FinalKind) -> Rows:
    """A final mark that is a debt, and an attempt before the journal's teacher."""
    final = f.FinalMarkFactory(
        journal=journal, student=student, kind=kind, value=t.FinalValue.NOT_ATTESTED, basis_kind=t.BasisKind.ABSENCE,
        published_at=f.NOW if published else None)
    debt = f.DebtFactory(final_mark=final)
    return {"final_mark": final, "debt": debt,
            "debt_attempt": f.DebtAttemptFactory(debt=debt, examiner=journal.teacher, date=f.TODAY)}


def control(journal: Any, inspector: Base, title: str, number: str) -> Rows:
    """A finding about the journal and an act of inspection with a remark about it."""
    inspection = f.InspectionFactory(number=number, inspector=inspector, subject=f"{title} проверка",
                                     conclusion=f"{title} вывод")
    return {"finding": f.FindingFactory(journal=journal, text=f"{title} находка"), "inspection": inspection,
            "remark": f.RemarkFactory(inspection=inspection, journal=journal, text=f"{title} ремарка")}


def journal_page(plan: Rows, line: str, group: Base, student: Base, teacher: Base, inspector: Base, stem: Stem,
                 pair: int) -> Rows:
    """A journal with its plan, timetable, lesson, results, control and audit."""
    syllabus = f.SyllabusFactory(line=plan[line], author=teacher)
    journal = f.JournalFactory(line=plan[line], group=group, teacher=teacher, syllabus=syllabus)
    page: Rows = {
        "journal": journal, "syllabus": syllabus,
        "syllabus_topic": f.SyllabusTopicFactory(syllabus=syllabus, title=f"{stem.title} тема плана"),
        "timetable_slot": f.TimetableSlotFactory(journal=journal, weekday=1, pair=pair, room=f"10{pair}"),
        "timetable_change": f.TimetableChangeFactory(journal=journal, reason=f"{stem.title} причина", pair=pair,
                                                     date=NEXT_MONDAY),
    }
    page["reopening_request"] = f.ReopeningRequestFactory(journal=journal, reason=f"{stem.title} просьба")
    page |= lesson_page(journal, student, stem.title)
    page |= results(journal, student, True, t.FinalKind.SEMESTER)
    page |= control(journal, inspector, stem.title, f"{stem.number}-{line}")
    record = f.AuditRecordFactory(entity="lesson", entity_id=page["lesson"].id, journal_id=journal.id,
                                  group_id=group.id, after={"topic": f"{stem.title} тема"})
    return page | {"audit_record": record}


def practice_page(journal: Any, student: Base, stem: Stem) -> Rows:
    """The programme of the practice taught in the journal, its places, a day and a signed sheet."""
    base = f.EnterpriseFactory(name=f"ООО «{stem.title}»")
    made = f.PracticeProgrammeFactory(journal=journal, enterprise=base)
    section = f.ProgrammeSectionFactory(programme=made, title=f"{stem.title} часть")
    day = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 17), pair=1, hours=6,
                          kind=t.LessonKind.PRACTICE_DAY, topic=f"{stem.title} день")
    sheet = f.AttestationSheetFactory(programme=made, student=student, characteristics=f"{stem.title} отзыв")
    return {"practice_programme": made, "enterprise": base, "programme_section": section,
            "placement": f.PlacementFactory(programme=made, student=student, enterprise=base,
                                            mentor=f"{stem.surname} И. И."),
            "day_log": f.DayLogFactory(lesson=day, student=student, section=section, work=f"{stem.title} сборка"),
            "attestation_sheet": sheet, "sheet_row": f.SheetRowFactory(sheet=sheet, title=f"{stem.title} вид")}

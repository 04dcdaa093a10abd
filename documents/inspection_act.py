"""«Справка проверки журнала»: the act with requisites, journals, remarks, conclusion and signatures (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from documents.forms.layout import Layout
from documents.forms.of_report import report_layout
from documents.reports.paper import Heading, Paper, Part, Signature, name, number, text
from documents.reports.print import report_pdf
from queries.inspections import Act, JournalLine, Reader, RemarkLine
from queries.reports.ask import Letterhead
from queries.semester_check import Answers
from rules.averages import show
from rules.inspections import Question
from rules.names import short_name


def act_pdf(act: Act, readers: Sequence[Reader], answers: Sequence[Answers], head: Letterhead, today: dt.date) -> bytes:
    """The whole act to those who inspect and control; to a teacher and a curator an extract about their journals."""
    return report_pdf(act_paper(act, readers, answers, head), head, today, "")


def act_layout(act: Act, readers: Sequence[Reader], answers: Sequence[Answers], head: Letterhead) -> Layout:
    """The act as a numbered document: the number of the act itself stands in its words."""
    paper = act_paper(act, readers, answers, head)
    return report_layout(replace(paper, title="Справка", lines=(f"{paper.lines[0]} (проверка № {act.number})",
                                                                *paper.lines[1:])))


def act_paper(act: Act, readers: Sequence[Reader], answers: Sequence[Answers], head: Letterhead) -> Paper:
    """What stands in the act, in its order."""
    title = "Справка" if act.whole else "Выписка из справки"
    lines = [f"о проверке журналов, {act.kind.title}, от {act.date:%d.%m.%Y}", act.subject,
             f"Проверено журналов: {len(act.journals)}, замечаний: {act.remarks}"]
    if act.due_on:
        lines.append(f"Устранить замечания до {act.due_on:%d.%m.%Y}")
    parts = [_questions(answers)] if answers else []
    parts += [_remarks(act), Part("Вывод", (text("Вывод"),), (), empty=act.conclusion or "Проверка ещё идёт.")]
    if act.conclusion:
        parts.append(_readers(readers))
    signatures = [Signature("Проверил(а)", act.inspector)]
    if head.deputy and act.inspector not in (head.deputy, short_name(*head.deputy.split()[:3])):
        signatures.append(Signature("Заместитель директора", head.deputy))
    return Paper(f"{title} № {act.number}", lines, parts, signatures=signatures)


def _remarks(act: Act) -> Part:
    rows = []
    for place, journal in enumerate(act.journals, 1):
        for first, one in enumerate(journal.written or (None,)):
            rows.append((place if first == 0 else "", _journal(journal) if first == 0 else "",
                         one.text if one else "Замечаний нет", _state(one) if one else ""))
    return Part("Журналы и замечания", (number("№", 8.0), text("Журнал"), Heading("Замечание", 95.0),
                                        Heading("Отметка об устранении", 32.0)), rows)


def _journal(journal: JournalLine) -> str:
    return f"{journal.whose}. {journal.title}. {journal.teacher}"


def _state(one: RemarkLine) -> str:
    if one.fixed_on is not None:
        return f"{one.state.title} {one.fixed_on:%d.%m.%Y}"
    return f"{one.state.title}: {'; '.join(one.said)}" if one.said else one.state.title


def _questions(answers: Sequence[Answers]) -> Part:
    """A row per journal, a column per question of п. 7.3."""
    rows = [(_journal(one.journal), *(words(one, question) for question in Question)) for one in answers]
    return Part("Проверка в конце семестра (п. 7.3)",
                (text("Журнал"), *(Heading(question.title, 36.0) for question in Question)), rows)


def words(one: Answers, question: Question) -> str:
    """The answer to one of the four questions about one journal, with what the checks have found."""
    match question:
        case Question.PROGRAMME:
            said = f"часов {one.given_hours} из {one.planned_hours}"
            said += f", тем {one.topics_done} из {one.topics}" if one.topics else ", тематического плана нет"
        case Question.MARKS:
            said = f"отметок {one.marks}, средний балл {show(one.average)}; итогов {one.finals}"
            said += f", средний {show(one.final_average)}" if one.final_average is not None else ""
            said += f", н/а {one.unattested}" if one.unattested else ""
        case Question.WORKS:
            said = ", ".join(f"{work.kind.title} {work.held}" + (f" из {work.planned}" if work.planned is not None
                                                                 else "") for work in one.works) or "работ нет"
        case Question.SUBSTITUTIONS:
            said = f"записано {one.substitutions}, по расписанию {one.planned_substitutions}"
            said += f", без причины {one.without_reason}" if one.without_reason else ""
    return f"{said}; замечаний {one.faults[question]}" if one.faults[question] else said


def _readers(readers: Sequence[Reader]) -> Part:
    rows = [(one.name, one.role.title, f"{one.at:%d.%m.%Y}" if one.at else "", "") for one in readers]
    return Part("С результатами проверки ознакомлены (п. 7.4)",
                (name(), text("Кто"), Heading("Отметка в журнале", 30.0), Heading("Подпись", 40.0)), rows,
                empty="Знакомить некого.")

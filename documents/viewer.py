"""Pages of a year's archive that open from the disk: no system, no network, no scripts, styles inside (п. 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from documents.viewer_journal import grid, topics
from queries.archives import ArchivedGroup, ArchivedJournal, ArchivedYear
from queries.sheets import JournalSheet
from rules.groups import with_subgroup
from rules.words import plural

STYLE = Path(__file__).with_name("viewer.css")
INDEX = "index.html"
ABSENT = Markup("<p>Журналов нет.</p>")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
Crumb = tuple[str, str]  # title, address from the page


def group_page(group: int) -> str:
    """The place of a group's page in the archive; of numbers only, whatever people call the group."""
    return f"viewer/group-{group}.html"


def journal_page(journal: int) -> str:
    return f"viewer/journal-{journal}.html"


def year_html(year: ArchivedYear, groups: Sequence[ArchivedGroup], lines: Iterable[str]) -> bytes:
    """The first page: the groups; ``lines`` say what else lies in the folder."""
    cards = Markup("").join(
        Markup('<li><a href="{}">{}</a><span class="note">{}, {}</span></li>').format(
            group_page(group.id), group.name, group.speciality, _journals(len(group.journals))) for group in groups)
    also = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    body = Markup('<h2>Группы</h2><ul class="cards">{}</ul><h2>Что лежит в этой папке</h2><ul class="plain">{}</ul>')
    return _page(year, f"Архив журнала за {year.title} учебный год", f"{year.college}. {_made(year)}", [],
                 body.format(cards or ABSENT, also))


def group_html(year: ArchivedYear, group: ArchivedGroup, sheets: Sequence[tuple[ArchivedJournal, JournalSheet]],
               papers: Sequence[tuple[str, str]]) -> bytes:
    """Disciplines, results and students of a group; of the sheets only students and results are read.

    papers: titles and places of the group's other papers, an empty place for one that could not be drawn.
    """
    body = Markup("").join(
        Markup("<h2>{}</h2>{}{}").format(title, _disciplines(chosen), _results(chosen))
        for title in dict.fromkeys(journal.semester for journal, _ in sheets)
        if (chosen := [(journal, sheet) for journal, sheet in sheets if journal.semester == title]))
    links = Markup("").join(Markup('<li><a href="../{}">{} (PDF)</a></li>').format(place, title)
                            for title, place in papers if place)
    body += Markup("<h2>Ведомости</h2><ul>{}</ul>").format(links) if links else ""
    return _page(year, f"Группа {group.name}", group.speciality, [(year.title, f"../{INDEX}")], body or ABSENT)


def journal_html(year: ArchivedYear, group: ArchivedGroup, journal: ArchivedJournal, sheet: JournalSheet) -> bytes:
    """The grid of marks with results, and the lessons with topics."""
    study = f"Группа {sheet.group_line}, {sheet.course} курс, {sheet.semester_title}. Преподаватель: {sheet.teacher}."
    hours = f"По плану {sheet.planned_hours} ч., дано {sheet.given_hours} ч."
    paper = Markup('<p><a href="../{}">Журнал на бумаге (PDF)</a></p>').format(journal.paper) if journal.paper else ""
    body = Markup("{}<h2>Отметки</h2>{}<h2>Темы занятий</h2>{}").format(paper, grid(sheet), topics(sheet))
    crumbs = [(year.title, f"../{INDEX}"), (group.name, f"../{group_page(group.id)}")]
    return _page(year, sheet.subject_line, f"{study} {hours}", crumbs, body)


def _disciplines(sheets: Sequence[tuple[ArchivedJournal, JournalSheet]]) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row"><a href="../{}">{}</a></th><td>{}</td><td class="num">{} из {}</td></tr>').format(
            journal_page(journal.id), _subject(sheet), sheet.teacher, sheet.given_hours, sheet.planned_hours)
        for journal, sheet in sheets)
    return Markup('<h3>Дисциплины и практики</h3><div class="wide" tabindex="0" role="region" '
                  'aria-label="Дисциплины и практики"><table><thead><tr><th scope="col">Журнал</th>'
                  '<th scope="col">Преподаватель</th><th scope="col">Часов дано</th></tr></thead>'
                  "<tbody>{}</tbody></table></div>").format(rows)


def _results(sheets: Sequence[tuple[ArchivedJournal, JournalSheet]]) -> Markup:
    """Students × results of the semester: a journal that has none yet takes no column."""
    columns = [(sheet, key, title) for _, sheet in sheets for key, title in sheet.final_titles.items()
               if any(kind == key for _, kind in sheet.finals)]
    people = {student.id: student.name for _, sheet in sheets for student in sheet.students}
    head = Markup("").join(Markup('<th scope="col">{}<span class="note">{}</span></th>').format(
        sheet.index or sheet.subject, title) for sheet, _, title in columns)
    rows = Markup("").join(Markup('<tr><th scope="row">{}</th>{}</tr>').format(name, Markup("").join(
        Markup("<td>{}</td>").format(sheet.finals.get((student, key), "")) for sheet, key, _ in columns))
        for student, name in people.items())
    return Markup('<h3>Студенты и итоговые отметки</h3><div class="wide" tabindex="0" role="region" '
                  'aria-label="Студенты и итоговые отметки"><table class="grid"><thead><tr><th scope="col">Студент</th>'
                  "{}</tr></thead><tbody>{}</tbody></table></div>").format(head, rows)


def _subject(sheet: JournalSheet) -> str:
    return with_subgroup(sheet.subject_line, sheet.subgroup)


def _journals(number: int) -> str:
    return f"{number} {plural(number, 'журнал', 'журнала', 'журналов')}"


def _made(year: ArchivedYear) -> str:
    return f"Составлен {year.made:%d.%m.%Y %H:%M}."


def _page(year: ArchivedYear, title: str, lead: str, crumbs: Sequence[Crumb], body: Markup) -> bytes:
    trail = Markup("").join(Markup('<li><a href="{}">{}</a></li>').format(address, words) for words, address in crumbs)
    path = Markup('<nav aria-label="Путь"><ol>{}</ol></nav>').format(trail) if crumbs else ""
    draft = Markup('<p class="draft">Черновик: год ещё не передан в архив.</p>') if year.is_draft else ""
    return str(Markup(
        '<!doctype html>\n<html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="{}">'
        "<title>{} — архив {}</title><style>{}</style></head><body><header>{}<h1>{}</h1>"
        '<p class="lead">{}</p>{}</header><main>{}</main><footer>Архив электронного журнала, {} учебный год. {} '
        "Персональные данные: храните архив так, как личные дела.</footer></body></html>\n").format(
        POLICY, title, year.title, _style(), path, title, lead, draft, body, year.title, _made(year))).encode()


@cache
def _style() -> Markup:
    return Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 - our own file

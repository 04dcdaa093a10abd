"""The statements of the floor: what a page cannot do without, and nothing that rights or an audit would ask."""

from __future__ import annotations

from typing import Any

Statements = list[tuple[str, list[Any]]]

LESSONS = "SELECT id, date, pair, hours, topic FROM lesson WHERE journal_id = %s ORDER BY date, pair"
STUDENTS = ("SELECT s.id, s.last_name, s.first_name FROM membership m JOIN student s ON s.id = m.student_id "
            "JOIN journal j ON j.group_id = m.group_id WHERE j.id = %s ORDER BY s.sort_key")
MARKS = ("SELECT c.lesson_id, c.student_id, c.version, m.value FROM mark m "
         "JOIN cell c ON c.id = m.cell_id AND c.year = m.year WHERE m.journal_id = %s")
ABSENCES = ("SELECT c.lesson_id, c.student_id, c.version, a.kind_id FROM absence a "
            "JOIN cell c ON c.id = a.cell_id AND c.year = a.year WHERE a.journal_id = %s")
MARK_ROWS = ("SELECT m.id, m.value, m.kind, m.weight, m.entered_at, s.last_name, s.first_name, s.patronymic, l.date, "
             "g.name, cl.title FROM mark m JOIN cell c ON c.id = m.cell_id AND c.year = m.year "
             "JOIN student s ON s.id = m.student_id JOIN lesson l ON l.id = c.lesson_id AND l.year = c.year "
             'JOIN journal j ON j.id = m.journal_id JOIN "group" g ON g.id = j.group_id '
             "JOIN curriculum_line cl ON cl.id = j.curriculum_line_id ")


def journal(journal_id: int) -> Statements:
    return [(statement, [journal_id]) for statement in (LESSONS, STUDENTS, MARKS, ABSENCES)]


def save_cell(lesson_id: int, student_id: int) -> Statements:
    """One mark changed and its cell with it, in a transaction that is on the disk when it is answered."""
    where = "lesson_id = %s AND student_id = %s AND year = 2023"
    return [(f"UPDATE cell SET version = version + 1, updated_at = now() WHERE {where}",
             [lesson_id, student_id]),
            ("UPDATE mark SET value = CASE value WHEN 5 THEN 4 ELSE 5 END, entered_at = now() "
             f"WHERE year = 2023 AND cell_id = (SELECT id FROM cell WHERE {where})", [lesson_id, student_id])]


def save_lesson(lesson_id: int) -> Statements:
    """A topic and the absences of a lesson."""
    return [("UPDATE lesson SET topic = %s, attendance_at = now() WHERE id = %s", ["Обработка результатов", lesson_id]),
            ("UPDATE cell SET version = version + 1, updated_at = now() WHERE lesson_id = %s", [lesson_id]),
            ("UPDATE absence SET entered_at = now() WHERE (cell_id, year) IN "
             "(SELECT id, year FROM cell WHERE lesson_id = %s)", [lesson_id])]


def attendance(group_id: int, monday: str) -> Statements:
    return [("SELECT c.student_id, s.last_name, s.first_name, l.date, l.pair, k.letter, cl.title FROM absence a "
             "JOIN cell c ON c.id = a.cell_id AND c.year = a.year JOIN lesson l ON l.id = c.lesson_id "
             "JOIN journal j ON j.id = c.journal_id JOIN student s ON s.id = c.student_id "
             "JOIN absence_kind k ON k.id = a.kind_id JOIN curriculum_line cl ON cl.id = j.curriculum_line_id "
             "WHERE j.group_id = %s AND l.date BETWEEN %s AND %s::date + 6", [group_id, monday, monday])]


def diary(student_id: int, group_id: int, monday: str) -> Statements:
    """What the bytes show, and what must be asked to know that there is no more: whose diary, bells, days off, the
    semester, the timetable and its changes, lessons, marks and absences of the semester, what is new."""
    week = "%s AND %s::date + 6"
    return [("SELECT s.last_name, s.first_name, g.name, m.starts, m.ends FROM membership m "
             'JOIN student s ON s.id = m.student_id JOIN "group" g ON g.id = m.group_id WHERE s.id = %s', [student_id]),
            ("SELECT 'bell', pair::text, starts::text, ends::text FROM bell_slot UNION ALL "
             "SELECT kind, title, starts::text, ends::text FROM holiday WHERE starts <= %s::date + 6 AND ends >= %s "
             "UNION ALL (SELECT 'term', number::text, starts::text, ends::text FROM semester "
             "WHERE starts <= %s::date + 6 ORDER BY starts DESC LIMIT 1)", [monday] * 3),
            ("SELECT t.weekday, t.pair, t.parity, t.room, cl.title, u.last_name, u.first_name, u.patronymic "
             "FROM journal j JOIN semester s ON s.id = j.semester_id AND s.starts <= %s AND s.ends >= %s "
             "JOIN curriculum_line cl ON cl.id = j.curriculum_line_id "
             'JOIN "user" u ON u.id = j.teacher_id LEFT JOIN timetable_slot t ON t.journal_id = j.id '
             "AND t.starts <= %s::date + 6 AND t.ends >= %s WHERE j.group_id = %s", [*[monday] * 4, group_id]),
            ("SELECT c.kind, c.date, c.pair, c.journal_id, c.new_journal_id, c.room FROM timetable_change c "
             f"JOIN journal j ON j.id = c.journal_id WHERE j.group_id = %s AND c.date BETWEEN {week}",
             [group_id, monday, monday]),
            ("SELECT l.id, l.date, l.pair, l.topic, cl.title, u.last_name, u.first_name, u.patronymic, h.text, "
             "h.due_on, w.kind, w.number, w.title FROM lesson l JOIN journal j ON j.id = l.journal_id "
             'JOIN curriculum_line cl ON cl.id = j.curriculum_line_id JOIN "user" u ON u.id = l.teacher_id '
             "LEFT JOIN homework h ON h.lesson_id = l.id LEFT JOIN work w ON w.lesson_id = l.id "
             f"WHERE j.group_id = %s AND l.date BETWEEN {week}", [group_id, monday, monday]),
            ("SELECT c.lesson_id, c.journal_id, m.value, m.kind, m.weight FROM cell c "
             "JOIN mark m ON m.cell_id = c.id AND m.year = c.year "
             "WHERE c.student_id = %s AND c.year = 2023", [student_id]),
            ("SELECT c.lesson_id, a.hours, k.letter, k.words FROM cell c JOIN absence a ON a.cell_id = c.id "
             "AND a.year = c.year JOIN absence_kind k ON k.id = a.kind_id "
             "WHERE c.student_id = %s AND c.year = 2023", [student_id]),
            ("SELECT entity_id, before FROM audit_record WHERE student_id = %s AND entity = 'cell' AND id > "
             "(SELECT max(id) FROM audit_record)", [student_id])]


def marks(where: str = "", order: str = "m.id DESC", most: int = 100, **values: Any) -> Statements:
    """A page of all marks."""
    return [(f"{MARK_ROWS} {where} ORDER BY {order} LIMIT {most}", list(values.values()))]


def sign_in(login: str) -> Statements:
    """The account, and a session that is on the disk."""
    return [('SELECT id, password_hash FROM "user" WHERE login = %s', [login]),
            ("INSERT INTO user_session (token_hash, user_id, created_at, last_seen_at, confirmed_at) "
             "SELECT md5(random()::text), id, now(), now(), now() FROM \"user\" WHERE login = %s", [login])]


def today(teacher: str) -> Statements:
    """A teacher's journals and lessons of the day."""
    return [("SELECT j.id, g.name, cl.title FROM journal j JOIN \"user\" u ON u.id = j.teacher_id "
             'JOIN "group" g ON g.id = j.group_id JOIN curriculum_line cl ON cl.id = j.curriculum_line_id '
             "JOIN semester s ON s.id = j.semester_id WHERE u.login = %s AND s.starts = '2023-09-01'", [teacher]),
            ("SELECT l.id, l.journal_id, l.pair, l.topic FROM lesson l JOIN \"user\" u ON u.id = l.teacher_id "
             "WHERE u.login = %s AND l.date BETWEEN '2023-11-13' AND '2023-11-20'", [teacher])]


def indicators() -> Statements:
    """Lessons, marks and absences of the month by group."""
    span = "l.date BETWEEN '2023-11-01' AND '2023-11-20'"
    return [("SELECT j.group_id, count(*), sum(l.hours) FROM lesson l JOIN journal j ON j.id = l.journal_id "
             f"WHERE {span} GROUP BY j.group_id", []),
            ("SELECT j.group_id, count(*), avg(m.value) FROM lesson l JOIN cell c ON c.lesson_id = l.id "
             "JOIN mark m ON m.cell_id = c.id JOIN journal j ON j.id = l.journal_id "
             f"WHERE {span} GROUP BY j.group_id", []),
            ("SELECT j.group_id, a.kind_id, sum(a.hours) FROM lesson l JOIN cell c ON c.lesson_id = l.id "
             "JOIN absence a ON a.cell_id = c.id JOIN journal j ON j.id = l.journal_id "
             f"WHERE {span} GROUP BY j.group_id, a.kind_id", [])]


def export(discipline: int) -> Statements:
    return [(f"{MARK_ROWS} WHERE cl.discipline_id = %s ORDER BY m.id DESC", [discipline])]


def students(group_id: int) -> Statements:
    """Twenty-five students come in: a name and a place in a group each."""
    return [("WITH made AS (INSERT INTO student (last_name, first_name, sort_key, search_key) "
             "SELECT 'Предел', 'Предел ' || n, 'предел', 'предел' FROM generate_series(1, 25) n RETURNING id) "
             "INSERT INTO membership (student_id, group_id, starts) SELECT id, %s, '2023-09-01' FROM made",
             [group_id])]

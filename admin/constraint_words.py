"""What people read when the database refuses: for every named check, and for unique keys that deserve own words."""

from __future__ import annotations

DATES = ("ends", "Конец раньше начала.")
NUMBERED = ("number", "Номер от 1 до 2.")
PAIR = ("pair", "Номер пары от 0 до 9.")
HOURS = ("hours", "Часов от 1 до 8.")
SOME_HOURS = ("hours", "Часов должно быть больше нуля.")
FILLED = "Заполните поле."

# constraint → (field, message)
CHECKS: dict[str, tuple[str | None, str]] = {
    "ck_academic_year_dates": DATES,
    "ck_academic_year_year": ("year", "Год от 1990 до 2200."),
    "ck_semester_dates": DATES,
    "ck_semester_number": NUMBERED,
    "ck_holiday_dates": DATES,
    "ck_bell_slot_pair": PAIR,
    "ck_bell_slot_times": ("ends", "Конец пары раньше начала."),
    "ck_cell_version": ("version", "Версия не меньше 1."),
    "ck_mark_value": ("value", "Отметка от 2 до 5 (п. 6.5)."),
    "ck_mark_position": ("position", "В клетке не больше четырёх отметок."),
    "ck_mark_weight": ("weight", "Вес от 1 до 10."),
    "ck_absence_kind_letter": ("letter", FILLED),
    "ck_absence_minutes": ("minutes_late", "Опоздание от 1 до 240 минут."),
    "ck_absence_hours": ("hours", "Пропущенных часов от 0 до 8."),
    "ck_excuse_note_dates": DATES,
    "ck_closing_dates": DATES,
    "ck_reopening_grant_dates": DATES,
    "ck_reopening_request_dates": DATES,
    "ck_reopening_request_reason": ("reason", "Укажите причину."),
    "ck_reopening_grant_reason": ("reason", "Укажите причину."),
    "ck_public_document_content": ("text", "Укажите адрес в сети или вставьте текст."),
    "ck_curriculum_version": ("version", "Версия не меньше 1."),
    "ck_curriculum_line_semester_number": ("semester_number", "Семестр от 1 до 12."),
    "ck_curriculum_line_hours": ("total", "Часы и недели не бывают отрицательными."),
    "ck_curriculum_line_subject": ("kind", "У дисциплины и МДК укажите дисциплину, у практики — практику, "
                                           "у остальных строк — ничего."),
    "ck_final_mark_basis": ("basis", "Запишите основание словами."),
    "ck_debt_attempt_number": ("number", "Попыток не больше двух (273-ФЗ, ст. 58)."),
    "ck_debt_attempt_commission": ("commission", "Вторую попытку принимает комиссия (273-ФЗ, ст. 58)."),
    "ck_group_first_course": ("first_course", "Курс от 1 до 6."),
    "ck_membership_dates": DATES,
    "ck_subgroup_number": ("number", "Номер подгруппы от 1 до 9."),
    "ck_subgroup_membership_dates": DATES,
    "ck_curatorship_dates": DATES,
    "ck_journal_planned_hours": ("planned_hours", "Часы не бывают отрицательными."),
    "ck_syllabus_topic_hours": SOME_HOURS,
    "ck_lesson_pair": PAIR,
    "ck_lesson_hours": HOURS,
    "ck_lesson_substitution": ("substituted", "Преподаватель не замещает сам себя."),
    "ck_lesson_task_text": ("text", FILLED),
    "ck_work_number": ("number", "Номер работы от 1 до 200."),
    "ck_work_title": ("title", FILLED),
    "ck_homework_text": ("text", FILLED),
    "ck_thread_audience": ("audience", "Выберите группу или курс, которым пишете."),
    "ck_message_body": ("body", FILLED),
    "ck_outbox_recipient": (None, "Отправление — одному пользователю или одному родителю."),
    "ck_outbox_content": (None, "Отправляется уведомление, письмо или код."),
    "ck_outbox_author": (None, "У письма есть автор."),
    "ck_attachment_owner": (None, "Вложение принадлежит одному сообщению или одному обращению."),
    "ck_attachment_size": ("size", "Файл пуст."),
    "ck_practice_programme_dates": DATES,
    "ck_programme_section_hours": SOME_HOURS,
    "ck_day_log_hours": HOURS,
    "ck_sheet_row_level": ("level", "Такого уровня в этой таблице листа нет."),
    "ck_support_request_text": ("text", FILLED),
    "ck_consent_dates": ("revoked_on", "Согласие отозвано раньше, чем дано."),
    "ck_check_setting_code": ("code", FILLED),
    "ck_guardianship_dates": DATES,
    "ck_timetable_slot_weekday": ("weekday", "День недели от 1 до 7."),
    "ck_timetable_slot_pair": PAIR,
    "ck_timetable_slot_dates": DATES,
    "ck_timetable_change_pair": PAIR,
    "ck_timetable_change_subject": ("journal", "Укажите занятие, которое меняется или добавляется."),
    "ck_user_login": ("login", FILLED),
    "ex_membership_span": ("starts", "В эти дни студент уже в группе: сначала закройте прежнюю запись."),
    "ex_subgroup_membership_span": ("starts", "В эти дни студент уже в этой подгруппе."),
    "ex_curatorship_span": ("starts", "В эти дни этот куратор у группы уже записан."),
}

# unique key → (field, message); the others get a phrase made of their labels
UNIQUE: dict[str, tuple[str, str]] = {
    "uq_user_login": ("login", "Такой логин уже занят."),
    "uq_lesson_year_journal_id_date_pair": ("pair", "На эту дату и пару занятие уже записано."),
    "uq_mark_year_cell_id_position": ("position", "Это место в клетке уже занято."),
    "uq_absence_year_cell_id": ("kind", "Пропуск этого занятия уже записан."),
    "uq_student_user_id": ("user", "Эта учётная запись уже у другого студента."),
    "uq_guardian_user_id": ("user", "Эта учётная запись уже у другого родителя."),
    "uq_guardianship_student_id_guardian_id": ("guardian", "Этот родитель у студента уже записан."),
    "uq_user_role_user_id_role": ("role", "Эта роль у пользователя уже есть."),
    "uq_final_mark_journal_id_student_id_kind": ("kind", "Такой итог у студента уже выставлен."),
    "uq_debt_attempt_debt_id_number": ("number", "Эта попытка уже записана."),
    "uq_closing_scope_starts": ("starts", "Этот период уже закрыт."),
    "uq_group_name_admission_year": ("name", "Такая группа этого набора уже есть."),
    "uq_journal_group": ("line", "Такой журнал у этого преподавателя уже есть."),
    "uq_journal_subgroup": ("line", "Такой журнал у этого преподавателя уже есть."),
}

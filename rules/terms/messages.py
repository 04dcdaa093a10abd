"""Words of what people are told and ask: messages, notices, letters, support."""

from __future__ import annotations

from rules.terms.term import Term


class ThreadKind(Term):
    DIALOGUE = "dialogue", "переписка"
    ANNOUNCEMENT = "announcement", "объявление"
    LETTER = "letter", "письмо родителям"


class Audience(Term):
    PEOPLE = "people", "отдельным людям"
    GROUP = "group", "группе"
    COURSE = "course", "курсу"
    COLLEGE = "college", "всему лицею"


class NotificationKind(Term):
    LOW_MARK = "low_mark", "новая отметка 2"
    ABSENCE = "absence", "пропуск сегодня"
    FINAL = "final", "опубликована итоговая отметка"
    HOMEWORK = "homework", "задание на завтра"
    MESSAGE = "message", "новое сообщение"
    FINDING = "finding", "замечание контроля"
    UNFILLED = "unfilled", "занятие не заполнено"
    FOREIGN_EDIT = "foreign_edit", "изменено в ваших журналах"
    REQUEST = "request", "обращение"
    DOCUMENT = "document", "документ готов"
    ANNOUNCEMENT = "announcement", "объявление"
    PLAN = "plan", "срок по плану-графику"
    SUMMARY = "summary", "сводка недели"


class LetterKind(Term):
    """What a curator writes to parents about (п. 5.3)."""

    REPORT = "report", "информационное письмо"
    BEHAVIOUR = "behaviour", "о поведении"
    ABSENCES = "absences", "о пропусках"


class LetterWay(Term):
    MESSAGE = "message", "сообщением"
    PAPER = "paper", "на бумаге"
    EMAIL = "email", "по электронной почте"
    SMS = "sms", "по SMS"


class Channel(Term):
    APP = "app", "в журнале"
    EMAIL = "email", "по электронной почте"
    SMS = "sms", "по SMS"


class DeliveryState(Term):
    WAITING = "waiting", "ждёт отправки"
    SENDING = "sending", "отправляется"
    SENT = "sent", "отправлено"
    FAILED = "failed", "не отправлено"
    REFUSED = "refused", "отменено"
    UNCLEAR = "unclear", "неизвестно, ушло ли"


class RequestState(Term):
    NEW = "new", "новое"
    IN_WORK = "in_work", "в работе"
    DONE = "done", "выполнено"
    DECLINED = "declined", "отклонено"


OPEN_REQUESTS = (RequestState.NEW, RequestState.IN_WORK)  # somebody has yet to answer


class SupportCategory(Term):
    ACCESS = "access", "вход и пароль"
    DATA = "data", "ошибка в данных"
    JOURNAL = "journal", "работа с журналом"
    DIARY = "diary", "работа с дневником"
    OTHER = "other", "другое"


class AcknowledgementKind(Term):
    DIARY = "diary", "с дневником ознакомлен(а)"
    ANNOUNCEMENT = "announcement", "с объявлением ознакомлен(а)"
    INSPECTION = "inspection", "с результатами проверки ознакомлен(а)"
    FINDING = "finding", "с замечанием ознакомлен(а)"

"""Letters, requests, acknowledgements and inspections of the demo semester (п. 4.1, 5.3, 7.2–7.4, 8.2)."""

from __future__ import annotations

import datetime as dt

import models as m
from rules.terms import (
    AcknowledgementKind,
    Audience,
    ClosingScope,
    InspectionKind,
    RequestState,
    Role,
    SupportCategory,
    ThreadKind,
)
from seed.days import DAY
from seed.world import Pupil, Team, World


def add_talk(world: World) -> None:
    _announcement(world)
    for team in world.teams:
        if team.closed_on is None:
            _letter(world, team)
            _read_diaries(world, team)
    _dialogues(world)
    _requests(world)
    _inspections(world)


def _thread(world: World, kind: ThreadKind, subject: str, author: int, at: dt.datetime, bodies: list[tuple[int, str]],
            readers: list[int], **values: object) -> None:
    thread = world.bulk.add(m.Thread, kind=kind, subject=subject, author_id=author, created_at=at, **values)
    for user in dict.fromkeys([author, *readers]):
        world.bulk.add(m.Participant, thread_id=thread, user_id=user, read_at=at if user == author else None)
    for step, (user, body) in enumerate(bodies):
        world.bulk.add(m.Message, thread_id=thread, author_id=user, body=body,
                       sent_at=at + dt.timedelta(minutes=47 * step))


def _day(world: World, back: int, hours: int, minutes: int) -> dt.datetime:
    return world.moment(world.today - DAY * back, dt.time(hours, minutes))


def _announcement(world: World) -> None:
    _thread(world, ThreadKind.ANNOUNCEMENT, "Лицей перешёл на электронный журнал", world.users["upr"],
            _day(world, 70, 10, 5), [(world.users["upr"],
            "С 1 сентября отметки, темы занятий и домашние задания ведутся в электронном журнале. Логин и пароль "
            "студентам и родителям выдаёт куратор группы. По вопросам входа пишите в раздел «Помощь».")],
            [], audience=Audience.COLLEGE)


def _letter(world: World, team: Team) -> None:
    parents = sorted({user for pupil in team.pupils if pupil.in_team(team, world.today) for user in pupil.parents})
    random = world.random(f"letter/{team.id}")
    body = (f"Уважаемые родители студентов группы {team.name}. Подведены предварительные итоги октября. Посмотрите в "
            "дневнике отметки и пропуски, справки за пропущенные дни студент передаёт куратору в день выхода. "
            "Родительское собрание состоится 30 ноября в 18:00.")
    _thread(world, ThreadKind.LETTER, "Итоги октября и собрание", team.curator,
            _day(world, random.randint(5, 12), 14, 10), [(team.curator, body)], parents,
            audience=Audience.GROUP, group_id=team.id)


def _dialogues(world: World) -> None:
    users, child = world.users, next(pupil for pupil in world.pupils if pupil.user_id == world.users["student"])
    pupil: Pupil = child
    _thread(world, ThreadKind.DIALOGUE, "Практическая работа № 6", users["parent"], _day(world, 3, 18, 40), [
        (users["parent"], "Здравствуйте. Можно ли Алине доработать практическую работу № 6 и сдать её ещё раз?"),
        (users["teacher"], "Добрый вечер. Да, исправленный отчёт можно показать на ближайшем занятии."),
        (users["parent"], "Спасибо, передам."),
    ], [users["teacher"]], student_id=pupil.id)
    _thread(world, ThreadKind.DIALOGUE, "Успехи Алины", users["curator"], _day(world, 17, 15, 20), [
        (users["curator"], "Наталья Викторовна, у Алины хорошие результаты за октябрь, пропусков без причины нет."),
    ], [users["parent"]], student_id=pupil.id)
    _thread(world, ThreadKind.DIALOGUE, "Замена в октябре", users["teacher"], _day(world, 30, 9, 15), [
        (users["teacher"], "Павел Андреевич, следующая тема есть в тематическом плане, задачи в общей папке."),
        (users["teacher2"], "Принято, занятие записал в журнал."),
    ], [users["teacher2"]])


def _requests(world: World) -> None:
    users = world.users
    world.bulk.add(
        m.SupportRequest, author_id=users["parent"], author_role=Role.PARENT, category=SupportCategory.DIARY,
        page="/diary/", text="Где посмотреть итоговые отметки за прошлый семестр?", state=RequestState.DONE,
        created_at=_day(world, 20, 19, 2), answer="Откройте дневник и выберите раздел «Отметки», затем семестр.",
        answered_by_id=users["admin"], answered_at=_day(world, 19, 9, 30))
    world.bulk.add(
        m.SupportRequest, author_id=users["teacher"], author_role=Role.TEACHER, category=SupportCategory.JOURNAL,
        page="/journal/", text="Как записать занятие, перенесённое на другую пару?", state=RequestState.NEW,
        created_at=_day(world, 1, 16, 12))
    team = world.teams[0]
    for pupil, field, new, state in (
            (team.pupils[-1], "phone", "+79000199001", RequestState.NEW),
            (team.pupils[0], "address", "г. Новоалтайск, ул. Мирная, д. 4", RequestState.DONE)):
        done = state is RequestState.DONE
        world.bulk.add(
            m.ChangeRequest, student_id=pupil.id, field=field, new_value=new, state=state,
            comment="сообщил студент", author_id=users["curator"], created_at=_day(world, 6, 12, 0),
            reply="Внесено" if done else None, decided_by_id=users["tech"] if done else None,
            decided_at=_day(world, 5, 10, 0) if done else None)


def _read_diaries(world: World, team: Team) -> None:
    """Parents and students press «С дневником ознакомлен(а)» after a week; some never do."""
    random = world.random(f"diaries/{team.id}")
    readers = {(user, pupil.id) for pupil in team.pupils if pupil.in_team(team, world.today)
               for user in (*pupil.parents, pupil.user_id)
               if user and user not in (world.users["parent"], world.users["student"])}
    monday = world.today - DAY * world.today.weekday()
    for user, pupil_id in sorted(readers):
        habit = random.random()
        for week in range(1, 10):
            start = monday - DAY * 7 * week
            if start >= dt.date(world.year, 9, 4) and random.random() < habit * 0.8:
                at = world.moment(start + DAY * 6, dt.time(random.randint(9, 21), random.randrange(60)))
                world.bulk.add(m.Acknowledgement, user_id=user, kind=AcknowledgementKind.DIARY, subject_id=pupil_id,
                               week=start, at=at)


def _inspections(world: World) -> None:
    """September and October are checked (п. 7.2); September is closed."""
    random, upr = world.random("inspections"), world.users["upr"]
    for number, (month, day, title) in enumerate(((9, dt.date(world.year, 10, 4), "сентябрь"),
                                                  (10, dt.date(world.year, 11, 3), "октябрь")), 1):
        if day > world.today:
            continue
        inspection = world.bulk.add(
            m.Inspection, number=f"{number}/{world.year % 100}", kind=InspectionKind.MONTHLY, date=day,
            inspector_id=upr,            subject=f"Ведение журналов за {title}", due_on=day + DAY * 10,
            conclusion="Журналы ведутся в соответствии с положением, отдельные замечания устранить в срок.")
        current = [book for book in world.books if book.term.year == world.year and book.events
                   and book.events[0].date.month <= month]
        for book in random.sample(current, min(8, len(current))):
            text = random.choice((None, None, "Есть занятия, записанные позже дня проведения",
                                  "Домашнее задание записано не на каждом занятии", "Накопляемость отметок ниже нормы"))
            world.bulk.add(m.Remark, inspection_id=inspection, journal_id=book.id, text=text,
                           fixed_on=day + DAY * 6 if text and month == 9 else None)
    if world.today > dt.date(world.year, 10, 5):
        world.bulk.add(m.Closing, scope=ClosingScope.MONTH, starts=dt.date(world.year, 9, 1),
                       ends=dt.date(world.year, 9, 30), closed_by_id=upr,
                       closed_at=world.moment(dt.date(world.year, 10, 5), dt.time(16, 0)))

"""Thematic plans (КТП): what kind each lesson is, its topic, its declared work and homework (п. 5.6)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import models as m
from rules.terms import LessonKind, SyllabusState, TaskKind, WorkKind
from seed.world import Line, Staff, Topic, World

K, W, T = LessonKind, WorkKind, TaskKind
PERIODS = {  # every which lesson is not a plain one, and of what kind
    "мат": (3, K.PRACTICAL), "ино": (2, K.PRACTICAL), "рус": (4, K.SEMINAR), "ист": (4, K.SEMINAR),
    "ест": (3, K.LABORATORY), "тех": (3, K.LABORATORY), "физ": (3, K.PRACTICAL),
}
PROFILE = (2, K.PRACTICAL)
CONTROL_EVERY = 9
WORDS = {
    K.PRACTICAL: (W.PRACTICAL, "Практическая работа"), K.LABORATORY: (W.LABORATORY, "Лабораторная работа"),
    K.CONTROL: (W.CONTROL, "Контрольная работа"),
}
TAILS = {
    "рус": ("работа с текстом", "тренировочные упражнения", "выразительное чтение", "анализ текста", "обобщение"),
    "ист": ("работа с источниками", "обсуждение вопросов темы", "таблица и выводы", "обобщение", "сообщения студентов"),
    "ино": ("лексика", "чтение и перевод", "диалог", "аудирование", "грамматика", "повторение"),
    "мат": ("решение задач", "закрепление", "прикладные задачи", "самостоятельное решение", "обобщение"),
    "ест": ("решение задач", "закрепление", "опыты и наблюдения", "прикладное значение", "обобщение"),
    "физ": ("совершенствование", "контрольные упражнения", "закрепление", "круговая тренировка", "повторение"),
    "инф": ("разбор примеров", "решение задач", "отладка и проверка", "приёмы работы", "типичные ошибки", "обобщение"),
    "": ("разбор примеров", "порядок работы", "нормы и требования", "типичные ошибки", "производственные задачи",
         "обобщение"),
}
HOMEWORK: dict[str, tuple[tuple[str, TaskKind], ...]] = {
    "рус": (("Упр. {n}", T.EXERCISE), ("Прочитать главы {c}–{d}, ответить на вопросы", T.READING),
            ("Сочинение-рассуждение, план и черновик", T.WRITTEN), ("Выучить наизусть отрывок", T.ORAL)),
    "ист": (("§ {c}, вопросы {c}–{d}", T.READING), ("Заполнить таблицу «{theme}»", T.WRITTEN),
            ("Сообщение «{theme}»", T.PROJECT), ("Конспект § {c}", T.READING)),
    "ино": (("Выучить слова на с. {n}", T.ORAL), ("Выучить диалог на с. {n}", T.ORAL),
            ("Упр. {c} на с. {n}, письменно", T.EXERCISE), ("Перевести текст на с. {n}", T.WRITTEN)),
    "мат": (("№ {n}–{m} из сборника", T.PROBLEM), ("№ {n}, {m}", T.PROBLEM),
            ("Расчётная работа, вариант по списку", T.WRITTEN)),
    "ест": (("§ {c}, задачи {c}–{d}", T.PROBLEM), ("Оформить отчёт о работе", T.LABORATORY),
            ("Конспект § {c}", T.READING)),
    "физ": (("Комплекс упражнений № {c}", T.EXERCISE), ("Повторить технику безопасности", T.ORAL)),
    "инф": (("Конспект «{theme}», § {c}.{d}", T.READING), ("Задачи {c} и {d}", T.PROBLEM),
            ("Доделать программу с занятия", T.PRACTICAL), ("Тест «{theme}» на учебном портале", T.TEST)),
    "": (("Конспект «{theme}»", T.READING), ("Учебник, § {c}, ответить на вопросы", T.ORAL),
         ("Составить схему или таблицу по теме «{theme}»", T.CREATIVE), ("Заполнить таблицу «{theme}»", T.WRITTEN)),
}


def shape(lessons: int, title: str, area: str, *, is_credit: bool) -> tuple[LessonKind, ...]:
    """Kinds of a semester's lessons; as many control works as two months allow, a credit at the end."""
    period, kind = PERIODS.get(area, PROFILE)
    if title == "Физическая культура":
        kind = K.COMBINED
    kinds = []
    for number in range(1, lessons + 1):
        if number == lessons and is_credit:
            kinds.append(K.CREDIT)
        elif number % CONTROL_EVERY == 0 and kind is not K.COMBINED:
            kinds.append(K.CONTROL)
        elif number % period == 0:
            kinds.append(kind)
        else:
            kinds.append(K.LECTURE if number % 3 == 1 and area not in ("рус", "ино", "физ", "мат") else K.COMBINED)
    return tuple(kinds)


class Syllabuses:
    """Thematic plans, one for a line and its author."""

    def __init__(self, world: World) -> None:
        self.world, self.random = world, world.random("syllabuses")
        self.known: dict[tuple[int, int], tuple[int, tuple[Topic, ...]]] = {}

    def of(self, line: Line, author: Staff, approved_year: int) -> tuple[int, tuple[Topic, ...]]:
        """The approved plan of this author for the line."""
        key = (line.id, author.id)
        if key not in self.known:
            self.known[key] = self._make(line, author, approved_year)
        return self.known[key]

    def _make(self, line: Line, author: Staff, year: int) -> tuple[int, tuple[Topic, ...]]:
        world = self.world
        plan = world.bulk.add(
            m.Syllabus, curriculum_line_id=line.id, author_id=author.id, state=SyllabusState.APPROVED,
            approved_by_id=world.users["metodist"], approved_at=world.moment(dt.date(year, 8, 30), dt.time(12, 0)))
        return plan, tuple(self._topics(plan, line))

    def _topics(self, plan: int, line: Line) -> list[Topic]:
        seen: Counter[object] = Counter()
        numbers: Counter[WorkKind] = Counter()
        count, topics = len(line.shape), []
        tails = TAILS[_manner(line, TAILS)]
        for position, kind in enumerate(line.shape):
            place = position * len(line.themes) // count
            theme = line.themes[place]
            written = kind in WORDS
            turn = seen[theme, written]
            seen[theme, written] += 1
            own = theme if turn == 0 else f"{theme}: {tails[(turn - 1) % len(tails)]}"
            if turn > len(tails):
                own += f", часть {turn // len(tails) + 1}"
            work, number, title = None, 0, own
            if written:
                work, words = WORDS[kind]
                numbers[work] += 1
                number, title = numbers[work], f"{words} № {numbers[work]}. {own}"
            elif kind is K.CREDIT:
                title = "Дифференцированный зачёт"
            elif position % CONTROL_EVERY == 4 and kind is K.COMBINED:
                work = W.CHECK
                numbers[work] += 1
                number, title = numbers[work], f"{own}. Проверочная работа № {numbers[work]}"
            topics.append(self._topic(plan, line, position, kind, title, own, work, number, theme))
        return topics

    def _topic(self, plan: int, line: Line, position: int, kind: LessonKind, title: str, own: str,
               work: WorkKind | None, number: int, theme: str) -> Topic:
        homework, homework_kind = self._homework(line, kind, work, number, theme)
        section = position * max(len(line.themes) // 4, 1) // len(line.shape)
        identity = self.world.bulk.add(
            m.SyllabusTopic, syllabus_id=plan, position=position + 1, hours=2, title=title, kind=kind, work_kind=work,
            section=f"Раздел {section + 1}. {line.themes[min(section * 4, len(line.themes) - 1)]}",
            work_number=number or None, homework=homework, homework_kind=homework_kind)
        return Topic(identity, title, kind, own, work, number, homework, homework_kind)

    def _homework(self, line: Line, kind: LessonKind, work: WorkKind | None, number: int,
                  theme: str) -> tuple[str | None, TaskKind | None]:
        random = self.random
        if kind in (K.CONTROL, K.CREDIT) or random.random() < 0.06:
            return None, None
        if work in (W.PRACTICAL, W.LABORATORY) and line.area not in ("ино", "физ", "мат"):
            return f"Отчёт по {'практической' if work is W.PRACTICAL else 'лабораторной'} № {number}", T.WRITTEN
        text, task = random.choice(HOMEWORK[_manner(line, HOMEWORK)])
        first, page = random.randint(2, 14), random.randint(20, 240)
        return text.format(n=page, m=page + random.randint(2, 5), c=first, d=first + random.randint(1, 3),
                           theme=theme), task


def _manner(line: Line, known: Iterable[str]) -> str:
    """How the subject talks: its area's words, or the general ones; safety is not sport."""
    return line.area if line.area in known and (line.area != "физ" or line.is_sport) else ""

"""Practices on paper."""

from __future__ import annotations

from documents.reports.paper import Heading, Paper, Part, Signature, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.practice import PracticeLine, Practices

WAYS = ("Дней заполнено — у каждого присутствовавшего есть дневник или пропуск. Итоги — опубликованные отметки за "
        "практику по всем, кто её проходил.")


def practice_paper(data: Practices, head: Letterhead) -> Paper:
    """One line per practice of a group."""
    columns = (Heading("Группа", 20.0), text("Практика"), Heading("Сроки", 34.0), Heading("Руководитель", 28.0),
               Heading("Базы практики", 46.0), number("Часов", 13.0), Heading("Дней заполнено", 20.0),
               Heading("Состояние", 34.0), *(number(title, 9.0) for title in "5432"), number("н/а", 10.0),
               number("Успев., %", 16.0), number("Кач., %", 16.0))
    totals: list[Value] = ["Всего", "", "", "", "", sum(one.card.planned_hours for one in data.lines), "", "",
                           *_rates_of(data)]
    return Paper("Практика", [data.period.title],
                 [Part("Практики групп", columns, [_line(one) for one in data.lines], [totals],
                       empty="За этот период практик нет.")], [WAYS], [Signature("Старший мастер")])


def _line(one: PracticeLine) -> list[Value]:
    card, tally = one.card, one.rates.tally
    group = f"{card.group}, подгр. {card.subgroup}" if card.subgroup else card.group
    dates = f"{card.days.starts:%d.%m.%Y} – {card.days.ends:%d.%m.%Y}" if card.days and card.days.ends else "не внесены"
    return [group, f"{card.index} {card.title}", dates, card.supervisor or card.teacher,
            ", ".join(f"{place} ({count})" for place, count in card.places), card.planned_hours,
            f"{len(card.filling.filled)} из {card.filling.planned}", card.words, tally.fives, tally.fours, tally.threes,
            tally.twos, tally.not_attested, one.rates.performance, one.rates.quality]


def _rates_of(data: Practices) -> list[Value]:
    tally = data.total.tally
    return [tally.fives, tally.fours, tally.threes, tally.twos, tally.not_attested, data.total.performance,
            data.total.quality]

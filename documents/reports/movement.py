"""Movement of students on paper."""

from __future__ import annotations

import datetime as dt

from documents.reports.paper import Heading, Paper, Part, Signature, name, number
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.movement import CAME, WENT, GroupFlow, Movements
from rules.terms import MovementKind

WAYS = ("На начало — накануне первого дня периода, на конец — в его последний день или сегодня, если он не кончился. "
        "Перевод внутри лицея — выбытие одной группы и прибытие другой. Студент в академическом отпуске в группе не "
        "числится.")
IN_TITLES = {MovementKind.ENROLMENT: "зачислено", MovementKind.TRANSFER: "переведено сюда",
             MovementKind.RETURN: "вернулось из отпуска"}
OUT_TITLES = {MovementKind.TRANSFER: "переведено отсюда", MovementKind.LEAVE: "в академический отпуск",
              MovementKind.EXPULSION: "отчислено", MovementKind.GRADUATION: "выпущено"}


def movement_paper(data: Movements, head: Letterhead) -> Paper:
    """Groups, then orders."""
    return Paper("Движение контингента", [data.period.title], [flow_part(data), _orders(data)], [WAYS],
                 [Signature("Заместитель директора", head.deputy)])


def flow_part(data: Movements) -> Part:
    """How many came and left, by groups."""
    before = data.period.first - dt.timedelta(days=1)
    columns = [Heading("Группа", 26.0), number(f"На {before:%d.%m.%Y}", 20.0),
               *(number(IN_TITLES[kind], 21.0) for kind in CAME), number("прибыло без приказа", 19.0),
               *(number(OUT_TITLES[kind], 24.0) for kind in WENT), number("выбыло без приказа", 19.0),
               number(f"На {data.last:%d.%m.%Y}", 20.0)]
    return Part("Контингент по группам", columns, [_flow(one) for one in data.groups], [_flow(data.total)],
                empty="В это время ни в одной группе никто не числился.")


def _flow(one: GroupFlow) -> list[Value]:
    came, went = one.came, one.went
    others_in = came.total() - sum(came[kind] for kind in CAME)
    others_out = went.total() - sum(went[kind] for kind in WENT)
    return [one.name, one.before, *(came[kind] for kind in CAME), others_in, *(went[kind] for kind in WENT),
            others_out, one.after]


def _orders(data: Movements) -> Part:
    columns = (Heading("С какого дня", 21.0), name(), Heading("Движение", 38.0), Heading("Приказ", 34.0),
               Heading("Из группы", 22.0), Heading("В группу", 22.0), Heading("Основание", 40.0))
    rows: list[list[Value]] = [
        [one.effective_on, one.student, one.kind.title, f"№ {one.order} от {one.order_date:%d.%m.%Y}", one.from_group,
         one.to_group, one.reason] for one in data.orders]
    return Part("Приказы", columns, rows, empty="Приказов за этот период нет.")

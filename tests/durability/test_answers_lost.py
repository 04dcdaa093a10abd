"""Every fifth answer is lost on its way: who repeats under the same key writes once (п. 7.1, ADR 2)."""

from __future__ import annotations

import sqlalchemy as sa

from models import Cell, Mark
from tools.soak.killing import save_all
from tools.soak.lossy import lossy
from tools.soak.proof import judge, place_of

SAVES = 50  # of each device


def test_what_is_repeated_is_written_once_and_the_last_write_stands(db, college, everybody, start_web):
    server = start_web()
    with lossy(server.port, 0) as net:
        people = everybody(college, net.server_port)
        net.share = 0.2
        saves = save_all(people, SAVES)
    db.rollback()
    verdict = judge(db(), saves)
    assert verdict.faults == ()
    assert (verdict.acknowledged, net.lost) == (SAVES * len(people), sum(len(save.lost) for save in saves))
    assert verdict.remembered >= SAVES * len(people) * 0.1, "lost were answers, not requests"
    last = {place_of(save.path): save.value for save in saves}
    stands = {(row.lesson_id, row.student_id): str(row.value) for row in db.execute(
        sa.select(Cell.lesson_id, Cell.student_id, Mark.value).join(Mark, Mark.cell_id == Cell.id))}
    assert stands == last

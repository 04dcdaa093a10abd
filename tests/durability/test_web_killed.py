"""kill -9 of the whole web server while teachers save: 60 deaths, and what was acknowledged stands (п. 7.1)."""

from __future__ import annotations

from tools.soak.killing import kill_again_and_again
from tools.soak.proof import judge

ROUNDS = 60


def test_no_acknowledged_save_is_lost_halved_or_doubled(db, college, everybody, start_web):
    server = start_web()
    saves = kill_again_and_again(everybody(college, server.port), ROUNDS, server.kill, server.start)
    db.rollback()
    verdict = judge(db(), saves)
    assert verdict.faults == ()
    assert verdict.acknowledged >= ROUNDS * 8
    assert sum(bool(save.lost) for save in saves) >= ROUNDS, "each death has cut somebody off"

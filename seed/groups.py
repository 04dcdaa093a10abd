"""Groups, their curators and subgroups (п. 5.2–5.4)."""

from __future__ import annotations

import datetime as dt

import models as m
from rules.names import search_key
from rules.terms import Role
from seed.curricula import Curricula
from seed.programmes import PROGRAMMES, Programme
from seed.staff import Accounts
from seed.world import Team, World

FIRST = ("ИС-21", "СВ-12", "ПК-31", "АМ-22", "ПС-41", "ЭО-11")
SPLITS = {"Иностранный язык": "Иностранный язык", "Информатика": "Информатика"}


def group_names(count: int) -> list[str]:
    """The six of the demo first, then every speciality, course and parallel in turn."""
    found = list(FIRST)
    parallel = 0
    while len(found) < count:
        parallel += 1
        for course in range(1, 5):
            found += [name for p in PROGRAMMES.values() if course <= p.courses
                      and (name := f"{p.prefix}-{course}{parallel}") not in found]
    return found[:count]


def add_groups(world: World, curricula: Curricula, count: int, years: int) -> None:
    """Today's groups, and of the past years those that have graduated since."""
    now = [(PROGRAMMES[name[:2]], name, world.year - int(name[3]) + 1) for name in group_names(count)]
    gone = [(programme, name, admission - back) for programme, name, admission in now for back in range(1, years)
            if world.year - admission + 1 == programme.courses]
    for order, (programme, name, admission) in enumerate([*now, *gone]):
        closed = dt.date(admission + programme.courses, 7, 1)
        _add_group(world, curricula, programme, name, admission, order, closed if closed <= world.today else None)


def _add_group(world: World, curricula: Curricula, programme: Programme, name: str, admission: int, order: int,
               closed_on: dt.date | None) -> None:
    key = (programme.prefix, admission)
    if key not in world.plans:
        world.plans[key] = curricula.plan(programme, admission)
    plan = world.plans[key]
    speciality = curricula.known[m.Speciality, programme.code]
    group = world.bulk.add(m.Group, name=name, search_key=search_key(name), speciality_id=speciality,
                           curriculum_id=plan.id, admission_year=admission, closed_on=closed_on)
    world.teams.append(Team(group, name, programme, admission, plan, order, closed_on))


def add_curators(world: World, accounts: Accounts) -> None:
    """The demo's curator has the first group; other groups are led by teachers, each by one."""
    teachers = [staff for area, pool in world.pools.items() for staff in pool
                if staff.id not in (world.users["teacher"], world.users["teacher2"])]
    leaders: set[int] = set()
    for place, team in enumerate(team for team in world.teams):
        if place == 0:
            user = world.users["curator"]
        else:
            user = teachers[(place * 5) % len(teachers)].id
            if user not in leaders:
                accounts.grant(user, Role.CURATOR)
                leaders.add(user)
        team.curator = user
        world.bulk.add(m.Curatorship, group_id=team.id, user_id=user, starts=dt.date(team.admission, 9, 1),
                       ends=team.closed_on)


class Subgroups:
    """Halves of groups for languages and computers: proposed by the clerk, confirmed by the teacher (п. 5.4)."""

    def __init__(self, world: World) -> None:
        self.world = world

    def of(self, team: Team, title: str, teachers: tuple[int, int], day: dt.date) -> tuple[int, int]:
        split = next(name for name in SPLITS if title.startswith(name))
        if split not in team.subgroups:
            team.subgroups[split] = self._make(team, split, teachers, day)
        return team.subgroups[split]

    def _make(self, team: Team, split: str, teachers: tuple[int, int], day: dt.date) -> tuple[int, int]:
        world = self.world
        confirmed = world.moment(day + dt.timedelta(days=3), dt.time(11, 20))
        first, second = (world.bulk.add(
            m.Subgroup, group_id=team.id, split=split, number=number, confirmed_by_id=teacher, confirmed_at=confirmed)
            for number, teacher in enumerate(teachers, 1))
        for place, pupil in enumerate(team.pupils):
            subgroup = first if place < (len(team.pupils) + 1) // 2 else second
            team.halves[subgroup, pupil.id] = 1
            for stay in pupil.stays:
                if stay.team is team and (stay.ends is None or stay.ends >= day):
                    world.bulk.add(m.SubgroupMembership, subgroup_id=subgroup, student_id=pupil.id,
                                   starts=max(stay.starts, day), ends=stay.ends)
        return first, second

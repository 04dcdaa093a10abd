"""Days when students are ill or excused, and the papers that curators enter (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from random import Random

import models as m
from seed.days import DAY, Term, days
from seed.world import Pupil, Team, World

ILLNESSES = 2.0  # a semester, on average
FAMILY_DAYS = 1.3


def fall_ill(world: World, term: Term) -> None:
    """Spans of illness and of leave by a parent's letter for everybody who studies in the semester."""
    random = world.random(f"health/{term.year}/{term.number}")
    for team in world.teams:
        if team.studies(term.year):
            for pupil in team.pupils:
                if any(stay.team is team and stay.starts <= term.ends and (stay.ends or term.ends) >= term.starts
                       for stay in pupil.stays):
                    _semester(world, term, team, pupil, random)


def _semester(world: World, term: Term, team: Team, pupil: Pupil, random: Random) -> None:
    for letter, often, shortest, longest in (("б", ILLNESSES, 3, 12), ("у", FAMILY_DAYS, 1, 3)):
        for _ in range(int(random.expovariate(1 / often) + 0.5)):
            first = term.starts + DAY * random.randrange((term.ends - term.starts).days)
            last = min(first + DAY * (random.randint(shortest, longest) - 1), term.ends)
            span = [day for day in days(first, last) if day <= world.today]
            if span and not any(day in pupil.excused for day in span) and pupil.in_team(team, first):
                note = _note(world, team, pupil, letter, first, last, random)
                for day in span:
                    pupil.excused[day] = (letter, note) if note else ("н", None)


def _note(world: World, team: Team, pupil: Pupil, letter: str, first: dt.date, last: dt.date,
          random: Random) -> int | None:
    """The paper comes when the student is back; without it the absence stays unexcused."""
    if pupil.has_note_habit < 0.12:
        return None
    back = world.calendar.after(last, random.randint(1, 3))
    at = world.moment(back, dt.time(random.randint(9, 15), random.randrange(60)))
    if at > world.now:
        return None
    document = f"справка № {random.randint(100, 999)}" if letter == "б" else random.choice(
        ("заявление родителя", "повестка", "приказ об участии в соревнованиях"))
    return world.bulk.add(m.ExcuseNote, student_id=pupil.id, kind_id=world.letters[letter], starts=first, ends=last,
                          document=document, entered_by_id=team.curator, entered_at=at)

"""Accounts of the college's people: the demo logins and the teachers, by subject area."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter

from argon2.low_level import Type, hash_secret

import models as m
from rules.names import search_key, sort_key
from rules.terms import TAUGHT, Role
from seed.names import Name, login_of, person
from seed.world import Line, Staff, World

PASSWORD = "novoaltaysk-2023"  # noqa: S105 — the demo's, printed by make run
PAIRS_OF_TEACHER = 14
OFFICE = (  # login, role, position, name
    ("admin", Role.ADMINISTRATOR, "администратор электронного журнала", Name("Хворов", "Степан", "Игоревич", False)),
    ("director", Role.DIRECTOR, "директор", Name("Громыхина", "Елена", "Станиславовна", True)),
    ("upr", Role.DEPUTY_UPR, "заместитель директора по УПР", Name("Перевалов", "Андрей", "Геннадьевич", False)),
    ("ood", Role.DEPUTY_OOD, "заместитель директора по ООД", Name("Завьялова", "Марина", "Борисовна", True)),
    ("uvr", Role.DEPUTY_UVR, "заместитель директора по УВР", Name("Чащина", "Ирина", "Вадимовна", True)),
    ("metodist", Role.METHODIST, "методист", Name("Бояркина", "Вероника", "Анатольевна", True)),
    ("master", Role.SENIOR_MASTER, "старший мастер", Name("Шумилов", "Олег", "Васильевич", False)),
    ("tech", Role.DATA_CLERK, "технический специалист", Name("Клепикова", "Диана", "Романовна", True)),
    ("curator", Role.CURATOR, "куратор группы", Name("Усольцева", "Светлана", "Петровна", True)),
)
TEACHER = Name("Вершинина", "Ирина", "Олеговна", True)
SECOND = Name("Дорошенко", "Павел", "Андреевич", False)
MASTERS = "мастер"


def password_hash() -> str:
    """argon2id of the demo password; the salt is fixed so that two seeds give equal tables."""
    return hash_secret(PASSWORD.encode(), b"novoaltaysk-demo", time_cost=2, memory_cost=19456, parallelism=1,
                       hash_len=32, type=Type.ID).decode()


class Accounts:
    """Hands out accounts with unique logins."""

    def __init__(self, world: World) -> None:
        self.world, self.hash = world, password_hash()
        self.random = world.random("accounts")
        self.taken = {"teacher", "teacher2", "student", "parent", *(row[0] for row in OFFICE)}

    def add(self, name: Name, role: Role, *, login: str | None = None, position: str | None = None,
            seen: float = 1.0) -> int:
        """An account; ``seen``: how likely its owner has signed in this month."""
        world = self.world
        hours = self.random.expovariate(1 / 40)
        signed_in = world.now - dt.timedelta(minutes=round(hours * 60)) if self.random.random() < seen else None
        user = world.bulk.add(
            m.User, **name_columns(name), login=login or self._free(login_of(name)), password_hash=self.hash,
            must_change_password=False, position=position, last_sign_in_at=signed_in)
        self.grant(user, role)
        if login:
            world.users[login] = user
        return user

    def grant(self, user: int, role: Role) -> None:
        self.world.bulk.add(m.UserRole, user_id=user, role=role)
        self.world.roles.setdefault(role, []).append(user)

    def _free(self, wanted: str) -> str:
        login, number = wanted, 1
        while login in self.taken:
            number += 1
            login = f"{wanted}{number}"
        self.taken.add(login)
        return login


def name_columns(name: Name) -> dict[str, str]:
    parts = (name.last, name.first, name.patronymic)
    return {"last_name": name.last, "first_name": name.first, "patronymic": name.patronymic,
            "sort_key": sort_key(*parts), "search_key": search_key(*parts)}


def add_office(world: World, accounts: Accounts) -> None:
    for login, role, position, name in OFFICE:
        accounts.add(name, role, login=login, position=position)


def add_teachers(world: World, accounts: Accounts, masters: int) -> None:
    """As many teachers of each area as its busiest semester needs, two for languages and computers."""
    random, taken = world.random("teachers"), {TEACHER.full, SECOND.full, *(row[3].full for row in OFFICE)}
    for area, count in {**_demand(world), MASTERS: masters}.items():
        for number in range(count):
            if area == "инф" and number < 2:
                name, login = ((TEACHER, "teacher"), (SECOND, "teacher2"))[number]
            else:
                login, name = None, person(random, female=random.random() < (0.35 if area in ("авт", "сва") else 0.75))
                while name.full in taken:
                    name = person(random, female=name.female)
            taken.add(name.full)
            position = "мастер производственного обучения" if area == MASTERS else "преподаватель"
            user = accounts.add(name, Role.TEACHER, login=login, position=position)
            room = f"{100 + user}" if area != MASTERS else f"Мастерская {number + 1}"
            punctual = 0.93 if login else min(0.995, random.betavariate(18, 1))
            world.pools.setdefault(area, []).append(
                Staff(user, name, area, room, punctual, random.gauss(0, 0.2)))


def _demand(world: World) -> dict[str, int]:
    busiest: Counter[str] = Counter()
    split = set()
    for term in world.terms:
        pairs: Counter[str] = Counter()
        for line in lines_of(world, term.year, term.number):
            pairs[line.area] += line.pairs * (2 if line.is_split else 1)
            split |= {line.area} if line.is_split else set()
        busiest |= pairs
    return {area: max(math.ceil(pairs / PAIRS_OF_TEACHER), 2 if area in split or area == "инф" else 1)
            for area, pairs in sorted(busiest.items())}


def lines_of(world: World, year: int, number: int) -> list[Line]:
    """Weekly lines of all groups in a semester."""
    found: list[Line] = []
    for team in world.teams:
        if team.studies(year):
            semester = (team.course(year) - 1) * 2 + number
            found += [line for line in team.curriculum.lines[semester]
                      if line.kind in TAUGHT]
    return found

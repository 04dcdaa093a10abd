"""Students by orders and their parents: families, accounts, consents (п. 5.2–5.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import models as m
from rules.movement import INTO_GROUP, Step, spans
from rules.terms import ConsentKind, Gender, MedicalGroup, MovementKind, Relation, Role
from seed.names import FATHERS, SURNAMES, Name, address, person
from seed.staff import Accounts, name_columns
from seed.world import Pupil, Stay, Team, World

STUDENT = Name("Осинцева", "Алина", "Николаевна", True)
SIBLING = Name("Осинцев", "Егор", "Николаевич", False)
PARENT = Name("Осинцева", "Наталья", "Викторовна", True)
LEAVER = Name("Жданов", "Кирилл", "Максимович", False)
FIXED = {"ИС-21": (STUDENT, LEAVER), "СВ-12": (SIBLING,)}
FAMILY_TWO = 0.06  # of students have a brother or a sister in another group
DRAWS = 1000  # of a name; then a namesake is taken, as in a college larger than the names known here
K = MovementKind
Order = tuple[MovementKind, dt.date, Team, Team | None, str | None, str | None]


@dataclass
class Family:
    surname: str
    father: str
    home: str
    guardians: list[tuple[int, Relation]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    team: Team | None = None


@dataclass
class Orders:
    """Numbers of orders within a year, and the movement and membership rows that follow."""

    world: World
    last: dict[int, int] = field(default_factory=dict)
    enrolments: dict[tuple[int, dt.date], str] = field(default_factory=dict)

    def number(self, day: dt.date) -> str:
        self.last[day.year] = self.last.get(day.year, 40) + 1
        return f"{self.last[day.year]}-С"

    def write(self, pupil: Pupil, steps: list[Order]) -> None:
        """(kind, effective on, its group, from group, reason, fixed number) in order of time."""
        rows = []
        for kind, day, team, origin, reason, number in steps:
            group_wide = kind in (K.ENROLMENT, K.GRADUATION) and reason is None
            if group_wide:
                number = self.enrolments.setdefault((team.id, day), "") or self.number(day)
                self.enrolments[team.id, day] = number
            number = number or self.number(day)
            dated = day - dt.timedelta(days=14 if group_wide else 2)
            movement = self.world.bulk.add(
                m.Movement, student_id=pupil.id, kind=kind, order_number=number, order_date=dated, effective_on=day,
                to_group_id=team.id if kind in INTO_GROUP else None,
                from_group_id=origin.id if origin else (None if kind in INTO_GROUP else team.id), reason=reason)
            rows.append((kind, day, team, movement, Step(kind, day, number, dated,
                                                         team.id if kind in INTO_GROUP else None)))
        by_id = {team.id: team for _, _, team, _, _ in rows}
        for span in spans(row[4] for row in rows):
            entered = next(row[3] for row in rows if row[1] == span.starts)
            left = next((row[3] for row in rows if span.ends and row[1] == span.ends + dt.timedelta(days=1)), None)
            self.world.bulk.add(m.Membership, student_id=pupil.id, group_id=span.group, starts=span.starts,
                                ends=span.ends, entered_by_id=entered, left_by_id=left)
            team = by_id[span.group]
            pupil.stays.append(Stay(team, span.starts, span.ends))
            if pupil not in team.pupils:
                team.pupils.append(pupil)


class People:
    """Fills the groups."""

    def __init__(self, world: World, accounts: Accounts) -> None:
        self.world, self.accounts = world, accounts
        self.random = world.random("people")
        self.orders = Orders(world)
        self.names: set[str] = {STUDENT.full, SIBLING.full, LEAVER.full}
        self.families: list[Family] = []
        self.guardians = 0

    def fill(self, students: int, first_year: int) -> None:
        current = [team for team in self.world.teams if team.closed_on is None]
        for place, team in enumerate(self.world.teams):
            if team.closed_on is None:
                size = students // len(current) + (place < students % len(current))
            else:
                size = max(students // len(current), 1)
            fixed = () if team.closed_on else FIXED.get(team.name, ())
            for turn, name in enumerate([*fixed, *[None] * size][:size]):
                pupil = self._pupil(team, name)
                self.orders.write(pupil, self._story(team, turn, size, pupil))
            self._leavers(team, first_year)
        for team in self.world.teams:
            team.pupils.sort(key=lambda pupil: name_columns(pupil.name)["sort_key"])

    def _leavers(self, team: Team, first_year: int) -> None:
        """One student of each past year who did not stay."""
        last = min(self.world.year, team.admission + team.programme.courses)
        for year in range(max(team.admission, first_year), last):
            day = dt.date(year, 11, 6) + dt.timedelta(days=self.random.randrange(180))
            pupil = self._pupil(team, None)
            self.orders.write(pupil, [
                (K.ENROLMENT, dt.date(team.admission, 9, 1), team, None, None, None),
                (K.EXPULSION, day, team, None, "по собственному желанию", None)])

    def _story(self, team: Team, turn: int, size: int, pupil: Pupil) -> list[Order]:
        """What happened to a student: most are enrolled and study, a few move in the middle of the semester."""
        year, start = self.world.year, dt.date(team.admission, 9, 1)
        steps: list[Order] = [
            (K.ENROLMENT, start, team, None, None, None)]
        if team.closed_on:
            return [*steps, (K.GRADUATION, team.closed_on, team, None, None, None)]
        lot = team.order % 6
        if pupil.name is LEAVER:
            steps.append((K.EXPULSION, dt.date(year, 11, 13), team, None, "по собственному желанию", "214-С"))
        elif size >= 8 and turn == size - 1 and lot in (0, 4):
            steps = [(K.ENROLMENT, dt.date(year, 9, 18), team, None, "перевод из другого колледжа", None)]
        elif size >= 8 and turn == size - 2 and lot == 2:
            steps.append((K.LEAVE, dt.date(year, 10, 23), team, None, "заявление, медицинское заключение", None))
        elif size >= 8 and turn == size - 2 and lot == 3 and team.admission < year:
            steps += [(K.LEAVE, dt.date(year - 1, 10, 3), team, None, "заявление", None),
                      (K.RETURN, dt.date(year, 10, 2), team, None, "заявление", None)]
        elif size >= 8 and turn == size - 2 and lot == 4:
            steps.append((K.EXPULSION, dt.date(year, 9, 25), team, None, "перевод в другой колледж", None))
        elif size >= 8 and turn == size - 2 and lot == 5:
            target = self._neighbour(team)
            if target:
                steps.append((K.TRANSFER, dt.date(year, 10, 9), target, team, "личное заявление", None))
        return [step for step in steps if step[1] <= self.world.today]

    def _neighbour(self, team: Team) -> Team | None:
        """Another group of the same course."""
        return next((other for other in self.world.teams if other is not team and other.closed_on is None
                     and other.admission == team.admission), None)

    def _pupil(self, team: Team, fixed: Name | None) -> Pupil:
        random, world = self.random, self.world
        family = self._family(team, fixed)
        name = fixed or self._name(team, family)
        birth = dt.date(team.admission - 16, 3, 1) + dt.timedelta(days=random.randrange(540))
        user = self._account(name, team, fixed)
        number = len(world.pupils) + 1
        medical = random.choices(list(MedicalGroup), (82, 12, 5, 1))[0]
        identity = world.bulk.add(
            m.Student, **name_columns(name), file_number=f"{team.admission % 100}-{number:04d}", birth_date=birth,
            gender=Gender.FEMALE if name.female else Gender.MALE, phone=_phone(1, number),
            address=family.home if fixed or number % 19 else None,  # curators have something to fill
            medical_group=medical, user_id=user)
        shirk = random.random()
        truancy = (random.uniform(0, 0.025) if shirk < 0.62 else random.uniform(0.02, 0.1) if shirk < 0.9
                   else random.uniform(0.12, 0.4) if shirk < 0.98 else random.uniform(0.5, 0.7))
        if fixed is STUDENT or fixed is SIBLING:
            truancy = 0.01
        ability = max(-2.2, min(2.2, random.gauss(0, 0.9) - truancy * 2.5))
        pupil = Pupil(identity, name, 0.8 if fixed is STUDENT else ability, truancy,
                      random.betavariate(1.6, 26), random.random(), number)
        pupil.user_id = user
        pupil.is_special = medical in (MedicalGroup.SPECIAL_A, MedicalGroup.SPECIAL_B)
        if fixed in (STUDENT, SIBLING):
            pupil.has_note_habit = 1.0
        for guardian, relation in family.guardians:
            world.bulk.add(m.Guardianship, student_id=identity, guardian_id=guardian, relation=relation,
                           is_primary=guardian == family.guardians[0][0])
            pupil.guardians.append(guardian)
        pupil.parents = family.parents
        self._consent(pupil, team)
        world.pupils.append(pupil)
        return pupil

    def _consent(self, pupil: Pupil, team: Team) -> None:
        day = dt.date(team.admission, 8, 20)
        for kind in (ConsentKind.PROCESSING, *((ConsentKind.PHOTO,) if self.random.random() < 0.7 else ())):
            self.world.bulk.add(m.Consent, student_id=pupil.id, guardian_id=pupil.guardians[0], kind=kind, given_on=day,
                                basis="письменное согласие законного представителя")

    def _account(self, name: Name, team: Team, fixed: Name | None) -> int | None:
        if fixed is STUDENT:
            return self.accounts.add(name, Role.STUDENT, login="student")
        if team.closed_on or self.random.random() > 0.7:
            return None
        return self.accounts.add(name, Role.STUDENT, seen=0.75)

    def _name(self, team: Team, family: Family) -> Name:
        girls = {"ИС": 0.4, "ПК": 0.75}.get(team.programme.prefix, 0.12)
        for _ in range(DRAWS):
            name = person(self.random, female=self.random.random() < girls, surname=family.surname,
                          father=family.father)
            if name.full not in self.names:
                break
        self.names.add(name.full)
        return name

    def _family(self, team: Team, fixed: Name | None) -> Family:
        """A new family, or one that already has a child in another group."""
        random = self.random
        if fixed is SIBLING and self.families[0].surname == "Осинцев":
            return self.families[0]
        other = [family for family in self.families[-60:] if family.team and family.team is not team]
        if not fixed and other and random.random() < FAMILY_TWO:
            family = random.choice(other)
            family.team = None  # two children are enough
            return family
        surname = "Осинцев" if fixed in (STUDENT, SIBLING) else "Жданов" if fixed else random.choice(SURNAMES)
        father = "Николай" if surname == "Осинцев" else "Максим" if fixed else random.choice(tuple(FATHERS))
        family = Family(surname, father, address(random), team=None if fixed else team)
        self._guardians(family, team, fixed)
        self.families.append(family)
        return family

    def _guardians(self, family: Family, team: Team, fixed: Name | None) -> None:
        random = self.random
        lot = random.random()
        kinds = ((Relation.MOTHER, Relation.FATHER) if lot < 0.55 else (Relation.MOTHER,) if lot < 0.88
                 else (Relation.FATHER,) if lot < 0.95 else (Relation.GUARDIAN,))
        if fixed in (STUDENT, SIBLING):
            kinds = (Relation.MOTHER,)
        for relation in kinds:
            name = self._parent_name(family, relation)
            if fixed in (STUDENT, SIBLING):
                user: int | None = self.accounts.add(PARENT, Role.PARENT, login="parent")
                name = PARENT
            elif team.closed_on or random.random() > 0.55:
                user = None
            else:
                user = self.accounts.add(name, Role.PARENT, seen=0.6)
            self.guardians += 1
            number, known = self.guardians, fixed or self.guardians % 11
            guardian = self.world.bulk.add(
                m.Guardian, **name_columns(name), phone=_phone(2, number) if known else None, address=family.home,
                email=f"parent{number}@example.ru" if number % 3 == 0 else None, user_id=user)
            family.guardians.append((guardian, relation))
            family.parents += [user] if user else []

    def _parent_name(self, family: Family, relation: Relation) -> Name:
        if relation is Relation.FATHER:
            made = person(self.random, female=False, surname=family.surname)
            return Name(made.last, family.father, made.patronymic, False)
        return person(self.random, female=relation is Relation.MOTHER or self.random.random() < 0.7,
                      surname=family.surname if relation is Relation.MOTHER else None)


def _phone(kind: int, number: int) -> str:
    """From a range that no operator gives out: +7 900 0…"""
    return f"+79000{kind}{number:05d}"

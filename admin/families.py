"""Контингент: parents of students, curators of groups, consents (п. 5.3, 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from access.scopes import accounts_with
from actions.consents import withdraw
from admin.base import EntityView
from admin.bulk import ClosableView
from admin.filters import flag_filter
from models import Consent, Curatorship, Guardianship, User, db
from rules.appointments import check_consent, check_curator, check_relation
from rules.spans import Days, check_order
from rules.terms import Role
from rules.violation import Violation

DAY = dt.timedelta(days=1)


class GuardianshipView(EntityView):
    entity = Guardianship
    name_one = "родителя студенту"
    columns = ("student", "guardian", "relation", "is_primary", "starts", "ends")
    order = ("student.sort_key",)
    filters = ("student", "guardian", "relation", "is_primary", "ends")
    search_hint = "Студент или родитель"
    fields = ("student", "guardian", "relation", "is_primary", "starts", "ends")
    fixed = ("student", "guardian")
    hints = {"is_primary": "Ему звонят первому.", "ends": "После этого дня родитель не видит дневник."}
    empty_title = "Родители студентов ещё не указаны"
    empty_text = "Связь появляется вместе со списком студентов. По ней родитель видит дневник своего ребёнка."

    def validate(self, form: Any, model: Guardianship | None) -> Iterable[Violation]:
        student = model.student if model is not None else form["student"].data
        guardian = model.guardian if model is not None else form["guardian"].data
        if turned := check_order(form["starts"].data, form["ends"].data):
            yield turned
        if unfit := check_relation(guardian.full_name, guardian.patronymic, form["relation"].data):
            yield unfit
        if form["is_primary"].data:
            main = next((tie for tie in student.guardianships if tie.is_primary and tie is not model), None)
            if main is not None:
                yield Violation("9.7", f"Основной представитель уже есть: {main.guardian.full_name}", "is_primary")


def _lasts(user: Any, now: bool) -> sa.ColumnElement[bool]:
    lasts = sa.and_(Curatorship.starts <= user.today,
                    sa.or_(Curatorship.ends.is_(None), Curatorship.ends >= user.today))
    return lasts if now else sa.not_(lasts)


class CuratorshipView(ClosableView):
    entity = Curatorship
    name_one = "куратора группе"
    columns = ("group", "user", "starts", "ends")
    sorts = {"group": "group.name"}
    order = ("-starts", "group.name")
    filters = ("group", "user", "starts", "ends", flag_filter("Сейчас", "now", _lasts))
    search_hint = "Группа или куратор"
    fields = ("group", "user", "starts", "ends")
    narrow = {"user": lambda user: User.id.in_(accounts_with(Role.CURATOR)) & User.blocked_at.is_(None)}
    hints = {"user": "Пользователи с ролью «куратор».", "ends": "После этого дня группа куратору не видна."}
    closes = "ends"
    close_note = "Куратор видит группу по день перед этой датой."
    empty_title = "Кураторы ещё не назначены"
    empty_text = "Куратор ведёт группу: выдаёт логины, отмечает причины пропусков, пишет родителям (п. 5.3)."

    def validate(self, form: Any, model: Curatorship | None) -> Iterable[Violation]:
        group = form["group"].data
        others = db.session.scalars(sa.select(Curatorship).where(
            Curatorship.group_id == group.id, Curatorship.id != (model.id if model else 0)))
        return check_curator(Days(form["starts"].data, form["ends"].data), group.closed_on,
                             [(other.user.short_name, Days(other.starts, other.ends)) for other in others])

    def _close(self, form: Any) -> str:
        first = form.day.data
        form.day.data = first - DAY  # the last day is still the curator's
        said = super()._close(form)
        form.day.data = first
        return said

    def check_closing(self, row: Curatorship, day: dt.date) -> None:
        if day < row.starts:
            raise Violation("5.3", f"{row}: назначен с {row.starts:%d.%m.%Y}, закончить можно со следующего дня", "day")


class ConsentView(EntityView):
    entity = Consent
    name_one = "согласие"
    columns = ("student", "kind", "guardian", "given_on", "basis", "revoked_on")
    order = ("student.sort_key", "kind")
    search = ("student.search_key",)
    filters = ("student", "kind", "guardian", "given_on", "revoked_on")
    fields = ("student", "kind", "guardian", "given_on", "basis", "revoked_on")
    fixed = ("student", "kind", "guardian")
    hints = {"guardian": "Пусто, если согласие дал сам студент.", "basis": "Заявление, его номер и дата."}
    empty_title = "Согласий пока нет"
    empty_text = "Сюда записывают бумажные согласия на обработку персональных данных; остальные дают в личном кабинете."

    def validate(self, form: Any, model: Consent | None) -> Iterable[Violation]:
        student, guardian, kind = ((model.student, model.guardian, model.kind) if model is not None else
                                   (form["student"].data, form["guardian"].data, form["kind"].data))
        if guardian is not None and all(tie.guardian_id != guardian.id for tie in student.guardianships):
            return [Violation("9.2", "Это не родитель этого студента", "guardian")]
        alike = sa.select(Consent).where(
            Consent.student_id == student.id, Consent.kind == kind, Consent.id != (model.id if model else 0),
            Consent.guardian_id == guardian.id if guardian is not None else Consent.guardian_id.is_(None))
        # a word taken back meets no other: of one recorded twice it ends both
        others = () if self._withdraws(form, model) else db.session.scalars(alike).all()
        return check_consent(Days(form["given_on"].data, form["revoked_on"].data), self.user.today,
                             [("", Days(other.given_on, other.revoked_on)) for other in others])

    def save(self, form: Any, model: Consent | None) -> Consent:
        withdraws = self._withdraws(form, model)
        row: Consent = super().save(form, model)
        if withdraws:
            withdraw(row, form["revoked_on"].data)
        return row

    @staticmethod
    def _withdraws(form: Any, model: Consent | None) -> bool:
        """Whether a living one is taken back: those recorded twice go with it."""
        return model is not None and model.revoked_on is None and form["revoked_on"].data is not None


VIEWS = (GuardianshipView, CuratorshipView, ConsentView)

"""Администрирование: accounts and roles; passwords are issued, never read or typed (п. 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import flash, g, request
from flask_admin.actions import action
from flask_admin.form import BaseForm
from wtforms import StringField
from wtforms.validators import Length

from access.grants import UPDATE
from access.scopes import accounts_with
from actions import accounts, identities
from actions.passwords import OneTime, issue_one_time, make_one_time
from actions.second_factor import has_step, reset
from actions.signin import end_all_sessions
from admin.bulk import BulkView
from admin.fields import Required, TermsField
from admin.filters import choice_filter, flag_filter
from clock import wall_now
from models import User, UserRole, db
from rules.credentials import check_login, normalise_login
from rules.terms import STAFF_ROLES, Role
from rules.violation import Violation
from views.guards import settings


def _with_role(user: Any, role: str) -> sa.ColumnElement[bool]:
    return User.id.in_(accounts_with(Role(role)))


def _blocked(user: Any, blocked: bool) -> sa.ColumnElement[bool]:
    return User.blocked_at.is_not(None) if blocked else User.blocked_at.is_(None)


class ReasonForm(BaseForm):  # type: ignore[misc]
    reason = StringField("Причина", validators=[Required(), Length(max=200, message="Не длиннее 200 знаков.")])


class UserView(BulkView):
    entity = User
    name_one = "учётную запись"
    columns = ("full_name", "login", "roles", "position", "last_sign_in_at", "state")
    labels = {"state": "Состояние", "roles": "Роли"}
    loads = ("roles",)
    order = ("sort_key",)
    filters = (choice_filter("Роль", "role", Role.choices, _with_role, Role),
               flag_filter("Заблокирован", "blocked", _blocked), "last_sign_in_at", "position")
    sections = (
        ("Человек", ("last_name", "first_name", "patronymic", "position")),
        ("Вход", ("login", "roles")),
        ("Контакты", ("email", "phone")),
    )
    extra_fields = {"roles": TermsField("Роли", kind=Role)}
    details = ("last_name", "first_name", "patronymic", "login", "roles", "position", "email", "phone", "state",
               "block_reason", "last_sign_in_at", "must_change_password")
    action_verbs = {"password": UPDATE, "second_factor": UPDATE, "block": UPDATE, "unblock": UPDATE}
    on_details = ("password", "second_factor", "block", "unblock")
    recent = frozenset({"create_view", "edit_view", "action_view"})  # roles and ways in
    hints = {"login": "Латинские буквы, цифры, точка, дефис и подчёркивание."}

    def show_roles(self, user: User) -> str:
        return ", ".join(role.title for role in Role if role in user.role_set)

    def show_state(self, user: User) -> str:
        if user.blocked_at is not None:
            return "заблокирован"
        return "ждёт первого входа" if user.last_sign_in_at is None else "входит"

    def make_form(self, model: User | None) -> Any:
        if model is None and request.method == "POST":
            g.made = self._one_times(1)[0]
        form = super().make_form(model)
        if model is not None and form["roles"].raw_data is None:
            form["roles"].data = [role for role in Role if role in model.role_set]
        return form

    def own_acts(self, model: User) -> Any:
        unfit = {"unblock"} if model.blocked_at is None else {"block"}
        if model.role_set.isdisjoint(STAFF_ROLES):
            unfit.add("password")
        if not has_step(model.id):
            unfit.add("second_factor")
        return [act for act in super().own_acts(model) if act.name not in unfit]

    def validate(self, form: Any, model: User | None) -> Iterable[Violation]:
        problem = check_login(normalise_login(form["login"].data))
        if problem is not None:
            yield Violation(problem.point, problem.message, "login")
        if not form["roles"].data:
            yield Violation("", "Выберите хотя бы одну роль.", "roles")
        if model is not None and model.id == self.user.id and Role.ADMINISTRATOR not in form["roles"].data:
            yield Violation("", "Нельзя снять с себя роль администратора: попросите другого администратора.", "roles")

    def save(self, form: Any, model: User | None) -> User:
        form["login"].data = normalise_login(form["login"].data)
        user: User = super().save(form, model)
        chosen = set(form["roles"].data)
        if model is not None and Role.ADMINISTRATOR not in chosen:
            accounts.keep_administrator(model)
        user.roles = [held for held in user.roles if Role(held.role) in chosen] + [
            UserRole(role=role) for role in Role if role in chosen - user.role_set]
        if model is None:
            issue_one_time(user, g.made, wall_now())
        return user

    def saved(self, row: User, created: bool) -> Any:
        return self.password_page([(row, g.made.password)]) if created else super().saved(row, created)

    def password_page(self, issued: list[tuple[User, str]]) -> Any:
        """One-time passwords are shown once, on the answer itself: they are stored nowhere."""
        return self.render("back/password.html", issued=issued, return_url=self.get_url(".index_view"))

    @action("password", "Выдать пароль", "Прежние пароли и внешние входы выбранных перестанут действовать.")
    def action_password(self, ids: Any) -> Any:
        """New one-time passwords for staff; students and parents get theirs from the curator (п. 5.2)."""
        staff = [user for user in g.chosen if not user.role_set.isdisjoint(STAFF_ROLES)]
        if len(staff) < len(g.chosen):
            flash("Студентам и родителям пароли выдаёт куратор (п. 5.2).", "error")
            return None
        made = self._one_times(len(staff))
        self.take_turn()
        for user, fresh in zip(staff, made, strict=True):
            issue_one_time(user, fresh, wall_now())
            end_all_sessions(user.id, wall_now())
        identities.forget(self.user, [user.id for user in staff])
        db.session.commit()
        return self.password_page([(user, fresh.password) for user, fresh in zip(staff, made, strict=True)])

    @staticmethod
    def _one_times(count: int) -> list[OneTime]:
        """Made while nobody waits for this request's transaction."""
        db.session.rollback()
        return [make_one_time(settings().password_memory) for _ in range(count)]

    @action("second_factor", "Сбросить второй шаг входа")
    def action_second_factor(self, ids: Any) -> Any:
        return self.ask("second_factor", ReasonForm, self._reset, "Сбросить",
                        "Для тех, кто потерял и телефон или ключ, и резервные коды. Убедитесь, что просит сам человек: "
                        "после сброса журнал откроет один пароль. Открытые сеансы закончатся сразу, ключи доступа "
                        "удалятся, внешний вход отвяжется, человек получит уведомление.")

    def _reset(self, form: Any) -> str:
        for user in g.chosen:
            if user.id == self.user.id:
                raise Violation("", "Себе второй шаг сбрасывает другой администратор или команда на сервере. Свой "
                                    "телефон меняют на странице «Второй шаг входа».", "reason")
            reset(self.user, user, form.reason.data.strip(), wall_now())
        return f"Второй шаг входа сброшен: {len(g.chosen)}."

    @action("block", "Заблокировать")
    def action_block(self, ids: Any) -> Any:
        return self.ask("block", ReasonForm, self._block, "Заблокировать",
                        "Войти станет нельзя, открытые сеансы закончатся сразу.")

    def _block(self, form: Any) -> str:
        for user in g.chosen:
            if user.id == self.user.id:
                raise Violation("", "Себя заблокировать нельзя: попросите другого администратора.", "reason")
            accounts.block(user, form.reason.data.strip(), wall_now())
        return f"Заблокировано: {len(g.chosen)}."

    @action("unblock", "Разблокировать")
    def action_unblock(self, ids: Any) -> None:
        self.run(accounts.unblock, lambda count: f"Разблокировано: {count}.")


VIEWS = (UserView,)

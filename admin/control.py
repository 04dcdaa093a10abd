"""Контроль: findings, inspections, closed periods, plan schedule, norms (п. 5.7, 6.1–6.4, 7.2–7.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from access.grants import CREATE, DELETE
from actions.inspections import read_again
from admin.base import EntityView
from models import CheckSetting, Closing, Finding, Inspection, NormValue, PlanEvent, Remark, ReopeningGrant
from queries.control import BY_NAME, CHECKS
from queries.periods import calendar
from rules.findings import check_acceptance, check_explanation
from rules.inspections import check_act
from rules.norms import NORMS, check_norm, definition, shown
from rules.periods import check_closing, check_reopening
from rules.terms import FindingState
from rules.violation import Violation


class FindingView(EntityView):
    entity = Finding
    name_one = "замечание"
    columns = ("text", "point", "severity", "journal", "responsible", "day", "found_at", "state")
    filters = ("state", "severity", "rule", "journal", "journal.group", "responsible", "day", "found_at")
    search = ("journal.group.search_key", "responsible.search_key")
    fields = ("state", "explanation", "accepted_reason")
    closed = frozenset({CREATE, DELETE})
    empty_title = "Замечаний нет"
    empty_text = "Проверки находят незаполненное и просроченное; исправленное закрывается само."

    def validate(self, form: Any, model: Finding | None) -> Iterable[Violation]:
        state = model.state if model is not None else FindingState.OPEN
        if "explanation" in form and (form["explanation"].data or "").strip():
            yield from filter(None, [check_explanation(state, form["explanation"].data)])
        if "state" not in form:
            return
        if form["state"].data == FindingState.FIXED != state:
            yield Violation("7.4", "Исправленным замечание становится само, когда исправлен журнал", "state")
        if form["state"].data == FindingState.ACCEPTED:
            yield from filter(None, [check_acceptance(state, form["accepted_reason"].data or "")])

    def save(self, form: Any, model: Finding | None) -> Finding:
        finding: Finding = super().save(form, model)
        if finding.state == FindingState.OPEN and finding.explanation:
            finding.state = FindingState.EXPLAINED
        return finding


class InspectionView(EntityView):
    entity = Inspection
    name_one = "справку"
    columns = ("number", "date", "kind", "subject", "inspector", "due_on")
    order = ("-date",)
    filters = ("kind", "date", "inspector", "due_on")
    sections = (("Проверка", ("number", "date", "kind", "subject")), ("Итог", ("conclusion", "due_on")))
    details = ("number", "date", "kind", "subject", "inspector", "conclusion", "due_on", "remarks")
    closed = frozenset({DELETE})
    empty_title = "Справок пока нет"
    empty_text = "Журналы проверяют не реже раза в месяц (п. 7.2), итог доводят до преподавателей и кураторов (п. 7.4)."

    def validate(self, form: Any, model: Inspection | None) -> Iterable[Violation]:
        yield from check_act(form["kind"].data, form["subject"].data or "", form["date"].data or self.user.today,
                             form["due_on"].data, self.user.today)

    def save(self, form: Any, model: Inspection | None) -> Inspection:
        if model is None:
            model = Inspection(inspector_id=self.user.account)
        act: Inspection = super().save(form, model)
        read_again(act)
        return act


class RemarkView(EntityView):
    entity = Remark
    name_one = "замечание"
    columns = ("inspection", "journal", "text", "fixed_on")
    filters = ("inspection", "journal", "journal.group", "fixed_on")
    fields = ("inspection", "journal", "text", "fixed_on")
    fixed = ("inspection", "journal")
    closed = frozenset({DELETE})
    empty_title = "Замечаний проверок нет"
    empty_text = "Сюда записывают журнал, который смотрели, и что в нём исправить."


class ClosingView(EntityView):
    """Closing is a deputy's act; a closed period opens only by a grant with a reason and an expiry."""

    entity = Closing
    name_one = "закрытие периода"
    columns = ("scope", "starts", "ends", "closed_by", "closed_at")
    order = ("-starts",)
    filters = ("scope", "starts")
    fields = ("scope", "starts", "ends")
    closed = frozenset({DELETE})
    empty_title = "Закрытых периодов нет"
    empty_text = "После закрытия месяца, семестра или года записи в них не меняет никто, пока период не откроют."

    def validate(self, form: Any, model: Closing | None) -> Iterable[Violation]:
        scope = form["scope"].data
        refusal = check_closing(scope, form["starts"].data, form["ends"].data, self.user.today, calendar(scope))
        if refusal is not None:
            yield refusal

    def save(self, form: Any, model: Closing | None) -> Closing:
        if model is None:
            model = Closing(closed_by_id=self.user.account, closed_at=self.user.now)
        closing: Closing = super().save(form, model)
        return closing


class ReopeningGrantView(EntityView):
    entity = ReopeningGrant
    name_one = "разрешение"
    columns = ("starts", "ends", "journal", "user", "reason", "expires_at", "granted_by")
    filters = ("journal", "user", "granted_by", "expires_at", "starts")
    sections = (("На что", ("starts", "ends", "journal", "user")),
                ("Почему и до какого часа", ("reason", "expires_at")))
    closed = frozenset({DELETE})
    hints = {"journal": "Пусто: все журналы.", "user": "Пусто: все, кто ведёт эти журналы."}
    empty_title = "Разрешений нет"
    empty_text = "Разрешение открывает прошедшие занятия на время и закрывается само."

    def validate(self, form: Any, model: ReopeningGrant | None) -> Iterable[Violation]:
        yield from check_reopening(form["starts"].data, form["ends"].data, form["reason"].data,
                                   form["expires_at"].data, self.user.now)

    def save(self, form: Any, model: ReopeningGrant | None) -> ReopeningGrant:
        if model is None:
            model = ReopeningGrant(granted_by_id=self.user.account, granted_at=self.user.now)
        grant: ReopeningGrant = super().save(form, model)
        return grant


class PlanEventView(EntityView):
    entity = PlanEvent
    name_one = "мероприятие"
    columns = ("position", "period", "title", "responsible", "due_on", "state")
    order = ("position",)
    filters = ("state", "due_on", "responsible_user", "is_public")
    sections = (
        ("Мероприятие", ("position", "title", "period", "due_on", "responsible", "responsible_user", "state")),
        ("Проведение", ("topic", "attendees", "material", "is_public")),
    )
    empty_title = "План-график пуст"
    empty_text = "Сюда вносят мероприятия перехода, семинары и консультации с ответственными и сроками."


def _norm_choices() -> list[SelectChoice]:
    return [SelectChoice(norm.code, f"{norm.title}" + (f" (п. {norm.point})" if norm.point else "")) for norm in NORMS]


class NormValueView(EntityView):
    entity = NormValue
    name_one = "норму"
    columns = ("title", "value", "unit", "default", "valid_from", "basis")
    labels = {"title": "Норма", "unit": "Единица", "default": "Если не задано"}
    order = ("code", "-valid_from")
    filters = ("valid_from",)
    search = ()
    fields = ("code", "value", "valid_from", "basis")
    extra_fields = {"code": SelectField("Норма", choices=_norm_choices())}
    closed = frozenset({DELETE})
    empty_title = "Действуют числа положения"
    empty_text = "Здесь задают числа лицея, если они отличаются: день вступления в силу и основание."

    def show_title(self, norm: NormValue) -> str:
        known = definition(norm.code)
        return f"{known.title}" + (f" (п. {known.point})" if known.point else "") if known else norm.code

    def show_unit(self, norm: NormValue) -> str:
        known = definition(norm.code)
        return known.unit if known else ""

    def show_default(self, norm: NormValue) -> str:
        known = definition(norm.code)
        return shown(known.default) if known else ""

    def make_form(self, model: NormValue | None) -> Any:
        form = super().make_form(model)
        if model is not None and "code" in form and form["code"].raw_data is None:
            form["code"].data = model.code
        return form

    def validate(self, form: Any, model: NormValue | None) -> Iterable[Violation]:
        refusal = check_norm(form["code"].data, form["value"].data)
        if refusal is not None:
            yield refusal

    def save(self, form: Any, model: NormValue | None) -> NormValue:
        model = model or NormValue()
        model.code = form["code"].data
        norm: NormValue = super().save(form, model)
        return norm


class CheckSettingView(EntityView):
    """Checks of the registry: whether they run, and from which threshold."""

    entity = CheckSetting
    name_one = "настройку"
    columns = ("title", "enabled", "threshold", "unit", "default")
    labels = {"title": "Проверка", "unit": "Единица", "default": "Если не задано"}
    order = ("code",)
    filters = ("enabled",)
    search = ()
    fields = ("code", "enabled", "threshold")
    fixed = ("code",)
    extra_fields = {"code": SelectField("Проверка", choices=[
        SelectChoice(check.name, f"{check.title} (п. {check.point})") for check in CHECKS])}
    closed = frozenset({DELETE})
    empty_title = "Все проверки включены"
    empty_text = "Здесь проверку можно выключить или изменить её порог."

    def show_title(self, setting: CheckSetting) -> str:
        check = BY_NAME.get(setting.code)
        return f"{check.title} (п. {check.point})" if check else setting.code

    def show_unit(self, setting: CheckSetting) -> str:
        check = BY_NAME.get(setting.code)
        return check.unit if check else ""

    def show_default(self, setting: CheckSetting) -> str:
        check = BY_NAME.get(setting.code)
        return shown(check.threshold) if check and check.threshold is not None else ""

    def validate(self, form: Any, model: CheckSetting | None) -> Iterable[Violation]:
        check, threshold = BY_NAME.get(model.code if model else form["code"].data), form["threshold"].data
        if threshold is None or check is None:
            return
        if check.threshold is None:
            yield Violation("7.2", f"{check.title}: порога у этой проверки нет, её можно только выключить", "threshold")
        elif threshold < 0:
            yield Violation("7.2", f"{check.title}: порог не бывает отрицательным", "threshold")

    def save(self, form: Any, model: CheckSetting | None) -> CheckSetting:
        if model is None:
            model = CheckSetting(code=form["code"].data)
        setting: CheckSetting = super().save(form, model)
        return setting


VIEWS = (FindingView, InspectionView, RemarkView, ClosingView, ReopeningGrantView, PlanEventView, NormValueView,
         CheckSettingView)

"""What the forms about people refuse and accept (п. 5.3, 5.4, 9.2), over HTTP, by those who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import models as m
from rules.terms import ConsentKind, Relation, RequestState, Role
from rules.terms import MovementKind as K
from tests import factories as f
from tests.admin.forms import accepted, act, data, edited, refusals, refused, rows

SEPTEMBER, OCTOBER, NOVEMBER = dt.date(2023, 9, 1), dt.date(2023, 10, 2), dt.date(2023, 11, 13)
DAY = dt.timedelta(days=1)
TOMORROW = f.TODAY + DAY


@pytest.fixture
def clerk(login: Any) -> Any:
    return login(Role.DATA_CLERK)


@pytest.fixture
def studying(db: Any) -> Any:
    """A student of ИС-21 since September by an order, and another group."""
    group, other = f.GroupFactory(name="ИС-21"), f.GroupFactory(name="ИС-22")
    stay = f.MembershipFactory(student=f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,))), group=group,
                               starts=SEPTEMBER)
    return stay.student, group, other, stay


# orders

ORDERS = [
    ({"kind": K.ENROLMENT}, "kind", "studies already"),
    ({"kind": K.RETURN}, "kind", "was on no leave"),
    ({"to_group": None}, "to_group", "into which group?"),
    ({"same": True}, "to_group", "into the same group"),
    ({"kind": K.EXPULSION}, "to_group", "expelled into a group"),
    ({"order_number": " "}, "order_number", "an order has a number"),
    ({"order_number": "1" * 33}, "order_number", "longer than the column"),
    ({"order_date": TOMORROW, "effective_on": TOMORROW}, "order_date", "not issued yet"),
    ({"order_date": "31.02.2023"}, "order_date", "no such day"),
    ({"effective_on": dt.date(2021, 1, 1)}, "effective_on", "years from the order"),
    ({"effective_on": SEPTEMBER}, "effective_on", "one day, one order"),
    ({"effective_on": SEPTEMBER - DAY}, "kind", "transferred before enrolment"),
    ({"student": "999999"}, "student", "no such student"),
    ({"kind": "promotion"}, "kind", "no such order"),
]


@pytest.mark.parametrize(("change", "field", "why"), ORDERS, ids=[case[2] for case in ORDERS])
def test_orders_refused(change: dict, field: str, why: str, clerk: Any, studying: Any) -> None:
    student, group, other, stay = studying
    values = {"student": student, "kind": K.TRANSFER, "order_number": "301", "order_date": OCTOBER,
              "effective_on": OCTOBER, "to_group": other} | change
    if values.pop("same", False):
        values["to_group"] = group
    refused(clerk, m.Movement, values, field, why)
    assert stay.ends is None


def test_an_order_moves_the_student(db: Any, clerk: Any, studying: Any) -> None:
    student, group, other, stay = studying
    order = accepted(clerk, m.Movement, {
        "student": student, "kind": K.TRANSFER, "order_number": " 301 ", "order_date": OCTOBER,
        "effective_on": OCTOBER, "to_group": other})
    assert (order.order_number, order.from_group_id) == ("301", group.id)
    assert (stay.ends, stay.left_by_id) == (OCTOBER - DAY, order.id)
    assert edited(clerk, order, {"effective_on": OCTOBER + DAY}) == {}
    assert stay.ends == OCTOBER
    assert "effective_on" in edited(clerk, order, {"effective_on": SEPTEMBER})
    assert stay.ends == OCTOBER


def test_the_expelled_signs_in_no_more(clerk: Any, studying: Any, login: Any) -> None:
    student, *_ = studying
    pupil = login(student.user)
    assert pupil.get("/sessions").status_code == 200
    accepted(clerk, m.Movement, {"student": student, "kind": K.EXPULSION, "order_number": "9", "order_date": OCTOBER,
                                 "effective_on": OCTOBER})
    assert pupil.get("/sessions").status_code == 302
    assert student.user.blocked_at is not None


# time in groups rests on orders

MEMBERSHIPS = [
    ({"entered_by": None}, "entered_by", "without an order"),
    ({"starts": SEPTEMBER, "ends": None}, "starts", "meets the present group"),
    ({"starts": OCTOBER - DAY}, "starts", "before the order"),
    ({"foreign": True}, "entered_by", "another student's order"),
    ({"elsewhere": True}, "entered_by", "an order into another group"),
    ({"ends": NOVEMBER}, "left_by", "who let the student go?"),
    ({"ends": SEPTEMBER}, "ends", "turned back"),
]


@pytest.mark.parametrize(("change", "field", "why"), MEMBERSHIPS, ids=[case[2] for case in MEMBERSHIPS])
def test_memberships_refused(change: dict, field: str, why: str, clerk: Any, studying: Any) -> None:
    student, _, other, stay = studying
    stay.ends, stay.left_by = OCTOBER - DAY, None
    order = f.MovementFactory(student=student, kind=K.TRANSFER, effective_on=OCTOBER, order_date=OCTOBER,
                              to_group=other)
    values = {"student": student, "group": other, "starts": OCTOBER, "entered_by": order} | change
    if values.pop("foreign", False):
        values["entered_by"] = f.MovementFactory(effective_on=OCTOBER, to_group=other)
    if values.pop("elsewhere", False):
        values["group"] = f.GroupFactory()
    if why == "meets the present group":
        stay.ends = None
    refused(clerk, m.Membership, values, field, why)


def test_a_membership_by_its_order_is_accepted(clerk: Any, db: Any) -> None:
    order = f.MovementFactory(effective_on=SEPTEMBER)
    made = accepted(clerk, m.Membership, {"student": order.student, "group": order.to_group, "starts": SEPTEMBER,
                                          "entered_by": order})
    assert made.entered_by_id == order.id


# bulk acts of the list of students

PAPER = {"order_number": "77", "order_date": OCTOBER, "effective_on": OCTOBER}


def test_many_are_transferred_by_one_order(db: Any, clerk: Any, studying: Any) -> None:
    student, group, other, stay = studying
    second = f.MembershipFactory(group=group, starts=SEPTEMBER)
    page = act(clerk, m.Student, "transfer", [student, second.student])
    assert page.status_code == 200
    assert all(word in page.text for word in ("Перевести в группу", "Приказ №", other.name, student.last_name))
    wrong = act(clerk, m.Student, "transfer", [student, second.student], **PAPER, to_group=group)
    assert wrong.status_code == 422
    assert student.short_name in refusals(wrong)["to_group"]
    assert rows(m.Movement) == 2
    assert act(clerk, m.Student, "transfer", [student, second.student], **PAPER, to_group=other).status_code == 302
    assert (stay.ends, second.ends) == (OCTOBER - DAY, OCTOBER - DAY)
    assert rows(m.Movement) == 4


def test_all_or_none(db: Any, clerk: Any, studying: Any) -> None:
    """One who cannot be expelled stops the whole order, and says who."""
    student, *_ = studying
    never = f.StudentFactory()
    answer = act(clerk, m.Student, "expel", [student, never], **PAPER)
    assert answer.status_code == 422
    assert never.short_name in answer.text
    assert rows(m.Movement) == 1
    assert student.user.blocked_at is None
    assert act(clerk, m.Student, "expel", [student], **PAPER).status_code == 302
    assert student.user.blocked_at is not None


def test_a_whole_group_graduates(db: Any, clerk: Any, studying: Any) -> None:
    student, *_, stay = studying
    assert act(clerk, m.Student, "graduate", [student], **PAPER).status_code == 302
    assert stay.ends == OCTOBER - DAY
    assert student.user.blocked_at is None


@pytest.mark.parametrize("name", ["transfer", "graduate", "expel", "to_subgroup"])
def test_a_curator_moves_nobody(name: str, db: Any, login: Any, studying: Any) -> None:
    """Who may change a card may not therefore issue orders (п. 5.3, 5.4)."""
    student, group, *_ = studying
    curator = f.CuratorshipFactory(group=group).user
    assert act(login(curator), m.Student, name, [student]).status_code == 403


# subgroups

def test_students_go_into_a_subgroup_and_out_of_the_other(db: Any, clerk: Any, studying: Any) -> None:
    student, group, *_ = studying
    first, second = (f.SubgroupFactory(group=group, number=number, confirmed_at=f.NOW, confirmed_by=f.TeacherFactory())
                     for number in (1, 2))
    foreign = f.SubgroupFactory()
    page = act(clerk, m.Student, "to_subgroup", [student])
    assert str(first) in page.text
    assert str(foreign) not in page.text
    assert act(clerk, m.Student, "to_subgroup", [student], subgroup=foreign, starts=SEPTEMBER).status_code == 422
    assert act(clerk, m.Student, "to_subgroup", [student], subgroup=first, starts=SEPTEMBER).status_code == 302
    assert act(clerk, m.Student, "to_subgroup", [student], subgroup=first, starts=OCTOBER).status_code == 422
    assert act(clerk, m.Student, "to_subgroup", [student], subgroup=second, starts=OCTOBER).status_code == 302
    spans = db.execute(m.db.select(m.SubgroupMembership.subgroup_id, m.SubgroupMembership.starts,
                                   m.SubgroupMembership.ends).order_by(m.SubgroupMembership.starts)).all()
    assert [tuple(span) for span in spans] == [(first.id, SEPTEMBER, OCTOBER - DAY), (second.id, OCTOBER, None)]
    assert (first.confirmed_at, second.confirmed_at) == (None, None)  # the teacher looks again


PLACES = [
    ({"starts": dt.date(2023, 8, 1)}, "student", "before the group"),
    ({"starts": OCTOBER, "ends": SEPTEMBER}, "ends", "turned back"),
    ({"same_split": True}, "subgroup", "in two halves at once"),
    ({"same": True}, "subgroup", "twice in one subgroup"),
    ({"foreign": True}, "student", "a subgroup of another group"),
]


@pytest.mark.parametrize(("change", "field", "why"), PLACES, ids=[case[2] for case in PLACES])
def test_places_in_subgroups_refused(change: dict, field: str, why: str, clerk: Any, studying: Any) -> None:
    student, group, *_ = studying
    here = f.SubgroupFactory(group=group, number=1)
    values = {"student": student, "subgroup": here, "starts": SEPTEMBER} | change
    if values.pop("same_split", False):
        f.SubgroupMembershipFactory(student=student, subgroup=f.SubgroupFactory(group=group, number=2))
    if values.pop("same", False):
        f.SubgroupMembershipFactory(student=student, subgroup=here)
    if values.pop("foreign", False):
        values["subgroup"] = f.SubgroupFactory()
    refused(clerk, m.SubgroupMembership, values, field, why)


def test_a_second_split_is_another_matter(db: Any, clerk: Any, studying: Any) -> None:
    student, group, *_ = studying
    f.SubgroupMembershipFactory(student=student, subgroup=f.SubgroupFactory(group=group, split="Информатика"))
    accepted(clerk, m.SubgroupMembership, {"student": student, "starts": SEPTEMBER,
                                           "subgroup": f.SubgroupFactory(group=group, split="Иностранный язык")})


def test_the_teacher_confirms_the_split(db: Any, clerk: Any, login: Any, studying: Any) -> None:
    student, group, *_ = studying
    part = f.SubgroupFactory(group=group, number=1)
    teacher = f.JournalFactory(group=group, subgroup=part).teacher
    hers = login(teacher)
    assert act(clerk, m.Subgroup, "confirm", [part]).status_code == 403
    assert act(login(f.JournalFactory(group=group).teacher), m.Subgroup, "confirm", [part]).status_code == 404
    act(hers, m.Subgroup, "confirm", [part])
    assert part.confirmed_at is None, "nobody is in it"
    f.SubgroupMembershipFactory(subgroup=part, student=student)
    assert "Подтвердить деление" in hers.get(f"/admin/subgroup/details/?id={part.id}").text
    assert act(hers, m.Subgroup, "confirm", [part]).status_code == 302
    assert part.confirmed_by_id == teacher.id
    assert edited(hers, part, {"confirmed": ""}) == {}
    assert part.confirmed_at is None


@pytest.mark.parametrize(("change", "field", "why"), [
    ({"number": 10}, "number", "from 1 to 9"), ({"number": 1}, "group", "there is one"),
    ({"split": "  "}, "split", "by what?"), ({"closed": True}, "group", "a closed group"),
])
def test_subgroups_refused(change: dict, field: str, why: str, db: Any, clerk: Any) -> None:
    group = f.GroupFactory()
    f.SubgroupFactory(group=group, number=1)
    values = {"group": group, "split": "Иностранный  язык", "number": 2} | change
    if values.pop("closed", False):
        group.closed_on = SEPTEMBER
    refused(clerk, m.Subgroup, values, field, why)


# parents, curators, consents

TIES = [
    ({"starts": OCTOBER, "ends": SEPTEMBER}, "ends", "turned back"),
    ({"relation": Relation.FATHER}, "relation", "a woman is not a father"),
    ({"is_primary": True}, "is_primary", "there is a main one"),
    ({"again": True}, "guardian", "the same parent twice"),
    ({"relation": "uncle"}, "relation", "no such word"),
]


@pytest.mark.parametrize(("change", "field", "why"), TIES, ids=[case[2] for case in TIES])
def test_ties_refused(change: dict, field: str, why: str, db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory(is_primary=True)
    values = {"student": tie.student, "guardian": f.GuardianFactory(female=True), "relation": Relation.MOTHER} | change
    if values.pop("again", False):
        values["guardian"] = tie.guardian
    refused(clerk, m.Guardianship, values, field, why)


def test_a_second_parent_is_accepted(db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory(is_primary=True)
    accepted(clerk, m.Guardianship, {"student": tie.student, "guardian": f.GuardianFactory(female=False),
                                     "relation": Relation.FATHER})


CURATORS = [
    ({"starts": OCTOBER, "ends": SEPTEMBER}, "ends", "turned back"),
    ({}, "starts", "the group has a curator"),
    ({"starts": dt.date(2022, 9, 1), "ends": dt.date(2022, 12, 1)}, "starts", "had one then"),
    ({"user": "teacher"}, "user", "not a curator"),
    ({"user": "blocked"}, "user", "signs in no more"),
    ({"closed": True}, "group", "a closed group"),
]


@pytest.mark.parametrize(("change", "field", "why"), CURATORS, ids=[case[2] for case in CURATORS])
def test_curators_refused(change: dict, field: str, why: str, db: Any, login: Any) -> None:
    held = f.CuratorshipFactory(ends=None)
    values = {"group": held.group, "user": f.UserFactory(roles=(Role.CURATOR,)), "starts": OCTOBER} | change
    if values["user"] == "teacher":
        values["user"] = f.TeacherFactory()
    if values["user"] == "blocked":
        values["user"] = f.UserFactory(roles=(Role.CURATOR,), blocked_at=f.NOW)
    if values.pop("closed", False):
        values["group"] = f.GroupFactory(closed_on=SEPTEMBER)
    refused(login(Role.DEPUTY_OOD), m.Curatorship, values, field, why)


def test_a_curator_hands_the_group_over(db: Any, login: Any) -> None:
    held, deputy = f.CuratorshipFactory(ends=None), login(Role.DEPUTY_OOD)
    assert act(deputy, m.Curatorship, "close", [held], day=dt.date(2022, 8, 1)).status_code == 422
    assert act(deputy, m.Curatorship, "close", [held], day=NOVEMBER).status_code == 302
    assert held.ends == NOVEMBER - DAY
    accepted(deputy, m.Curatorship, {"group": held.group, "user": f.UserFactory(roles=(Role.CURATOR,)),
                                     "starts": NOVEMBER})


CONSENTS = [
    ({"given_on": TOMORROW}, "given_on", "not given yet"),
    ({"revoked_on": dt.date(2023, 8, 31)}, "revoked_on", "revoked before it was given"),
    ({"revoked_on": TOMORROW}, "revoked_on", "not revoked yet"),
    ({"basis": " "}, "basis", "on what paper?"),
    ({"stranger": True}, "guardian", "somebody else's parent"),
    ({"again": True}, "kind", "given already"),
]


@pytest.mark.parametrize(("change", "field", "why"), CONSENTS, ids=[case[2] for case in CONSENTS])
def test_consents_refused(change: dict, field: str, why: str, db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory()
    values = {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.PHOTO, "given_on": SEPTEMBER,
              "basis": "заявление"} | change
    if values.pop("stranger", False):
        values["guardian"] = f.GuardianFactory()
    if values.pop("again", False):
        f.ConsentFactory(student=tie.student, guardian=tie.guardian, kind=ConsentKind.PHOTO)
    refused(clerk, m.Consent, values, field, why)


def test_a_consent_is_accepted_and_revoked(db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory()
    made = accepted(clerk, m.Consent, {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.PHOTO,
                                       "given_on": SEPTEMBER, "basis": "заявление"})
    assert edited(clerk, made, {"revoked_on": OCTOBER}) == {}
    assert made.revoked_on == OCTOBER


def test_a_consent_recorded_twice_is_taken_back_whole(db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory()
    given = {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.PHOTO}
    first, second = (f.ConsentFactory(**given) for _ in range(2))
    assert edited(clerk, first, {"revoked_on": OCTOBER}) == {}
    assert (first.revoked_on, second.revoked_on) == (OCTOBER, OCTOBER)


def test_the_rest_of_one_recorded_twice_is_taken_back_too(db: Any, clerk: Any) -> None:
    """Of two alike an earlier withdrawal ended only one."""
    tie = f.GuardianshipFactory()
    given = {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.PHOTO}
    f.ConsentFactory(**given, revoked_on=OCTOBER)
    living = f.ConsentFactory(**given)
    assert edited(clerk, living, {"revoked_on": OCTOBER}) == {}
    assert living.revoked_on == OCTOBER


def test_a_word_about_a_consent_of_old_leaves_the_living_one(db: Any, clerk: Any) -> None:
    tie = f.GuardianshipFactory()
    given = {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.PHOTO}
    old, anew = f.ConsentFactory(**given, revoked_on=OCTOBER), f.ConsentFactory(**given, given_on=NOVEMBER)
    assert edited(clerk, old, {"basis": "письмо"}) == {}
    assert anew.revoked_on is None


# words of a curator

@pytest.fixture
def curated(studying: Any, login: Any) -> Any:
    student, group, *_ = studying
    return student, login(f.CuratorshipFactory(group=group).user)


REQUESTS = [
    ({"field": "phone", "new_value": "12345"}, "new_value", "not a phone"),
    ({"field": "email", "new_value": "nobody"}, "new_value", "not an address"),
    ({"field": "last_name", "new_value": ""}, "new_value", "a card without a name"),
    ({"field": "last_name", "new_value": "Ivanov"}, "new_value", "Latin letters"),
    ({"field": "birth_date", "new_value": "32.01.2006"}, "new_value", "no such day"),
    ({"field": "birth_date", "new_value": "01.01.2030"}, "new_value", "not born yet"),
    ({"field": "address", "new_value": "г. Новоалтайск, ул. Садовая, д. 7"}, "new_value", "the card says so"),
    ({"field": "user_id", "new_value": "1"}, "field", "not a curator's matter"),
    ({"field": "medical_group", "new_value": "main"}, "field", "the curator changes it directly"),
    ({"stranger": True}, "guardian", "somebody else's parent"),
]


@pytest.mark.parametrize(("change", "field", "why"), REQUESTS, ids=[case[2] for case in REQUESTS])
def test_words_of_a_curator_refused(change: dict, field: str, why: str, curated: Any) -> None:
    student, curator = curated
    values = {"student": student, "field": "phone", "new_value": "8 913 000-11-22"} | change
    if values.pop("stranger", False):
        values["guardian"] = f.GuardianFactory()
    refused(curator, m.ChangeRequest, values, field, why)


def test_a_curator_asks_and_the_clerk_applies(db: Any, clerk: Any, curated: Any) -> None:
    student, curator = curated
    values = {"student": student, "field": "phone", "new_value": "8 (913) 000-11-22"}
    request = accepted(curator, m.ChangeRequest, values)
    assert (request.new_value, request.old_value, request.state) == ("+79130001122", student.phone, RequestState.NEW)
    refused(curator, m.ChangeRequest, values, "field", "asked already")
    assert act(curator, m.ChangeRequest, "apply", [request]).status_code == 403
    page = clerk.get(f"/admin/change_request/details/?id={request.id}")
    assert all(word in page.text for word in ("Внести в карточку", "Отклонить"))
    assert act(clerk, m.ChangeRequest, "apply", [request]).status_code == 302
    assert student.phone == "+79130001122"
    assert (request.state, request.decided_at is not None) == (RequestState.DONE, True)
    assert "Внести в карточку" not in clerk.get(f"/admin/change_request/details/?id={request.id}").text
    act(clerk, m.ChangeRequest, "apply", [request])
    assert "уже решено" in clerk.get("/admin/change_request/").text


def test_a_birth_date_and_a_parent_s_name_are_applied(db: Any, clerk: Any, curated: Any) -> None:
    student, curator = curated
    tie = f.GuardianshipFactory(student=student)
    birth = accepted(curator, m.ChangeRequest, {"student": student, "field": "birth_date", "new_value": "2006-06-18"})
    name = accepted(curator, m.ChangeRequest, {"student": student, "guardian": tie.guardian, "field": "last_name",
                                               "new_value": "ЁЛКИНА-ПЕТРОВА"})
    assert birth.new_value == "18.06.2006"
    act(clerk, m.ChangeRequest, "apply", [birth, name])
    assert student.birth_date == dt.date(2006, 6, 18)
    assert tie.guardian.last_name == "Ёлкина-Петрова"


def test_a_word_is_declined_with_an_answer(db: Any, clerk: Any, curated: Any) -> None:
    student, curator = curated
    request = accepted(curator, m.ChangeRequest, {"student": student, "field": "phone", "new_value": "89130001122"})
    assert act(clerk, m.ChangeRequest, "decline", [request]).status_code == 200
    assert "reply" in refusals(act(clerk, m.ChangeRequest, "decline", [request], reply=" "))
    assert act(clerk, m.ChangeRequest, "decline", [request], reply="Нет заявления").status_code == 302
    assert (request.state, request.reply) == (RequestState.DECLINED, "Нет заявления")
    assert "Нет заявления" in curator.get(f"/admin/change_request/details/?id={request.id}").text


def test_a_card_changed_meanwhile_is_not_overwritten(db: Any, clerk: Any, curated: Any) -> None:
    student, curator = curated
    request = accepted(curator, m.ChangeRequest, {"student": student, "field": "phone", "new_value": "89130001122"})
    student.phone = "+79990000000"
    act(clerk, m.ChangeRequest, "apply", [request])
    assert student.phone == "+79990000000"
    assert "в карточке изменили" in clerk.get("/admin/change_request/").text


def test_a_foreign_group_s_student_is_nobody_s_to_ask_about(db: Any, curated: Any) -> None:
    _, curator = curated
    refused(curator, m.ChangeRequest, {"student": f.MembershipFactory().student, "field": "phone",
                                       "new_value": "89130001122"}, "student", "another curator's")
    assert curator.post("/admin/change_request/new/", data=data({"author": 1})).status_code == 422

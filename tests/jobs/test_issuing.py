"""Numbered documents: no holes, the rights of the moment, the same bytes again (п. 4.1, 7.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from access.identity import Identity
from actions.issuing import NumberTaken
from clock import school_now
from jobs import issuing
from models import AuditRecord, FileContent, IssuedDocument, NumberSeries
from queries.forms.registry import FORMS
from rules.documents import shown_code
from rules.terms import ClosingScope, FinalKind, Gender, MovementKind, Role
from tests import factories as f
from tests.report_world import journal, result, student

STUDIES = FORMS["studies"]


@pytest.fixture
def world(db):
    f.CollegeFactory(director_name="Ольхов П. П.", address="ул. Рябиновая, 1", ogrn="1022200000000")
    group = f.GroupFactory(name="ИС-21")
    of = journal(group, "Математика")
    who = student(group, "Абрамова")
    who.first_name, who.patronymic, who.gender = "Анна", "Ильинична", Gender.FEMALE
    f.MovementFactory(student=who, kind=MovementKind.ENROLMENT, order_number="15-у", order_date=dt.date(2021, 8, 20),
                      effective_on=dt.date(2021, 9, 1), to_group=group)
    result(of, who, "5", kind=FinalKind.EXAM)
    made = SimpleNamespace(group=group, journal=of, student=who, curator=f.CuratorshipFactory(group=group).user,
                           stranger=f.CuratorshipFactory().user, director=f.UserFactory(roles=(Role.DIRECTOR,)))
    db.commit()
    return made


def who(user) -> Identity:
    return Identity(user.id, user.role_set, school_now())


def issued(db, user, form=STUDIES, **asked) -> IssuedDocument:
    number = issuing.issue(who(user), form, asked)
    db.commit()
    return db.get_one(IssuedDocument, number)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def bytes_of(db, paper) -> bytes:
    return db.scalar(sa.select(FileContent.content).where(FileContent.sha256 == paper.sha256))


def test_a_certificate_from_its_form_to_its_file(db, login, world):
    client = login(world.curator)
    assert "Справка об обучении" in client.get("/documents/").text
    page = client.get(f"/documents/new/studies?group={world.group.id}").text
    assert "Абрамова Анна Ильинична" in page
    answer = client.post("/documents/new/studies", data={
        "group": world.group.id, "student": world.student.id, "purpose": "в военный комиссариат"})
    assert answer.status_code == 303
    paper = db.scalars(sa.select(IssuedDocument)).one()
    assert (paper.designation, paper.user_id, paper.student_id, paper.closed) == (
        "СО-1/23", world.curator.id, world.student.id, False)
    assert "Абрамова" in client.get(answer.location).text
    file = client.get(f"/documents/{paper.id}/file.pdf")
    assert file.status_code == 200
    assert hashlib.sha256(file.data).hexdigest() == paper.sha256
    text = text_of(file.data)
    for words in ("№ СО-1/23", "Абрамовой Анне Ильиничне", "она обучается", "№ 15-у", "в военный комиссариат",
                  "Ольхов П. П.", "ОГРН 1022200000000", "/verify/" + paper.code):
        assert words in text or words.replace(" ", "") in text.replace(" ", ""), words
    exports = db.scalars(sa.select(AuditRecord.action).where(AuditRecord.entity == "issued_document")).all()
    assert len(exports) == 2, "issued, and sent"


def test_a_code_is_read_as_it_is_printed_and_an_unknown_one_is_told_so(db, login, client, world):
    login(world.curator).post("/documents/new/studies", data={"group": world.group.id, "student": world.student.id})
    code = db.scalars(sa.select(IssuedDocument.code)).one()
    known = client.get(f"/verify/{shown_code(code)}")
    assert known.status_code == 200
    assert f">{shown_code(code)}<" in known.text
    forged = client.get(f"/verify/{code[::-1]}")
    assert forged.status_code == 404
    assert "Документа с таким кодом здесь не выдавали" in forged.text


def test_what_is_forbidden(db, login, world):
    """Another's group, a form closed to the role, another's paper, the file after the right is gone."""
    paper = issued(db, world.curator, student=world.student.id)
    ask = {"student": world.student.id}
    assert login(world.stranger).post("/documents/new/studies", data=ask).status_code == 404
    assert login(world.stranger).get(f"/documents/{paper.id}").status_code == 404
    assert login(world.stranger).get(f"/documents/{paper.id}/file.pdf").status_code == 404
    assert login(world.journal.teacher).post("/documents/new/studies", data=ask).status_code == 403
    assert login(Role.PARENT).get("/documents/").status_code == 403
    assert login(world.director).get(f"/documents/{paper.id}/file.pdf").status_code == 200
    world.curator.roles = [f.m.UserRole(role=Role.TEACHER)]
    db.commit()
    assert login(world.curator).get(f"/documents/{paper.id}/file.pdf").status_code == 404
    assert db.scalar(sa.select(sa.func.count()).select_from(IssuedDocument)) == 1


@pytest.mark.parametrize(("data", "status"), [
    ({}, 422), ({"student": "99999999"}, 404), ({"student": "x"}, 404), ({"student": "٣"}, 404)])
def test_what_is_typed_wrong(db, login, world, data, status):
    answer = login(world.director).post("/documents/new/studies", data={"purpose": "в банк", **data})
    assert answer.status_code == status
    if status == 422:
        assert 'value="в банк"' in answer.text, "what was typed stays"
    assert db.scalar(sa.select(sa.func.count()).select_from(NumberSeries)) == 0, "no number was taken"


def test_numbers_have_no_holes_when_two_are_at_once(db, world, monkeypatch):
    """The slower finds its number taken and draws again; a failed drawing takes none."""
    draw, others = issuing.form_paper, []

    def slow(*paper):
        content = draw(*paper)
        if not others:
            others.append(None)
            others[0] = issued(db, world.director, student=world.student.id)
        return content

    monkeypatch.setattr(issuing, "form_paper", slow)
    mine = issued(db, world.curator, student=world.student.id)

    def broken(*paper):
        raise RuntimeError("no paper")

    monkeypatch.setattr(issuing, "form_paper", broken)
    with pytest.raises(RuntimeError, match="no paper"):
        issuing.issue(who(world.curator), STUDIES, {"student": world.student.id})
    monkeypatch.setattr(issuing, "form_paper", draw)
    last = issued(db, world.curator, student=world.student.id)
    assert [paper.number for paper in (others[0], mine, last)] == [1, 2, 3]
    assert "СО-2/23" in text_of(bytes_of(db, mine)).replace(" ", ""), "drawn anew"


def test_who_is_always_late_gives_up(db, world, monkeypatch):
    monkeypatch.setattr(issuing, "_kept", lambda *anything: (_ for _ in ()).throw(NumberTaken))
    with pytest.raises(NumberTaken):
        issuing.issue(who(world.curator), STUDIES, {"student": world.student.id})


def test_the_college_sets_the_letters(db, world):
    first = issued(db, world.curator, student=world.student.id)
    db.scalars(sa.select(NumberSeries)).one().prefix = "Спр"
    db.commit()
    second = issued(db, world.curator, student=world.student.id)
    assert (first.designation, second.designation) == ("СО-1/23", "Спр-2/23")


def test_a_paper_of_a_closed_period_is_printed_again(db, world):
    """The same bytes under the same number; while the period is open a new paper has a new number."""
    form, asked = FORMS["transcript"], {"student": world.student.id, "period": "2023.1"}
    open_ = [issued(db, world.curator, form, **asked) for _ in range(2)]
    assert open_[0].id != open_[1].id
    semester = world.journal.semester
    f.ClosingFactory(scope=ClosingScope.SEMESTER, starts=semester.starts, ends=semester.ends)
    db.commit()
    first = issued(db, world.curator, form, **asked)
    assert first.closed
    content = bytes_of(db, first)
    db.scalars(sa.select(f.m.FinalMark)).one().value = "4"  # whatever happens afterwards
    db.commit()
    again = issued(db, world.curator, form, **asked)
    assert again.id == first.id
    assert bytes_of(db, again) == content
    assert hashlib.sha256(content).hexdigest() == first.sha256


def test_the_same_paper_drawn_twice_is_the_same_bytes(db, world, monkeypatch):
    """Nothing of the moment gets into the file."""
    monkeypatch.setattr(issuing, "new_code", lambda: "0" * 26)
    user, drawn = who(world.curator), []
    for _ in range(2):
        drawn.append(issuing._drawn(user, STUDIES, {"student": world.student.id})[1])
    assert drawn[0] == drawn[1]


def test_a_leaver_gets_no_certificate_but_the_issued_one_stays(db, login, world):
    paper = issued(db, world.director, student=world.student.id)
    membership = db.scalars(sa.select(f.m.Membership).where(f.m.Membership.student_id == world.student.id)).one()
    membership.ends = f.TODAY - dt.timedelta(days=1)
    db.commit()
    client = login(world.director)
    answer = client.post("/documents/new/studies", data={"student": world.student.id})
    assert answer.status_code == 422
    assert "п. 5.4" in answer.text
    assert client.get(f"/documents/{paper.id}/file.pdf").status_code == 200


def test_growth_costs_no_queries(db, login, world, count_queries):
    client, seen = login(world.director), []
    for _ in range(2):
        for _ in range(5):
            f.IssuedDocumentFactory(user=f.UserFactory(), student=f.StudentFactory(), group=world.group)
        db.commit()
        with count_queries(at_most=6) as queries:
            assert client.get("/documents/").status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]

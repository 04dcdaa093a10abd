"""The open page of a paper: genuine or changed, nothing of people, no guessing (п. 4.1, 9.2)."""

from __future__ import annotations

import hashlib
import io

import pytest

from rules.documents import shown_code
from tests import factories as f
from views.verify import MISSES

CONTENT = b"%PDF-1.4 the paper"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def paper(db):
    f.CollegeFactory()
    made = f.IssuedDocumentFactory(student=f.StudentFactory(last_name="Рунная"), sha256=HASH,
                                   user=f.UserFactory(last_name="Тайный"))
    db.commit()
    return made


def test_a_code_tells_the_paper_and_nobody(client, paper):
    answer = client.get(f"/verify/?code={shown_code(paper.code)}", follow_redirects=True)
    assert answer.status_code == 200
    for word in (paper.title, paper.designation, "20.11.2023", "Новоалтайский лицей"):
        assert word in answer.text
    for word in ("Рунная", "Тайный", HASH):
        assert word not in answer.text


@pytest.mark.parametrize(("content", "word"), [
    (CONTENT, "Подлинный"), (CONTENT[:-1] + b"!", "Изменён"), (b"", "Изменён"), (CONTENT + b" ", "Изменён")],
    ids=("same", "one byte", "empty", "longer"))
def test_a_file_is_compared_to_the_last_byte(client, paper, content, word):
    answer = client.post(f"/verify/{paper.code}", data={"file": (io.BytesIO(content), "x.pdf")})
    assert answer.status_code == 200
    assert word in answer.text


@pytest.mark.parametrize(("typed", "status", "word"), [
    (HASH.upper(), 200, "Подлинный"), ("0" * 64, 200, "Изменён"), ("12", 422, "64 знака"), ("", 422, "64 знака")])
def test_a_hash_is_compared(client, paper, typed, status, word):
    answer = client.post(f"/verify/{paper.code}", data={"sha256": typed})
    assert answer.status_code == status
    assert word in answer.text


def test_what_is_not_there(client, paper):
    assert client.get("/verify/").status_code == 200
    assert client.get("/verify/?code=abc").status_code == 404
    assert client.get("/verify/" + "z" * 26).status_code == 404
    assert client.post(f"/verify/{paper.code}", data={"sha256": HASH}, csrf=False).status_code == 400


def test_guessing_is_counted(client, paper):
    """After so many misses from one address the door is closed, for the right code too."""
    for number in range(MISSES):
        assert client.get(f"/verify/{number:026d}x").status_code == 404
    assert client.get(f"/verify/{paper.code}").status_code == 429

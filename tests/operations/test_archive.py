"""The archive's folder: whole or not there; one changed byte, a missing and a foreign file are named (п. 7.5)."""

from __future__ import annotations

import hashlib
import random
import shutil

import pytest

from operations.archive import DETACHED, MANIFEST, Refused, Writing
from operations.archive_check import verify

FILES = {"index.html": "<p>Ёлкин</p>".encode(), "tables/mark.jsonl": b'{"id":1}\n' * 400,
         "documents/ИС-21 (1)/Журнал (2).pdf": bytes(range(256)) * 8, "tables/пусто.jsonl": b""}


def written(target, files=FILES):
    with Writing(target) as folder:
        for name, data in files.items():
            folder.add(name, [data[:10], data[10:]])
        digest = folder.finish({"year": "2022-2023"})
    return digest


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    target = tmp_path_factory.mktemp("archive") / "2022-2023"
    return target, written(target)


@pytest.fixture
def copy(whole, tmp_path):
    target = tmp_path / "2022-2023"
    shutil.copytree(whole[0], target)
    return target


def test_a_whole_archive_is_whole(whole):
    folder, digest = whole
    verdict = verify(folder)
    assert verdict.problems == ()
    assert (verdict.files, verdict.size) == (len(FILES), sum(map(len, FILES.values())))
    assert verdict.manifest == digest == hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    assert (folder / DETACHED).read_text() == f"{digest}  {MANIFEST}\n"  # sha256sum -c reads it
    assert [path.name for path in folder.parent.iterdir()] == ["2022-2023"]


def test_only_the_owner_reads_it(whole):
    folder, _ = whole
    assert folder.stat().st_mode & 0o077 == 0
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == len(FILES) + 2
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_fifty_changed_bytes_are_found_and_their_files_named(copy):
    dice = random.Random(5)
    places = sorted(path for path in copy.rglob("*") if path.is_file() and path.stat().st_size)
    for _ in range(50):
        place = dice.choices(places, [path.stat().st_size for path in places])[0]
        data = bytearray(place.read_bytes())
        at = dice.randrange(len(data))
        data[at] ^= 1 << dice.randrange(8)
        kept = place.read_bytes()
        place.write_bytes(data)
        problems = verify(copy).problems
        assert any(place.relative_to(copy).as_posix() in problem for problem in problems), (place, at)
        assert len(problems) == 1
        place.write_bytes(kept)
    assert verify(copy).problems == ()


@pytest.mark.parametrize("name", [*FILES, MANIFEST, DETACHED])
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    problems = verify(copy).problems
    assert any(problem.startswith(f"{name}: ") for problem in problems)


def test_foreign_files_links_and_folders_are_named(copy):
    (copy / "tables" / "чужой.jsonl").write_bytes(b"1")
    (copy / "пустая").mkdir()
    (copy / "ссылка").symlink_to("/etc")
    (copy / "index.html").unlink()
    (copy / "index.html").symlink_to("tables/mark.jsonl")
    strange = "лишний файл, в описи его нет"
    assert sorted(verify(copy).problems) == sorted((
        "index.html: файла нет", f"пустая: {strange}", f"ссылка: {strange}", f"tables/чужой.jsonl: {strange}"))


@pytest.mark.parametrize("manifest", [
    "{}", "[]", "", "null", '{"format":1,"files":{"../../etc/passwd":{"size":1,"sha256":"0"}}}',
    '{"format":1,"files":{"/etc/passwd":{"size":1,"sha256":"0"}}}', '{"format":2,"files":{}}',
    '{"format":1,"files":{"a":[]}}',
])
def test_somebody_elses_manifest_with_a_right_hash_is_refused(copy, manifest):
    (copy / MANIFEST).write_text(manifest)
    (copy / DETACHED).write_text(f"{hashlib.sha256(manifest.encode()).hexdigest()}  {MANIFEST}\n")
    problems = verify(copy).problems
    assert len(problems) == 1
    assert problems[0].startswith(f"{MANIFEST}: это не опись архива")


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "..", "", "a\\..\\x", "c:x"])
def test_no_name_leaves_the_folder(tmp_path, name):
    target = tmp_path / "in" / "2022-2023"
    with pytest.raises(ValueError, match="выходит из папки"), Writing(target) as folder:
        folder.add(name, [b"1"])
    assert list((tmp_path / "in").iterdir()) == []


def test_an_unfinished_archive_leaves_nothing(tmp_path):
    with Writing(tmp_path / "2022-2023") as folder:
        folder.add("a", [b"1"])
        assert [path.name for path in tmp_path.iterdir()] == ["2022-2023.part"]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "2022-2023").mkdir()
    with pytest.raises(Refused, match="уже есть"):
        Writing(tmp_path / "2022-2023")
    (tmp_path / "2021-2022.part").mkdir()
    with pytest.raises(Refused, match="неоконченный архив"):
        Writing(tmp_path / "2021-2022")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2021-2022.part", "2022-2023"]

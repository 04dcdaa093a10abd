"""One changed byte anywhere is found and its place named; a password closes the content."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from operations.container import Damaged, WrongPassword, check, read, read_header, write

PIECES = [bytes(range(256)) * 40, b"", b"\0" * 5000, "Журнал".encode() * 300]


def made(tmp_path, password=None, pieces=PIECES):
    file = tmp_path / "copy.ejb"
    with file.open("wb") as target:
        write(target, {"made": "2023-11-20"}, pieces, password)
    return file


@pytest.mark.parametrize("password", [None, "тайна лицея"])
def test_what_was_written_is_read(tmp_path, password):
    file = made(tmp_path, password)
    assert b"".join(read(file, password)) == b"".join(PIECES)
    assert read_header(file)["made"] == "2023-11-20"


@pytest.mark.parametrize(("password", "number"), [(None, 50), ("тайна лицея", 8)])
def test_every_flipped_byte_is_refused(tmp_path, password, number):
    file = made(tmp_path, password)
    whole = file.read_bytes()
    spots = random.Random(7).sample(range(len(whole)), number)
    for spot in (0, 16, len(whole) - 1, *spots):
        file.write_bytes(whole[:spot] + bytes([whole[spot] ^ 0x41]) + whole[spot + 1:])
        with pytest.raises(Damaged, match=r"Блок \d+, байты с \d+|Байты 0–15|Файл обрывается"):
            list(read(file, password))
        with pytest.raises(Damaged):
            check(file)


@pytest.mark.parametrize("cut", [3, 40, -1, -33, -200])
def test_a_file_cut_short_or_lengthened_is_refused(tmp_path, cut):
    file = made(tmp_path)
    whole = file.read_bytes()
    for wrong in (whole[:cut], whole + b"more"):
        file.write_bytes(wrong)
        with pytest.raises(Damaged):
            list(read(file))
        with pytest.raises(Damaged):
            check(file)


@pytest.mark.parametrize("password", [None, "", "не та"])
def test_a_sealed_copy_needs_its_password(tmp_path, password):
    file = made(tmp_path, "тайна лицея")
    assert "Журнал".encode() * 10 not in file.read_bytes()
    with pytest.raises(WrongPassword):
        list(read(file, password))


@given(st.lists(st.binary(max_size=300), max_size=6))
@settings(max_examples=30, deadline=None)
def test_any_content(pieces):
    buffer = io.BytesIO()
    trailer = write(buffer, {}, pieces)
    assert (trailer.blocks, trailer.size) == (len(pieces), sum(map(len, pieces)))


def test_the_check_after_writing_tells_what_was_written(tmp_path):
    made(tmp_path, "тайна лицея")
    assert (check(tmp_path / "copy.ejb").blocks, check(tmp_path / "copy.ejb").size) == (4, sum(map(len, PIECES)))

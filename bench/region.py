"""`make scale`: twenty colleges in one schema, whole and by years, beside one college alone; and what a schema costs.

The figures stand in docs/scale.md between marks. COLLEGES=n: another number of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bench import database
from bench.client import Client
from bench.data import SHAPES, Places
from bench.lines_pages import MONDAY
from bench.lines_writes import saving
from bench.measure import Work, interleaved
from bench.report import between, machine, spaced
from bench.stage import only_ours
from cli.migrations import upgrade
from config import ROOT
from models import Base, db
from operations import partitions

PAGE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- figures: make scale -->", "<!-- end of figures -->"
MARKS, COLLEGES, ROUNDS, SCHEMAS = 1_000_000, 20, 21, 8
ALONE, REGION, SHAPE = "alone", "region", SHAPES[1].name
# columns that move with each college, and what may not repeat
MOVED: Mapping[str, Mapping[str, str]] = {
    "group": {"id": "group"}, "student": {"id": "student"}, "journal": {"id": "journal", "group_id": "group"},
    "lesson": {"id": "lesson", "journal_id": "journal"},
    "cell": {"id": "cell", "lesson_id": "lesson", "journal_id": "journal", "student_id": "student"},
    "mark": {"id": "mark", "cell_id": "cell", "journal_id": "journal", "student_id": "student"}}
OWN = {("group", "name"): "name || '-{number}'", ("student", "user_id"): "NULL", ("student", "file_number"): "NULL"}
ONLY = {"cell": "WHERE EXISTS (SELECT FROM mark WHERE mark.cell_id = cell.id)"}  # an absence is not copied
Pairs = dict[str, tuple[float, float]]


def main() -> None:
    asked = argparse.ArgumentParser(prog="make scale")
    asked.add_argument("--colleges", type=int, default=COLLEGES)
    colleges = asked.parse_args().colleges
    with database.server() as address:
        small = database.college(address, MARKS)
        region = database.college(address, MARKS, REGION)
        filled = seconds(lambda: fill(region, colleges))
        size = database.size_of(region, "mark", "cell")
        whole = compared(small, region)
        divided = seconds(lambda: divide(region))
        years = compared(small, region)
        database.drop(address, REGION)
        schemas = list(tenants(address))
    lines = [
        f"{machine()}. PostgreSQL, fsync on. {dt.datetime.now(dt.UTC):%d.%m.%Y}.", "",
        f"{colleges} colleges: {size}; COPY {filled:.0f} s, dividing by years {divided:.0f} s.", "",
        "| page, ms | one college | region, tables whole | one college | region, tables by years |",
        "|---|---:|---:|---:|---:|",
        *(f"| {name} | {whole[name][0]:.1f} | {whole[name][1]:.1f} | {years[name][0]:.1f} | {years[name][1]:.1f} |"
          for name in whole), "",
        f"A schema for a college: migrations {statistics.median(took for took, _ in schemas):.1f} s, {schemas[-1][1]}."]
    between(PAGE, BEGIN, END, lines)
    print("\n".join(lines))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def fill(address: str, colleges: int) -> None:
    """The college's groups, students, journals, lessons, marked cells and marks once more for each of the others."""
    with psycopg.connect(address) as source, psycopg.connect(address) as target:
        target.execute("SET session_replication_role = replica")  # the college itself has been checked
        steps = {table: _last(source, table) for table in MOVED}
        for number in range(1, colleges):
            for table in MOVED:
                _copy(source, target, table, number, steps)
        for table in MOVED:
            target.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), "
                           f'(SELECT max(id) FROM "{table}"))')
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _copy(source: psycopg.Connection, target: psycopg.Connection, table: str, number: int,
          steps: Mapping[str, int]) -> None:
    columns = [column.name for column in Base.metadata.tables[table].columns]
    values = ", ".join(_value(table, column, number, steps) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    own = f"{ONLY.get(table, '')}{' AND' if table in ONLY else 'WHERE'} id <= {steps[table]}"
    with source.cursor().copy(f'COPY (SELECT {values} FROM "{table}" {own}) TO STDOUT (FORMAT binary)') as out, \
            target.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT binary)') as into:
        for piece in out:
            into.write(piece)


def _value(table: str, column: str, number: int, steps: Mapping[str, int]) -> str:
    """The column of the copy with this number, of the type it has."""
    kind = Base.metadata.tables[table].columns[column].type.compile(postgresql.dialect())
    if (table, column) in OWN:
        return f"CAST({OWN[table, column].format(number=number)} AS {kind})"
    moved = MOVED[table].get(column)
    return f'"{column}" + {number * steps[moved]}' if moved else f'"{column}"'


def _last(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f'SELECT max(id) FROM "{table}"').fetchone()
    assert row is not None
    return int(row[0])


def divide(address: str) -> None:
    engine = sa.create_engine(sa.make_url(address).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
    with engine.begin() as connection:
        partitions.divide(connection)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def compared(small: str, region: str) -> Pairs:
    """Medians of the hot pages: of the college alone and of the same college inside the region, in turn."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, \
            only_ours(small, Path(one)) as alone, only_ours(region, Path(other)) as inside:
        works = {ALONE: hot(*alone), REGION: hot(*inside)}
        found: Pairs = {}
        for name in works[ALONE]:
            took = interleaved({who: works[who][name] for who in works}, ROUNDS)
            found[name] = (statistics.median(took[ALONE]), statistics.median(took[REGION]))
        return found


def hot(clients: Mapping[str, Client], places: Places) -> dict[str, Work]:
    journal, lesson = places.journals[SHAPE], places.lessons[SHAPE]
    student = places.students[SHAPE][0]
    return {
        f"journal {SHAPE}": lambda: clients["teacher"].get(f"/journal/{journal}?month=all"),
        "diary, a week": lambda: clients["student"].get(f"/diary/{places.student}?week={MONDAY}"),
        "save of a cell": saving(clients["teacher"], f"/journal/{journal}/cells/{lesson}/{student}")}


def tenants(address: str) -> Iterator[tuple[float, str]]:
    """Seconds of the migrations of each new schema in one database, and what stands there then."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database.create(address, REGION)
    own = database.named(address, REGION)
    for number in range(1, SCHEMAS + 1):
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA college_{number}")
        path = sa.make_url(own).update_query_dict({"options": f"-csearch_path=college_{number}"})
        with tempfile.TemporaryDirectory() as folder:
            app = database.application(path.render_as_string(hide_password=False), Path(folder))
            with app.app_context():
                took = seconds(upgrade)
                db.engine.dispose()
        with psycopg.connect(own, autocommit=True) as connection:
            row = connection.execute("SELECT count(*), pg_database_size(current_database()) / 1000000 FROM pg_class"
                                     ).fetchone()
        assert row is not None
        yield took, f"after {number} schemas {spaced(row[0])} relations in the catalogue, {spaced(row[1])} MB"
    database.drop(address, REGION)


if __name__ == "__main__":
    main()

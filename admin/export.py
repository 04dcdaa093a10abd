"""Lists as CSV and XLSX: all the rows the reader may read, whole, with formulas made harmless."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, Any, ClassVar, cast

import sqlalchemy as sa
from flask import abort, g
from flask_admin import expose
from werkzeug.utils import secure_filename

from access.masks import masks_rows
from admin import reading
from admin.listing import ListView
from admin.selection import Selection, fetch
from admin.values import plain
from clock import school_now
from documents.csvfile import BOM, csv_parts
from documents.table import Column, Table
from documents.xlsx import xlsx_bytes
from models import db
from queries.attributes import resolve
from views.exported import note, whole
from views.pace import counted_export

BATCH = 1000
IN_MEMORY = 8 * 1024 * 1024


def csv_file(table: Table) -> IO[bytes]:
    """The table in a file that leaves the memory when it grows; read from its start."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when the answer has been sent
    try:
        file.write(BOM.encode())
        for part in csv_parts(table):
            file.write(part.encode())
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return cast(IO[bytes], file)


class Told:
    """Rows and, when they have been read, how many they were."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


class ExportView(ListView):
    """«Выгрузить»: the list as filtered and sorted, without pages."""

    export_columns: ClassVar[tuple[str, ...]] = ()
    exported: ClassVar[Sequence[sa.ColumnElement[bool]]] = ()  # of the rows on the page only these leave the journal
    export_types = ("xlsx", "csv")

    @expose("/export/<export_type>/")
    @counted_export
    def export(self, export_type: str) -> Any:
        if export_type not in self.export_types:
            return abort(404)
        arguments = self._get_list_extra_args()
        if g.get("misread"):
            return abort(400)  # a filter that was not understood must not export everything
        column = self._get_column_by_idx(arguments.sort)
        selection = self.selection(column[0] if column else None, arguments.sort_desc, arguments.search,
                                   arguments.filters)
        leaving = replace(selection, criteria=[*selection.criteria, *self.exported])
        told = Told(self.export_rows(leaving))
        table = Table(self.entity.__labels__, [Column(label) for _, label in self.exported_columns()], told)
        # made whole before the first byte is sent: an error cannot leave half a file
        body = io.BytesIO(xlsx_bytes(table)) if export_type == "xlsx" else csv_file(table)
        note(self.entity, {"count": told.count, "format": export_type})
        name = f"{self.entity.__tablename__}_{school_now():%Y-%m-%d_%H-%M}.{export_type}"
        return whole(body, export_type, secure_filename(name))

    def exported_columns(self) -> list[tuple[str, str]]:
        return self.seen([(name, self.label(name)) for name in self.export_columns] or self._list_columns)

    def export_rows(self, selection: Selection) -> Iterator[Sequence[Any]]:
        """All rows, no limit: by columns of the tables where they say all that is shown, else row by row."""
        names = [name for name, _ in self.exported_columns()]
        if all(map(self.is_path, names)) and not masks_rows(self.user, self.entity):
            attributes = [resolve(self.entity, name) for name in names]
            if reading.reads(attributes):
                return reading.rows(selection, attributes)
        return self._rows_loaded(list(db.session.scalars(selection.ids())), names)

    def _rows_loaded(self, ids: list[int], names: list[str]) -> Iterator[Sequence[Any]]:
        options = self.list_options()
        for start in range(0, len(ids), BATCH):
            found = fetch(self.entity, ids[start:start + BATCH], options)
            self.mask(found)
            self.prepare(found)
            columns = (map(plain, self.values(found, name)) for name in names)
            yield from zip(*columns, strict=True)
            g.pop("masks", None)

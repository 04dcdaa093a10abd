"""Lists: what a view declares (columns, order, filters, search words) becomes one selection of the user's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

import sqlalchemy as sa
from flask import abort, flash, g, request
from flask_admin import expose
from flask_admin.model.base import ViewArgs

from access.grants import READ
from access.masks import masked
from admin.filters import Filter, filters_for
from admin.forms import default_fields
from admin.gate import Gate, asking
from admin.keyset import Place
from admin.lines import columns, lines, printed
from admin.lookups import as_id
from admin.selection import DEEPEST, Count, Selection, counts
from admin.values import HIDDEN, words
from queries.attributes import eager, named, path_reader, resolve
from queries.searching import label_of_paths, matching, search_paths
from queries.sight import asks, shows
from views.pace import TYPED, Kind, keep_pace

MOST_FILTERS = 12
FAR = 1000  # rows: stepping over fewer costs nothing


class ListView(Gate):
    """How an entity's rows are listed."""

    columns: ClassVar[Sequence[str]] = ()
    labels: ClassVar[Mapping[str, str]] = {}
    order: ClassVar[Sequence[str]] = ("-id",)
    sorts: ClassVar[Mapping[str, str]] = {}  # column shown → column sorted by; "" makes it unsortable
    filters: ClassVar[Sequence[str | Filter]] = ()
    ways: ClassVar[Mapping[str, str]] = {}  # filter → nearer path to the same; the filter keeps its name in addresses
    search: ClassVar[Sequence[str] | None] = None
    search_hint: ClassVar[str] = ""
    loads: ClassVar[Sequence[str]] = ()  # relations that computed columns read

    page_size = 20
    can_set_page_size = True
    page_size_options = (20, 50, 100)
    list_template = "back/list.html"
    column_type_formatters = {object: lambda view, value, name: words(value)}
    column_type_formatters_detail = column_type_formatters
    column_type_formatters_export = column_type_formatters

    # columns: the cached ones are everybody's, the user sees their part of them

    @property
    def _list_columns(self) -> list[tuple[str, str]]:
        return self.seen(self._every_column)

    @_list_columns.setter
    def _list_columns(self, every: list[tuple[str, str]]) -> None:
        self._every_column = every

    def get_list_columns(self) -> list[tuple[str, str]]:
        return [(path, self.label(path)) for path in self.columns or default_fields(self.entity)[:7]]

    def seen(self, columns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        user = asking()
        return [pair for pair in columns
                if user is None or not self.is_path(pair[0]) or shows(user, self.entity, pair[0])]

    def is_path(self, name: str) -> bool:
        """Whether a column is the model's; others are computed by ``show_<name>``."""
        return not hasattr(self, f"show_{name}")

    def label(self, path: str) -> str:
        return self.labels.get(path) or resolve(self.entity, path).label

    def get_column_name(self, field: str) -> str:
        return self.label(field)

    # values

    def values(self, found: Sequence[Any], name: str) -> list[Any]:
        """Values of a column as Python has them, or the word that hides them, row by row."""
        read = self.reader(name)
        masks = g.get("masks") or {}
        hidden = {id for (entity, id), fields in masks.items() if entity is self.entity and name in fields}
        return [HIDDEN if row.id in hidden else read(row) for row in found] if hidden else [*map(read, found)]

    def reader(self, name: str) -> Callable[[Any], Any]:
        """How a column is read of a row."""
        computed: Callable[[Any], Any] | None = getattr(self, f"show_{name}", None)
        return computed if computed is not None else path_reader(name)

    def _get_list_value(self, context: Any, model: Any, name: str, column_formatters: Any, type_formatters: Any) -> Any:
        return printed(self.values([model], name)[0])

    def mask(self, found: Sequence[Any]) -> None:
        """Note which fields of the rows the user may not see: one query for the page, if any."""
        masks = masked(self.user, self.entity, [row.id for row in found])
        g.setdefault("masks", {}).update({(self.entity, id): fields for id, fields in masks.items()})

    def prepare(self, found: Sequence[Any]) -> None:
        """Load what the page's computed columns need; called once per page."""

    # order

    @cached_property
    def sort_paths(self) -> dict[str, str]:
        """Sortable columns and what they sort by: own columns by themselves, people by their sort key."""
        made: dict[str, str] = {}
        for name, _ in self._every_column:
            path = self.sorts.get(name)
            if path is None and self.is_path(name):
                attribute = resolve(self.entity, name)
                person = attribute.target if attribute.target is not None else attribute.owner
                if attribute.name in ("full_name", "short_name"):
                    path = ".".join([*name.split(".")[:-1], "sort_key"])
                elif attribute.target is not None and "sort_key" in sa.inspect(person).columns:
                    path = f"{name}.sort_key"
                elif attribute.column is not None and not attribute.relations:
                    path = name
            if path:
                made[name] = path
        return made

    def get_sortable_columns(self) -> dict[str, str]:
        return self.sort_paths

    def is_sortable(self, name: str) -> bool:
        path = self.sort_paths.get(name)
        user = asking()
        return path is not None and (user is None or asks(user, self.entity, path))

    def scaffold_auto_joins(self) -> list[Any]:
        return []

    # search and filters

    @property
    def searched_paths(self) -> Sequence[str]:
        return search_paths(self.entity) if self.search is None else self.search

    def init_search(self) -> bool:
        return bool(self.searched_paths)

    def search_placeholder(self) -> str:
        return self.search_hint or label_of_paths(_human(self.entity, path) for path in self.searched_paths)

    def get_filters(self) -> list[Filter]:
        made: list[Filter] = []
        for item in self.filters:
            made += [item] if isinstance(item, Filter) else filters_for(
                self.entity, self.ways.get(item, item), self.labels.get(item), item)
        return made

    def get_filter_arg(self, index: int, flt: Filter) -> str:
        return flt.code

    def may_filter(self, flt: Filter) -> bool:
        user = asking()
        return user is None or not flt.mapped or asks(user, self.entity, flt.path)

    def _get_filter_groups(self) -> dict[str, list[dict[str, Any]]] | None:
        """The filters with options of this request and this user."""
        chosen = {index: value for index, _, value in self._get_list_filter_args() or ()}
        groups: dict[str, list[dict[str, Any]]] = {}
        for index, flt in enumerate(self._filters or ()):
            if self.may_filter(flt):
                groups.setdefault(flt.name, []).append({
                    "index": index, "arg": flt.code, "operation": flt.operation(), "type": flt.data_type,
                    "options": flt.options(self.user, chosen.get(index))})
        return groups or None

    def _get_list_filter_args(self) -> list[tuple[int, str, str]]:
        if "filter_args" not in g:
            g.filter_args = self._read_filter_args()
        found: list[tuple[int, str, str]] = g.filter_args
        return found

    def _read_filter_args(self) -> list[tuple[int, str, str]]:
        """An unknown filter is refused; a value that does not fit is told, and the page says 400 (nothing is lost)."""
        found = []
        for argument in sorted(name for name in request.args if name.startswith("flt")):
            _, _, code = argument.removeprefix("flt").partition("_")
            known = (self._filter_args or {}).get(code)
            if known is None or not self.may_filter(known[1]):
                abort(400)
            value = request.args[argument][:200]
            if not value:
                continue
            if known[1].validate(value):
                found.append((known[0], known[1].name, value))
            else:
                g.misread = True
                flash(f"Фильтр «{known[1].name}» не применён: значение «{value}» не подходит.", "error")
        return found[:MOST_FILTERS]

    def _get_list_extra_args(self) -> ViewArgs:
        """Arguments of the list; malformed ones are refused, never guessed."""
        text = " ".join((request.args.get("search") or "").replace("\x00", " ").split())[:100]
        return ViewArgs(page=_number("page", DEEPEST) or 0, page_size=_number("page_size", DEEPEST) or 0,
                        sort=_number("sort", len(self._list_columns) - 1), sort_desc=_number("desc", 1), search=text,
                        filters=self._get_list_filter_args())

    @expose("/")
    def index_view(self) -> Any:
        if request.args.get("search"):
            keep_pace(Kind.SEARCH, TYPED)
        page = super().index_view()
        return (page, 400) if g.get("misread") else page

    # rows

    def selection(self, sort_column: str | None, descending: bool, search: str | None,
                  filters: Sequence[tuple[int, str, str]] | None) -> Selection:
        user = self.user
        criteria = [self.scope(READ), *matching(user, self.entity, self.searched_paths, search)]
        for index, _, text in filters or ():
            flt: Filter = self._filters[index]
            criteria.append(flt.criterion(user, flt.parse(text)))
        if sort_column is not None and self.is_sortable(sort_column):
            order = [(resolve(self.entity, self.sort_paths[sort_column]), descending)]
        else:
            order = [(resolve(self.entity, name.lstrip("-")), name.startswith("-")) for name in self.order]
        return Selection(self.entity, criteria, order)

    def get_list(self, page: int | None, sort_column: Any, sort_desc: bool, search: str | None, filters: Any,
                 execute: bool = True, page_size: int | None = None) -> tuple[Count, list[Any]]:
        selection = self.selection(sort_column, sort_desc, search, filters)
        page, size, near = page or 0, page_size or self.page_size, _place()
        found = selection.page(page, size, self.list_options(), near)
        self.mask(found)
        self.prepare(found)
        g.place = Place(page, found[0].id) if found else None
        is_whole = page == 0 and near is None and len(found) < size  # counted already
        every = [Selection(self.entity, [self.scope(READ)])] if search or filters else []
        numbers = counts(*[] if is_whole else [selection], *every)
        g.total = numbers[-1] if every else None
        return Count(len(found)) if is_whole else numbers[0], found

    def list_options(self) -> list[Any]:
        """Loader options: everything a page shows comes with it."""
        paths = [path for path, _ in self._list_columns if self.is_path(path)]
        return [*eager(self.entity, [*paths, *self.loads]), *named(self.entity)]

    def render(self, template: str, **context: Any) -> str:
        if template == self.list_template:
            context |= self._shown(**context)
        return str(super().render(template, **context))

    def _shown(self, data: list[Any], page: int, page_size: int, count: Count, num_pages: int | None,
               pager_url: Callable[[int], str], return_url: str, **_: Any) -> dict[str, Any]:
        """Rows ready to print; page links that need not step over what stands before them."""
        headings = columns(self._list_columns)
        if count.is_capped and num_pages is not None and page + 1 >= num_pages:
            num_pages = None  # past the counted ones: only «next» and «previous»
        return_url = _near(return_url, page, page_size)
        values = [self.values(data, column.name) for column in headings]
        return {"rows": lines(data, headings, values, **self.open_rows(data)) if data else (), "headings": headings,
                "num_pages": num_pages, "total": g.get("total"),
                "pager_url": lambda target: _near(pager_url(target), target, page_size),
                "return_url": return_url, "back": "&url=" + quote(return_url, safe="/?=:.")}


def _human(model: Any, path: str) -> str:
    attribute = resolve(model, path)
    return str(attribute.owner.__label__) if attribute.name == "search_key" else attribute.label


def _near(url: str, page: int, size: int) -> str:
    """The address of a page so far away that it says from which row of this page it is found."""
    place: Place | None = g.get("place")
    if place is None or page * size < FAR:
        return url
    return f"{url}{'&' if '?' in url else '?'}near={place}"


def _place() -> Place | None:
    """Where a row stood, by the address; malformed is refused."""
    page, dot, id = (request.args.get("near") or "").partition(".")
    if not (page or dot or id):
        return None
    key = as_id(id)
    if key is None or not (page.isascii() and page.isdigit() and len(page) < 10):
        abort(400)
    return Place(int(page), key)


def _number(name: str, most: int) -> int | None:
    """A whole number of the address from 0 to ``most``; anything else is 400."""
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        abort(400)
    return int(text)

"""Why a line may cost more than it should: what our work holds that its floor or its peer does not."""

from __future__ import annotations

UNKNOWN = "no reason named"
FRAME = ("what every page has (the session out of the database, rights, menu, unread messages) is Python's, the "
         "floor has none of it")
GRID = "the grid is put together cell by cell: closed days, works awaited, versions; the floor's bytes are ready"
ROWS = "a hundred rows are printed by the rights to each column, with filters and links; SQL is the smaller part"

REASONS = {
    "journal 25 × 10": f"{FRAME}; the grid itself is small here",
    "journal 25 × 40": GRID,
    "journal 25 × 160": GRID,
    "journal 30 × 60": GRID,
    "group attendance, a week": f"besides the week, hours of the month and what waits for a decision; {FRAME}",
    "diary, a week": f"seven questions, and each is put together, sent and read; {FRAME}",
    "save of a cell": "the same write and rights, a version, a key for the repeat, a hashed record of the change",
    "list of marks, first page": ROWS,
    "marks of one discipline": f"a discipline is found through its journals; {ROWS}",
    "marks by surname": f"a surname is looked for anywhere in the name, the floor only at its beginning; {ROWS}",
    "list of marks, page 1 000": ROWS,
    "list of marks, page 5 000": ROWS,
    "CSV of 3 000 marks": "each row goes through rights and words of its columns; the export is counted and recorded",
    "journal 25 × 40, clients 8": "two cores serve the journal, the database and the load itself",
    "memory, ours": "models, forms and pages of the whole journal; the floor and Django hold what these lines need",
}

# of a college ten times as large
GROWS = {
    "marks of one discipline": "the last marks of each of its journals are looked through: ten times as many",
    "marks by surname": "the name is looked for anywhere in each student's, and the last marks of each namesake are "
                        "looked through: ten times as many students, ten times as many namesakes",
    "teacher's start page": "what waits for a mark is counted by students and their subgroups, found in a larger index",
}

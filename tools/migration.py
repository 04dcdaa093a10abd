"""`make migration`: until the first release the schema is one migration, made anew from the models.

After it: `flask --app app db migrate -m what_changes` and a look at the file it writes.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from flask_migrate import migrate

from app import create_app
from config import ROOT, Settings

VERSIONS = ROOT / "migrations" / "versions"


def main() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for old in VERSIONS.glob("0*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/empty.db", instance=Path(folder), testing=True))
        with app.app_context():
            migrate(message="initial", rev_id="0001")
    written = VERSIONS / "0001_initial.py"
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ### " not in line), encoding="utf-8")
    print(f"\nwritten: {written.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

"""A process that serves pages holds what pages need; everything else is loaded by whoever does the work."""

from __future__ import annotations

import json
import subprocess
import sys

from config import ROOT

# who wants it → what must not be there yet
ELSEWHERE = {
    "commands": "cli.backup cli.imports seed",
    "the schema's changes": "alembic mako flask_migrate migrations",
    "paper": "reportlab xhtml2pdf html5lib pypdf xlsxwriter",
    "files in": "jobs.import_people importers.students xml.sax html.parser",
    "sign-in through a provider or a passkey, the picture of a key": "authlib requests joserfc webauthn segno",
    "letters": "gateways.mail smtplib email.headerregistry",
    "passkeys, before the first of them": "webauthn OpenSSL cbor2",
    "servers": "waitress gunicorn",
    "tools and tests": "tools tests bench pytest hypothesis faker factory playwright dotenv",
}
STARTED = """
import json, sys
from app import create_app
from config import Settings
folder = sys.argv[1]
app = create_app(Settings(database_url=f"sqlite:///{folder}/empty.db", instance=folder))
page = app.test_client().get("/login")
print(json.dumps([page.status_code, sorted(sys.modules)]))
"""


def test_a_started_application_holds_nothing_for_others(tmp_path):
    ran = subprocess.run([sys.executable, "-c", STARTED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
                         check=True)
    code, modules = json.loads(ran.stdout)
    assert code == 200
    assert {who: [name for name in names.split() if name in modules] for who, names in ELSEWHERE.items()} == {
        who: [] for who in ELSEWHERE}

"""The look: both dark token sets agree, templates carry nothing that the strict CSP blocks, every icon exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPER = {"documents", "pdf"}  # xhtml2pdf pages are not served under the policy
TEMPLATES = [p for p in sorted((ROOT / "templates").rglob("*.html")) if not PAPER & set(p.parts)]
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
NOT_SCREEN = {"tokens.css", "print.css"}


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


def test_dark_theme_is_the_same_by_system_and_by_hand() -> None:
    text = (ROOT / "static/css/tokens.css").read_text()
    by_system = text.split(":root:not([data-theme=light]){", 1)[1].split("}", 1)[0]
    by_hand = text.split(":root[data-theme=dark]{", 1)[1].split("}", 1)[0]
    assert tokens(by_system) == tokens(by_hand)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_have_nothing_inline(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"""\son[a-z]+\s*=\s*["']|javascript:|\sstyle\s*=\s*["']|https?://(?!www\.w3\.org)""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_scripts_and_styles_carry_the_nonce(path: Path) -> None:
    tags = re.findall(r"<(?:script|style)\b[^>]*>|<link rel=\"stylesheet\"[^>]*>", path.read_text())
    assert all("nonce" in tag for tag in tags)


def test_icons_used_are_in_the_sprite() -> None:
    have = set(re.findall(r'<symbol id="i-([\w-]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r"\bicon\('([\w-]+)'", path.read_text())}
    assert used - have == set()


@pytest.mark.parametrize("path", [p for p in STYLES if p.name not in NOT_SCREEN], ids=lambda p: p.name)
def test_colours_stand_only_in_tokens(path: Path) -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;\s})])|rgba?\(", path.read_text())


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_load_nothing_from_elsewhere(path: Path) -> None:
    for url in re.findall(r"url\(([^)]+)\)", path.read_text()):
        assert (path.parent / url.strip("\"'")).is_file(), url

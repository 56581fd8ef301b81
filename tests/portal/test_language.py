"""The English switch: remembered in a cookie, and nothing left untranslated."""

from __future__ import annotations

import ast
import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.translation.template import templatize
from ruamel.yaml import YAML

from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.reading import as_read
from workflows import actions
from workflows.definition.shared_blocks.files import block_files
from workflows.procedure import publishing

VIETNAMESE = re.compile(
    r"[àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
)


ENGLISH = Path(settings.LOCALE_PATHS[0], "en", "LC_MESSAGES")
#: A text and its English in the .po file, where neither has several lines or forms, nor a context.
ONE_LINE = re.compile(r'(?<!"\n)^msgid (".+")\nmsgstr (".+")$', re.M)
#: A text marked for translation, in Python or in a template that Django has made look like Python.
MARK = re.compile(
    r"""\b(?:gettext|ngettext|gettext_lazy|gettext_noop|ngettext_lazy|_)\(\s*((?:u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*)+)"""
)


def spoken() -> gettext.GNUTranslations:
    """The compiled English."""
    with (ENGLISH / "django.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def sources() -> Iterator[Path]:
    """Our modules and templates; tests and what was installed are none."""
    packages = {file.parent for file in Path(settings.BASE_DIR).glob("*/__init__.py")}
    for folder in sorted(packages - {Path(settings.BASE_DIR, "tests")}):
        yield from (path for path in folder.rglob("*") if path.suffix in {".py", ".html", ".txt"})


def marked(path: Path) -> Iterator[str]:
    """The texts of a source that are marked for translation."""
    text = path.read_text()
    for found in MARK.findall(templatize(text) if path.suffix != ".py" else text):
        yield ast.literal_eval(f"({found})")


def texts(nest: Any) -> Iterator[dict[str, str]]:
    """Every {vi: …, en: …} of a definition."""
    if isinstance(nest, dict):
        if "vi" in nest:
            yield nest
        nest = list(nest.values())
    if isinstance(nest, list):
        for value in nest:
            yield from texts(value)


def in_english() -> Client:
    client = Client()
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    return client


def test_vietnamese_comes_first_whatever_the_browser_is_set_to(db: Any) -> None:
    client = Client(headers={"Accept-Language": "en-US,en;q=0.9"})
    answer = client.get("/")
    assert '<html lang="vi">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "vi"


def test_a_language_we_do_not_speak_is_vietnamese(db: Any) -> None:
    client = Client()
    client.cookies["django_language"] = "fr"
    assert '<html lang="vi">' in client.get("/").content.decode()


def test_the_switch_is_remembered_and_goes_back_to_the_page(db: Any) -> None:
    client = Client()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/kiem-tra/"})
    assert answer.url == "/kiem-tra/"
    assert "Check a document" in client.get("/kiem-tra/").content.decode()


def test_the_switch_offers_every_other_language_of_the_site(db: Any, settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("rad", "Êđê")]
    page = as_read(in_english().get("/kiem-tra/").text)
    assert re.findall(r'name="language" value="(\w+)" lang="\w+" aria-label="([^"]+)"', page) == [
        ("vi", "VI, Tiếng Việt"),
        ("rad", "RAD, Êđê"),
    ]


def test_the_switch_never_leads_to_another_site(db: Any) -> None:
    answer = Client().post("/ngon-ngu/", {"language": "en", "next": "https://ke-gian.example/"})
    assert answer.url == "/"


def test_public_pages_are_wholly_english(world: World) -> None:
    client = in_english()
    for address in ("/kiem-tra/", "/tra-cuu/", "/dang-nhap/", "/k/7K2MQ9ZD4XWE"):
        page = re.sub(r"<[^>]+>", " ", words(client.get(address)))
        left = [line.strip() for line in page.splitlines() if VIETNAMESE.search(line)]
        assert not left, (address, left)


def test_the_definitions_speak_english_too(world: World) -> None:
    client = in_english()
    page = client.get("/thu-tuc/diploma-copy/").content.decode()
    for said in (
        "Certified copy of a diploma",
        "Free of charge",
        "The holder asks",
        "Check against the register",
    ):
        assert said in page, said


def test_a_citizens_dossier_in_english(world: World) -> None:
    client = visiting(world.huong)
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    dossier = actions.submit(draft_of(world), world.huong)
    page = words(client.get(f"/ho-so/{dossier.code}/"))
    for said in ("Newly registered", "Submit the application", "Reception", "What happened"):
        assert said in page, said


def test_every_text_of_the_source_has_its_english() -> None:
    """What `makemessages` found last is translated; the compiled file is the one of the text
    file.
    """
    text = (ENGLISH / "django.po").read_text()
    assert not re.findall(
        r'^msgid "[^"].*\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? ""\n(?!")', text, re.M
    )
    assert not re.findall(r"^#, .*fuzzy", text, re.M)
    compiled = spoken()
    pairs = [(json.loads(one), json.loads(said)) for one, said in ONE_LINE.findall(text)]
    assert len(pairs) > 1000
    assert not [one for one, said in pairs if compiled.gettext(one) != said], "run compilemessages"


def constants(path: Path) -> Iterator[str]:
    """Every text that stands in a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_text_of_the_sources_was_forgotten() -> None:
    """Every text that a module or a template marks for translation has its place in the text
    file, and what none of them says has none.
    """
    entries = re.findall(r'^msgid (".*"(?:\n".*")*)', (ENGLISH / "django.po").read_text(), re.M)
    known = {ast.literal_eval(f"({entry})") for entry in entries}
    found = [(path.name, text) for path in sources() for text in marked(path)]
    assert len(found) > 1000
    missing = [(name, text) for name, text in found if text not in known]
    assert not missing, "run makemessages, translate, compilemessages"
    # a text may stand in a table and be translated where it is read from there
    written = {text for path in sources() if path.suffix == ".py" for text in constants(path)}
    assert not known - {"", *(text for _name, text in found), *written}, "nobody says it any more"


def test_every_text_of_a_shipped_definition_has_its_english() -> None:
    files = [folder / "procedure.yaml" for folder in publishing.shipped_folders()]
    for file in [
        *files,
        *block_files().values(),
        Path(settings.BASE_DIR, "workflows", "sheets", "skeleton.yaml"),
    ]:
        said = list(texts(YAML(typ="safe").load(file.read_text())))
        assert said, file
        assert not [text["vi"] for text in said if text.get("en", text["vi"]) == text["vi"]], file

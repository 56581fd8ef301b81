"""LibreOffice as the converter: the way out where rdocx should fail a site. A program of its own
for each paper.

It gets the paper typeset as rdocx does, and the same faces: the machine's own hold neither Khmer
nor Lao, and what no face holds is drawn as a box. Times New Roman is the machine's.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from documents.conversion import type_faces
from documents.conversion.typesetting import Typeset, typeset

#: Times New Roman by its metrics with all Vietnamese letters; fonts-liberation (1.07) has only some
#: of them.
TIMES = "fonts-liberation2"
SECONDS = 120  # for one paper; a first start on a busy machine takes ten
_PDFA_2B = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
_FONTS = """<?xml version="1.0"?>
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}/fonts</dir>
<cachedir>{folder}/cache</cachedir></fontconfig>
"""
_NAMES = {
    1: "{family}",
    2: "{style}",
    3: "{family} {style}",
    4: "{family} {style}",
    6: "{joined}-{style}",
}
# OpenType: OS/2.fsSelection, head.macStyle
_BOLD_STYLE, _REGULAR_STYLE, _BOLD_MAC = 0x20, 0x40, 0x1


def pdfa(docx: bytes) -> bytes:
    """The Word file as PDF/A-2b. A profile of its own a call, so that several workers do not wait
    for one another.

    Raises FileNotFoundError or PermissionError where the program is missing,
    subprocess.TimeoutExpired where it hangs, subprocess.CalledProcessError where it made no PDF (it
    then ends with 0 too), zipfile.BadZipFile for no Word file.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-soffice-") as place:
        folder = Path(place)
        source = folder / "document.docx"
        ready = typeset(docx)
        source.write_bytes(ready.docx)
        _lay_out_faces(folder, ready)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", _PDFA_2B, "--outdir", str(folder), str(source)]
        status = _run(command, {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")})
        made = source.with_suffix(".pdf")
        if status or not made.exists():
            raise subprocess.CalledProcessError(status, command[0])
        return made.read_bytes()


def lacking() -> list[str]:
    """Debian's packages that this machine lacks for the same papers as by rdocx; none where nothing
    is lacking.
    """
    lacks = [] if shutil.which("soffice") else ["libreoffice-writer"]
    listed = ["fc-list", f":charset={ord('Ủ'):x}:family=Liberation Serif", "file"]
    try:
        found = subprocess.run(listed, capture_output=True, check=True, timeout=20).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return [*lacks, "fontconfig", TIMES]
    return lacks if found else [*lacks, TIMES]


def _run(command: list[str], environment: dict[str, str]) -> int:
    """The status it ends with. `soffice` starts others: where it does not end in time, all of them
    are ended.
    """
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603
        command, env=environment, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet
    ) as office:
        try:
            return office.wait(SECONDS)
        except BaseException:
            os.killpg(office.pid, signal.SIGKILL)
            raise


def _lay_out_faces(folder: Path, ready: Typeset) -> None:
    """The faces that the paper names, where fontconfig finds them beside the machine's."""
    (folder / "fonts").mkdir()
    (folder / "fonts.conf").write_text(_FONTS.format(folder=escape(str(folder))))
    for number, ((face, weight), texts) in enumerate(ready.texts.items()):
        cut = type_faces.cut(face, weight, texts)
        (folder / "fonts" / f"{number}.ttf").write_bytes(
            _named(cut, face.family, bold=weight == type_faces.BOLD)
        )


def _named(font: bytes, family: str, *, bold: bool) -> bytes:
    """The face under the name that the Word file asks for; cut from a variable one, it still says
    that one's.
    """
    from fontTools.ttLib import TTFont  # heavy, and wanted by few processes

    opened = TTFont(io.BytesIO(font))
    names, style = opened["name"], "Bold" if bold else "Regular"
    names.names = []
    for number, text in _NAMES.items():
        said = text.format(family=family, style=style, joined=family.replace(" ", ""))
        names.setName(said, number, 3, 1, 0x409)
    opened["OS/2"].usWeightClass = type_faces.BOLD if bold else type_faces.REGULAR
    opened["OS/2"].fsSelection = _BOLD_STYLE if bold else _REGULAR_STYLE
    opened["head"].macStyle = _BOLD_MAC if bold else 0
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()

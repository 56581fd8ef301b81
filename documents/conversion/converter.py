"""From Word to PDF/A-2b: by rdocx inside this process, or by LibreOffice where the site says so."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable

import pikepdf
import rdocx
from django.conf import settings
from lxml import etree

from documents.conversion import libreoffice, type_faces
from documents.conversion.lean_styles import lean
from documents.conversion.typesetting import typeset
from foundation.outages import DependencyAway

LANGUAGE = "vi-VN"  # BCP 47: what a screen reader reads the paper in
_LICENCE = rdocx.FontEmbeddingLicense(authorized=True, identity=type_faces.LICENCE)


class ConversionFailed(RuntimeError):
    """The converter gave no PDF. Worth trying again: nothing of the document has changed."""


class ConverterAway(ConversionFailed, DependencyAway):
    """The converter's program is missing or does not come to an end; no document is to blame."""


def to_pdfa(docx: bytes) -> bytes:
    """The Word file as PDF/A-2b, by the converter that settings.DOCUMENT_CONVERTER names. Raises
    ConversionFailed.

    Title and author are the Word file's; the language is Vietnamese whatever the converter says.
    """
    return _in_vietnamese(CONVERTERS[settings.DOCUMENT_CONVERTER](docx))


def _in_vietnamese(pdf: bytes) -> bytes:
    """No setting of the Word file moves rdocx's "und" or LibreOffice's "en-US". The same file gives
    the same bytes.
    """
    said = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.Root.Lang = pikepdf.String(LANGUAGE)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:language"] = [LANGUAGE]
        document.save(
            said, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve
        )
    return said.getvalue()


def _with_rdocx(docx: bytes) -> bytes:
    """Its own Liberation Serif (Times metrics, all Vietnamese letters) is embedded: no system font
    is relied on.

    What that lacks comes from faces in packages, cut to the letters of this paper and put into the
    Word file first.
    """
    try:
        ready = typeset(docx)
        document = rdocx.Document.from_bytes(lean(ready.docx))
        for (face, weight), texts in sorted(
            ready.texts.items(), key=lambda item: (item[0][0].family, item[0][1])
        ):
            cut = type_faces.cut(face, weight, texts)
            document.embed_font(
                face.family,
                cut,
                "bold" if weight == type_faces.BOLD else "regular",
                license=_LICENCE,
            )
        return bytes(document.to_pdfa_deterministic("pdfa-2b"))
    except (rdocx.RdocxError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise ConversionFailed("rdocx") from error


def _with_libreoffice(docx: bytes) -> bytes:
    try:
        return libreoffice.pdfa(docx)
    except (PermissionError, FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise ConverterAway("libreoffice") from error
    except (OSError, subprocess.SubprocessError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise ConversionFailed("libreoffice") from error


CONVERTERS: dict[str, Callable[[bytes], bytes]] = {
    "rdocx": _with_rdocx,
    "libreoffice": _with_libreoffice,
}

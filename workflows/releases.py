"""What a release of Motcua brings for a procedure of which the office wrote a version itself.

It never stands before the office's own text: it waits until an administrator has compared the two, and took it up or
kept what the office has.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from organisations.models import User
from workflows import catalogue
from workflows.inspection import Proposal, from_folder, from_text
from workflows.models import ProcedureVersion, ReleaseSeen

#: How a line of the comparison differs.
SAME, LESS, MORE, GAP = "same", "less", "more", "gap"
_KINDS = {" ": SAME, "-": LESS, "+": MORE, "@": GAP}


@dataclass(frozen=True)
class Release:
    """A shipped folder with something new, and the office's own newest version that it waits behind."""

    own: ProcedureVersion
    folder: Path

    @cached_property
    def text(self) -> str:
        """The shipped procedure.yaml."""
        return from_folder(self.folder).text

    @cached_property
    def word_files(self) -> dict[str, bytes]:
        """File name → the shipped Word template."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "templates").glob("*.docx"))}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything the folder brings."""
        parts = [self.text.encode(), *(name.encode() + content for name, content in self.word_files.items())]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    @property
    def other_word_files(self) -> list[str]:
        """Names of the shipped templates that the office's version has otherwise, or does not have."""
        used = _word_files_of(self.own)
        return [name for name, content in self.word_files.items() if used.get(name) != _sha256(content)]

    @property
    def differences(self) -> list[tuple[str, str]]:
        """(`SAME`, `LESS`, `MORE` or `GAP`, line): from the office's text to the shipped one, with its surroundings."""
        lines = difflib.unified_diff(self.own.source.splitlines(), self.text.splitlines(), lineterm="")
        return [(_KINDS[line[0]], line[1:]) for line in list(lines)[2:]]


def publish(folder: Path) -> ProcedureVersion:
    """Publish a shipped folder, or leave the office's own newest version where it is. Raises DefinitionFaults.

    What is returned is the version that new applications use.
    """
    release = _of(folder)
    if release is None:
        return catalogue.publish(folder)
    return release.own


def waiting() -> Iterator[Release]:
    """Every release that nobody here has compared yet."""
    for folder in catalogue.shipped_folders():
        release = _of(folder)
        if release is not None and not _seen(release):
            yield release


def behind(version: ProcedureVersion) -> Release | None:
    """The release that waits behind this version; None where there is none, or the version is not the newest."""
    return next((release for release in waiting() if release.own == version), None)


def saw(release: Release, by: User) -> None:
    """Somebody compared it and took it up, or kept the office's own: it is not shown again."""
    ReleaseSeen.objects.get_or_create(procedure=release.own.procedure, sha256=release.digest, defaults={"by": by})


def merged(release: Release, text: str, uploaded: Mapping[str, bytes] | None = None) -> Proposal:
    """A text that takes the release up: with its Word files, or those that were sent along in their place."""
    return from_text(text, {**release.word_files, **(uploaded or {})})


def _of(folder: Path) -> Release | None:
    """The folder, where a person wrote the newest version and the folder's content was never published."""
    versions = ProcedureVersion.objects.filter(procedure__slug=folder.name).order_by("-number")
    newest = versions.select_related("procedure", "published_by").first()
    if newest is None or newest.published_by is None:
        return None
    release = Release(newest, folder)
    published = any(_same_word_files(release, version) for version in versions.filter(source=release.text))
    return None if published else release


def _same_word_files(release: Release, version: ProcedureVersion) -> bool:
    files = release.word_files
    return all(_sha256(files.get(name, b"")) == sha256 for name, sha256 in _word_files_of(version).items())


def _seen(release: Release) -> bool:
    return ReleaseSeen.objects.filter(procedure=release.own.procedure, sha256=release.digest).exists()


def _word_files_of(version: ProcedureVersion) -> dict[str, str]:
    """File name → SHA-256 of the Word templates that a published version uses."""
    documents = catalogue.definition_of(version).documents
    return {f"{document.template_name}.docx": document.template_sha256 for document in documents}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""What a release of Motcua brings for a procedure of which the office wrote a version itself.

It never stands before the office's own text: it waits until an administrator has compared the two,
and took it up or kept what the office has.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from documents.word_templates import templates
from organisations.models import Authority, User
from workflows.checker.names import named_authorities
from workflows.definition import Definition, load
from workflows.definition.base import answer_of, noted_of
from workflows.models import ProcedureVersion, ReleaseSeen
from workflows.procedure import publishing
from workflows.procedure.inspection import Proposal, from_folder, from_text
from workflows.published import definition_of

#: How a line of the comparison differs.
SAME, LESS, MORE, GAP = "same", "less", "more", "gap"
_KINDS = {" ": SAME, "-": LESS, "+": MORE, "@": GAP}


@dataclass(frozen=True)
class Release:
    """A shipped folder with something new, and the office's own newest version that it waits
    behind.
    """

    own: ProcedureVersion
    folder: Path

    @cached_property
    def text(self) -> str:
        """The shipped procedure.yaml."""
        return from_folder(self.folder).text

    @cached_property
    def word_files(self) -> dict[str, bytes]:
        """File name → the shipped Word template."""
        return {
            path.name: path.read_bytes()
            for path in sorted((self.folder / "templates").glob("*.docx"))
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything the folder brings."""
        parts = [
            self.text.encode(),
            *(name.encode() + content for name, content in self.word_files.items()),
        ]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    @property
    def new_word_files(self) -> dict[str, bytes]:
        """Those that were never published here; what the office put in the place of an older one
        stays otherwise.
        """
        slug = self.own.procedure.slug
        return {
            name: content
            for name, content in self.word_files.items()
            if not templates.was_published(f"{slug}/{Path(name).stem}", content)
        }

    @property
    def differences(self) -> list[tuple[str, str]]:
        """(`SAME`, `LESS`, `MORE` or `GAP`, line): from the office's text to the shipped one, with
        its surroundings.
        """
        lines = difflib.unified_diff(
            self.own.source.splitlines(), self.text.splitlines(), lineterm=""
        )
        return [(_KINDS[line[0]], line[1:]) for line in list(lines)[2:]]


def publish(folder: Path) -> ProcedureVersion:
    """Publish a shipped folder, or leave the office's own newest version where it is. Raises
    DefinitionFaults.

    What is returned is the version that new applications use.
    """
    newest = _newest(folder)
    return publishing.publish(folder) if newest is None or newest.published_by is None else newest


def lacking(folder: Path) -> list[str]:
    """Slugs of the authorities that a shipped folder names and that this site does not have."""
    known = set(Authority.objects.values_list("slug", flat=True))
    named = [slug for _path, slug in named_authorities(load(folder / "procedure.yaml"))]
    stated = (slug for slug in named if not answer_of(slug) and not noted_of(slug))
    return list(dict.fromkeys(slug for slug in stated if slug not in known))


def waiting() -> list[Release]:
    """Every release that nobody here has compared yet."""
    found = (_waiting_in(folder) for folder in publishing.shipped_folders())
    return [release for release in found if release is not None]


def behind(version: ProcedureVersion) -> Release | None:
    """The release that waits behind this version; None where there is none, or the version is not
    the newest.
    """
    shipped = brought(version)
    release = _waiting_in(shipped.folder) if shipped else None
    return release if release is not None and release.own == version else None


def brought(version: ProcedureVersion) -> Release | None:
    """What is shipped for the version's procedure, whether it waits or not; None where nothing
    is.
    """
    folders = (
        folder for folder in publishing.shipped_folders() if folder.name == version.procedure.slug
    )
    return next((Release(version, folder) for folder in folders), None)


def saw(release: Release, by: User) -> None:
    """Somebody compared it and took it up, or kept the office's own: it is not shown again."""
    ReleaseSeen.objects.get_or_create(
        procedure=release.own.procedure, sha256=release.digest, defaults={"by": by}
    )


def merged(release: Release, text: str, uploaded: Mapping[str, bytes] | None = None) -> Proposal:
    """A text that takes the release up: with its new Word files, or those that were sent along in
    their place.
    """
    return from_text(text, {**release.new_word_files, **(uploaded or {})})


def _newest(folder: Path) -> ProcedureVersion | None:
    versions = ProcedureVersion.objects.filter(procedure__slug=folder.name).order_by("-number")
    return versions.select_related("procedure", "published_by").first()


def _waiting_in(folder: Path) -> Release | None:
    """Where a person wrote the newest version, and what the folder holds was neither published nor
    compared yet.
    """
    newest = _newest(folder)
    if newest is None or newest.published_by is None:
        return None
    release = Release(newest, folder)
    if ReleaseSeen.objects.filter(procedure=newest.procedure, sha256=release.digest).exists():
        return None
    return (
        None
        if any(_says_the_same(release, each) for each in newest.procedure.versions.all())
        else release
    )


def _says_the_same(release: Release, version: ProcedureVersion) -> bool:
    """By meaning: a comment is no news. The Word files count too."""
    published = definition_of(version)
    files = {f"{each.template_name}.docx": each.template_sha256 for each in published.documents}
    if any(_sha256(release.word_files.get(name, b"")) != sha256 for name, sha256 in files.items()):
        return False
    return version.source == release.text or _unpinned(published) == load(release.text)


def _unpinned(definition: Definition) -> Definition:
    """As procedure.yaml states it, without what publishing adds."""
    documents = tuple(
        each.model_copy(update={"template_sha256": ""}) for each in definition.documents
    )
    return definition.model_copy(update={"documents": documents})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

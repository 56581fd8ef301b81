"""One section of a form that takes a shared block: which block, what is wrong with the taking, and
what comes of it.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.definition.base import Part
from workflows.definition.findings import DefinitionFaults, Finding, Path
from workflows.definition.shape_faults import in_words
from workflows.definition.shared_blocks.block import Block, read_block
from workflows.definition.shared_blocks.faults import BLOCKS
from workflows.definition.shared_blocks.files import block_files
from workflows.definition.shared_blocks.narrowing import both, narrowed, refused
from workflows.definition.shared_blocks.words import Narrowing, TakenBlock
from workflows.definition.source import Source

BLOCK = "block"
_SAID_INSTEAD = ("title", "official_title", "help")
#: Stands where a block cannot be read, so that the faults of the rest are told too.
_NOTHING: dict[str, Any] = {"id": "block", "title": {"vi": "-"}}


@dataclass
class Taking:
    """A section that takes a block: `words` as the procedure has them, at `path` of the source."""

    source: Source
    path: Path
    words: dict[str, Any]
    block: Block | None = None
    faults: list[Finding] = field(default_factory=list)
    #: The block's questions that stay, as they are asked here.
    questions: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> None:
        """Find the block and narrow its questions; where something is wrong, they are asked as they
        are.
        """
        weighed_apart: dict[str, Any] = (
            {"narrow": {}} if isinstance(self.words.get("narrow"), dict) else {}
        )
        self.faults += in_words(
            _errors(TakenBlock, self.words | weighed_apart, self.path), self.source
        )
        name = self._name()
        if name is not None:
            self._open(name)
        if self.block is not None:
            self._narrow(self.block)

    def blame(self, rule: str, *path: str | int, **names: str | int) -> None:
        """Note a fault of this rule at its place below this section."""
        self.faults.append(self.source.locate(BLOCKS.found(rule, (*self.path, *path), (), **names)))

    def section(self) -> dict[str, Any]:
        """The section as it would be written without a block."""
        made = copy.deepcopy(self.block.data) if self.block else dict(_NOTHING)
        made |= {word: self.words[word] for word in _SAID_INSTEAD if word in self.words}
        if "show_when" in self.words:
            made["show_when"] = both(made.get("show_when", ""), self.words["show_when"])
        return made | {"fields": [*self._own("before"), *self.questions, *self._own("after")]}

    def lent(self) -> Iterator[tuple[Path, tuple[str, str]]]:
        """The section, and each question of the block, with whose it is."""
        if self.block is not None:
            yield self.path, (self.block.name, "")
            for number, question in enumerate(self.questions, len(self._own("before"))):
                yield (*self.path, "fields", number), (self.block.name, question["id"])

    def moved(self, path: Path) -> Path | None:
        """Where what is written at `path` below this section stands in the section that comes of
        it.
        """
        before, asked = len(self._own("before")), [each["id"] for each in self.questions]
        match path:
            case ("before", int(number), *deeper):
                return ("fields", number, *deeper)
            case ("after", int(number), *deeper):
                return ("fields", before + len(asked) + number, *deeper)
            case ("narrow", str(name), *deeper) if name in asked:
                return ("fields", before + asked.index(name), *deeper)
        return path if not path or path[0] in (*_SAID_INSTEAD, "show_when") else None

    def _own(self, word: str) -> list[Any]:
        """The procedure's own questions, `before` or `after` the block's."""
        return _listed(self.words.get(word))

    def _name(self) -> str | None:
        """The block that is named, where there is such a one."""
        known, said = block_files(), self.words[BLOCK]
        if not isinstance(said, str) or not said:
            return None  # the shape is told already
        if said in known:
            return said
        name, _at, version = said.partition("@")
        versions = [each for each in known if each.partition("@")[0] == name]
        if not versions:
            self.blame("block_unknown", BLOCK, name=said, **_hints(said, known))
        elif not version:
            self.blame("block_unversioned", BLOCK, name=name, newest=versions[-1])
        else:
            self.blame(
                "block_version_unknown",
                BLOCK,
                name=name,
                version=version,
                versions=", ".join(versions),
            )
        return None

    def _open(self, name: str) -> None:
        path = block_files()[name]
        try:
            self.block = read_block(name, path)
        except DefinitionFaults as faults:
            for one in faults.findings:
                said = {
                    "why": one.message,
                    "mend": one.mend,
                    "why_vi": one.message_vi,
                    "mend_vi": one.mend_vi,
                }
                self.blame("block_faulty", BLOCK, block=name, file=path.name, line=one.line, **said)

    def _narrow(self, block: Block) -> None:
        without = [name for name in _listed(self.words.get("without")) if isinstance(name, str)]
        narrow = self.words.get("narrow")
        stated: dict[str, Any] = narrow if isinstance(narrow, dict) else {}
        for number, name in enumerate(without):
            self._knows(block, name, "without", number)
        for name, words in stated.items():
            if self._knows(block, name, "narrow", name):
                self._weigh(block, name, words, without)
        self.questions = copy.deepcopy(block.data["fields"])
        if not self.faults:
            asked = [one for one in self.questions if one["id"] not in without]
            self.questions = [narrowed(one, stated.get(one["id"], {})) for one in asked]

    def _knows(self, block: Block, name: str, *path: str | int) -> bool:
        asked = [one.id for one in block.section.fields]
        if name not in asked:
            self.blame(
                "block_field_unknown", *path, block=block.name, field=name, **_hints(name, asked)
            )
        return name in asked

    def _weigh(self, block: Block, name: str, words: Any, without: Collection[str]) -> None:
        """Whether the block's question takes what is said otherwise of it."""
        question = next(one for one in block.section.fields if one.id == name)
        path = (*self.path, "narrow", name)
        if name in without:
            self.blame("block_left_out", "narrow", name, block=block.name, field=name)
        misshapen = [
            one
            for one in _errors(Narrowing, words, path)
            if not _is_kept(type(question).model_fields, one)
        ]
        self.faults += in_words(misshapen, self.source)
        if not misshapen:
            self.faults += map(self.source.locate, refused(block.name, question, words, path))


def _errors(part: type[Part], words: Any, path: Path) -> list[ErrorDetails]:
    """What is wrong with the shape of `words`, each error with its place in the source."""
    try:
        part.model_validate(words)
    except ValidationError as error:
        return [{**one, "loc": (*path, *one["loc"])} for one in error.errors(include_url=False)]
    return []


def _is_kept(words: Mapping[str, object], error: ErrorDetails) -> bool:
    """True for a word that the question has and keeps: told in words of its own."""
    return error["type"] == "extra_forbidden" and error["loc"][-1] in words


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _hints(said: str, known: Collection[str]) -> dict[str, str]:
    close = difflib.get_close_matches(said, known, n=1, cutoff=0.6)
    if close:
        return {"hint": f"Did you mean '{close[0]}'?", "hint_vi": f"Có phải ý bạn là '{close[0]}'?"}
    names = ", ".join(known)
    return {"hint": f"There are: {names}.", "hint_vi": f"Hiện có: {names}."}

"""YAML that remembers where everything stands, so that a finding can name line and column."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from foundation.text import clean_text
from workflows.definition.findings import DefinitionFaults, Finding, Path
from workflows.definition.library_words import of_yaml
from workflows.definition.writing import WRITING

#: An alias may be used any number of times; a text of a few lines must not unfold into a memory
#: full of nodes.
MAX_NODES = 50_000
MAX_DEPTH = 30
_TAG = "tag:yaml.org,2002:"


@dataclass
class Source:
    """A YAML text read into plain data, with the place of every part and the keys that were written
    twice.

    `lent`: what was not written there but came of a block: section or question → the block, and the
    question's id.
    """

    file: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    lent: dict[Path, tuple[str, str]] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) of the part, or of the nearest part around it that was
        written.
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def locate(self, finding: Finding) -> Finding:
        """The finding with file, line and column; one about what a block lent says so, at the line
        that takes it.
        """
        line, column = self.place(finding.path)
        return self._of_block(finding).at(self.file, finding.line or line, finding.column or column)

    def _of_block(self, finding: Finding) -> Finding:
        path = finding.path
        while path and path not in self.places and path not in self.lent:
            path = path[:-1]
        if path not in self.lent:
            return finding
        block, question = self.lent[path]
        asked, asked_vi = (
            (f", question '{question}'", f", câu hỏi '{question}'") if question else ("", "")
        )
        return replace(
            finding,
            message=f"In block {block}{asked}: {finding.message}",
            message_vi=f"Trong khối {block}{asked_vi}: {finding.message_vi}",
        )


def read_yaml(text: str, file: str = "procedure.yaml") -> Source:
    """Parse the YAML text. Raises DefinitionFaults when it is no YAML at all."""
    source = Source(file)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise DefinitionFaults([_syntax_fault(error, file)]) from error
    except RecursionError as error:  # `[` nine hundred times
        raise DefinitionFaults([WRITING.found("too_big", ()).at(file, 1, 1)]) from error
    if root is None:
        raise DefinitionFaults([WRITING.found("empty", ()).at(file, 1, 1)])
    _Reader(source).read(root)
    return source


def _syntax_fault(error: YAMLError, file: str) -> Finding:
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return WRITING.found(
            "yaml", (), problem=str(error).strip(), problem_vi=of_yaml(str(error).strip())
        ).at(file, 1, 1)
    mark = error.problem_mark
    problem = " ".join(part for part in (error.context, error.problem) if part)
    return WRITING.found("yaml", (), problem=problem, problem_vi=of_yaml(problem)).at(
        file, mark.line + 1, mark.column + 1
    )


class _Reader:
    """Walks the composed nodes once; notes places and duplicate keys on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.count = 0

    def read(self, root: Node) -> None:
        self.source.data = self._value(root, ())

    def _value(self, node: Node, path: Path) -> Any:
        self.count += 1
        if self.count > MAX_NODES or len(path) > MAX_DEPTH:
            raise DefinitionFaults([WRITING.found("too_big", ()).at(self.source.file, 1, 1)])
        self.source.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, number)) for number, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if key in data:
                first = self.source.places[(*path, key)][0]
                fault = WRITING.found("duplicate_key", (*path, key), key=key, first=first)
                self.source.faults.append(fault.at(self.source.file, line, column))
                continue
            self.source.places[(*path, key)] = (line, column)
            data[key] = self._value(value_node, (*path, key))
        return data


def _scalar(node: Node) -> Any:
    """Numbers and truth values by YAML 1.2 (so that `no` is a word); dates stay text, the language
    reads them.
    """
    kind = (node.tag or "").removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() == "true"
    if kind in ("int", "float"):
        return _number(node.value)
    return clean_text(node.value)


def _number(text: str) -> int | float | str:
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text

"""What is wrong or doubtful in a definition, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["fault", "doubt"]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """One thing found. A fault blocks publishing, a doubt only warns.

    `line` and `column` count from 1; 0 where the place is not known. `trace` is a list of step ids
    that shows how the trouble is reached. English is for engineers; `message_vi` and `mend_vi` are
    for the administrator's page.
    """

    severity: Severity
    rule: str
    path: Path
    message: str
    mend: str
    message_vi: str
    mend_vi: str
    trace: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def where(self) -> str:
        """The path as people write it: steps[2].outcomes[0].to"""
        return path_text(self.path)

    def at(self, file: str, line: int, column: int) -> Finding:
        """The same finding with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        place = f"{self.file or 'procedure.yaml'}:{self.line}:{self.column}"
        trace = f"\n    trace: {' -> '.join(self.trace)}" if self.trace else ""
        return f"{place}: {self.severity}: {self.message} {self.mend}{trace}"


class DefinitionFaults(Exception):
    """A definition cannot be used; `findings` lists every fault (and doubt) at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True)
class Rule:
    """What is said when a rule is broken; braces hold the place of names. English and Vietnamese
    say the same.
    """

    severity: Severity
    message: str
    mend: str
    message_vi: str
    mend_vi: str


def fault(message: str, mend: str, message_vi: str, mend_vi: str) -> Rule:
    """A rule that blocks publishing."""
    return Rule("fault", message, mend, message_vi, mend_vi)


def doubt(message: str, mend: str, message_vi: str, mend_vi: str) -> Rule:
    """A rule that warns."""
    return Rule("doubt", message, mend, message_vi, mend_vi)


class Rules:
    """Rules by name, and the way to state that one is broken."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules = rules

    def found(self, rule: str, path: Path, trace: Iterable[str] = (), **names: object) -> Finding:
        """A finding of the rule at `path`, with `names` put into its sentences."""
        text = self.rules[rule]
        return Finding(
            severity=text.severity,
            rule=rule,
            path=path,
            message=text.message.format(**names),
            mend=text.mend.format(**names),
            message_vi=text.message_vi.format(**names),
            mend_vi=text.mend_vi.format(**names),
            trace=tuple(trace),
        )


def path_text(path: Path) -> str:
    """steps[2].outcomes[0].to"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".")

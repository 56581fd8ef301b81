"""The words by which a form takes a shared block in the place of a section, and narrows it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SkipValidation, StringConstraints

from forms.field_kinds import Field as Question
from forms.field_kinds.number import Bound
from workflows.definition.base import Cel, Id, Part, Text

#: What the unfolded section is read for anyway: said twice, each fault would be told twice.
_Words = Annotated[Text | None, SkipValidation]
_Questions = tuple[Annotated[Question, SkipValidation], ...]


class Narrowing(Part):
    """What a procedure says otherwise of one question of a block: other words, or more strictly,
    and nothing else.
    """

    label: Text | None = None  # other words
    help: Text | None = None  # other words, or null for none
    # true where the block leaves it open; a condition where it is never required
    required: bool | Cel | None = None
    show_when: Cel | None = None  # must hold too, beside the block's own condition
    must: Cel | None = None  # where the block asks for nothing
    must_message: Text | None = None  # with `must`
    ask_if: Cel | None = None  # where the block does not ask again
    ask: Text | None = None  # with `ask_if`
    # the values that stay; the others go
    choices: Annotated[tuple[str, ...] | None, Field(min_length=1)] = None
    # the kinds of files that stay
    types: Annotated[tuple[str, ...] | None, Field(min_length=1)] = None
    min: Bound | None = None  # not below the block's
    max: Bound | None = None  # not above the block's
    max_length: int | None = None  # not above the block's
    min_items: int | None = None  # not below the block's
    max_items: int | None = None  # not above the block's
    max_count: int | None = None  # not above the block's
    max_mb: int | None = None  # not above the block's
    # true: the number of a person's identity card must be there
    identity_required: bool | None = None
    past: bool | None = None  # true: the day must not lie in the future


class TakenBlock(Part):
    """A shared block in the place of a section: its title, help and questions, less or stricter
    where that is said.

    The section gets the block's id. Publishing writes it out whole: a published version names no
    block.
    """

    # name and version, as listed under Blocks: contact@1
    block: Annotated[str, StringConstraints(min_length=1)]
    title: _Words = None  # in the place of the block's
    official_title: _Words = None  # in the place of the block's
    help: _Words = None  # in the place of the block's, or null for none
    show_when: Annotated[
        str,
        SkipValidation,
        Field(description="CEL condition that must hold too, beside the block's own."),
    ] = ""
    without: tuple[Id, ...] = ()  # questions of the block that are not asked
    narrow: dict[Id, Narrowing] = {}  # question of the block → what is said otherwise of it
    before: _Questions = ()  # own questions, asked before the block's
    after: _Questions = ()  # own questions, asked after the block's

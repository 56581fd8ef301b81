"""What every kind of question has and must be able to do. They know no dossier.

A field's `show_when` (and `required`, where it is a text) is a CEL condition over the other
answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as About

from forms.conditions.blanks import EMPTY, is_blank
from forms.conditions.evaluation import Condition
from forms.errors import Refused
from forms.inputs import Input, Typed
from foundation.languages import in_language

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Text = dict[str, str]
Answers = Mapping[str, Any]
Cel = Annotated[str, StringConstraints(max_length=1000)]
#: Left out, an audience that includes people abroad decides; see `workflows.definition.abroad`.
Abroad = Annotated[
    bool, About(description="Also for people abroad; left out, the audience decides.")
]

#: What stands for any text, day or id where an expression is tried.
SOME_TEXT, SOME_DAY, SOME_ID = "x", "2026-01-05", "1"
#: So many texts, numbers and items stand for a field at most.
MOST = 8


class Compared(Protocol):
    """What the expressions that read a field compare it with."""

    def texts(self) -> set[str]:
        """The texts they name."""

    def numbers(self) -> set[int]:
        """The numbers they name."""


class Part(BaseModel):
    """Frozen, and strict about keys nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BaseField(Part, ABC):
    """What every field has."""

    id: Id
    label: Text
    help: Text | None = About(
        None, description="One sentence below the label: why it is asked, or an example."
    )
    required: bool | Cel = About(
        False, description="true, false, or a CEL condition over the other answers."
    )
    show_when: Cel = About("", description="CEL condition; empty: always shown.")
    must: Cel = About(
        "",
        description="CEL condition over this answer and the others that a given answer must meet.",
    )
    must_message: Text | None = About(None, description="What the person reads when it does not.")
    ask_if: Cel = About(
        "",
        description=(
            "CEL condition over this answer and the others; then the person is asked again."
        ),
    )
    ask: Text | None = About(
        None, description="What is asked then; whoever confirms it goes on with the same answer."
    )
    starts_as: Id | Literal[""] = About(
        "",
        description="Officers' fields: the question of the form whose answer the field opens with.",
    )

    if TYPE_CHECKING:
        kind: str  # each class names its own, by which a definition asks for it

    #: False for what only says something.
    asks: ClassVar[bool] = True
    #: False where the answer says how or why in free words, or is a paper: no part of what an
    #: applicant asks for.
    says_what: ClassVar[bool] = True
    #: True where the answer is one of a few that are given.
    is_chosen: ClassVar[bool] = False
    #: True where `examples` let every comparison with the answer turn each way it can.
    examples_are_all: ClassVar[bool] = False
    #: True where the words of an answer can be said without asking a register or a list of places.
    is_told_alone: ClassVar[bool] = False
    #: True where an answer names an authority (`authority_of`).
    names_authority: ClassVar[bool] = False

    @model_validator(mode="after")
    def _must_is_explained(self) -> Self:
        if self.must and self.must_message is None:
            raise ValueError(
                "must is stated without must_message, so nobody would learn what is wrong"
            )
        if self.ask_if and self.ask is None:
            raise ValueError("ask_if is stated without ask, so nobody would learn what is asked")
        return self

    @abstractmethod
    def inputs(self, values: Typed, name: str) -> list[Input]:
        """What a page draws: the inputs whose names begin with `name`, filled with what was typed
        or kept.
        """

    @abstractmethod
    def examples(self, compared: Compared) -> list[Any]:
        """Answers as they are stored that stand for all answers, as far as an expression can tell
        them apart.

        The first is as good as any. Nothing is read from a database.
        """

    def missing(self) -> str:
        """The sentence for a required answer that was not given."""
        return _("Nhập mục này.")

    def told(self, value: Any) -> str:
        """A stored answer, not an empty one, as people read it."""
        return str(value)

    def beside(self, answers: Answers) -> Self:
        """The field as it tells its answers beside the others: of a programme, those of the round
        that another answer names.
        """
        return self

    def authority_of(self, value: Any) -> str:
        """Slug of the authority that a stored answer names; "" where it names none."""
        return ""

    def text_of(self, value: Any) -> str:
        """A stored answer as text; "" when there is none."""
        return "" if value in EMPTY else self.told(value)

    def is_shown(self, answers: Answers) -> bool:
        """True when the field is asked at all, given the other answers."""
        return not self.show_when or Condition(self.show_when).holds(answers)

    def is_required(self, answers: Answers) -> bool:
        """True when an answer must be given."""
        if isinstance(self.required, str):
            return Condition(self.required).holds(answers)
        return self.required

    def may_stand(self, value: Any, answers: Answers) -> bool:
        """False for an empty answer where one must be given; what is not asked may be empty, or
        left from before.
        """
        return not is_blank(value) or not self.is_shown(answers) or not self.is_required(answers)

    def conditions(self) -> set[str]:
        """Names that decide which answers are offered."""
        return set()


class TypedField(BaseField):
    """A field whose answer is typed or chosen in its inputs. Their names: `<field>` or
    `<field>.<part>`.
    """

    #: True where several boxes are one input to whoever types: the day, the month and the year.
    is_in_boxes: ClassVar[bool] = False

    @abstractmethod
    def read(self, posted: Typed, name: str) -> Any:
        """The value to keep of what was posted (None: nothing was answered); raises Refused."""

    def typed(self, value: Any, name: str) -> dict[str, str]:
        """The reverse of `read`: input name → text, for a stored value (None, or of another kind:
        empty inputs).
        """
        return {name: str(value)} if isinstance(value, str | int) else {}

    def offered(self, answers: Answers) -> Self:
        """The field as it is drawn beside the other answers."""
        return self

    def refuse_unoffered(self, value: Any, answers: Answers) -> None:
        """Raise Refused for an answer that is not offered beside the others, whatever page it was
        chosen on.
        """

    def meet(self, value: Any, answers: Answers) -> None:
        """Raise Refused, with the field's own sentence, for an answer that is not as the field says
        it must be.
        """
        self.refuse_unoffered(value, answers)
        if (
            self.must
            and value is not None
            and not Condition(self.must).holds({**answers, self.id: value})
        ):
            raise Refused(in_language(self.must_message))

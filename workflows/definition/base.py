"""What every part of a definition is made of: frozen, nothing unknown, texts in two languages, ids
and conditions.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from foundation.languages import OFFICIAL, languages


class Part(BaseModel):
    """A piece of a definition. Frozen, because a published procedure never changes; an unknown key
    is a fault.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


def _in_our_languages(text: dict[str, str]) -> dict[str, str]:
    unknown = sorted(text.keys() - set(languages()))
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not a language of this site")
    if not text.get(OFFICIAL, "").strip():
        raise ValueError("the Vietnamese text (vi) is missing")
    return text


#: {vi: …, en: …}; Vietnamese is always there, and stands in where English is not.
Text = Annotated[
    dict[str, str],
    AfterValidator(_in_our_languages),
    Field(
        json_schema_extra={
            "properties": {language: {"type": "string"} for language in languages()},
            "required": [OFFICIAL],
            "additionalProperties": False,
        }
    ),
]

#: Name of a step, field, paper …, as conditions and facts refer to it.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

#: Name in addresses and folders.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]

_NOTED = r"office\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"
#: An authority by its slug, the one that the applicant names in a field of the form
#: ("answer:new_school"), or the one that an officer's field names: of several the first that is
#: filled in ("office.waiting.programme or office.result.programme").
Place = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(answer:[a-z][a-z0-9_]*|{_NOTED}( or {_NOTED})*|[a-z0-9]+(-[a-z0-9]+)*)$",
        min_length=1,
        max_length=250,
    ),
]


def answer_of(place: str) -> str:
    """The form field that names the authority; "" when the place is something else."""
    return place.removeprefix("answer:") if place.startswith("answer:") else ""


def noted_of(place: str) -> list[tuple[str, str]]:
    """(step, field) of the officers' fields that name the authority, in the order in which they
    are asked; [] when the place is something else.
    """
    if not place.startswith("office."):
        return []
    found = (one.split(".") for one in place.split(" or "))
    return [(step, field) for _office, step, field in found]


#: The name under which forms, cases and steps read that the office itself opened the dossier.
EX_OFFICIO = "ex_officio"

#: A CEL condition; whether it parses and what it names is the checker's question, because that
#: needs the whole.
Cel = Annotated[
    str,
    Field(
        json_schema_extra={
            "description": "A CEL expression over the answers and office.<step>.<field>"
        }
    ),
]

Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]

"""Run by `foundation.child_process`: what a CEL expression gives whose cost is not bounded by its
text.

Given {"text", "data", "today"} as JSON; answers the value as JSON. Imports nothing of Django.
"""

import datetime as dt
import functools
import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

import cel

from forms.conditions import dates


def answer(content: bytes, _arguments: list[str]) -> bytes:
    """Whatever is raised ends the child without an answer: the expression has no value."""
    asked = json.loads(content)
    age = functools.partial(dates.age, today=dt.date.fromisoformat(asked["today"]))
    functions = {**dates.FUNCTIONS, "age": age}
    value = cel.compile(asked["text"]).execute(cel.Context(asked["data"], functions))
    return json.dumps(value).encode()

"""Lines of a template's source that are one line of the page (one of the templates' `builtins`)."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token, TokenType
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString

register = template.Library()
_BREAK = re.compile(r"\s*\n\s*")
_EDGE = re.compile(r"(<(?=[/a-zA-Z])|>)")


class Joined(Node):
    """What stands between `joined` and `endjoined`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """As the parts of it say: the lines were joined when the template was read."""
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> Node:
    """Drops the line breaks of the source and the blanks beside them; what is filled in keeps its
    own.

    So that conditions in the middle of a sentence have lines of their own: `{{ " " }}` is a blank
    that stays. A break between the attributes of a tag is a blank. The line break after an
    `endjoined` that ends the file goes too: a part may stand before a comma.
    """
    left: list[Any] = list(parser.tokens)  # the next one is the last
    _join(left)
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    rest: list[Any] = list(parser.tokens)
    if len(rest) == 1 and rest[0].token_type is TokenType.TEXT and not rest[0].contents.strip():
        parser.next_token()
    return Joined(nodelist)


def _join(left: list[Any]) -> None:
    """Joins the lines of the texts up to `endjoined`; a sentence to be translated joins its own
    (`trimmed`).
    """
    is_sentence, is_tag = False, False
    for one in reversed(left):
        if one.token_type is TokenType.BLOCK:
            name = one.contents.split()[0]
            if name == "endjoined":
                return
            is_sentence = name == "blocktranslate" or (is_sentence and name != "endblocktranslate")
        elif one.token_type is TokenType.TEXT and not is_sentence:
            parts = []
            for part in _EDGE.split(one.contents):
                is_tag = part == "<" or (is_tag and part != ">")
                parts.append(_BREAK.sub(" " if is_tag else "", part))
            one.contents = "".join(parts)


@register.filter(is_safe=True)
@stringfilter
def one_line(text: str) -> str:
    """A text without the line breaks and the indents of its source: a page's title."""
    return " ".join(text.split())

"""A page's form with what somebody had typed into it before: written into the page on its way out.

Every form of the site is filled like this, those that are written later too, whatever view draws
them. Only the inputs that people fill in are touched; hidden ones (tokens, keys) are the page's
own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import QueryDict

Attributes = dict[str, str | None]
CHOICES = ("radio", "checkbox")
LEFT_ALONE = ("hidden", "file", "password", "submit", "button")


def fill_in(page: str, path: str, action: str, data: QueryDict) -> str:
    """The HTML of the page at `path`, its forms that are sent to `action` filled with `data`."""
    filler = _Filler(path, action, data)
    filler.feed(page)
    filler.close()
    return "".join(filler.written)


class _Filler(HTMLParser):
    """Writes down what it reads, with other values."""

    def __init__(self, path: str, action: str, data: QueryDict) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._path, self._action, self._data = path, action, data
        self._is_inside = self._is_replaced = False
        # of several inputs of one name: which value is next
        self._turns: dict[str, int] = defaultdict(int)
        self._chosen: str | None = None
        self._folds: list[int] = []  # where in what is written the folds around this place begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Attributes = dict(attrs)
        if tag == "details":
            self._folds.append(len(self.written))
        if tag == "form":
            to = urlsplit(given.get("action") or self._path).path
            self._is_inside = to == self._action and (given.get("method") or "").lower() == "post"
        written = self._filled(tag, given) if self._is_inside else None
        if written or (self._is_inside and tag == "textarea" and given.get("name") in self._data):
            self._unfold()
        self.written.append(written or self.get_starttag_text() or "")
        if tag == "textarea" and self._is_inside and given.get("name") in self._data:
            text = self._next(given["name"] or "")
            # HTML drops the first one
            self.written.append(escape(f"\n{text}" if text.startswith("\n") else text))
            self._is_replaced = True

    def _unfold(self) -> None:
        """What somebody typed is never folded away."""
        for place in self._folds:
            self.written[place] = re.sub(
                r"^<details(?![^>]*\sopen\b)", "<details open", self.written[place]
            )

    def _filled(self, tag: str, given: Attributes) -> str | None:
        name = given.get("name") or ""
        kind = (given.get("type") or "text").lower()
        if tag == "select":
            self._chosen = self._next(name) if name in self._data else None
        elif tag == "option" and self._chosen is not None:
            return _tag(
                tag, given, "selected", None if given.get("value") == self._chosen else False
            )
        elif tag == "input" and kind in CHOICES:
            return _tag(
                tag,
                given,
                "checked",
                None if given.get("value", "on") in self._data.getlist(name) else False,
            )
        elif tag == "input" and kind not in LEFT_ALONE and name in self._data:
            return _tag(tag, given, "value", self._next(name))
        return None

    def _next(self, name: str) -> str:
        values = self._data.getlist(name)
        turn = self._turns[name]
        self._turns[name] += 1
        return str(values[min(turn, len(values) - 1)])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "select":
            self._chosen = None
        elif tag == "textarea":
            self._is_replaced = False
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._is_replaced:
            self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")


def _tag(tag: str, given: Attributes, name: str, value: str | bool | None) -> str:
    """The tag with that attribute set; None: it stands alone, False: it goes."""
    attributes = {one: text for one, text in given.items() if one != name}
    if value is not False:
        attributes[name] = value  # type: ignore[assignment]
    return f"<{tag}{''.join(_attribute(one, text) for one, text in attributes.items())}>"


def _attribute(name: str, text: str | None) -> str:
    return f" {name}" if text is None else f' {name}="{escape(text)}"'

"""`joined`: lines of a template's source that are one line of the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template


def page(source: str, **filled: Any) -> str:
    return Template(source).render(Context(filled))


def test_the_breaks_of_the_source_are_no_blanks_of_the_page() -> None:
    source = """<p>
  {% joined %}
    Hạn
    {% if late %}
      <b>quá</b>
    {% else %}
      đúng
    {% endif %}
    , hẹn
  {% endjoined %}
</p>"""
    assert page(source, late=True).split() == ["<p>", "Hạn<b>quá</b>,", "hẹn", "</p>"]
    assert page(source).split() == ["<p>", "Hạnđúng,", "hẹn", "</p>"]


def test_a_blank_that_is_written_stays() -> None:
    source = """{% joined %}
  một{{ " " }}
  {% for one in two %}
    {{ " " }}{{ one }}
  {% endfor %}
{% endjoined %}"""
    assert page(source, two="ab") == "một  a b"


def test_a_break_between_attributes_is_a_blank() -> None:
    source = """{% joined %}
  <a class="tag"
     href="{{ address }}"
     {% if here %} aria-current="true"{% endif %}>
    mã
  </a>
{% endjoined %}"""
    assert (
        page(source, address="/", here=True)
        == '<a class="tag" href="/"  aria-current="true">mã</a>'
    )
    assert page(source, address="/") == '<a class="tag" href="/" >mã</a>'


def test_what_is_filled_in_keeps_its_own_lines() -> None:
    assert page("{% joined %}\n  {{ typed }}\n{% endjoined %}", typed="một\n  hai") == "một\n  hai"


def test_a_sentence_inside_keeps_its_msgid() -> None:
    source = """{% load i18n %}{% joined %}
  {% blocktranslate trimmed with day="5/2" %}
    Nộp trước {{ day }};
    quá hạn thì dừng.
  {% endblocktranslate %}
{% endjoined %}"""
    assert page(source) == "Nộp trước 5/2; quá hạn thì dừng."


def test_a_part_that_ends_with_it_brings_no_blank_before_a_comma() -> None:
    part = "{% joined %}\n  mã\n{% endjoined %}\n"
    assert page(part) == "mã"
    assert page(part + "sau") == "mã\nsau"


@pytest.mark.parametrize(
    ("text", "said"), [("\n  Tra cứu\n  –\n Một cửa\n", "Tra cứu – Một cửa"), ("", "")]
)
def test_a_title_is_one_line(text: str, said: str) -> None:
    assert page("{% filter one_line %}" + text + "{% endfilter %}") == said


def test_a_title_is_made_safe_once() -> None:
    assert (
        page("{% filter one_line %}{{ name }}{% endfilter %}", name="Sở <&>") == "Sở &lt;&amp;&gt;"
    )

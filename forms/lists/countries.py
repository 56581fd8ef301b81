"""Countries and territories by their ISO 3166 codes, named by CLDR in the reader's language."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from babel import Locale, localedata

from foundation.languages import OFFICIAL, reader_language
from foundation.text import clean_line, list_key

VIET_NAM = "VN"
Country = tuple[str, str]  # code, name

#: CLDR also names unions and regions of the world; who lives in a country has telephones of it.
_CODES = frozenset(phonenumbers.SUPPORTED_REGIONS)


def countries() -> tuple[Country, ...]:
    """Every country as (code, name): Việt Nam, then the others by name."""
    return _countries(reader_language())


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[Country, ...]:
    # CLDR has no Ê Đê, for one
    spoken = Locale(language if localedata.exists(language) else OFFICIAL)
    named = {code: clean_line(name) for code, name in spoken.territories.items() if code in _CODES}
    return tuple(sorted(named.items(), key=lambda one: (one[0] != VIET_NAM, list_key(one[1]))))


def country_name(code: str) -> str:
    """Its name in the reader's language; "" when there is none."""
    return dict(countries()).get(code, "")

"""Which procedures fit what somebody types: a score for each, the best first, the nearest when none
fits.

People write without diacritics, with filler words, with their own names for a paper and with the
code however they like. So nothing is required: every word that fits counts, a rare one more than a
common one, a whole word more than the beginning of one, the words of a definition's own list most.
Plain functions without a database.
"""

from __future__ import annotations

import difflib
import itertools
import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from foundation.text import fold

_WORD = re.compile(r"[a-z0-9]+")
#: Words that say nothing of what is wanted; folded, for that is how they are compared.
STOP_WORDS = frozenset(
    _WORD.findall(
        "a anh bi bo cac cach can chau cho chua co con cua da dang dau de den di do duoc em gi gio"
        " giup ha hoi hom i khi khong la lam me mot muon nao nay neu nguoi nha nhu nhung o oi phai"
        " roi sang sau ta tai thi thoi toi trong tu va vay ve vi voi xin an do for from get have"
        " how in is it my need of on the to want with"
    )
)
_FILLERS = re.compile(
    r"\b(?:thu tuc|ho so|lam sao|the nao|nhu the nao|o dau|bao lau|bao nhieu|dang ky|huong dan|giay"
    r" to|minh)\b"
)
#: Seven digits, whatever stands between them, and the province's ending: 3.000465, 3000465, 3 000
#: 465, 3.000465.H15.
_CODE = re.compile(r"(?<![a-z0-9])\d(?:[\W_]{0,2}\d){6}(?!\d)(?:[\W_]{0,2}h\d{1,2}(?![a-z0-9]))?")
#: How much a word counts by where it stands.
IN_WORDS, IN_TITLE, IN_TEXT, AS_BEGINNING = 4.0, 3.0, 1.0, 0.4
LEAST_BEGINNING, LEAST_MISSPELT = 3, 4  # letters
#: What fits has so much of what was asked (by weight), and is not far behind the best.
FITS, BESIDE_BEST = 0.5, 0.2
NEAREST, LEAST_NEAR = 3, 0.2


@dataclass(frozen=True)
class Entry:
    """What is known of one procedure. `words` and `text` are folded, `words` one phrase a line."""

    code: str
    title: str
    words: str = ""
    text: str = ""

    @cached_property
    def codes(self) -> list[str]:
        """Its code, then the codes its text names (older ones that live on as its cases); letters
        and digits only.
        """
        return [compact(self.code), *map(compact, _CODE.findall(fold(self.text)))]

    @cached_property
    def phrases(self) -> list[list[str]]:
        return [meant(line) for line in self.words.splitlines() if line.strip()]

    @cached_property
    def title_words(self) -> list[str]:
        return _WORD.findall(fold(self.title))

    @cached_property
    def strengths(self) -> dict[str, float]:
        """Word → how much it counts here."""
        found = dict.fromkeys(_WORD.findall(fold(f"{self.code} {self.text}")), IN_TEXT)
        found |= dict.fromkeys(self.title_words, IN_TITLE)
        return found | {word: IN_WORDS for phrase in self.phrases for word in phrase}

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Words that stand side by side in the title or in a phrase: most Vietnamese words are two
        syllables.
        """
        return {
            pair for line in [self.title_words, *self.phrases] for pair in itertools.pairwise(line)
        }


@dataclass(frozen=True)
class Ranking:
    """Positions of the entries, the best first; `is_near`: nothing fits, these are only the
    nearest.
    """

    places: tuple[int, ...]
    is_near: bool = False


def compact(text: str) -> str:
    """The letters and digits of a code alone: "3.000465.H15" → "3000465h15"."""
    return "".join(_WORD.findall(fold(text)))


def meant(text: str) -> list[str]:
    """The folded words that say what is wanted."""
    return [word for word in _WORD.findall(_FILLERS.sub(" ", fold(text))) if word not in STOP_WORDS]


def rank(text: str, entries: Sequence[Entry]) -> Ranking:
    """The entries that fit `text`, or the nearest ones; everything, in the order given, when it has
    no word.
    """
    code = _CODE.search(fold(text))
    if code:
        return _by_code(compact(code[0]), entries)
    asked = list(dict.fromkeys(meant(text)))
    if not asked:
        return Ranking((), is_near=True) if text.strip() else Ranking(tuple(range(len(entries))))
    found = _fitting(asked, entries)
    if found:
        return Ranking(found)
    return Ranking(_nearest(asked, entries), is_near=True)


def _by_code(code: str, entries: Sequence[Entry]) -> Ranking:
    """Its own code first, then the same with or without the province's ending, then those that name
    it.
    """
    scores = [_code_score(code, entry) for entry in entries]
    if any(scores):
        return Ranking(_best_first(scores))
    alike = [difflib.SequenceMatcher(None, code, entry.codes[0]).ratio() for entry in entries]
    return Ranking(
        _best_first([score if score > 0.75 else 0 for score in alike])[:NEAREST], is_near=True
    )


def _code_score(code: str, entry: Entry) -> float:
    own = entry.codes[0]
    if own == code:
        return 3
    if own[:7] == code[:7]:
        return 2
    return 1 if code[:7] in entry.codes[1:] else 0


def _fitting(asked: Sequence[str], entries: Sequence[Entry]) -> tuple[int, ...]:
    weights = _weights(asked, entries)
    scores = [_score(asked, entry, weights) for entry in entries]
    best = max(scores, default=0)
    fit = [
        _share(asked, entry, weights) >= FITS and score >= best * BESIDE_BEST
        for entry, score in zip(entries, scores, strict=True)
    ]
    return _best_first([score if fits else 0 for score, fits in zip(scores, fit, strict=True)])


def _nearest(asked: Sequence[str], entries: Sequence[Entry]) -> tuple[int, ...]:
    """The best of those that have something of it, a word nobody has read as the known one most
    like it.
    """
    known = sorted({word for entry in entries for word in entry.strengths})
    meant_words = [
        word if word in known else next(iter(_like(word, known)), word) for word in asked
    ]
    weights = _weights(meant_words, entries)
    scores = [
        (
            _score(meant_words, entry, weights)
            if _share(meant_words, entry, weights) >= LEAST_NEAR
            else 0
        )
        for entry in entries
    ]
    best = max(scores, default=0)
    return _best_first([score if score >= best / 2 else 0 for score in scores])[:NEAREST]


def _like(word: str, known: Collection[str]) -> list[str]:
    return (
        difflib.get_close_matches(word, known, n=1, cutoff=0.8)
        if len(word) >= LEAST_MISSPELT
        else []
    )


def _weights(asked: Iterable[str], entries: Sequence[Entry]) -> dict[str, float]:
    """A word that few entries have says more; one that nobody has counts as the rarest."""
    had = {word: sum(word in entry.strengths for entry in entries) for word in asked}
    return {word: math.log((len(entries) + 1) / (count + 0.5)) + 0.1 for word, count in had.items()}


def _score(asked: Sequence[str], entry: Entry, weights: dict[str, float]) -> float:
    words = sum(weights[word] * _strength(word, entry) for word in asked)
    pairs = sum(
        weights[one] + weights[two]
        for one, two in itertools.pairwise(asked)
        if (one, two) in entry.pairs
    )
    whole = [
        sum(weights[word] for word in set(phrase))
        for phrase in entry.phrases
        if phrase and set(phrase) <= set(asked)
    ]
    return words + 2 * pairs + 4 * max(whole, default=0)


def _strength(word: str, entry: Entry) -> float:
    found = entry.strengths.get(word, 0)
    if found or len(word) < LEAST_BEGINNING:
        return found
    return AS_BEGINNING if any(known.startswith(word) for known in entry.strengths) else 0


def _share(asked: Iterable[str], entry: Entry, weights: dict[str, float]) -> float:
    had = sum(weight for word, weight in weights.items() if _strength(word, entry))
    return had / sum(weights.values())


def _best_first(scores: Sequence[float]) -> tuple[int, ...]:
    """The places with a score, the highest first; equal ones in the order given."""
    return tuple(
        sorted(
            (place for place, score in enumerate(scores) if score > 0),
            key=lambda place: -scores[place],
        )
    )

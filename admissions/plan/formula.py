"""The formula of a score: the arithmetic of CEL (+ - * / and brackets over marks), worked out
exactly and rounded once, at the end, as the plan says.

CEL itself has binary floats alone, in which the sum of averages is wrong in more than half of all
cases (docs/decisions/0034): so the text is CEL's, and its figures are fractions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

Rounding = Literal["half_up", "half_even", "down"]
Figure = Callable[[Mapping[str, Fraction]], Fraction]

LONGEST = 500  # letters of a formula
_ROUNDED = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
_TWO: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
}


class FormulaError(ValueError):
    """The text is no formula; `str(error)` is a sentence in Vietnamese."""


class Formula:
    """A formula that was read; `names`: the marks it needs."""

    def __init__(self, text: str) -> None:
        """Raises FormulaError."""
        if len(text) > LONGEST:
            raise FormulaError(f"Công thức dài quá {LONGEST} ký tự.")
        self._text = text
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise FormulaError(f"Không đọc được công thức “{text}”.") from None
        self.names = frozenset(one.id for one in ast.walk(tree) if isinstance(one, ast.Name))
        self._worked_out = self._read(tree)

    def points(
        self, marks: Mapping[str, Decimal], places: int, rounding: Rounding = "half_up"
    ) -> Decimal:
        """The score of these marks, exact until it is rounded. Raises KeyError for a mark that is
        missing, FormulaError for a division by nought.
        """
        known = {name: Fraction(marks[name]) for name in self.names}
        try:
            exact = self._worked_out(known)
        except ZeroDivisionError:
            raise FormulaError("Công thức chia cho 0.") from None
        return rounded(exact, places, rounding)

    def _read(self, node: ast.expr) -> Figure:
        if isinstance(node, ast.Name):
            name = node.id
            return lambda known: known[name]
        if isinstance(node, ast.Constant):
            figure = self._constant(node)
            return lambda _known: figure
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._read(node.operand)
            return lambda known: -inner(known)
        if isinstance(node, ast.BinOp) and type(node.op) in _TWO:
            left, right, act = self._read(node.left), self._read(node.right), _TWO[type(node.op)]
            return lambda known: act(left(known), right(known))
        raise FormulaError("Công thức chỉ gồm tên môn, số, dấu + - * / và ngoặc đơn.")

    def _constant(self, node: ast.Constant) -> Fraction:
        """The figure as it is written: 0.1 is a tenth."""
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise FormulaError("Công thức chỉ gồm tên môn, số, dấu + - * / và ngoặc đơn.")
        written = ast.get_source_segment(self._text.strip(), node) or ""
        try:
            return Fraction(written)
        except ValueError:
            raise FormulaError(f"Không đọc được số “{written}” trong công thức.") from None


def rounded(exact: Fraction, places: int, rounding: Rounding) -> Decimal:
    """An exact figure with so many places after the point."""
    scaled = exact * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    beyond = _BEYOND[(2 * rest > scaled.denominator) - (2 * rest < scaled.denominator)]
    figure = Decimal(whole) + (beyond if rest else 0)
    figure = figure.quantize(Decimal(1), rounding=_ROUNDED[rounding])
    return (figure if exact >= 0 else -figure).scaleb(-places)


#: A rest as `quantize` rounds it: below, exactly, above the half.
_BEYOND = {-1: Decimal("0.1"), 0: Decimal("0.5"), 1: Decimal("0.9")}

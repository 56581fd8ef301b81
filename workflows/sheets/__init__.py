"""Sheets of the national portal: read as they are published, turned into drafts of a
procedure.yaml.
"""

from workflows.sheets.drafting import Draft, draft
from workflows.sheets.reading import Sheet, read

__all__ = ["Draft", "Sheet", "draft", "read"]

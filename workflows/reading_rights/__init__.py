"""Who reads what of a dossier: one table (`table`), as questions to the database (`standings`),
asked by one `Reader`.

Law 91/2025/QH15 on personal data, Điều 3: data are handled for a stated purpose, and no more of
them than it needs.
"""

from workflows.reading_rights.reader import Reader, Standing
from workflows.reading_rights.table import Extent, What, Who

__all__ = ["Extent", "Reader", "Standing", "What", "Who"]

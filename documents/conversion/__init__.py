"""From Word to PDF/A: type faces, letters, the converter."""

"""The office's pages of an admissions round."""

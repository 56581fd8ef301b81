"""One task: its outcomes, what was typed, the preview, the decision."""

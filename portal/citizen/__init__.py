"""The citizen's face: applying, completing, paying, messages."""

"""A dossier outside a task, and the views that the work page shares with it."""

"""Where a dossier stands in its process: nodes, conditions, who is competent, who gets a task."""

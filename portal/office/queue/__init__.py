"""Lists of tasks and dossiers: the desk, the search, taking and giving tasks."""

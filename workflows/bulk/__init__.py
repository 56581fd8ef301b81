"""One act over many tasks, ordered by an officer: the order is a row, the worker does it batch by
batch.

Each task is done by the act that a single page would call (`workflows.actions`), with its rules,
its entry and its refusals; `workflows.sets` reads and writes for the whole batch.
"""

"""The officers' face: queues, the dossier page and the decision panel. HTTP only; every rule is the
engine's.
"""

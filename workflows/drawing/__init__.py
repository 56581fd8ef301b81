"""Procedures as pictures: the graph, its layout, SVG, BPMN, the way a dossier took."""

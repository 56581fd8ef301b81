"""Rights over the administration and roles that sign: asked by one, granted by another."""

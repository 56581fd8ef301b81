"""Lists that answers are chosen from: places, countries, authorities, look-ups."""

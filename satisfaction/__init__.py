"""How satisfied applicants are with what was done for them: asked once, counted, answered."""

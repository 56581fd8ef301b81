"""From an act to a document: facts, orders, signatures, what registers learn."""

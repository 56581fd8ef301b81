"""The pages on which a school assesses itself."""

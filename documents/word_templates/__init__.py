"""Word templates: their sandbox, their versions, the try before they are accepted."""

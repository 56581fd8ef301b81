"""From a proposed definition to a published version: checked, frozen, released, found."""

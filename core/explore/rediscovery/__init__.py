"""Shelves of what one owns and has forgotten, or never heard."""

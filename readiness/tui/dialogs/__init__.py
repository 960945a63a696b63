"""Small questions over a screen: each is dismissed with what was said, or None."""

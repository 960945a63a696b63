"""The full-screen front end. Shows what the use cases say and hands key presses to them; keeps nothing of its own."""

"""What the interview screen does, a module for each purpose; the screen itself only draws and moves."""

"""The program in a browser on this very machine: one file, served through textual-serve's client, behind a secret address."""

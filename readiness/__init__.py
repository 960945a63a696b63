"""The program: keeps answers, interviews people, writes reports, speaks on the command line."""

__version__ = "0.1.0"

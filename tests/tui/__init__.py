"""Tests of the full-screen front end."""
